// The city's abbreviations: opened by Tab, and only by Tab, just where one of them stands before the cursor.
import { insert } from "./paste.js";

const KINDS = [/[A-Za-z0-9]/, /[ァ-ヺー]/, /[ぁ-ゖ]/, /[一-鿿々]/];

// [what was typed, what it stands for], or nothing. A word that goes on to the left is another word.
export function shortBefore(text, table) {
  const plain = text.normalize("NFKC");
  if (plain.length !== text.length) return undefined;
  const fits = Object.keys(table).filter((short) => plain.toUpperCase().endsWith(short.toUpperCase()) && !goesOn(plain, short));
  const longest = fits.sort((one, other) => other.length - one.length)[0];
  return longest && [longest, table[longest]];
}

function goesOn(text, short) {
  const before = text.at(-short.length - 1) ?? "";
  return KINDS.some((kind) => kind.test(before) && kind.test(short[0]));
}

export function openShort(box, [short, whole]) {
  box.setSelectionRange(box.selectionStart - short.length, box.selectionStart);
  insert(box, whole);
}
