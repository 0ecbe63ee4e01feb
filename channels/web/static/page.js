/** What surrounds the conversation: the office's name, the text size, printing, living in a widget's frame. */

import { textSize } from "./memory.js";

export function dressPage(office) {
  showOffice(office.office);
  wireTextSize(document.getElementById("large-text"));
  window.addEventListener("beforeprint", openSources);
  watchEdges(document.querySelector(".top"), document.getElementById("composer"));
  if (window.parent !== window) liveInFrame();
}

function showOffice(name) {
  if (!name) return;
  const line = document.getElementById("office");
  line.textContent = name;
  line.hidden = false;
  document.title = `${document.title} – ${name}`;
}

function wireTextSize(button) {
  const show = (large) => {
    document.documentElement.classList.toggle("large", large);
    button.setAttribute("aria-pressed", String(large));
  };
  show(textSize.isLarge());
  button.addEventListener("click", () => {
    const large = !textSize.isLarge();
    textSize.keep(large);
    show(large);
    window.dispatchEvent(new Event("resize"));
  });
}

/** Tells the style sheet how much of the window the bars cover: nothing may come to rest behind them. */
function watchEdges(top, bottom) {
  const cover = (bar) => (getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0);
  const measure = () => {
    document.documentElement.style.setProperty("--above", `${cover(top)}px`);
    document.documentElement.style.setProperty("--below", `${cover(bottom)}px`);
  };
  const observer = new ResizeObserver(measure);
  for (const bar of [top, bottom]) observer.observe(bar);
  window.addEventListener("resize", measure);
}

/** On paper nothing can be unfolded. */
function openSources() {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

/** The keys pressed in a frame do not reach the page around it, so Escape is passed on; nothing else is. */
function liveInFrame() {
  document.documentElement.classList.add("framed");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing && !document.querySelector("dialog[open]")) {
      window.parent.postMessage("congdanso:close", "*");
    }
  });
}
