"""What people type, checked before it is stored: nothing is cut silently, nothing dangerous is kept."""

import re
import unicodedata

from rules.refusal import Refused, require

LINE = 200
PASSAGE = 4000
_TWELVE_DIGITS = re.compile(r"(?<!\d)\d(?:[ \-‐−ー・]?\d){11}(?!\d)")


def looks_like_my_number(text: str) -> bool:
    """Twelve digits in a row, full-width or separated too (番号法: 特定個人情報 must not enter here)."""
    return _TWELVE_DIGITS.search(unicodedata.normalize("NFKC", text)) is not None


def kept(text: str | None, *, most: int = LINE) -> str | None:
    """The text as it will be stored, or None when nothing was typed. Raises Refused, never cuts."""
    if text is None or not text.strip():
        return None
    text = text.replace("\r\n", "\n").strip()
    if any(unicodedata.category(sign) in {"Cs", "Cc"} and sign not in "\n\t" for sign in text):
        raise Refused("text_has_unusable_signs")
    require(len(text) <= most, "text_too_long", most=most, length=len(text))
    require(not looks_like_my_number(text), "text_has_my_number")
    return text


def needed(text: str | None, field: str, *, most: int = LINE) -> str:
    """Like kept(), but something must have been typed; field is a key of the vocabulary."""
    found = kept(text, most=most)
    if found is None:
        raise Refused("field_is_needed", field=field)
    return found


def folded(text: str, variants: dict[str, str]) -> str:
    """The key under which a text is found: NFKC, variants of kanji, katakana as hiragana, no spaces."""
    plain = "".join(variants.get(sign, sign) for sign in unicodedata.normalize("NFKC", text)).casefold()
    hiragana = "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else sign for sign in plain)
    return re.sub(r"\s+", "", hiragana)
