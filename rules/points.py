"""要点: how lines become one paragraph, and how many sheets of A4 the paragraphs fill."""

import math
import unicodedata
from collections.abc import Iterable

from models.minutes import LineKind

KIND_ORDER = (
    LineKind.FACT, LineKind.ASSESSMENT, LineKind.WISH, LineKind.OPINION, LineKind.DECISION, LineKind.HELD_OVER,
    LineKind.UNSORTED,
)  # fmt: skip
# A line of the paper holds 44 full letters, a sheet 44 lines; the head with the people takes about 16 of the first.
LETTERS_IN_LINE = 44
LINES_ON_SHEET = 44
LINES_OF_HEAD = 16


def joined(lines: Iterable[tuple[LineKind, str]]) -> str:
    """One text of several lines: facts first, decisions last, each trimmed, none of them changed."""
    ordered = sorted(lines, key=lambda one: KIND_ORDER.index(one[0]))
    return "\n".join(text.strip() for _, text in ordered if text.strip())


def width(text: str) -> float:
    """How many full letters wide a text is; letters that choose a shape have no width of their own."""
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> float:
    if unicodedata.combining(sign) or "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef":
        return 0
    return 1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5


def sheets(texts: Iterable[str]) -> float:
    """How many sheets of A4 they fill with the head of the record, to a tenth."""
    lines = sum(max(1, math.ceil(width(line) / LETTERS_IN_LINE)) for text in texts for line in text.split("\n"))
    return max(0.1, math.ceil((LINES_OF_HEAD + lines) * 10 / LINES_ON_SHEET) / 10)
