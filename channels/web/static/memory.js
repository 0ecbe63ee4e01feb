/** What this browser remembers: the conversation at hand, a message not yet answered, the text size. */

/**
 * Phones are shared in a household and by helpers, so the conversation is forgotten 60 minutes after
 * its last use. localStorage rather than sessionStorage: phones throw tabs away when memory is short,
 * and the resident who comes back from the camera or from VNeID should find the answer again.
 */
const KEEP_MS = 60 * 60 * 1000;
const CONVERSATION = "congdanso.conversation";
const UNSENT = "congdanso.unsent";
const TEXT_SIZE = "congdanso.text";

/** A browser may refuse storage (private mode, blocked in a frame): then memory lasts as long as the page. */
function shelf(open) {
  const here = new Map();
  const attempt = (work, otherwise) => {
    try {
      return work(open());
    } catch {
      return otherwise();
    }
  };
  return {
    get: (key) => attempt((store) => store.getItem(key), () => null) ?? here.get(key) ?? null,
    set: (key, value) => attempt((store) => store.setItem(key, value), () => here.set(key, value)),
    remove: (key) => {
      here.delete(key);
      attempt((store) => store.removeItem(key), () => undefined);
    },
  };
}

const lasting = shelf(() => window.localStorage);
/** A raw unanswered text is kept for this tab alone: it survives a reload and goes with the tab. */
const ofThisTab = shelf(() => window.sessionStorage);

function readJson(store, key) {
  try {
    return JSON.parse(store.get(key) ?? "null");
  } catch {
    store.remove(key);
    return null;
  }
}

function isFresh(kept) {
  return Math.abs(Date.now() - kept.usedAt) < KEEP_MS;
}

function readFresh(store, key) {
  const kept = readJson(store, key);
  return kept && isFresh(kept) ? kept : null;
}

export const conversation = {
  /** The id, or null when there is none or it was last used too long ago. */
  current() {
    const kept = readFresh(lasting, CONVERSATION);
    return typeof kept?.id === "string" ? kept.id : null;
  },
  keep: (id) => lasting.set(CONVERSATION, JSON.stringify({ id, usedAt: Date.now() })),
  forget: () => lasting.remove(CONVERSATION),
  /** True when something is kept that is too old to be shown to whoever holds the phone now. */
  isExpired() {
    const kept = readJson(lasting, CONVERSATION);
    return kept !== null && !isFresh(kept);
  },
};

export const unsent = {
  read: () => readFresh(ofThisTab, UNSENT),
  keep: (message) => ofThisTab.set(UNSENT, JSON.stringify({ ...message, usedAt: Date.now() })),
  forget: () => ofThisTab.remove(UNSENT),
};

export const textSize = {
  isLarge: () => lasting.get(TEXT_SIZE) === "large",
  keep: (large) => (large ? lasting.set(TEXT_SIZE, "large") : lasting.remove(TEXT_SIZE)),
};
