// One websocket a tab: it hears that a part of a conference changed, tells the page, and has what shows it drawn again.
// Streamlit may draw a component many times; a module is evaluated once, so the line lives here.
const WAITS = [300, 1000, 2000, 5000]; // between two tries; after them as slowly as somebody asks without a socket
const SLOW = 12000;
const REFUSED = 30000;
const HANGS_UP = 1000; // nobody listens any more; a redraw takes its ear away and brings it back
const SOON = 30;
const HOLDS = 500;
// Streamlit carries out one fragment of a batch: a press on the heels of what the ear says, or just before it, is lost.
const AFTER_A_PRESS = 400;
const BEFORE_A_PRESS = 150;
const lines = new Map();
const touched = new Set(); // fields somebody typed in; while they hold something, their pane stays as it is

window.yoriaiLive = false;
addEventListener("input", ({ target }) => touched.add(target), true);

let pressedAt = -Infinity;
let saidAt = -Infinity;
const since = (at) => performance.now() - at;
addEventListener("keydown", ({ key }) => key === "Enter" && (pressedAt = performance.now()), true);
addEventListener("change", () => (pressedAt = performance.now()), true);
addEventListener("click", (event) => (isSaying() && event.isTrusted ? later(event) : (pressedAt = performance.now())), true);

// The ear spoke and no run has begun yet.
function isSaying() {
  return since(saidAt) < BEFORE_A_PRESS && !isRunning();
}

function later(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  const { target } = event;
  const press = () => (isSaying() ? setTimeout(press, SOON) : target.click?.());
  setTimeout(press, SOON);
}

addEventListener("online", () => lines.forEach((line) => line.retry(0)));

export default ({ data, parentElement, setTriggerValue }) => {
  const ear = (parentElement.yoriaiEar ??= new Ear());
  ear.attend(data, (value) => setTriggerValue("heard", value));
  return () => ear.leave();
};

// A run of the whole page must be over: Streamlit loses elements where a fragment is drawn on its heels.
function isRunning() {
  return document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState !== "notRunning";
}

function isBusy({ pane }) {
  for (const field of touched) if (!field.isConnected) touched.delete(field);
  return Boolean(pane) && [...touched].some((field) => field.value && field.closest(`.st-key-${CSS.escape(pane)}`));
}

// What is open under somebody's hand is not taken away from them.
function isHeld({ pane, waits, holds }) {
  return (Boolean(waits) && document.querySelector(waits) !== null) || (holds && isBusy({ pane }));
}

// The page: which of its fragments show which parts of the conference.
class Ear {
  attend({ conference, numbers, shows }, trigger) {
    Object.assign(this, { numbers, shows, trigger });
    this.owed ??= new Map();
    if (this.line?.conference !== conference) {
      this.leave();
      if (!lines.has(conference)) lines.set(conference, new Line(conference));
      this.line = lines.get(conference);
    }
    this.line.join(this, numbers);
  }

  hear(part, number) {
    for (const name of Object.keys(this.shows)) {
      if (this.shows[name].parts.includes(part)) this.owed.set(name, { ...this.owed.get(name), [part]: number });
    }
    this.at = number;
    this.wake(0);
  }

  wake(wait) {
    if (this.owed.size) this.timer ??= setTimeout(() => this.draw(), wait);
  }

  draw() {
    this.timer = undefined;
    if (!this.line) return;
    if (isRunning()) return this.wake(SOON);
    if (since(pressedAt) < AFTER_A_PRESS) return this.wake(AFTER_A_PRESS - since(pressedAt));
    this.settle();
    const names = [...this.owed.keys()].filter((name) => !isHeld(this.shows[name]));
    if (names.length) saidAt = performance.now();
    if (names.length) this.trigger({ at: this.at, names, busy: names.filter((name) => isBusy(this.shows[name])) });
    for (const name of names) this.owed.delete(name);
    this.wake(HOLDS);
  }

  // What the whole page was drawn with in the meantime, as after every press of one's own, is not drawn again.
  settle() {
    for (const [name, changes] of this.owed) {
      if (Object.entries(changes).every(([part, number]) => this.numbers[part] >= number)) this.owed.delete(name);
    }
  }

  leave() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.line?.part(this);
    this.line = undefined;
  }
}

class Line {
  constructor(conference) {
    Object.assign(this, { conference, ears: new Set(), numbers: {}, tries: 0 });
  }

  // numbers: as they were when the page was drawn, so that nothing falls between the drawing and the line.
  join(ear, numbers) {
    for (const [part, number] of Object.entries(numbers)) this.numbers[part] ??= number;
    this.ears.add(ear);
    clearTimeout(this.end);
    if (!this.socket && !this.timer) this.retry(0);
  }

  part(ear) {
    this.ears.delete(ear);
    if (!this.ears.size) this.end = setTimeout(() => this.close(), HANGS_UP);
  }

  close() {
    lines.delete(this.conference);
    clearTimeout(this.timer);
    this.socket?.close();
    this.stand(false);
  }

  stand(isLive) {
    window.yoriaiLive = isLive;
  }

  retry(wait) {
    if (this.socket) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.call(), wait * (0.7 + 0.6 * Math.random()));
  }

  // After a failure the numbers are asked for first: so it goes on, slowly, where some proxy lets no socket through.
  async call() {
    const isRefused = this.tries > 0 && (await this.look());
    this.timer = undefined;
    if (!lines.has(this.conference) || this.socket) return;
    if (isRefused) return this.retry(REFUSED);
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/live/${this.conference}`);
    this.socket = socket;
    socket.onmessage = ({ data }) => {
      const { part, number } = JSON.parse(data);
      this.tries = 0;
      this.stand(true);
      this.take(part, number);
    };
    socket.onclose = () => {
      this.socket = undefined;
      this.stand(false);
      if (lines.has(this.conference)) this.retry(WAITS[this.tries++] ?? SLOW);
    };
  }

  async look() {
    try {
      const answer = await fetch(`/live/${this.conference}/numbers`, { redirect: "manual", signal: AbortSignal.timeout(5000) });
      if (!answer.ok) return answer.status < 500;
      for (const [part, number] of Object.entries(await answer.json())) this.take(part, number);
    } catch {
      // nobody answers: the next try is the socket's
    }
    return false;
  }

  take(part, number) {
    if (this.numbers[part] === number) return;
    this.numbers[part] = number;
    const detail = { conference: this.conference, part, number };
    dispatchEvent(new CustomEvent("yoriai:live", { detail }));
    for (const ear of this.ears) ear.hear(part, number);
  }
}
