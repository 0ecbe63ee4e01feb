/** The three calls of the web channel, each with a deadline; every failure has one of a few names. */

const BASE = "/api/v1/chat";
/** The server gives up on a turn after 8 seconds; the rest is for slow mobile networks. */
const DEADLINE_MS = 20_000;

/** `kind` is one of offline, timeout, busy, tooFast, refused, gone, aborted; `detail` is the server's own sentence. */
export class ChatError extends Error {
  constructor(kind, { detail = "", retryAfter = 0 } = {}) {
    super(kind);
    this.kind = kind;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** Posts one message: {message_id, text} or {message_id, payload}. The same message_id is never answered twice. */
export async function post(conversation, body) {
  const result = await call("POST", BASE, { conversation, ...body });
  if (!Array.isArray(result?.replies)) throw new ChatError("busy");
  return result;
}

/** The turns of a conversation, oldest first. */
export async function history(conversation) {
  const result = await call("GET", `${BASE}/${encodeURIComponent(conversation)}`);
  if (!Array.isArray(result?.turns)) throw new ChatError("busy");
  return result.turns;
}

/** Deletes a conversation from the server. */
export function remove(conversation) {
  return call("DELETE", `${BASE}/${encodeURIComponent(conversation)}`);
}

async function call(method, url, body) {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), DEADLINE_MS);
  try {
    const response = await fetch(url, {
      method,
      signal: deadline.signal,
      cache: "no-store",
      credentials: "omit",
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    if (!response.ok) throw await failure(response);
    return method === "DELETE" ? null : await readable(response);
  } catch (error) {
    if (error instanceof ChatError) throw error;
    throw new ChatError(deadline.signal.aborted ? "timeout" : "offline");
  } finally {
    clearTimeout(timer);
  }
}

/** A sign-in page of a café network answers 200 with HTML: that is no answer of ours. */
async function readable(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new ChatError("busy");
  }
}

async function failure(response) {
  const detail = await problemDetail(response);
  if (response.status === 404) return new ChatError("gone", { detail });
  if (response.status === 429) {
    return new ChatError("tooFast", { detail, retryAfter: Number.parseInt(response.headers.get("Retry-After"), 10) || 0 });
  }
  // 408: the network was too slow for the server; as with 5xx, the same message may be sent again.
  return new ChatError(response.status >= 500 || response.status === 408 ? "busy" : "refused", { detail });
}

async function problemDetail(response) {
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) return "";
  try {
    const problem = JSON.parse(await response.text());
    return typeof problem.detail === "string" ? problem.detail : "";
  } catch {
    return "";
  }
}
