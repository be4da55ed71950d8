// Groups of rows that are real links: a click or Enter opens, arrows move, the middle button opens a tab.
import { chip, el, link, linked } from "./kit.js";

export default linked("yo-wl", ({ groups, empty }, open) => {
  const filled = groups.filter((group) => group.rows.length);
  return filled.length ? filled.map((group) => section(group, open)) : [el("p", "yo-none", empty)];
});

function section({ title, late, count, rows }, open) {
  const items = rows.map((row) => el("li", "", link(row.href, open, ...cells(row))));
  return el("section", late ? "late" : "", el("h2", "", title, el("small", "", count)), el("ul", "", ...items));
}

function cells({ kind, title, note, state, tone, when, chip: body }) {
  const below = body || note ? el("span", "n", body && chip(body), note) : null;
  const tag = state ? el("span", `yo-st ${tone || ""}`, state) : null;
  return [el("span", "k", kind), el("span", "m", el("span", "t", title), below), el("span", "w", when, tag)];
}
