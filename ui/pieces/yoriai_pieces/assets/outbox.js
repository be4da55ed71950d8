// Keystrokes of the minutes on their way to the server. Nothing here knows the screen, so no redraw loses a letter.
const EVERY = 700; // at most this long between two batches while somebody types: a throttle, never a debounce
const WAITS = [500, 1000, 2000, 4000, 5000];
const PATIENCE = 10000;
const KEPT_ALIVE = 20000; // letters; a browser sends no more than 64 KiB behind a page that is gone

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const client = uuid();
const waiting = new Set();
const stuck = new Set(); // refused: they stay on the screen until somebody mends them
const listeners = new Set();
let seq = 0;
let timer = 0;
let due = 0;
let lastSent = 0;
let failures = 0;
let sending = false;
let hurry = false;
let isOut = false;
let savedAt = "";

// A line as it stands in this browser; told is what the server has of it, base the revision it was typed on.
export class Line {
  constructor({ id = uuid(), conference, item, text = "", kind, speaker = "", base = 0 }) {
    Object.assign(this, { id, conference, item, text, kind, speaker, base });
    this.told = { text: base ? text : "", kind, speaker };
    this.finish = false;
    this.isKept = base > 0;
    this.branch = 0;
    this.refused = "";
    this.heard = 0;
    this.change = 0;
    this.unanswered = null;
  }

  get isDirty() {
    const { text, kind, speaker } = this.told;
    if (!this.isKept && !this.text) return false;
    return this.finish || this.text !== text || this.kind !== kind || this.speaker !== speaker;
  }

  // The same batch again while nothing was typed since a try that got no answer: the server knows it by its number.
  batch() {
    const { id, conference, item, base, text, kind, speaker, finish } = this;
    const made = { conference, item, line: id, client, base, text, kind, speaker, finished: finish };
    const last = this.unanswered;
    const isSame = last && ["text", "kind", "speaker", "finished"].every((name) => last[name] === made[name]);
    if (!isSame) this.unanswered = { ...made, seq: ++seq };
    return this.unanswered;
  }

  hear(batch, { saved, change, head, branch, at }) {
    if (this.unanswered === batch) this.unanswered = null;
    this.change = Math.max(this.change, change);
    if (batch.seq < this.heard) return;
    this.heard = batch.seq;
    this.told = { text: batch.text, kind: batch.kind, speaker: batch.speaker };
    if (batch.finished) this.finish = false;
    if (head) this.base = saved;
    this.branch = branch ? saved : 0;
    this.isKept = true;
    savedAt = at;
  }

  // What the server has now, where nothing of ours is on its way.
  adopt({ text, kind, speaker, revision }) {
    Object.assign(this, { text, kind, speaker, base: revision, branch: 0, isKept: true, told: { text, kind, speaker } });
  }
}

export function standing() {
  return { isOut, isAway: failures > 0, isWaiting: waiting.size > 0, savedAt };
}

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  for (const listener of [...listeners]) listener();
}

// A line changed. now: without waiting for the next turn.
export function put(line, now = false) {
  line.refused = "";
  stuck.delete(line);
  if (!line.isDirty) return;
  waiting.add(line);
  if (now) hurry = true;
  plan(now ? 0 : lastSent + EVERY - Date.now());
}

function plan(wait) {
  const at = Date.now() + Math.max(0, wait);
  if (sending || (timer && due <= at)) return;
  clearTimeout(timer);
  due = at;
  timer = setTimeout(pump, Math.max(0, wait));
}

// One after the other, in the order in which they were begun: that is their order in the minutes.
async function pump() {
  timer = 0;
  if (sending) return;
  sending = true;
  hurry = false;
  lastSent = Date.now();
  for (const line of [...waiting]) if (!(await send(line))) break;
  sending = false;
  tell();
  if (!waiting.size) return;
  if (failures || isOut) plan(WAITS[Math.min(failures, WAITS.length) - 1] ?? WAITS.at(-1));
  else plan(hurry ? 0 : lastSent + EVERY - Date.now());
}

async function send(line) {
  if (!line.isDirty) {
    waiting.delete(line);
    return true;
  }
  const batch = line.batch();
  const { table, refused } = await post("/minutes/lines", batch);
  if (table) line.hear(batch, table);
  if (refused) {
    line.unanswered = null;
    if (line.text === batch.text) line.refused = refused;
    if (line.refused) stuck.add(line);
  }
  if (line.refused || !line.isDirty) waiting.delete(line);
  return Boolean(table || refused);
}

export function post(path, body) {
  const text = JSON.stringify(body);
  const headers = { "content-type": "application/json" };
  return ask(path, { method: "POST", headers, body: text, keepalive: text.length < KEPT_ALIVE });
}

// {table} where it was answered, {refused} with the sentence where it was not done, nothing where nobody answered.
export async function ask(path, options = {}) {
  let answer = {};
  try {
    // A redirect means another page wants to be seen first: the sign-in, or a new password.
    const response = await fetch(path, { ...options, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const { status } = response;
    isOut = status === 401 || response.type === "opaqueredirect";
    if (response.ok) answer = { table: await response.json() };
    else if (!isOut && status >= 400 && status < 500) answer = { refused: await sentence(response) };
    failures = answer.table || answer.refused || isOut ? 0 : failures + 1;
  } catch {
    failures += 1;
  }
  return answer;
}

async function sentence(response) {
  const text = await response.text();
  try {
    return JSON.parse(text).refused;
  } catch {
    return text;
  }
}

// The page may be gone in a moment: everything at once, whatever else is on its way.
export function flush() {
  for (const line of waiting) send(line).then(tell);
}

addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => document.hidden && flush());
addEventListener("online", () => waiting.size && plan(0));
addEventListener("beforeunload", (event) => {
  if (stuck.size || (waiting.size && (failures || isOut))) event.preventDefault();
});
