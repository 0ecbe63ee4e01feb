/** Puts a button on a commune's own page that opens the chat in a frame. Shadow DOM keeps both styles apart. */

(function () {
  "use strict";

  const script = document.currentScript;
  const ELEMENT_ID = "congdanso-widget";
  if (!script || document.getElementById(ELEMENT_ID)) return;

  const origin = new URL(script.src, document.baseURI).origin;
  const side = script.dataset.position === "left" ? "left" : "right";
  const words = { name: "Trợ lý công dân số", open: "Hỏi thủ tục", close: "Đóng", slow: "Chưa mở được? Mở trang trợ lý" };
  /** On a small screen the chat fills it, and what lies behind cannot be reached. */
  const SMALL = "(max-width: 600px), (max-height: 480px)";
  const css = `
    :host { all: initial !important; }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    button, .bar, .slow { font: 600 18px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
    button { cursor: pointer; touch-action: manipulation; }
    button:focus-visible, a:focus-visible { outline: 3px solid #fff; outline-offset: 0; box-shadow: 0 0 0 6px #06211f, 0 0 0 9px #f4bf3a; }
    .launch { position: fixed; bottom: 20px; ${side}: 20px; z-index: 2147483000; display: flex; align-items: center; gap: 10px;
      min-height: 60px; padding: 8px 22px 8px 10px; border: 2px solid #fff; border-radius: 30px; background: #0b5f5c; color: #fff;
      box-shadow: 0 6px 20px rgb(0 0 0 / .3); }
    .launch:hover, .close:hover { background: #07423f; }
    .launch svg { width: 42px; height: 42px; }
    .panel:not([open]) { display: none; }
    .panel { position: fixed; inset: auto; bottom: 20px; ${side}: 20px; z-index: 2147483001; display: flex; flex-direction: column;
      width: 430px; height: min(720px, calc(100vh - 40px)); max-width: none; max-height: none; margin: 0; padding: 0;
      overflow: hidden; border: 1px solid #07423f; border-radius: 18px; background: #f7f4ed; color: #1a2829;
      box-shadow: 0 12px 40px rgb(0 0 0 / .35); }
    .bar { display: flex; align-items: center; justify-content: space-between; gap: 8px; flex: none; padding: 6px 6px 6px 16px;
      border-bottom: 4px solid #f4bf3a; background: #0b5f5c; color: #fff; }
    .close { min-width: 48px; min-height: 48px; padding: 4px 14px; border: 2px solid rgb(255 255 255 / .6); border-radius: 12px;
      background: transparent; color: #fff; }
    .view { position: relative; flex: 1; min-height: 0; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
    .slow { position: absolute; top: 40%; left: 16px; right: 16px; text-align: center; }
    .slow a { color: #0b5f5c; display: inline-block; padding: 12px; }
    @media ${SMALL} {
      .panel { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
    }
    @media (prefers-color-scheme: dark) {
      .panel { background: #0f1817; color: #eef4f2; } .bar { background: #0c2b2a; } .slow a { color: #8ad6ca; }
    }
    @media print { .launch, .panel { display: none; } }`;

  function make(tag, className, text) {
    const element = document.createElement(tag);
    element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function lotus() {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 64 64");
    svg.setAttribute("aria-hidden", "true");
    const petals = [
      ["M7 29c11-2 20 4 25 15C20 48 10 42 7 29zM57 29c-11-2-20 4-25 15 12 4 22-2 25-15z", "#c3dbd9"],
      ["M17 18c10 4 15 13 15 26-10-3-16-12-15-26zM47 18c-10 4-15 13-15 26 10-3 16-12 15-26z", "#e2eeed"],
      ["M32 11c8 9 9 22 0 33-9-11-8-24 0-33z", "#ffffff"],
      ["M17 50h30v4H17z", "#f4bf3a"],
    ];
    for (const [d, fill] of petals) {
      const path = document.createElementNS(space, "path");
      path.setAttribute("d", d);
      path.setAttribute("fill", fill);
      svg.append(path);
    }
    return svg;
  }

  /** A constructed sheet passes a host page's strict CSP; only browsers before 2023 need the style element. */
  function dress(root) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(make("style", "", css));
    }
  }

  function build() {
    if (document.getElementById(ELEMENT_ID)) return;
    const host = document.createElement("div");
    host.id = ELEMENT_ID;
    const root = host.attachShadow({ mode: "open" });
    dress(root);

    const launch = make("button", "launch", "");
    launch.type = "button";
    launch.setAttribute("aria-haspopup", "dialog");
    launch.setAttribute("aria-expanded", "false");
    launch.append(lotus(), make("span", "", words.open));

    const panel = make("dialog", "panel", "");
    panel.setAttribute("aria-label", words.name);
    const bar = make("div", "bar", "");
    const closeButton = make("button", "close", words.close);
    closeButton.type = "button";
    bar.append(make("span", "", words.name), closeButton);
    const view = make("div", "view", "");
    panel.append(bar, view);
    root.append(launch, panel);

    let frame = null;

    function addFrame() {
      const slow = make("p", "slow", "");
      const link = make("a", "", words.slow);
      link.href = `${origin}/`;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      slow.append(link);
      frame = document.createElement("iframe");
      frame.title = words.name;
      frame.src = `${origin}/nhung`;
      // The link lies under the frame: it is seen only while the frame has nothing to show.
      view.append(slow, frame);
    }

    function open() {
      if (!frame) addFrame();
      if (window.matchMedia(SMALL).matches) panel.showModal();
      else panel.show();
      launch.hidden = true;
      launch.setAttribute("aria-expanded", "true");
      frame.focus();
    }

    /** However the dialog was closed, the focus goes back to where it was opened. */
    function afterClose() {
      launch.hidden = false;
      launch.setAttribute("aria-expanded", "false");
      launch.focus();
    }

    launch.addEventListener("click", open);
    closeButton.addEventListener("click", () => panel.close());
    panel.addEventListener("close", afterClose);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") panel.close();
    });
    window.addEventListener("message", (event) => {
      if (frame && event.origin === origin && event.source === frame.contentWindow && event.data === "congdanso:close") panel.close();
    });
    document.body.append(host);
  }

  if (document.body) build();
  else document.addEventListener("DOMContentLoaded", build);
})();
