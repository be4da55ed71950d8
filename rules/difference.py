"""What changed between two editions: paragraphs first, then letters, each with what chooses its shape."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Below this likeness one paragraph is not the other one corrected: it went, and another came.
_ALIKE = 0.35


@dataclass(frozen=True)
class Piece:
    """Letters that stood before, that stand now, or both."""

    text: str
    was: bool
    stands: bool


@dataclass(frozen=True)
class Passage:
    """One paragraph of an edition; where names its place in words."""

    where: str
    text: str


@dataclass(frozen=True)
class Change:
    """One place that reads otherwise."""

    where: str
    pieces: tuple[Piece, ...]


def letters(text: str) -> list[str]:
    """The letters as one sees them: marks and variation selectors belong to the letter before."""
    found: list[str] = []
    for sign in text:
        if found and _belongs_before(sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _belongs_before(sign: str) -> bool:
    is_selector = "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"
    return is_selector or unicodedata.combining(sign) != 0 or sign == "\u200d"


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one, letter by letter."""
    old, new = letters(before), letters(after)
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("".join(old[a:b]), was=True, stands=True))
            continue
        found += [Piece("".join(old[a:b]), was=True, stands=False)] if b > a else []
        found += [Piece("".join(new[c:d]), was=False, stands=True)] if d > c else []
    return tuple(found)


def changes(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Change, ...]:
    """The places that read otherwise, in their order."""
    old, new = [one.text for one in before], [one.text for one in after]
    found: list[Change] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += _changed(before[a:b], after[c:d])
    return tuple(found)


def _changed(gone: Sequence[Passage], come: Sequence[Passage]) -> Iterator[Change]:
    """Each new paragraph beside the old one it is most like, in their order; the others went or came whole."""
    rest = list(gone)
    for one in come:
        place = _most_alike(one, rest)
        if place is None:
            yield Change(one.where, pieces("", one.text))
            continue
        yield from (Change(other.where, pieces(other.text, "")) for other in rest[:place])
        yield Change(one.where, pieces(rest[place].text, one.text))
        rest = rest[place + 1 :]
    yield from (Change(other.where, pieces(other.text, "")) for other in rest)


def _most_alike(one: Passage, rest: Sequence[Passage]) -> int | None:
    likeness = [(_likeness(other, one), -place) for place, other in enumerate(rest)]
    best = max(likeness, default=(0.0, 0))
    return -best[1] if best[0] >= _ALIKE else None


def _likeness(one: Passage, other: Passage) -> float:
    return SequenceMatcher(None, letters(one.text), letters(other.text), autojunk=False).ratio()
