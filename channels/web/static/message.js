/** A message on its way: the words shown for it, and the body that is posted, under an id of its own. */

/** A message keeps its id through every retry: the server answers the same id once. */
export function fromText(text) {
  return { shown: text, body: { message_id: newId(), text } };
}

export function fromChoice({ title, payload }) {
  return { shown: title, body: { message_id: newId(), payload } };
}

/** The same words asked once more, to be answered once more. */
export function asNew(message) {
  return { ...message, body: { ...message.body, message_id: newId() } };
}

/** A random UUID; crypto.randomUUID is missing on pages served without https, as on a local network. */
function newId() {
  if (window.crypto.randomUUID) return window.crypto.randomUUID();
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
