// The minutes of one item: its lines in their order, and below them one line to type in, which never waits for anybody.
import { el } from "./kit.js";
import { Line, ask, flush, listen, post, put, standing, uuid } from "./outbox.js";

const LOOK_EVERY = 3000;
const sheets = new Map(); // one for each item, as long as the page lives, wherever Streamlit draws it

export default ({ data, parentElement }) => {
  const root = parentElement.querySelector(":scope > .yo-mi");
  (root?.desk ?? new Desk(parentElement, data)).show(data);
};

class Sheet {
  constructor({ conference, item }) {
    Object.assign(this, { conference, item, change: 0, isRead: false, stored: new Map(), own: new Map() });
    this.current = this.begin();
    this.draft = this.current;
  }

  begin() {
    const line = new Line({ conference: this.conference, item: this.item, kind: "unsorted" });
    this.own.set(line.id, line);
    return line;
  }

  get isCorrecting() {
    return this.current !== this.draft;
  }

  // A line of the list comes into the hand; what was in the hand goes on its way.
  turnTo(id) {
    const row = this.stored.get(id);
    if (!row && !this.own.has(id)) return;
    this.leave();
    if (row && !this.own.has(id)) this.own.set(id, new Line({ ...this, ...row, base: row.revision }));
    this.current = this.own.get(id);
    this.current.isTouched = false;
  }

  turnBack() {
    this.leave();
    this.current = this.draft;
  }

  leave() {
    if (this.isCorrecting && this.current.isTouched) this.current.finish = true;
    put(this.current, true);
  }

  finish() {
    if (this.isCorrecting) return this.turnBack();
    this.current.finish = true;
    put(this.current, true);
    this.current = this.draft = this.begin();
  }

  // What the server says of a line. Ours stands while it is on its way or waits for somebody to choose.
  take(row) {
    const line = this.own.get(row.id);
    if (line && row.change < line.change) return; // an answer that was overtaken by a later one
    if (row.removed) this.stored.delete(row.id);
    else this.stored.set(row.id, row);
    if (!line || line.isDirty || line.unanswered || line.refused) return;
    if (row.removed) this.own.delete(row.id);
    else if (!row.branches.some(({ revision }) => revision === line.branch)) line.adopt(row);
    if (row.removed && line === this.current) this.current = this.draft = this.begin();
  }

  // After the page was loaded anew, the line that was being written is in the hand again.
  resume() {
    const last = this.rows().at(-1);
    if (this.isRead || !last?.own || last.finished || last.branches.length || this.current.text) return;
    this.turnTo(last.id);
    this.draft = this.current;
  }

  rows() {
    return [...this.stored.values()].sort((one, other) => one.position - other.position);
  }

  async read() {
    const path = `/minutes/lines/${this.conference}?item=${this.item}&since=${this.change}`;
    const { table, refused } = await ask(path);
    this.refused = refused ?? "";
    if (!table) return;
    for (const row of table.lines) this.take(row);
    this.change = Math.max(this.change, table.change);
    this.resume();
    this.isRead = true;
  }
}

class Desk {
  constructor(parent, data) {
    this.words = data.words;
    this.notice = "";
    this.box = el("textarea");
    this.kinds = el("div", "k");
    this.speaker = el("select");
    this.list = el("ol");
    this.count = el("span", "r");
    this.bar = el("div", "cor");
    this.foot = el("div", "ft");
    this.edge = el("div", "ed", this.bar, this.kinds, el("label", "who", el("span", "", data.words.speaker), this.speaker), this.box);
    this.root = el("div", "yo yo-mi", el("h2", "yo-h", data.words.heading, this.count), this.list, this.edge, this.foot);
    this.root.lang = "ja";
    this.root.desk = this;
    this.list.setAttribute("role", "log");
    this.foot.setAttribute("role", "status");
    this.kinds.setAttribute("role", "group");
    this.kinds.setAttribute("aria-label", data.words.kind);
    Object.assign(this.box, { placeholder: data.words.hint, rows: 2, spellcheck: false });
    this.box.setAttribute("aria-label", data.words.input);
    this.hearKeys();
    parent.append(this.root);
    this.quiet = listen(() => this.draw());
    this.clock = setInterval(() => this.tick(), LOOK_EVERY);
  }

  hearKeys() {
    this.box.oninput = (event) => this.typed(event.isComposing);
    this.box.addEventListener("compositionend", () => this.typed(false));
    this.box.onblur = () => put(this.sheet.current, true);
    this.box.onkeydown = (event) => {
      // 229: some browsers end a composition before they tell of the Enter that ended it.
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        this.next();
      } else if (event.key === "Escape" && this.sheet.isCorrecting) this.toNew();
      else if (event.key === "Backspace" && !this.box.value) this.setKind("unsorted");
    };
    this.speaker.onchange = () => {
      this.touch({ speaker: this.speaker.value });
      this.box.focus();
    };
  }

  // Streamlit calls this in every run: what is being typed is never touched, unless another item comes.
  show(data) {
    const key = `${data.conference}/${data.item}`;
    const drawn = JSON.stringify(data);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    Object.assign(this, { words: data.words, people: data.people, names: data.kinds });
    this.drawChoices();
    if (key !== this.key) {
      this.sheet?.leave();
      flush();
      this.key = key;
      if (!sheets.has(key)) sheets.set(key, new Sheet(data));
      this.sheet = sheets.get(key);
      this.notice = "";
      this.hand();
      this.look();
      if (document.activeElement === document.body) this.box.focus();
    }
    this.draw();
  }

  drawChoices() {
    const buttons = this.names.map(({ key, label, mark }) => {
      const button = el("button", `kd ${key}`, label, mark && el("kbd", "", mark));
      Object.assign(button, { type: "button", onclick: () => this.setKind(key), onmousedown: (event) => event.preventDefault() });
      button.dataset.kind = key;
      return button;
    });
    this.kinds.replaceChildren(...buttons);
    const nobody = { id: "", label: this.words.speaker_none };
    this.speaker.replaceChildren(...[nobody, ...this.people].map(({ id, label }) => new Option(label, id)));
  }

  // The line in the hand, as it stands, into the box.
  hand() {
    this.box.value = this.sheet.current.text;
    this.draw();
  }

  typed(isComposing) {
    if (!isComposing) this.takeMark();
    this.touch({ text: this.box.value });
  }

  touch(change) {
    const line = Object.assign(this.sheet.current, change);
    line.isTouched = true;
    this.notice = "";
    put(line);
    this.draw();
  }

  // 「1 」 to 「6 」 at the head of a line, full-width too, at the moment it is typed: the kind, and not a letter of the text.
  takeMark() {
    const mark = this.box.value.match(/^([1-6１-６])[ 　]$/)?.[1].normalize("NFKC");
    const kind = this.names.find((one) => one.mark === mark)?.key;
    if (!kind) return;
    this.box.value = "";
    this.sheet.current.kind = kind;
  }

  setKind(kind) {
    this.touch({ kind });
    this.box.focus();
  }

  next() {
    if (!this.box.value.trim() && !this.sheet.isCorrecting) return;
    this.sheet.finish();
    this.hand();
    if (!this.sheet.isCorrecting) this.list.scrollTop = this.list.scrollHeight;
  }

  toNew() {
    this.sheet.turnBack();
    this.hand();
    this.box.focus();
  }

  correct(id) {
    this.sheet.turnTo(id);
    this.hand();
    this.box.focus();
  }

  async change(asked) {
    const { table, refused } = await post("/minutes/changes", { ...asked, request: uuid() });
    this.notice = refused ?? (table ? "" : this.words.unsaved);
    await this.look();
  }

  async removeCurrent() {
    const { id } = this.sheet.current;
    this.toNew();
    await this.change({ do: "remove", line: id });
  }

  tick() {
    if (!this.root.isConnected) {
      clearInterval(this.clock);
      this.quiet();
      return flush();
    }
    return document.hidden ? undefined : this.look();
  }

  async look() {
    const { sheet } = this;
    if (sheet.isReading) return;
    sheet.isReading = true;
    await sheet.read();
    sheet.isReading = false;
    if (sheet === this.sheet) this.follow();
  }

  // Somebody else's change reaches the line in the hand only where nothing of it is on its way.
  follow() {
    const { current } = this.sheet;
    if (this.box.value !== current.text) {
      const isAtEnd = this.box.selectionStart === this.box.value.length;
      const place = isAtEnd ? current.text.length : this.box.selectionStart;
      this.box.value = current.text;
      if (document.activeElement === this.box) this.box.setSelectionRange(place, place);
    }
    this.draw();
  }

  draw() {
    const { sheet, words } = this;
    const { current } = sheet;
    for (const button of this.kinds.children) button.setAttribute("aria-pressed", button.dataset.kind === current.kind);
    this.speaker.value = current.speaker;
    this.drawBar(sheet.isCorrecting);
    this.drawList();
    const count = this.list.querySelectorAll("[data-line]").length;
    this.count.textContent = count ? words.lines.replace("{n}", count) : "";
    this.drawStatus();
  }

  drawBar(isCorrecting) {
    this.edge.classList.toggle("on", isCorrecting);
    if (isCorrecting === Boolean(this.bar.firstChild)) return;
    if (!isCorrecting) return this.bar.replaceChildren();
    const { words } = this;
    const parts = [this.button(words.back, () => this.toNew()), this.button(words.remove, () => this.removeCurrent())];
    this.bar.replaceChildren(el("b", "", words.correcting), ...parts);
  }

  button(label, act) {
    const button = el("button", "do", label);
    Object.assign(button, { type: "button", onclick: act });
    return button;
  }

  drawList() {
    const { sheet, words } = this;
    const rows = [...sheet.rows(), ...this.onTheWay()].filter((row) => row.id !== sheet.draft.id || row.branches.length);
    const seen = JSON.stringify([rows.map((row) => [row, this.state(row)]), sheet.current.id, sheet.isRead, this.people]);
    if (seen === this.seen) return;
    this.seen = seen;
    const isAtEnd = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
    const held = this.list.contains(document.activeElement) && document.activeElement.closest("li").dataset.line;
    this.list.replaceChildren(...rows.map((row) => this.row(row)));
    if (!rows.length && sheet.isRead) this.list.append(el("li", "none", words.none));
    if (held) this.list.querySelector(`[data-line="${held}"] [role="button"]`)?.focus({ preventScroll: true });
    if (isAtEnd) this.list.scrollTop = this.list.scrollHeight;
  }

  // Lines of this browser that the server has not told of yet.
  onTheWay() {
    const fresh = [...this.sheet.own.values()].filter(({ id, text }) => text && !this.sheet.stored.has(id));
    return fresh.map((line) => ({ ...line, began: "", finished: true, branches: [], batch: undefined }));
  }

  state({ id, finished, own }) {
    const line = this.sheet.own.get(id);
    if (line?.refused) return line.refused;
    if (line && line !== this.sheet.current && line.isDirty) return this.words.waiting_line;
    return finished || own ? "" : this.words.being_written;
  }

  row(row) {
    const { sheet } = this;
    const line = sheet.own.get(row.id);
    const { text, kind, speaker } = line && (line.isDirty || line.refused) ? line : row;
    const name = this.people.find(({ id }) => id === speaker)?.label ?? "";
    const label = kind === "unsorted" ? "" : this.names.find(({ key }) => key === kind).label;
    const body = el("div", "b", el("div", "wh", name && el("b", "", name), row.began), el("div", "tx", text));
    body.append(...[this.state(row)].filter(Boolean).map((words) => el("small", line?.refused ? "bad" : "", words)));
    Object.assign(body, { tabIndex: 0, onclick: () => getSelection().isCollapsed && this.correct(row.id) });
    body.setAttribute("role", "button");
    body.onkeydown = ({ key }) => key === "Enter" && this.correct(row.id);
    const item = el("li", `${kind}${row.id === sheet.current.id ? " on" : ""}`, el("span", `kd ${kind}`, label), body);
    item.dataset.line = row.id;
    if (row.branches.length) item.append(this.versions(row));
    return item;
  }

  // Two people wrote one line: both texts side by side, and a choice.
  versions(row) {
    const stands = { ...row, note: this.words.stands };
    const texts = [stands, ...row.branches].map(({ revision, text, by, at, note }) => {
      const told = this.words.written_by.replace("{name}", by).replace("{time}", at);
      const choose = this.button(this.words.choose, () => this.change({ do: "choose", line: row.id, revision }));
      return el("section", note ? "" : "mine", el("h3", "", told, note && el("small", "", note)), el("p", "", text), choose);
    });
    return el("div", "yo-vs", ...texts);
  }

  drawStatus() {
    const { words, sheet } = this;
    const { isOut, isAway, isWaiting, savedAt } = standing();
    const refused = sheet.current.refused || this.notice || sheet.refused;
    const mustChoose = sheet.rows().some(({ branches }) => branches.length);
    const saved = (savedAt ? (isWaiting ? words.saved_until : words.saved) : isWaiting ? words.saving : "").replace("{time}", savedAt);
    const bad = isOut ? words.sign_in : refused || (isAway ? words.unsaved : mustChoose ? words.compare : "");
    const seen = `${bad}|${saved}|${isOut}`;
    if (seen === this.told) return;
    this.told = seen;
    this.root.classList.toggle("is-bad", Boolean(bad));
    // Only a change that asks for something is read out, not each second's saving.
    this.foot.setAttribute("aria-live", bad ? "polite" : "off");
    const link = el("a", "", words.sign_in_here);
    Object.assign(link, { href: "/signin", target: "_blank" });
    const parts = bad ? [el("b", "bad", bad), isOut && link] : [saved && el("b", isWaiting ? "" : "ok", saved), el("span", "", words.keys)];
    this.foot.replaceChildren(...parts.filter(Boolean));
  }
}
