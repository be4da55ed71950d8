// The status line, which is part of the promise: what is saved, what is not, and what to do; and the way back.
import { button, el } from "./kit.js";
import { standing } from "./outbox.js";

export class Foot {
  constructor(desk) {
    this.desk = desk;
    this.root = el("div", "ft");
    this.root.setAttribute("role", "status");
    this.undo = button(desk.words.undo, () => desk.undo());
    this.undo.hidden = true;
  }

  draw() {
    const { words, sheet, root } = this.desk;
    const state = standing();
    const bad = this.bad(state);
    const saved = this.saved(state);
    this.undo.hidden = !sheet.done.length;
    const seen = `${bad}|${saved}|${state.isOut}|${state.isOther}`;
    if (seen === this.told) return;
    this.told = seen;
    root.classList.toggle("is-bad", Boolean(bad));
    // Only a change that asks for something is read out, not each second's saving.
    this.root.setAttribute("aria-live", bad ? "polite" : "off");
    const link = el("a", "", words.sign_in_here);
    Object.assign(link, { href: "/signin", target: "_blank" });
    const fine = [saved && el("b", state.isWaiting ? "" : "ok", saved), el("span", "", words.keys)];
    this.root.replaceChildren(...(bad ? [el("b", "bad", bad), (state.isOut || state.isOther) && link] : fine).filter(Boolean));
  }

  bad({ isOut, isOther, isAway, isKept }) {
    const { words, sheet, notice } = this.desk;
    if (isOut) return isKept ? words.sign_in_kept : words.sign_in;
    if (isOther) return isKept ? words.another_kept : words.another;
    const refused = sheet.current.refused || notice || sheet.refused;
    if (refused) return refused;
    if (isAway) return isKept ? words.unsaved_kept : words.unsaved;
    return sheet.rows().some(({ branches }) => branches.length) ? words.compare : "";
  }

  saved({ isWaiting, savedAt }) {
    const { words } = this.desk;
    const told = savedAt ? (isWaiting ? words.saved_until : words.saved) : isWaiting ? words.saving : "";
    return told.replace("{time}", savedAt);
  }
}
