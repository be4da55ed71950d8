// The agenda with its clock. The clock ticks here, from moments the server told; a press says only which item.
import { el } from "./kit.js";

export default ({ data, parentElement, setTriggerValue }) => {
  const rail = parentElement.querySelector(":scope > .yo-rail") ?? parentElement.appendChild(el("div", "yo yo-rail"));
  rail.lang = "ja";
  rail.begin = (id) => setTriggerValue("begin", id);
  rail.onkeydown = move;

  const drawn = JSON.stringify(data);
  if (rail.drawn !== drawn) draw(rail, data, drawn);
  rail.clock ??= setInterval(() => rail.tick?.(), 1000);
  return () => clearInterval(rail.clock);
};

function draw(rail, data, drawn) {
  const focused = rail.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  const ahead = Date.now() - data.now;
  const clock = data.ends ? timer(data) : null;
  const items = data.items.map((item) => row(item, data, (id) => rail.begin(id)));
  rail.replaceChildren(...[clock?.root, el("ol", "", ...items.map((item) => item.root))].filter(Boolean));
  rail.drawn = drawn;
  rail.tick = () => {
    const now = Date.now() - ahead;
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

function timer({ words, starts, ends, ends_words }) {
  const [big, filled] = [el("b", "big"), el("i")];
  const root = el("div", "clk", el("small", "", words.left), big, el("small", "", ends_words), el("div", "bar", filled));
  root.setAttribute("role", "timer");
  const tick = (now) => {
    const left = (ends - now) / 1000;
    big.textContent = minutes(left);
    root.classList.toggle("over", left < 0);
    filled.style.width = `${Math.min(100, Math.max(0, (100 * (now - starts)) / (ends - starts)))}%`;
  };
  return { root, tick };
}

function row(item, { words, may }, begin) {
  const spent = el("span", "mn", item.planned);
  const tags = [item.kind, item.result].filter(Boolean).map(({ text, tone }) => el("span", `yo-st ${tone}`, text));
  const button = el("button", "", el("span", "n", item.number), el("span", "t", item.title, " ", ...tags), spent);
  button.type = "button";
  button.dataset.id = item.id;
  button.disabled = !may;
  if (may) button.onclick = () => begin(item.id);
  const root = el("li", item.current ? "on" : item.ended ? "ok" : "", button);
  if (item.current) button.setAttribute("aria-current", "step");
  const tick = (now) => {
    if (!item.current) return;
    const seconds = (now - item.began) / 1000;
    spent.textContent = `${minutes(seconds)} / ${item.planned}`;
    spent.classList.toggle("over", seconds > item.minutes * 60);
    spent.title = seconds > item.minutes * 60 ? words.over : "";
  };
  return { root, tick };
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
  const all = [...event.currentTarget.querySelectorAll("button")];
  const to = all[all.indexOf(document.activeElement) + step];
  event.preventDefault();
  to?.focus();
}
