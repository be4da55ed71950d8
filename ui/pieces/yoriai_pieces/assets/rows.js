// Groups of rows that are real links: a click or Enter opens, arrows move, the middle button opens a tab.
import { chip, el, link } from "./kit.js";

export default function rows({ data, parentElement, setTriggerValue }) {
  const root = rootIn(parentElement);
  root.open = (href) => setTriggerValue("open", href);
  root.onkeydown = move;

  const drawn = JSON.stringify(data);
  if (root.drawn === drawn) return;
  root.drawn = drawn;
  keepingFocus(root, () => root.replaceChildren(...content(data, (href) => root.open(href))));
}

function rootIn(parent) {
  const found = parent.querySelector(":scope > .yo-wl");
  if (found) return found;
  const root = el("div", "yo yo-wl");
  root.lang = "ja";
  parent.append(root);
  return root;
}

function content({ groups, empty }, open) {
  const filled = groups.filter((group) => group.rows.length);
  return filled.length ? filled.map((group) => section(group, open)) : [el("p", "yo-none", empty)];
}

function section({ title, late, count, rows }, open) {
  const items = rows.map((row) => el("li", "", link(row.href, open, ...cells(row))));
  return el("section", late ? "late" : "", el("h2", "", title, el("small", "", count)), el("ul", "", ...items));
}

function cells({ kind, title, note, state, tone, when, chip: body }) {
  const below = body || note ? el("span", "n", body && chip(body), note) : null;
  const tag = state ? el("span", `yo-st ${tone || ""}`, state) : null;
  return [el("span", "k", kind), el("span", "m", el("span", "t", title), below), el("span", "w", when, tag)];
}

function move(event) {
  const links = [...event.currentTarget.querySelectorAll("a[href]")];
  const here = links.indexOf(event.target);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
  if (here < 0 || to === undefined) return;
  event.preventDefault();
  links[to]?.focus();
}

// New content takes the old one's place: focus stays on the same link, or on the row that took its place.
function keepingFocus(root, redraw) {
  const place = () => [...root.querySelectorAll("a[href]")];
  const before = place();
  const here = before.indexOf(document.activeElement);
  redraw();
  if (here < 0) return;
  const after = place();
  const href = before[here].href;
  (after.find((anchor) => anchor.href === href) ?? after[Math.min(here, after.length - 1)])?.focus({ preventScroll: true });
}
