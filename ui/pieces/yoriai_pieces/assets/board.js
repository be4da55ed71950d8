// A board: columns of cards that are real links. A card moves by its steps, which have conditions, not by dragging.
import { el, link, linked } from "./kit.js";

export default linked("yo-bd", ({ columns }, open) => columns.map((column) => section(column, open)));

function section({ title, note, count, cards, more }, open) {
  const head = el("h2", "", title, el("small", "", count));
  const rest = more ? link(more.href, open, more.label) : null;
  if (rest) rest.className = "more";
  return el("section", "", head, el("p", "", note), ...cards.map((card) => article(card, open)), rest);
}

function article({ href, title, meta, state, tone, text }, open) {
  const tag = state ? el("span", `yo-st ${tone || ""}`, state) : null;
  const card = link(href, open, el("b", "", title), el("span", "x", text), el("span", "m", meta), tag);
  card.className = "card";
  return card;
}
