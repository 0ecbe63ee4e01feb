/** Looks for answers of the staff while one is awaited: they come without a question of the resident. */

import * as api from "./api.js";
import { conversation } from "./memory.js";

const EVERY_MS = 30_000;

export class DeskWatch {
  /** `isBusy()` tells that a turn is on its way, which then comes first; `show(turn)` draws one answer. */
  constructor(isBusy, show) {
    this.isBusy = isBusy;
    this.show = show;
    this.forget();
    window.setInterval(() => this.look(), EVERY_MS);
    document.addEventListener("visibilitychange", () => this.look());
  }

  forget() {
    this.isAwaited = false;
    this.shown = new Set();
  }

  /** Learns from turns that are on the page: whether staff were asked, and which of their answers are there. */
  saw(turns) {
    for (const turn of turns) {
      if (turn.outcome?.code === "handoff") this.isAwaited = true;
      if (turn.text === "") this.shown.add(turn.turn);
    }
  }

  async look() {
    const id = conversation.current();
    if (!this.isAwaited || id === null || document.hidden || this.isBusy()) return;
    const turns = await api.history(id).catch(() => []); // the next look may find them
    if (this.isBusy() || conversation.current() !== id) return;
    const news = turns.filter((turn) => turn.text === "" && !this.shown.has(turn.turn));
    this.saw(news);
    news.forEach(this.show);
  }
}
