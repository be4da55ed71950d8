"""What people type, checked before it is stored: nothing is cut silently, nothing dangerous is kept."""

import re
import unicodedata

from rules.refusal import Refused, require

LINE = 200
PASSAGE = 4000
_GAP = r"[ \-‐−ー・]"
_CHAIN = re.compile(rf"\d+(?:{_GAP}\d+)*")


def looks_like_my_number(text: str) -> bool:
    """Twelve digits, full-width or in groups too (番号法: 特定個人情報 must not enter here)."""
    chains = _CHAIN.findall(unicodedata.normalize("NFKC", text))
    return any(12 in _lengths(re.split(f"({_GAP})", chain)) for chain in chains)


def _lengths(parts: list[str]) -> set[int]:
    """How many digits stand in each run, in each group with one kind of gap, and in the whole chain.

    A telephone behind a date or a card of sixteen is another number; twelve digits behind a lone 3 are not.
    """
    runs, gaps = [len(run) for run in parts[::2]], parts[1::2]
    lengths, group = {*runs, sum(runs)}, runs[0]
    for place, gap in enumerate(gaps, start=1):
        same = place > 1 and gap == gaps[place - 2]
        group = group + runs[place] if same else runs[place - 1] + runs[place]
        is_whole = place == len(gaps) or gaps[place] != gap
        lengths |= {group} if is_whole else set()
    return lengths


def kept(text: str | None, *, most: int = LINE) -> str | None:
    """The text as it will be stored, or None when nothing was typed. Raises Refused, never cuts."""
    if text is None or not text.strip():
        return None
    text = text.replace("\r\n", "\n").strip()
    if any(_is_unusable(sign) for sign in text):
        raise Refused("text_has_unusable_signs")
    require(len(text) <= most, "text_too_long", most=most, length=len(text))
    require(not looks_like_my_number(text), "text_has_my_number")
    return text


def _is_unusable(sign: str) -> bool:
    """Control signs, halves of a pair, and code points that are no characters at all."""
    is_none_at_all = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF
    return is_none_at_all or (unicodedata.category(sign) in {"Cs", "Cc"} and sign not in "\n\t")


def needed(text: str | None, field: str, *, most: int = LINE) -> str:
    """Like kept(), but something must have been typed; field is a key of the vocabulary."""
    found = kept(text, most=most)
    if found is None:
        raise Refused("field_is_needed", field=field)
    return found
