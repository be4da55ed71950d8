// A month or a week of days, or a list by day: each conference is a real link, and its body's full name is never cut.
// On a phone the stylesheet folds all three into the same list by day, out of the same elements.
import { chip, el, link, linked } from "./kit.js";

export default linked("yo-cal", ({ view, caption, weekdays, weeks, days, empty }, open) => {
  const listed = view === "list";
  const parts = listed ? days.map((day) => list(day, open)) : [head(weekdays, weeks[0]), grid(weeks, open)];
  const table = el("table", view, el("caption", "", caption), ...parts);
  const some = (listed ? days : weeks.flat()).some((day) => day.events.length);
  return some ? [table] : [...(listed ? [] : [table]), el("p", "yo-none", empty)];
});

function head(weekdays, days) {
  const cells = weekdays.map((label, column) => el("th", REST[weekday(days[column])] ?? "", label));
  for (const cell of cells) cell.scope = "col";
  return el("thead", "", el("tr", "", ...cells));
}

function grid(weeks, open) {
  return el("tbody", "", ...weeks.map((days) => el("tr", "", ...days.map((day) => square(day, open)))));
}

function square(day, open) {
  const events = day.events.map((event) => el("li", "", card(event, day, open)));
  return marked(el("td", "", date(day), events.length ? el("ul", "", ...events) : null), day);
}

function list(day, open) {
  const rows = day.events.map((event) => row(event, day, open));
  const heading = marked(el("th", "", date(day)), day);
  heading.scope = "rowgroup";
  heading.rowSpan = rows.length;
  rows[0]?.prepend(heading);
  return el("tbody", "", ...rows);
}

// A day's number with its whole date: one of the two is on the screen, the whole date is always read out.
function date({ label, aria, note }) {
  const short = el("span", "short", label);
  short.setAttribute("aria-hidden", "true");
  return el("div", "d", el("span", "full", aria), short, note && el("small", "", note));
}

const REST = { 0: "hol", 6: "sat" };

function weekday({ date: day }) {
  return new Date(`${day}T00:00`).getDay();
}

function marked(cell, day) {
  const rest = day.closed && ((!day.note && REST[weekday(day)]) || "hol");
  cell.className = [rest, day.out && "out", day.today && "today"].filter(Boolean).join(" ");
  if (day.today) cell.setAttribute("aria-current", "date");
  return cell;
}

// In a day's square the whole card is the link.
function card(event, day, open) {
  const { href, time } = event;
  const parts = [el("span", "t", time), name(event), warning(event), place(event), state(event)];
  return drawn(link(href, open, el("span", "full", day.aria), ...parts), event);
}

// In the list the name is the link; the stylesheet spreads it over the row.
function row(event, day, open) {
  const { href, time } = event;
  const named = link(href, open, el("span", "full", day.aria), name(event));
  const cells = [el("td", "t", time), el("td", "", named, warning(event)), el("td", "", place(event)), el("td", "", state(event))];
  return drawn(el("tr", "", ...cells), event);
}

function name({ chip: body, title }) {
  return el("span", "n", chip(body), " ", el("span", "h", title));
}

// Lines break at the spaces of a place first: 第5会議室 stays whole.
function place({ place: words }) {
  return words ? el("span", "p", ...words.split(" ").flatMap((word) => [el("span", "", word), " "])) : null;
}

function state({ state: words, tone }) {
  return words ? el("span", `yo-st ${tone || ""}`, words) : null;
}

function warning({ warn }) {
  return warn ? el("span", "warn", warn) : null;
}

function drawn(element, { chip: { key }, planned, cancelled }) {
  element.className = ["ev", `b-${key}`, planned && "plan", cancelled && "off"].filter(Boolean).join(" ");
  return element;
}
