// A month or a week of days, or a list by day: each conference is a real link, and its body's full name is never cut.
// On a phone the style sheet turns all three into the same list by day.
import { chip, el, link, linked } from "./kit.js";

export default linked("yo-cal", ({ view, caption, weekdays, weeks, days, empty }, open) => {
  const shown = view === "list" ? days : weeks.flat();
  const rows = view === "list" ? list(days, open) : grid(weekdays, weeks, open);
  const nothing = shown.every((day) => !day.events.length) && el("p", "yo-none", empty);
  return [el("table", view, el("caption", "", caption), ...rows), nothing].filter(Boolean);
});

function grid(weekdays, weeks, open) {
  const heads = weekdays.map((label, column) => {
    const saturday = isSaturday(weeks[0][column]);
    return column$(label, weeks[0][column]);
  });
  return [];
}
