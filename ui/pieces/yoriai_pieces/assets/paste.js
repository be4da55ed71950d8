// What Word and Excel put on the clipboard, as lines of the minutes: nothing is lost, nothing unprintable is kept.
const ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;
const UNPRINTABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff\ufffe\uffff]/g;
const BETWEEN_CELLS = "　";

// The lines of a text in their order, without empty ones. Cells of a table stand side by side.
export function linesOf(text) {
  return rowsOf(text).map((cells) => cells.map(clean).filter(Boolean).join(BETWEEN_CELLS)).filter(Boolean);
}

function clean(cell) {
  return cell.replace(UNPRINTABLE, "").replaceAll("\t", " ").trim();
}

// Excel puts a cell that holds a line end or a mark of quotation in marks of quotation, and doubles those inside.
function rowsOf(text) {
  const rows = [[]];
  let rest = text;
  while (rest) {
    const quoted = rest.match(/^"((?:[^"]|"")*)"(?=\t|\r|\n|$)/);
    const isCell = quoted && /[\t\n\r]|""/.test(quoted[1]);
    const cell = isCell ? quoted[0] : rest.match(/^[^\t\n\r\v\f\u0085\u2028\u2029]*/)[0];
    rows.at(-1).push(isCell ? quoted[1].replaceAll('""', '"').split(ENDS).join(" ") : cell);
    rest = rest.slice(cell.length);
    const end = rest.match(/^(?:\t|\r\n|[\n\r\v\f\u0085\u2028\u2029])/)?.[0] ?? "";
    if (end && end !== "\t") rows.push([]);
    rest = rest.slice(end.length);
  }
  return rows;
}

// As if it had been typed, so that the browser's own undo takes it back.
export function insert(box, text) {
  box.focus();
  if (document.execCommand("insertText", false, text)) return;
  box.setRangeText(text, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
