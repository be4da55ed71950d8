// The minutes of one item: its lines in their order, and below them one line to type in, which never waits for anybody.
import { Chooser } from "./choose.js";
import { Edge } from "./edge.js";
import { Foot } from "./foot.js";
import { el } from "./kit.js";
import { hearKeys, kindMarked, marked } from "./keys.js";
import { uuid } from "./line.js";
import { Lines } from "./lines.js";
import { Onward } from "./onward.js";
import { flush, isFor, post, put } from "./outbox.js";
import { Sheet } from "./sheet.js";
import { watch } from "./watch.js";

const sheets = new Map(); // one for each item, as long as the page lives, wherever Streamlit draws it

export default ({ data, parentElement }) => {
  const root = parentElement.querySelector(":scope > .yo-mi");
  (root?.desk ?? new Desk(parentElement, data)).show(data);
};

class Desk {
  constructor(parent, data) {
    this.words = data.words;
    this.notice = "";
    this.box = el("textarea");
    this.lines = new Lines(this);
    this.onward = new Onward(this);
    this.foot = new Foot(this);
    this.chooser = new Chooser(this.box, (id) => this.setSpeaker(id));
    this.edge = new Edge(this);
    this.place = el("span", "pl");
    const head = el("div", "hd", el("h2", "yo-h", data.words.heading, this.place, this.lines.count), this.foot.undo);
    this.root = el("div", "yo yo-mi", head, this.lines.list, this.edge.root, this.foot.root);
    this.root.lang = "ja";
    this.root.desk = this;
    Object.assign(this.box, { placeholder: data.words.hint, rows: 2, spellcheck: false });
    this.box.setAttribute("aria-label", data.words.input);
    hearKeys(this);
    parent.append(this.root);
    watch(this);
  }

  // Streamlit calls this in every run: what is being typed is never touched, unless another item comes.
  show(data) {
    if (!isFor(data.who)) return location.reload();
    const key = `${data.conference}/${data.item}`;
    const drawn = JSON.stringify(data);
    if (drawn === this.drawn || this.onward.holds(data, key)) return;
    this.drawn = drawn;
    Object.assign(this, { words: data.words, people: data.people, names: data.kinds, shorts: data.shorts });
    this.chooser.people = data.people;
    this.place.textContent = data.place;
    this.edge.offer(data);
    if (key !== this.key) {
      if (this.sheet) this.left();
      this.sheet?.leave();
      flush();
      this.key = key;
      if (!sheets.has(key)) sheets.set(key, new Sheet(data));
      this.sheet = sheets.get(key);
      this.notice = "";
      this.lines.picked.clear();
      this.hand();
      this.look();
      if (document.activeElement === document.body) this.box.focus({ preventScroll: true });
    }
    this.draw();
  }

  // The line in the hand, as it stands, into the box.
  hand() {
    this.chooser.close();
    this.box.value = this.sheet.current.text;
    this.draw();
  }

  typed(isComposing) {
    this.onward.typedAt = Date.now();
    if (!isComposing) this.takeMark();
    this.lines.picked.clear();
    if (!isComposing && /\s/.test(this.box.value) && this.chooser.takeTyped()) return;
    this.chooser.look();
    this.looked();
  }

  // What is typed to find somebody is no text of the line, as long as there is somebody to be found.
  looked() {
    if (this.chooser.isOpen) this.draw();
    else this.touch({ text: this.box.value });
  }

  // Whatever the box holds when it is left is text, and goes on its way.
  left() {
    if (this.chooser.isOpen) this.touch({ text: this.box.value });
    this.chooser.close();
    put(this.sheet.current, true);
  }

  touch(change) {
    const line = Object.assign(this.sheet.current, change);
    line.isTouched = true;
    this.notice = "";
    put(line);
    this.draw();
  }

  takeMark() {
    const kind = kindMarked(this.box.value, this.names);
    if (!kind) return;
    this.box.value = "";
    this.sheet.current.kind = kind;
  }

  // Of the lines that are marked in the list, or else of the line in the hand.
  setKind(kind) {
    if (this.lines.picked.size) return this.lines.sort({ kind });
    this.touch({ kind });
    this.box.focus();
  }

  setSpeaker(speaker) {
    if (this.lines.picked.size) return this.lines.sort({ speaker });
    this.touch({ speaker, text: this.box.value });
    this.box.focus();
  }

  // Several lines at once; what stood around the cursor stands around them.
  addAll(lines, pasted) {
    const { value, selectionStart, selectionEnd } = this.box;
    lines[0] = value.slice(0, selectionStart) + lines[0];
    lines[lines.length - 1] += value.slice(selectionEnd);
    this.sheet.addAll(marked(lines, pasted, this.names));
    this.hand();
    this.lines.toEnd();
  }

  next() {
    if (this.chooser.takeTyped()) return;
    if (!this.box.value.trim() && !this.sheet.isCorrecting) return;
    this.sheet.current.text = this.box.value;
    this.sheet.finish();
    this.hand();
    if (!this.sheet.isCorrecting) this.lines.toEnd();
    this.onward.go();
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

  // True where it was done; the sentence stands in the status line where it was not.
  async change(asked) {
    const { table, refused } = await post("/minutes/changes", { ...asked, request: uuid(), who: this.sheet.who });
    this.notice = refused ?? (table ? "" : this.words.unsaved);
    if (table && asked.do === "sort") this.sheet.sorted(asked);
    await this.look();
    return Boolean(table);
  }

  async removeCurrent() {
    const { sheet } = this;
    const { id } = sheet.current;
    this.toNew();
    if (await this.change({ do: "remove", line: id })) sheet.remember([{ do: "restore", line: id }]);
    this.draw();
  }

  async undo() {
    const { sheet } = this;
    const steps = sheet.done.pop() ?? [];
    while (steps.length && ((await this.change(steps[0])) || this.notice !== this.words.unsaved)) steps.shift();
    if (steps.length) sheet.remember(steps); // nobody answered: it can be asked again
    this.draw();
    this.box.focus();
  }

  async look() {
    const { sheet } = this;
    sheet.isAsked = true;
    sheet.reading ??= sheet.readAll().finally(() => (sheet.reading = null));
    await sheet.reading;
    if (sheet === this.sheet) this.follow();
  }

  // Somebody else's change reaches the line in the hand only where nothing of it is on its way.
  follow() {
    const { current } = this.sheet;
    if (this.box.value !== current.text && !this.chooser.isOpen) {
      const isAtEnd = this.box.selectionStart === this.box.value.length;
      const place = isAtEnd ? current.text.length : this.box.selectionStart;
      this.box.value = current.text;
      if (document.activeElement === this.box) this.box.setSelectionRange(place, place);
    }
    this.draw();
  }

  draw() {
    this.edge.draw(this.lines.picked.size, this.sheet);
    this.lines.draw();
    this.foot.draw();
  }
}
