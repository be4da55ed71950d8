// What stands around the box: the kinds, who speaks, what an abbreviation stands for, and what is being done just now.
import { shortAt } from "./keys.js";
import { button, el } from "./kit.js";

export class Edge {
  constructor(desk) {
    this.desk = desk;
    const { words } = desk;
    this.bar = el("div", "cor");
    this.kinds = el("div", "k");
    this.speaker = el("select");
    this.hint = el("span", "tab");
    const who = el("div", "who", el("label", "", el("span", "", words.speaker), this.speaker), this.hint);
    this.root = el("div", "ed", this.bar, this.kinds, who, desk.chooser.list, desk.box);
    this.kinds.setAttribute("role", "group");
    this.kinds.setAttribute("aria-label", words.kind);
    this.speaker.onchange = () => desk.setSpeaker(this.speaker.value);
  }

  offer({ words, kinds, people }) {
    const buttons = kinds.map(({ key, label, mark }) => {
      const made = button(label, () => this.desk.setKind(key), `kd ${key}`);
      if (mark) made.append(el("kbd", "", mark));
      made.onmousedown = (event) => event.preventDefault();
      made.dataset.kind = key;
      return made;
    });
    this.kinds.replaceChildren(...buttons);
    const nobody = { id: "", label: words.speaker_none };
    this.speaker.replaceChildren(...[nobody, ...people].map(({ id, label }) => new Option(label, id)));
  }

  // While lines of the list are marked, the kinds and the speaker are theirs.
  draw(picked, { current, isCorrecting }) {
    for (const one of this.kinds.children) one.setAttribute("aria-pressed", !picked && one.dataset.kind === current.kind);
    if (picked) this.speaker.selectedIndex = -1; // so that 選ばない is a choice too
    else this.speaker.value = current.speaker;
    this.root.classList.toggle("on", picked > 0 || isCorrecting || Boolean(this.desk.onward.waiting));
    this.drawBar(picked, isCorrecting);
    this.drawHint();
  }

  drawBar(picked, isCorrecting) {
    const { desk } = this;
    const { words } = desk;
    const moved = desk.onward.waiting ? words.moved_on : "";
    const told = moved || (picked ? words.picked.replace("{n}", picked) : isCorrecting ? words.correcting : "");
    if (told === (this.bar.firstChild?.textContent ?? "")) return;
    const correcting = () => [button(words.back, () => desk.toNew()), button(words.remove, () => desk.removeCurrent())];
    const parts = moved ? [] : picked ? [button(words.unpick, () => desk.lines.unpick())] : correcting();
    this.bar.replaceChildren(...(told ? [el("b", "", told), ...parts] : []));
  }

  drawHint() {
    const short = shortAt(this.desk);
    this.hint.textContent = short ? this.desk.words.short.replace("{whole}", short[1]) : "";
  }
}
