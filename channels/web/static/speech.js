/** Reads an answer aloud, where the device has a Vietnamese voice; elsewhere the button is not shown. */

import { icon, make, makeButton } from "./dom.js";
import { words } from "./words.js";

const engine = window.speechSynthesis;
let speaking = null;

function vietnameseVoice() {
  return engine?.getVoices().find((voice) => /^vi\b/i.test(voice.lang.replace("_", "-"))) ?? null;
}

/** Voices arrive late in most browsers; the class on the root shows or hides every button at once. */
export function watchVoices() {
  const update = () => document.documentElement.classList.toggle("can-speak", vietnameseVoice() !== null);
  update();
  engine?.addEventListener?.("voiceschanged", update);
  window.addEventListener("pagehide", stopSpeaking);
}

export function stopSpeaking() {
  engine?.cancel();
  speaking?.(false);
  speaking = null;
}

/** A button that reads what `text()` returns, and stops when pressed again. */
export function speakButton(text) {
  const label = make("span", "", words.readAloud);
  const show = (on) => (label.textContent = on ? words.stopReading : words.readAloud);
  const button = makeButton("speak", "", () => {
    const again = speaking === show;
    stopSpeaking();
    if (!again) speak(text(), show);
  });
  button.append(icon("sound"), label);
  return button;
}

function speak(text, show) {
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = "vi-VN";
  utterance.voice = vietnameseVoice();
  utterance.rate = 0.9;
  utterance.onend = utterance.onerror = () => {
    if (speaking === show) stopSpeaking();
  };
  speaking = show;
  show(true);
  engine.speak(utterance);
}
