// 進行画面: two clocks to be read from across a table. It asks whether somebody else moved the sitting on, and only
// then has the screen drawn anew: asking is no use of a sign-in.
import { el } from "./kit.js";

const EVERY = 3000;

export default ({ data, parentElement, setTriggerValue }) => {
  const root = parentElement.querySelector(":scope > .yo-steer") ?? parentElement.appendChild(el("div", "yo yo-steer"));
  root.lang = "ja";
  const drawn = JSON.stringify(data);
  if (root.drawn !== drawn) draw(root, data, drawn);
  root.moved = () => setTriggerValue("moved", Date.now());
  root.hears ??= () => ask(root);
  root.watch = data.watch;
  if (root.version === undefined) ask(root);
  root.stop?.();
  const timers = [setInterval(() => root.tick?.(), 500), setInterval(root.hears, EVERY)];
  addEventListener("yoriai:live", root.hears);
  root.stop = () => {
    timers.forEach(clearInterval);
    removeEventListener("yoriai:live", root.hears);
  };
  return root.stop;
};

function draw(root, data, drawn) {
  const ahead = Date.now() - data.now;
  const [spent, left] = [clock(data.words.spent, data.planned), clock(data.words.left, data.ends_words)];
  root.replaceChildren(...[data.began ? spent.root : null, data.ends ? left.root : null].filter(Boolean));
  root.drawn = drawn;
  root.tick = () => {
    const now = Date.now() - ahead;
    spent.tick(now - data.began, now - data.began > data.minutes * 60000);
    left.tick(data.ends - now, now > data.ends);
  };
  root.tick();
}

function clock(name, beside) {
  const big = el("b");
  const root = el("div", "ck", el("small", "", name), big, el("small", "", beside));
  root.setAttribute("role", "timer");
  const tick = (milliseconds, over) => {
    big.textContent = minutes(milliseconds);
    root.classList.toggle("over", over);
  };
  return { root, tick };
}

async function ask(root) {
  if (!root.watch || !root.isConnected || document.hidden) return;
  try {
    const answer = await fetch(root.watch, { cache: "no-store", redirect: "error" });
    if (!answer.ok) return;
    const { version } = await answer.json();
    const before = root.version;
    root.version = version;
    if (before !== undefined && before !== version) root.moved();
  } catch {
    // Away: the clocks go on, and the next question comes soon.
  }
}

function minutes(milliseconds) {
  const whole = Math.floor(Math.abs(milliseconds) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60)];
  return `${milliseconds < 0 ? "−" : ""}${hours > 1 ? `${hours}:${two(rest % 60)}` : rest}:${two(whole % 60)}`;
}
