/** The log of the conversation: one article a turn, scrolled so that reading starts at the beginning. */

import { problemBubble, questionBubble, replyBubble, waitingBubble } from "./bubbles.js";
import { make, makeButton } from "./dom.js";
import { words } from "./words.js";

const LONG_WAIT_MS = 6_000;

export class Log {
  /** `choose({title, payload})` runs when a choice of any reply is taken. */
  constructor(element, choose) {
    this.element = element;
    this.choose = choose;
  }

  get isEmpty() {
    return this.element.childElementCount === 0;
  }

  clear() {
    this.element.replaceChildren();
  }

  addTurn(text) {
    const turn = new Turn(text, this.choose);
    this.element.append(turn.element);
    turn.reveal();
    return turn;
  }

  /** Draws turns that were already read once: a screen reader must not read them all again. */
  restore(turns, askAgain) {
    this.element.setAttribute("aria-live", "off");
    for (const { text, outcome, replies } of turns) {
      const turn = this.addTurn(text);
      const again = () => askAgain(text);
      if (replies?.length) turn.answer({ outcome, replies }, again);
      else turn.fail(words.unanswered, words.askAgain, again);
    }
    window.setTimeout(() => this.element.setAttribute("aria-live", "polite"), 100);
  }

  /** A bubble that belongs to no question, such as "opening your conversation again". */
  addNote() {
    return this.addTurn(null);
  }
}

class Turn {
  constructor(text, choose) {
    this.choose = choose;
    this.body = make("div", "answer");
    this.element = make("article", "turn", ...(text ? [questionBubble(text)] : []), this.body);
  }

  remove() {
    clearTimeout(this.timer);
    this.element.remove();
  }

  wait(sentence = words.waiting) {
    const bubble = waitingBubble();
    const text = bubble.querySelector(".waiting-text");
    text.textContent = sentence;
    this.show([bubble]);
    this.timer = setTimeout(() => (text.textContent = words.stillWaiting), LONG_WAIT_MS);
  }

  /** `askAgain` is offered where the outcome says that something broke on our side. */
  answer({ outcome, replies }, askAgain) {
    const code = String(outcome?.code ?? "");
    const bubbles = replies.flatMap((reply) => replyBubble(reply, code, this.choose));
    if (code.startsWith("error_")) bubbles.push(makeButton("retry", words.askAgain, askAgain));
    this.element.dataset.outcome = code;
    this.show(bubbles);
  }

  fail(sentence, actionTitle, onAction) {
    this.show([problemBubble(sentence, actionTitle, onAction)]);
  }

  show(bubbles) {
    clearTimeout(this.timer);
    this.body.replaceChildren(...bubbles);
    this.reveal();
  }

  /** "nearest" shows a short turn whole, and one taller than the screen from its first line. */
  reveal() {
    this.element.scrollIntoView({ block: "nearest" });
  }
}
