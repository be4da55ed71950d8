// The list of the lines: a row is drawn anew only where it changed, so nobody's reading is disturbed. Several rows can
// be marked and sorted at once, by mouse or by keys.
import { button, el } from "./kit.js";

export class Lines {
  constructor(desk) {
    Object.assign(this, { desk, picked: new Set(), drawn: new Map(), from: "" });
    this.list = el("ol");
    this.list.setAttribute("role", "log");
    this.list.onkeydown = (event) => this.pressed(event);
    this.count = el("span", "r");
  }

  rows() {
    const { sheet } = this.desk;
    return [...sheet.rows(), ...sheet.onTheWay()].filter((row) => row.id !== sheet.draft.id || row.branches.length);
  }

  draw() {
    const { sheet, words } = this.desk;
    const rows = this.rows();
    for (const id of this.picked) if (!rows.some((row) => row.id === id)) this.picked.delete(id);
    const isAtEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
    const items = rows.map((row) => this.item(row));
    if (!rows.length && sheet.isRead) items.push(this.drawn.get("") ?? el("li", "none", words.none));
    this.drawn = new Map(items.map((item) => [item.dataset.line ?? "", item]));
    this.place(items);
    this.count.textContent = rows.length ? words.lines.replace("{n}", rows.length) : "";
    if (isAtEnd && items.at(-1) !== this.last) this.toEnd();
    this.last = items.at(-1);
  }

  // Only what is new or stands elsewhere is moved: the focus, a marked text and the scroll stay.
  place(items) {
    const wanted = new Set(items);
    for (const item of [...this.list.children]) if (!wanted.has(item)) this.replaceOrDrop(item);
    items.forEach((item, place) => {
      if (this.list.children[place] !== item) this.list.insertBefore(item, this.list.children[place] ?? null);
    });
  }

  replaceOrDrop(item) {
    const next = this.drawn.get(item.dataset.line ?? "");
    const held = item.contains(document.activeElement) && document.activeElement.className;
    if (next && !next.parentNode) item.replaceWith(next);
    else item.remove();
    if (held && next) next.getElementsByClassName(held)[0]?.focus({ preventScroll: true });
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
  }

  state({ id, finished, own }) {
    const { sheet, words } = this.desk;
    const line = sheet.own.get(id);
    if (line?.refused) return line.refused;
    if (line && line !== sheet.current && line.isDirty) return words.waiting_line;
    return finished || own ? "" : words.being_written;
  }

  item(row) {
    const { sheet, people, names, words } = this.desk;
    const line = sheet.own.get(row.id);
    const { text, kind, speaker } = sheet.ours(row) ?? row;
    const isHidden = sheet.isHidden({ ...row, kind });
    const told = {
      text: isHidden ? words.hidden : text, kind, isHidden, isOn: row.id === sheet.current.id, isPicked: this.picked.has(row.id),
      name: people.find(({ id }) => id === speaker)?.label ?? "", state: this.state(row), isBad: Boolean(line?.refused),
      label: kind === "unsorted" ? "" : names.find(({ key }) => key === kind).label, began: row.began,
      branches: isHidden ? [] : row.branches, by: row.by, at: row.at, revision: row.revision,
    };
    const seen = JSON.stringify(told);
    const before = this.drawn.get(row.id);
    if (before?.seen === seen) return before;
    return Object.assign(this.made(row, told), { seen });
  }

  made(row, told) {
    const { desk } = this;
    const text = el("div", told.isHidden ? "tx hid" : "tx", told.text);
    const body = el("div", "b", el("div", "wh", told.name && el("b", "", told.name), told.began), text);
    if (told.state) body.append(el("small", told.isBad ? "bad" : "", told.state));
    Object.assign(body, { tabIndex: 0, onclick: (event) => this.clicked(event, row.id) });
    body.setAttribute("role", "button");
    const box = el("input", "pk");
    Object.assign(box, { type: "checkbox", checked: told.isPicked, tabIndex: -1, onclick: (event) => this.pick(row.id, event.shiftKey) });
    box.setAttribute("aria-label", desk.words.pick);
    const item = el("li", `${told.kind}${told.isOn ? " on" : ""}${told.isPicked ? " pd" : ""}`, el("span", "g", box, el("span", `kd ${told.kind}`, told.label)), body);
    item.dataset.line = row.id;
    if (told.branches.length) item.append(this.versions(row));
    return item;
  }

  // Two people wrote one line: both texts side by side, and a choice.
  versions(row) {
    const { desk } = this;
    const stands = { ...row, note: desk.words.stands };
    const texts = [stands, ...row.branches].map(({ revision, text, by, at, note }) => {
      const told = desk.words.written_by.replace("{name}", by).replace("{time}", at);
      const choose = button(desk.words.choose, () => desk.change({ do: "choose", line: row.id, revision }));
      return el("section", note ? "" : "mine", el("h3", "", told, note && el("small", "", note)), el("p", "", text), choose);
    });
    return el("div", "yo-vs", ...texts);
  }

  clicked({ shiftKey, ctrlKey, metaKey }, id) {
    if (shiftKey || ctrlKey || metaKey) this.pick(id, shiftKey);
    else if (getSelection().isCollapsed) this.desk.correct(id);
  }

  // With Shift everything from the one marked last.
  pick(id, isRange) {
    if (isRange) getSelection().removeAllRanges();
    const ids = this.rows().map((row) => row.id);
    const ends = [ids.indexOf(this.from), ids.indexOf(id)].sort((one, other) => one - other);
    if (isRange && ends[0] >= 0) for (const one of ids.slice(ends[0], ends[1] + 1)) this.picked.add(one);
    else if (!this.picked.delete(id)) this.picked.add(id);
    this.from = id;
    this.desk.draw();
  }

  unpick() {
    this.picked.clear();
    this.desk.draw();
  }

  // Arrows go from row to row, with Shift they mark; Space marks, Enter corrects, 1 to 6 sort, 0 takes the kind off.
  pressed(event) {
    const { key, shiftKey } = event;
    const id = event.target.closest(".b")?.parentNode.dataset.line;
    if (!id || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const kind = this.desk.names.find(({ mark }) => (mark || "0") === key)?.key;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[key];
    if (key === "Enter") this.desk.correct(id);
    else if (key === " ") this.pick(id, false);
    else if (key === "Escape") this.unpick();
    else if (kind) this.sort({ kind }, id);
    else if (step) this.go(this.drawn.get(id)[step], shiftKey && id);
    else return;
    event.preventDefault();
  }

  go(item, marked) {
    if (!item?.dataset.line) return;
    if (marked) this.picked.add(marked);
    if (marked) this.picked.add(item.dataset.line);
    this.desk.draw();
    this.drawn.get(item.dataset.line).querySelector(".b").focus();
  }

  // The marked lines, or the one the focus is on, in one request; what they were before is remembered.
  async sort(given, focused) {
    const { sheet } = this.desk;
    const before = this.rows().filter(({ id }) => (this.picked.size ? this.picked.has(id) : id === focused));
    const asked = { do: "sort", conference: sheet.conference, lines: sheet.sortFresh(before, given), ...given };
    if (asked.lines.length && !(await this.desk.change(asked))) return;
    sheet.remember(takingBack(asked, before));
    this.desk.draw();
  }
}

// One request for all lines that were alike before; only what was given is taken back.
function takingBack({ kind, speaker, ...asked }, before) {
  const groups = new Map();
  for (const row of before) {
    const was = { ...(kind === undefined ? {} : { kind: row.kind }), ...(speaker === undefined ? {} : { speaker: row.speaker }) };
    const name = JSON.stringify(was);
    groups.set(name, { ...asked, ...was, lines: [...(groups.get(name)?.lines ?? []), row.id] });
  }
  return [...groups.values()];
}
