// 投影: draws what the room may see, and nothing that lasts. Whatever is not fresh leaves the screen.
const body = document.body;
const said = body.dataset;
const wall = document.getElementById("wall");
const EVERY = 2000;
const STALE = 10000;
let fresh = performance.now();
let ahead = 0;
let drawn = "";
let clocks = [];
let asking = false;

// The browser keeps no way back to what was shown: leaving empties the page, and coming back loads it anew.
addEventListener("pagehide", blank);
addEventListener("pageshow", (event) => { if (event.persisted) { blank(); location.reload(); } });
document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
addEventListener("online", ask);

setInterval(ask, EVERY);
setInterval(tick, 500);
ask();
listen();

async function ask() {
  if (asking) return;
  asking = true;
  const ended = new AbortController();
  const patience = setTimeout(() => ended.abort(), STALE / 2);
  try {
    const answer = await fetch(said.now, { cache: "no-store", signal: ended.signal, redirect: "error" });
    if (answer.ok) show(await answer.json());
    else if (answer.status === 404 || answer.status === 401) say(said.ended);
  } catch {
    // Not reached: what is shown stays until it is too old.
  } finally {
    clearTimeout(patience);
    asking = false;
  }
}

function show(data) {
  fresh = performance.now();
  ahead = Date.now() - data.now;
  if (drawn === data.version) return tick();
  draw(data);
  drawn = data.version;
}

function draw(data) {
  clocks = [];
  wall.className = data.item ? "" : "alone";
  wall.replaceChildren(...(data.item ? [time(data), item(data.item)] : alone(data)));
  document.getElementById("next").textContent = data.next;
  document.getElementById("names").textContent = data.names;
  tick();
  fit();
}

function alone(data) {
  if (data.ends) return [el("p", "", data.message)];
  return [el("h1", "", data.message)];
}

function time({ ends, ends_words, item }) {
  const whole = el("b");
  const left = el("div", "", el("small", "", said.left), whole, el("small", "", ends_words));
  clocks.push((now) => { whole.textContent = minutes(ends - now); left.classList.toggle("over", now > ends); });
  const parts = [left];
  if (item.began) {
    const spent = el("b");
    const of = el("div", "of", el("small", "", said.here), spent, el("small", "", `/ ${item.planned}`));
    clocks.push((now) => {
      spent.textContent = minutes(now - item.began);
      of.classList.toggle("over", now - item.began > item.minutes * 60000);
    });
    parts.push(of);
  }
  return el("section", "clock", ...parts, el("p", "place", item.place));
}

function item(one) {
  const title = el("h1", "", one.label ? el("em", "", one.label) : "", one.title, " ", el("span", `kind ${one.kind.key}`, one.kind.label));
  const root = el("section", "item", title);
  if (one.kept) root.append(el("p", "kept", one.kept));
  if (one.question) root.append(el("p", "question", el("b", "", said.question), one.question));
  if (one.decisions.length || one.result) root.append(heading(said.decided, one.decisions_more), decided(one));
  if (one.roles.length) root.append(heading(said.roles, one.roles_more), roles(one.roles));
  return root;
}

function decided({ decisions, result }) {
  const lines = decisions.map((text) => el("li", "", text));
  if (result) lines.push(el("li", `result ${result.kind === "decided" ? "" : "open"}`, el("b", "", result.label), result.words));
  return el("ul", "decided", ...lines);
}

function roles(rows) {
  const head = el("tr", "", ...[said.who, said.what, said.when].map((name) => el("th", "", name)));
  return el("table", "", head, ...rows.map((one) => el("tr", "", ...[one.who, one.task, one.until].map((text) => el("td", "", text)))));
}

function heading(text, beside) {
  return el("h2", "", text, el("small", "", beside));
}

// Everything fits the wall: nobody scrolls a projector.
function fit() {
  for (const size of ["tight", "tighter"]) {
    const part = wall.querySelector(".item");
    if (!part || part.scrollHeight <= part.clientHeight) return;
    wall.className = size;
  }
}

function tick() {
  if (performance.now() - fresh > STALE) return say(said.away);
  for (const clock of clocks) clock(Date.now() - ahead);
}

// Nothing of a case stays where it cannot be made sure that it is still the case in hand.
function say(text) {
  blank();
  wall.className = "alone";
  wall.append(el("p", "", text));
}

function blank() {
  drawn = "";
  clocks = [];
  wall.replaceChildren();
  document.getElementById("next").textContent = "";
  document.getElementById("names").textContent = "";
}

// A change is told at once where the server can tell it; asking every two seconds goes on beside it.
function listen() {
  if (!said.live) return;
  const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${said.live}`);
  socket.onmessage = () => ask();
  socket.onclose = () => setTimeout(listen, 30000);
}

function minutes(milliseconds) {
  const whole = Math.floor(Math.abs(milliseconds) / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const [hours, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60)];
  return `${milliseconds < 0 ? "−" : ""}${hours > 1 ? `${hours}:${two(rest % 60)}` : rest}:${two(whole % 60)}`;
}

function el(name, kind = "", ...parts) {
  const made = document.createElement(name);
  if (kind) made.className = kind;
  made.append(...parts);
  return made;
}
