/** The box at the bottom: grows with the text, counts near the limit, warns about numbers, sends on Enter. */

import { words } from "./words.js";

/** Nine digits in a row, however they are spaced, are never needed to ask about a procedure. */
const LONG_NUMBER = /(?:\d[\s.-]?){9,}/;

export class Composer {
  /** `onSend(text)` gets a trimmed, non-empty text of at most `limit` characters. */
  constructor(form, { limit, onSend }) {
    this.form = form;
    this.box = form.querySelector("textarea");
    this.hint = form.querySelector(".hint");
    this.button = form.querySelector("[type=submit]");
    this.limit = limit;
    this.onSend = onSend;
    this.busy = false;
    window.addEventListener("resize", () => this.refresh());
    this.box.addEventListener("input", () => this.refresh());
    this.box.addEventListener("keydown", (event) => this.onKey(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    // Off until here: without this script the browser would submit the form and lose the words.
    this.button.disabled = false;
    this.refresh();
  }

  /** While a turn is on its way sending is off but the box stays usable and keeps the focus. */
  setBusy(busy) {
    this.busy = busy;
    this.refresh();
  }

  clear() {
    this.box.value = "";
    this.refresh();
  }

  /** On a touch screen focus would raise the keyboard over the answer. */
  focusUnlessTouch() {
    if (!onTouch()) this.box.focus({ preventScroll: true });
  }

  /** Shows a sentence, read out by screen readers, until the next key. */
  say(sentence) {
    this.hint.textContent = sentence;
  }

  send() {
    const text = this.box.value.trim();
    if (!this.ready(text)) return;
    this.clear();
    if (onTouch()) document.activeElement?.blur();
    else this.box.focus({ preventScroll: true });
    this.onSend(text);
  }

  ready(text) {
    return !this.busy && text !== "" && length(text) <= this.limit;
  }

  onKey(event) {
    // Vietnamese keyboards compose letters: their Enter ends a word, it does not send.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.send();
  }

  refresh() {
    const text = this.box.value.trim();
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
    this.button.setAttribute("aria-disabled", String(!this.ready(text)));
    const over = length(text) - this.limit;
    this.box.setAttribute("aria-invalid", String(over > 0));
    const sentence = this.advice(text, over);
    this.hint.classList.toggle("care", over > 0 || sentence === words.numbersSeen);
    if (this.hint.textContent !== sentence) this.hint.textContent = sentence;
  }

  advice(text, over) {
    if (over > 0) return words.tooLong(over);
    if (LONG_NUMBER.test(text)) return words.numbersSeen;
    return over > -this.limit / 5 ? words.left(-over) : "";
  }
}

function onTouch() {
  return window.matchMedia("(pointer: coarse)").matches;
}

/** Characters as the server counts them: an emoji is one. */
function length(text) {
  return [...text].length;
}
