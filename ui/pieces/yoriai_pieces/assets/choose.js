// 「＠こば」 at the head of a line: who is speaking, by two letters of the reading, of the agency's reading, or of a name.
import { el } from "./kit.js";

const MARK = /^[@＠]([^\s@＠]{0,16})$/;
const TYPED_ON = /^[@＠]([^\s@＠]{1,16})(?:\s|$)/; // \s is the full-width space too

function folded(text) {
  const hiragana = text.normalize("NFKC").replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
  return hiragana.toLowerCase().replace(/\s+/g, "");
}

// While kana are composed from Roman letters, the last ones are letters still.
function typed(text) {
  const plain = folded(text);
  return plain.replace(/[a-z]+$/, "") || plain;
}

export class Chooser {
  constructor(box, choose) {
    Object.assign(this, { box, choose, people: [], found: [], place: 0 });
    this.list = el("ul", "ch");
    this.list.id = `ch-${Math.random().toString(36).slice(2)}`;
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    box.setAttribute("aria-controls", this.list.id);
  }

  get isOpen() {
    return !this.list.hidden;
  }

  // After every letter: whether somebody is being looked for. What is typed then is no text of the line.
  look() {
    const mark = this.box.value.slice(0, this.box.selectionStart).match(MARK);
    if (!mark) return this.close();
    const wanted = typed(mark[1]);
    this.found = this.people.filter(({ keys }) => !wanted || keys.some((key) => folded(key).startsWith(wanted)));
    this.place = 0;
    this.list.hidden = !this.found.length;
    this.draw();
    return this.isOpen;
  }

  // Typed straight on, with a space or Enter after the name: only where it is one and no other that is meant.
  takeTyped() {
    const mark = this.box.value.match(TYPED_ON);
    const meant = mark && this.meant(folded(mark[1]));
    if (!meant) return false;
    const place = Math.max(0, this.box.selectionStart - mark[0].length);
    this.box.value = this.box.value.slice(mark[0].length);
    this.box.setSelectionRange(place, place);
    this.close();
    this.choose(meant.id);
    return true;
  }

  // Who bears the whole name comes before those whose name begins with it.
  meant(wanted) {
    const having = (fits) => this.people.filter(({ keys }) => keys.some((key) => fits(folded(key))));
    const whole = having((key) => key === wanted);
    const found = whole.length ? whole : having((key) => key.startsWith(wanted));
    return found.length === 1 ? found[0] : undefined;
  }

  close() {
    this.list.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
    return false;
  }

  draw() {
    const options = this.found.map(({ label }, place) => {
      const option = el("li", place === this.place ? "on" : "", label);
      option.id = `${this.list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", place === this.place);
      option.onmousedown = (event) => event.preventDefault();
      option.onclick = () => this.take(place);
      return option;
    });
    this.list.replaceChildren(...options);
    if (this.isOpen) this.box.setAttribute("aria-activedescendant", `${this.list.id}-${this.place}`);
    options[this.place]?.scrollIntoView({ block: "nearest" });
  }

  // A key that belongs to the open choice; false leaves it to the box.
  key({ key, shiftKey }) {
    if (!this.isOpen || shiftKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) {
      this.place = (this.place + step + this.found.length) % this.found.length;
      this.draw();
    } else if (key === "Enter" || key === "Tab") this.take(this.place);
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  take(place) {
    const { id } = this.found[place];
    this.box.setRangeText("", 0, this.box.selectionStart, "start");
    this.close();
    this.choose(id);
  }
}
