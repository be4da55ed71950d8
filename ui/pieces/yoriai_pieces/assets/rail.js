// The agenda with its clock. The clock ticks here, from moments the server told; a press says only which item.
import { el } from "./kit.js";

const RELEASES = ["pointerup", "pointercancel"];

export default ({ data, parentElement, setTriggerValue }) => {
  const rail = parentElement.querySelector(":scope > .yo-rail") ?? parentElement.appendChild(el("div", "yo yo-rail"));
  rail.lang = "ja";
  rail.begin = (id) => {
    setTriggerValue("begin", id);
    asked(rail, id);
  };
  rail.shift = (id, by) => setTriggerValue("move", `${id}:${by}`);
  rail.onkeydown = move;

  // One chord ends the sitting wherever the cursor stands; before anything else reads the keys.
  const alarm = (event) => {
    if (!data.breaks_off || event.repeat || !event.ctrlKey || !event.shiftKey || event.code !== "KeyE") return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue("break_off", true);
  };
  if (rail.alarm) window.removeEventListener("keydown", rail.alarm, true);
  window.addEventListener("keydown", (rail.alarm = alarm), true);

  // The moment of asking differs at every run; only what is shown makes new buttons, and never under a finger.
  rail.ahead = Date.now() - data.now;
  const drawn = JSON.stringify({ ...data, now: 0 });
  rail.fresh = () => rail.drawn === drawn || draw(rail, data, drawn);
  if (!rail.held) rail.fresh();
  rail.onpointerdown = () => (rail.held = true);
  const letGo = () => setTimeout(() => ((rail.held = false), rail.fresh()));
  if (rail.letGo) RELEASES.forEach((kind) => window.removeEventListener(kind, rail.letGo));
  rail.letGo = letGo;
  RELEASES.forEach((kind) => window.addEventListener(kind, letGo));
  rail.clock ??= setInterval(() => rail.tick?.(), 1000);
  return () => {
    clearInterval(rail.clock);
    rail.clock = undefined;
    window.removeEventListener("keydown", rail.alarm, true);
    RELEASES.forEach((kind) => window.removeEventListener(kind, rail.letGo));
  };
};

// Until the item stands there, the pressed one says that it was pressed.
function asked(rail, id) {
  rail.querySelector(".asked")?.classList.remove("asked");
  rail.querySelector(`[data-id="${CSS.escape(id)}"]`)?.closest("li").classList.add("asked");
}

function draw(rail, data, drawn) {
  const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  const clock = data.ends ? timer(data) : null;
  const items = data.items.map((item) => row(item, data, rail));
  rail.mover = data.moves ? mover(data, rail) : null;
  const parts = [clock?.root, el("ol", "", ...items.map((item) => item.root)), rail.mover];
  rail.replaceChildren(...parts.filter(Boolean));
  rail.drawn = drawn;
  rail.tick = () => {
    const now = Date.now() - rail.ahead;
    clock?.tick(now);
    items.forEach((item) => item.tick(now));
  };
  rail.tick();
  show(rail.querySelector(".on"), rail.closest(".st-key-room_rail"));
  if (focused) rail.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

// The item in hand stays in sight; only the pane scrolls, never the page.
function show(item, pane) {
  if (!item || !pane) return;
  const [one, all] = [item.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (one.top < all.top || one.bottom > all.bottom) pane.scrollTop += one.top - all.top - all.height / 3;
}

function timer({ words, starts, ends, ends_words, items }) {
  const [big, filled] = [el("b", "big"), el("i")];
  const pace = el("b", "pace");
  const under = el("small", "", ends_words, " ", pace);
  const root = el("div", "clk", el("small", "", words.left), big, under, el("div", "bar", filled));
  root.setAttribute("role", "timer");
  const tick = (now) => {
    const left = (ends - now) / 1000;
    big.textContent = minutes(left);
    root.classList.toggle("over", left < 0);
    const late = Math.trunc((now - starts - planned(items, now)) / 60000);
    pace.textContent = late ? (late > 0 ? words.behind : words.ahead).replace("{n}", Math.abs(late)) : "";
    filled.style.width = `${Math.min(100, Math.max(0, (100 * (now - starts)) / (ends - starts)))}%`;
  };
  return { root, tick };
}

// How much of the plan is behind us: what is over counts as planned, what is in hand or put off as far as it went.
function planned(items, now) {
  const whole = ({ minutes }) => minutes * 60000;
  const gone = (item) => (item.began ? (item.current ? now : item.until || now) - item.began : 0);
  return items.reduce((sum, item) => sum + (item.ended ? whole(item) : Math.min(gone(item), whole(item))), 0);
}

function row(item, { words, may, moves }, rail) {
  const spent = el("span", "mn", item.planned);
  const tags = item.tags.map(({ text, tone }) => el("span", `yo-st ${tone}`, text));
  const button = el("button", "", el("span", "n", item.number), el("span", "t", item.title, " ", ...tags), spent);
  button.type = "button";
  button.dataset.id = item.id;
  button.disabled = !may;
  if (may) button.onclick = () => rail.begin(item.id);
  const root = el("li", item.current ? "on" : item.ended ? "ok" : "", button);
  if (moves) root.onmouseenter = root.onfocusin = () => rail.mover.put(item, root);
  if (item.current) button.setAttribute("aria-current", "step");
  const tick = (now) => {
    if (!item.current || item.until) return;
    const seconds = (now - item.began) / 1000;
    spent.textContent = `${minutes(seconds)} / ${item.planned}`;
    spent.classList.toggle("over", seconds > item.minutes * 60);
    spent.title = seconds > item.minutes * 60 ? words.over_time : "";
  };
  return { root, tick };
}

// One pair of signs, beside the item that is pointed at or has the focus; Shift+↑↓ does the same.
function mover({ words }, rail) {
  const root = el("span", "mv");
  const press = (sign, text, by) => {
    const button = el("button", "", sign);
    button.type = "button";
    button.tabIndex = -1;
    button.onclick = () => rail.shift(root.dataset.for, by);
    return [button, (title) => button.setAttribute("aria-label", (button.title = `${text} ${title}`))];
  };
  const [up, down] = [press("▲", words.move_up, -1), press("▼", words.move_down, 1)];
  root.append(up[0], down[0]);
  root.hidden = true;
  root.put = (item, row) => {
    root.dataset.for = item.id;
    [up, down].forEach(([, name]) => name(item.title));
    root.style.top = `${row.offsetTop}px`;
    row.title = item.title;
    root.hidden = false;
  };
  rail.onmouseleave = () => (root.hidden = true);
  return root;
}

function minutes(seconds) {
  const whole = Math.floor(Math.abs(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60)];
  const text = hours > 1 ? `${hours}:${two(rest % 60)}` : rest;
  return `${seconds < 0 ? "−" : ""}${text}:${two(whole % 60)}`;
}

function move(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  const { id } = document.activeElement.dataset;
  if (event.shiftKey && id && event.currentTarget.mover) {
    event.preventDefault();
    return event.currentTarget.shift(id, step);
  }
  const all = [...event.currentTarget.querySelectorAll("button[data-id]")];
  const to = all[all.indexOf(document.activeElement) + step];
  event.preventDefault();
  to?.focus();
}
