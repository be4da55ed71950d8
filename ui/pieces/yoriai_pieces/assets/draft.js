// Lines that the server does not have yet, sealed and kept by this browser, so that a closed tab loses nothing.
// The key is told by the server after the sign-in and lives in memory only. Names begin with the mark of who typed: on a
// computer that several people use, what is somebody else's is neither read nor wiped here.
const NAME = "yoriai-minutes"; // signed_out.js knows it by this name
const STORE = "drafts";
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000; // what could not be delivered for a week, because its conference is closed to us

const queue = new Map(); // by name: what to keep, or null to wipe it
const newest = new Map();
const seals = new Map(); // what was found here: another tab may still write on in its place
const broken = new Set(); // could not be kept: the browser is full, or does not allow it
let key = null;
let who = "";
let store = null;
let isAtWork = false;
let isOver = false;

export function isKeeping() {
  return Boolean(key) && !broken.size;
}

// With the key in hand: what was left behind, in the order in which it was typed.
export async function open(secret, mark) {
  if (isOver || !globalThis.indexedDB || !globalThis.crypto?.subtle) return [];
  if (!secret) {
    indexedDB.deleteDatabase(NAME);
    return [];
  }
  try {
    who = mark;
    const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
    key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    const found = await leftBehind();
    drain();
    return found;
  } catch {
    key = null; // no storage here: the status line promises no more than the screen itself
    return [];
  }
}

async function leftBehind() {
  const names = await done((drafts) => drafts.getAllKeys());
  const values = await done((drafts) => drafts.getAll());
  const found = [];
  for (const [place, name] of names.entries()) {
    const isOwn = name.startsWith(`${who}:`);
    const isFresh = Date.now() - values[place].began < KEPT_FOR;
    if (isFresh && !isOwn) continue;
    const batch = isFresh && (await unsealed(name, values[place]));
    seals.set(name, String(values[place].iv));
    if (batch) found.push(batch);
    else if (!queue.has(name)) queue.set(name, null);
  }
  return found.sort((one, other) => one.began - other.began || one.seq - other.seq);
}

export function keep(batch) {
  const name = nameOf(batch);
  newest.set(name, batch.seq);
  queue.set(name, batch);
  drain();
}

// The server has this batch: its draft goes, unless something later was kept in its place.
export function forget(batch) {
  const name = nameOf(batch);
  if ((newest.get(name) ?? 0) > batch.seq) return;
  newest.delete(name);
  broken.delete(name);
  queue.set(name, null);
  drain();
}

function nameOf({ who, client, line }) {
  return `${who}:${client}:${line}`;
}

async function drain() {
  if (isAtWork || !key) return;
  isAtWork = true;
  while (queue.size && key) {
    const [name, batch] = queue.entries().next().value;
    queue.delete(name);
    try {
      const value = batch && (await sealed(name, batch));
      if (isOver) break;
      await done((drafts) => (value ? drafts.put(value, name) : wipe(drafts, name)), "readwrite");
      broken.delete(name);
    } catch {
      if (batch) broken.add(name);
    }
  }
  isAtWork = false;
}

// What was found here goes only as it was found.
function wipe(drafts, name) {
  const asked = drafts.get(name);
  asked.onsuccess = () => {
    const seal = seals.get(name);
    if (!seal || String(asked.result?.iv) === seal) drafts.delete(name);
    seals.delete(name);
  };
  return asked;
}

async function sealed(name, batch) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(batch));
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) }, key, plain);
  return { iv, text, began: batch.began };
}

async function unsealed(name, { iv, text } = {}) {
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) }, key, text);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null; // broken
  }
}

async function done(ask, mode = "readonly") {
  store ??= await opened();
  const turn = store.transaction(STORE, mode);
  const asked = ask(turn.objectStore(STORE));
  return new Promise((give, fail) => {
    turn.oncomplete = () => give(asked.result);
    turn.onabort = turn.onerror = () => fail(turn.error);
  });
}

function opened() {
  return new Promise((give, fail) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onerror = asked.onblocked = () => fail(asked.error);
    asked.onsuccess = () => {
      const found = asked.result;
      found.onclose = () => (store = null);
      found.onversionchange = () => {
        found.close();
        store = null;
      };
      give(found);
    };
  });
}

// This person signed out in any tab: nothing of theirs stays behind, and nothing is written any more.
new BroadcastChannel("yoriai").addEventListener("message", ({ data }) => {
  if (!who || data?.signedOut !== who) return;
  isOver = true;
  key = null;
  queue.clear();
  done((drafts) => drafts.delete(IDBKeyRange.bound(`${who}:`, `${who};`)), "readwrite").catch(() => {});
});
