// The keys of the box. F6 to F10, Alt and Ctrl belong to kana and to the browser; while kana are composed, every key does.
import { insert, linesOf } from "./paste.js";
import { openShort, shortBefore } from "./short.js";

export function hearKeys(desk) {
  const { box } = desk;
  box.oninput = (event) => desk.typed(event.isComposing);
  box.addEventListener("compositionend", () => desk.typed(false));
  box.onblur = () => {
    desk.left();
    desk.onward.go();
  };
  box.onkeydown = (event) => pressed(desk, event);
  box.onkeyup = box.onclick = () => desk.edge.drawHint();
  box.onpaste = (event) => pasted(desk, event);
}

function pressed(desk, event) {
  // 229: some browsers end a composition before they tell of the Enter that ended it.
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
  const { key, shiftKey } = event;
  const short = key === "Tab" && !shiftKey && shortAt(desk);
  if (desk.chooser.key(event)) {
    event.preventDefault();
    desk.looked();
  } else if (key === "Enter" && !shiftKey) {
    event.preventDefault();
    desk.next();
  } else if (short) {
    event.preventDefault();
    openShort(desk.box, short);
  } else if (key === "Escape" && desk.lines.picked.size) desk.lines.unpick();
  else if (key === "Escape" && desk.sheet.isCorrecting) desk.toNew();
  else if (key === "Backspace" && !desk.box.value) desk.touch({ kind: "unsorted" });
}

// 「1 」 to 「6 」 at the head of a line, full-width too, at the moment it is typed: the kind, and not a letter of the text.
export function kindMarked(text, kinds) {
  const mark = text.match(/^([1-6１-６])[ 　]$/)?.[1].normalize("NFKC");
  return kinds.find((one) => one.mark === mark)?.key;
}

// A pasted line is read as it would have been had it been typed: 「2 …」 is its kind, and the rest its text. In a table,
// and in a list that counts on beyond the kinds, a number is a number.
export function marked(lines, text, kinds) {
  const isList = text.includes("\t") || lines.some((line) => /^(?:[07-9０７-９]|[0-9０-９]{2,})[ 　]/.test(line));
  return lines.map((line) => {
    const kind = isList || line.length < 3 ? undefined : kindMarked(line.slice(0, 2), kinds);
    return kind ? { text: line.slice(2).trimStart(), kind } : { text: line };
  });
}

// The abbreviation before the cursor.
export function shortAt({ box, shorts }) {
  const { selectionStart, selectionEnd, value } = box;
  return selectionStart === selectionEnd ? shortBefore(value.slice(0, selectionStart), shorts) : undefined;
}

// One line is pasted as always; several become lines of their own, but in a line that is being corrected.
function pasted(desk, event) {
  const text = event.clipboardData.getData("text/plain");
  const lines = linesOf(text);
  const [only] = lines.length === 1 && !desk.box.value ? marked(lines, text, desk.names) : [];
  if (!only?.kind && lines.length < 2 && (lines[0] ?? "") === text) return;
  event.preventDefault();
  if (only?.kind) {
    desk.sheet.current.kind = only.kind;
    insert(desk.box, only.text);
  } else if (lines.length < 2 || desk.sheet.isCorrecting) insert(desk.box, lines.join("\n"));
  else desk.addAll(lines, text);
}
