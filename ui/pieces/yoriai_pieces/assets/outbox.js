// Keystrokes of the minutes on their way to the server. Nothing here knows the screen, so no redraw loses a letter.
import { forget, isKeeping, keep, open } from "./draft.js";
import { Line } from "./line.js";

const EVERY = 700; // at most this long between two batches while somebody types: a throttle, never a debounce
const WAITS = [500, 1000, 2000, 4000, 5000];
const PATIENCE = 10000;
const KEPT_ALIVE = 20000; // letters; a browser sends no more than 64 KiB behind a page that is gone

const waiting = new Set();
const stuck = new Set(); // refused: they stay on the screen until somebody mends them
const listeners = new Set();
const left = []; // lines that an earlier page could not send
let timer = 0;
let due = 0;
let lastSent = 0;
let failures = 0;
let sending = false;
let hurry = false;
let isOut = false;
let isOther = false; // somebody else is signed in by now: nothing of this page goes out under their name
let who = ""; // whose page this is, by the mark that the server gave
let savedAt = "";
let opened = null;

export function standing() {
  return { isOut, isOther, isAway: failures > 0, isWaiting: waiting.size > 0, isKept: isKeeping(), savedAt };
}

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  for (const listener of [...listeners]) listener();
}

// Whether it goes on for the same person; a page that is drawn for somebody else must be loaded anew.
export function isFor(mark) {
  who ||= mark;
  return who === mark;
}

// A line changed. now: without waiting for the next turn.
export function put(line, now = false) {
  line.refused = "";
  stuck.delete(line);
  if (!line.isDirty) return unkeep(line);
  waiting.add(line);
  if (!line.left) keep(line.draft());
  if (now) hurry = true;
  plan(now ? 0 : lastSent + EVERY - Date.now());
}

function unkeep({ drafted, origin }) {
  for (const batch of [drafted, origin]) if (batch) forget(batch);
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
  if (failures || isOut || isOther) plan(WAITS[Math.min(failures, WAITS.length) - 1] ?? WAITS.at(-1));
  else plan(hurry ? 0 : lastSent + EVERY - Date.now());
}

async function send(line) {
  if (!line.isDirty) {
    waiting.delete(line);
    return true;
  }
  const batch = line.batch();
  const { table, refused } = await post("/minutes/lines", batch);
  if (table) {
    line.hear(batch, table);
    savedAt = table.at;
    forget(line.origin ?? batch);
    forget(batch);
    if (line.isDirty) keep(line.draft());
  }
  if (refused) {
    line.unanswered = line.left = null;
    if (line.text === batch.text) line.refused = refused;
    if (line.refused && !left.includes(line)) stuck.add(line);
  }
  if (line.refused || !line.isDirty) waiting.delete(line);
  return Boolean(table || refused);
}

// Before anything is read: what an earlier page left behind goes out, so that it stands where it belongs.
export function ready() {
  opened ??= takeUp();
  return opened;
}

async function takeUp() {
  const { table } = await ask("/minutes/key");
  if (!table || !isFor(table.who)) {
    isOther = Boolean(table);
    opened = null; // asked again with the next look
    return;
  }
  left.push(...(await open(table.key, who)).map(Line.of));
  for (const line of left) waiting.add(line);
  if (left.length) await pump();
}

export function leftOf({ conference, item }) {
  const own = left.filter((line) => line.conference === conference && line.item === item);
  for (const line of own) left.splice(left.indexOf(line), 1);
  return own;
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
    isOther = status === 409;
    if (response.ok) answer = { table: await response.json() };
    else if (!isOut && !isOther && status >= 400 && status < 500) answer = { refused: await sentence(response) };
    failures = answer.table || answer.refused || isOut || isOther ? 0 : failures + 1;
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
  if (stuck.size || (waiting.size && (failures || isOut || isOther))) event.preventDefault();
});
