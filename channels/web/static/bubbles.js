/** Draws the parts of a turn: what the resident said, what the assistant replied, sources, choices, problems. */

import { icon, make, makeButton, safeUrl } from "./dom.js";
import { blocks } from "./lines.js";
import { speakButton } from "./speech.js";
import { vietnameseDate, words } from "./words.js";

/** These outcomes are warnings: the bubble carries a sign, not colour alone. */
const WARNINGS = new Set(["scam_warning", "emergency", "privacy"]);

export function questionBubble(text) {
  return make("div", "asked", make("h2", "vh", words.you), make("p", "", String(text)));
}

/** One reply; `choose({title, payload})` runs when a choice is taken. */
export function replyBubble(reply, outcomeCode, choose) {
  const bubble = make("div", "reply");
  if (WARNINGS.has(outcomeCode)) bubble.classList.add("warning");
  bubble.append(make("h3", "who", icon(WARNINGS.has(outcomeCode) ? "warn" : "robot"), words.assistant));
  const text = make("div", "text", ...blocks(reply.text));
  bubble.append(text, ...links(reply.links), ...sources(reply.sources));
  if (text.childNodes.length) bubble.append(speakButton(() => text.innerText));
  return [bubble, ...choices(reply.choices, choose)];
}

export function waitingBubble() {
  const text = make("span", "waiting-text", words.waiting);
  const dots = make("span", "dots", make("i"), make("i"), make("i"));
  dots.setAttribute("aria-hidden", "true");
  return make("div", "waiting", dots, text);
}

export function problemBubble(sentence, actionTitle, onAction) {
  const bubble = make("div", "problem", icon("warn"), make("p", "", sentence));
  if (onAction) bubble.append(makeButton("retry", actionTitle, onAction));
  return bubble;
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

function links(items) {
  if (!list(items).length) return [];
  return [make("ul", "links", ...list(items).map((item) => make("li", "", ...titled(item))))];
}

/** The title as a link with the real host beside it, so that a resident sees where it leads; or as plain text. */
function titled({ title, url }) {
  const address = url ? safeUrl(url) : null;
  if (!address) return [make("span", "", String(title ?? ""))];
  const link = make("a", "", String(title || address.host), icon("out"), make("span", "vh", ` ${words.newPage}`));
  link.href = address.href;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  return [link, make("span", "host", address.host)];
}

function sources(items) {
  if (!list(items).length) return [];
  const dates = list(items).map((item) => String(item.checked_on ?? "")).filter(vietnameseDate).sort();
  const summary = make("summary", "", make("span", "", words.sources(vietnameseDate(dates[0]))));
  const rows = list(items).map((item) => make("li", "", ...titled(item), ...checkedOn(item)));
  return [make("details", "sources", summary, make("ul", "", ...rows))];
}

function checkedOn(item) {
  const date = vietnameseDate(item.checked_on);
  return date ? [make("span", "host", words.checked(date))] : [];
}

function choices(items, choose) {
  if (!list(items).length) return [];
  const group = make("ul", "choices");
  group.setAttribute("aria-label", words.choices);
  for (const { title, payload } of list(items)) {
    const button = makeButton("choice", String(title), () => choose({ title: String(title), payload: String(payload) }));
    group.append(make("li", "", button));
  }
  return [group];
}
