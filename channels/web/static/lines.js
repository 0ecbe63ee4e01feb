/** Turns the plain text of a reply into paragraphs and real lists. */

import { make } from "./dom.js";

const BULLET = /^\s*[-•–]\s+(.*)$/;
const NUMBERED = /^\s*(\d{1,2})[.)]\s+(.*)$/;

/** "- " lines become a list, "1. " lines a numbered one, an empty line ends a paragraph, other breaks stay. */
export function blocks(text) {
  const made = [];
  let open = null;
  for (const line of String(text ?? "").split(/\r\n|\r|\n/)) {
    const [kind, item] = read(line);
    if (kind === "gap") open = null;
    else if (open?.kind === kind) open.add(item);
    else made.push((open = start(kind, item)));
  }
  return made.map((block) => block.element);
}

function read(line) {
  const bullet = BULLET.exec(line);
  if (bullet) return ["ul", { text: bullet[1] }];
  const numbered = NUMBERED.exec(line);
  if (numbered) return ["ol", { text: numbered[2], number: Number(numbered[1]) }];
  return line.trim() ? ["p", { text: line }] : ["gap", null];
}

function start(kind, first) {
  const element = make(kind);
  const add = kind === "p" ? addLine : addItem;
  const block = { kind, element, add: (item) => add(element, item) };
  block.add(first);
  return block;
}

function addLine(paragraph, { text }) {
  if (paragraph.childNodes.length) paragraph.append(make("br"));
  paragraph.append(text);
}

function addItem(list, { text, number }) {
  const item = make("li", "", text);
  if (number !== undefined) item.value = number;
  list.append(item);
}
