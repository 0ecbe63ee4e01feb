/** The chat page: sends what the resident asks, shows what comes back, one turn at a time. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { confirmBefore } from "./confirm.js";
import { DeskWatch } from "./desk.js";
import { Log } from "./log.js";
import { conversation, unsent } from "./memory.js";
import { asNew, fromChoice, fromText } from "./message.js";
import { dressPage } from "./page.js";
import { stopSpeaking, watchVoices } from "./speech.js";
import { failureSentence, words } from "./words.js";

const office = document.querySelector("meta[name=congdanso]").dataset;
const log = new Log(document.getElementById("log"), (choice) => ask(fromChoice(choice)));
const composer = new Composer(document.getElementById("composer"), {
  limit: Number(office.maxText) || 1000,
  onSend: (text) => ask(fromText(text)),
});
const clearButton = document.getElementById("clear");
let current = null;
const desk = new DeskWatch(() => current !== null, (turn) => log.addNote().answer(turn));

/** Starts a turn unless one is on its way; `turn` is given when the message is already on the page. */
function ask(message, turn = null) {
  if (current) return;
  current = carry(message, turn ?? log.addTurn(message.shown)).finally(() => {
    current = null;
    showBusy(false);
  });
}

async function carry(message, turn) {
  showBusy(true);
  clearButton.hidden = false;
  unsent.keep(message);
  turn.wait();
  try {
    const result = await send(message);
    conversation.keep(result.conversation);
    unsent.forget();
    turn.answer(result, () => ask(asNew(message)));
    desk.saw([result]);
  } catch (error) {
    showFailure(error, message, turn);
  }
}

/** A conversation the server no longer has is replaced by a new one, without bothering the resident. */
async function send(message) {
  const id = conversation.current();
  try {
    return await api.post(id, message.body);
  } catch (error) {
    if (error.kind !== "gone" || id === null) throw error;
    conversation.forget();
    // What an old button meant is not known in a new conversation; its words are.
    return api.post(null, { message_id: message.body.message_id, text: message.shown });
  }
}

function showFailure(error, message, turn) {
  if (error.kind === "refused" || error.kind === "gone") {
    unsent.forget();
    turn.fail(error.detail || words.failures[error.kind]);
    return;
  }
  turn.fail(failureSentence(error, office.contact), words.retry, () => ask(message, turn));
}

function showBusy(busy) {
  composer.setBusy(busy);
  document.body.classList.toggle("busy", busy);
}

/** After a reload: first settle the message that was on its way, then show the whole conversation. */
async function restore() {
  const message = unsent.read();
  if (!message && !conversation.current()) return;
  const note = log.addNote();
  showBusy(true);
  note.wait(words.restoring);
  const failure = message && (await settle(message));
  const turns = await turnsSoFar(note);
  if (!turns) return;
  note.remove();
  showTurns(turns, failure ? message : null, failure);
}

async function settle(message) {
  try {
    conversation.keep((await send(message)).conversation);
    unsent.forget();
    return null;
  } catch (error) {
    return error;
  }
}

/** The turns, [] for a conversation that is gone, or null when the note now offers another try. */
async function turnsSoFar(note) {
  const id = conversation.current();
  if (id === null) return [];
  try {
    return await api.history(id);
  } catch (error) {
    if (error.kind !== "gone") {
      note.fail(words.notRestored, words.tryAgain, () => {
        note.remove();
        open();
      });
      return null;
    }
    conversation.forget();
    return [];
  }
}

function showTurns(turns, message, failure) {
  // The message may have been stored before its answer was lost: it is then shown once, not twice.
  const stored = message && turns.length && !turns[turns.length - 1].replies?.length;
  log.restore(stored ? turns.slice(0, -1) : turns, (text) => ask(fromText(text)));
  desk.saw(turns);
  if (message) showFailure(failure, message, log.addTurn(message.shown));
  clearButton.hidden = log.isEmpty;
}

function open() {
  current = restore().finally(() => {
    current = null;
    showBusy(false);
  });
}

/** Back to an empty page, as for the next person who takes the phone. */
function startAnew() {
  stopSpeaking();
  conversation.forget();
  unsent.forget();
  desk.forget();
  log.clear();
  composer.clear();
  clearButton.hidden = true;
  window.scrollTo(0, 0);
}

/** Also on a page that is never closed, as on the tablet of a reception desk. */
function emptyWhenOld() {
  if (!current && conversation.isExpired()) startAnew();
}

async function deleteConversation() {
  await current;
  const id = conversation.current();
  try {
    if (id !== null) await api.remove(id);
  } catch (error) {
    if (error.kind !== "gone") throw error;
  }
}

document.getElementById("examples").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) ask(fromText(button.textContent));
});
document.addEventListener("visibilitychange", emptyWhenOld);
window.setInterval(emptyWhenOld, 30_000);
confirmBefore(clearButton, deleteConversation, () => {
  startAnew();
  composer.focusUnlessTouch();
  composer.say(words.deleted);
});
dressPage(office);
watchVoices();
emptyWhenOld();
// The box is not focused here: who listens to the page should meet the notice first.
open();
