"""Words are found whatever their shape: 髙 by 高, ﾀｶﾊｼ and タカハシ by たかはし; and where in a text they stand."""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from models.name_variants import name_variants

_BEFORE, _AFTER = 40, 90


@cache
def _table() -> dict[int, str | None]:
    """Katakana as hiragana, variants of kanji as the plain one, signs that choose a shape as nothing."""
    hiragana = {sign: chr(sign - 0x60) for sign in range(ord("ァ"), ord("ヶ") + 1)}
    shapes = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
    return {**hiragana, **shapes, **{ord(sign): text.translate(hiragana) for sign, text in name_variants().items()}}


def search_key(text: str) -> str:
    """The form under which a text is found: NFKC, variants as one, katakana as hiragana, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_table()).casefold().split())


def keys_of(words: str) -> tuple[str, ...]:
    """Each of several words as it is looked for; a repeated one once."""
    return tuple(dict.fromkeys(key for key in map(search_key, words.split()) if key))


def has_all(text: str, keys: Iterable[str]) -> bool:
    """Whether every word stands in the text."""
    plain = search_key(text)
    return all(key in plain for key in keys)


def marked(text: str, keys: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """The part of a text around the first word, in pieces; True where a word stands. Its signs stay as written."""
    signs = list(_signs(text))
    owners = [place for place, sign in enumerate(signs) for _ in search_key(sign)]
    plain = "".join(search_key(sign) for sign in signs)
    found = sorted(
        {owners[at] for key in keys for start in _places(plain, key) for at in range(start, start + len(key))}
    )
    first = found[0] if found else 0
    begin, end = max(0, first - _BEFORE), min(len(signs), first + _AFTER)
    pieces: list[tuple[str, bool]] = [("…", False)] if begin else []
    for place in range(begin, end):
        is_hit = place in found
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + signs[place], is_hit)
        else:
            pieces.append((signs[place], is_hit))
    return (*pieces, *((("…", False),) if end < len(signs) else ()))


def _places(plain: str, key: str) -> Iterator[int]:
    at = plain.find(key)
    while at >= 0:
        yield at
        at = plain.find(key, at + 1)


def _signs(text: str) -> Iterator[str]:
    """A sign with what belongs to it: a voiced mark, a variation selector."""
    sign = ""
    for one in text:
        belongs = unicodedata.combining(one) or one in "ﾞﾟ" or (not search_key(one).strip() and not one.isspace())
        if sign and not belongs:
            yield sign
            sign = ""
        sign += one
    if sign:
        yield sign
