"""公開文 is looked through before it leaves case work: what names somebody stops it, what may do so is asked about."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.cases import Case, HouseholdMember
from models.places import town_words
from rules.finding import search_key

# A telephone, a mail address, the number of a case: these are of one household, whatever stands around them.
_CERTAIN = (
    re.compile(r"0\d{1,4}[-‐−ー]\d{1,4}[-‐−ー]\d{3,4}"),
    re.compile(r"(?<!\d)0(?:[-‐−ー() ]?\d){9,10}(?!\d)"),
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),
    re.compile(r"(?<![A-Za-z0-9])[RHS]\d{1,2}[-‐−ー]\d{3}(?!\d)"),
)
# A block, a house, an age, a birth year, somebody called by name.
_POSSIBLE = (
    re.compile(r"[0-9一二三四五六七八九十]+(?:丁目|番地)"),
    re.compile(r"\d{1,3}(?:歳|才)"),
    re.compile(r"(?:昭和|平成|令和)\d{1,2}年生"),
    re.compile(r"[一-鿿々]{1,4}(?:さん|(?<![多同仕模異一])様|氏)(?![一-鿿々])"),
)
_NOBODY = frozenset(
    {
        "皆", "本人", "母", "父", "母親", "父親", "祖母", "祖父", "長男", "長女", "子", "奥", "家族", "利用者",
        "兄", "姉", "弟", "妹", "夫", "妻", "息子", "娘", "孫", "隣", "近所", "大家", "患者",
    }
)  # fmt: skip
_SURNAME = 3  # letters; what is longer and stands alone is a whole name
_TOWN = re.compile(r".[市郡]([^市郡\d()\s]{2,8})(?=[\d(]|$)|^([^市郡\d()\s]{1,6}町)")


@dataclass(frozen=True)
class Hits:
    """Words of a text: certain ones name somebody, possible ones may."""

    certain: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()


def hits_in(text: str | None, cases: Iterable[tuple[Case, Iterable[HouseholdMember]]] = ()) -> Hits:
    """What in a text points to a household: to those of these cases, or to anybody.

    cases: each case with its household. Returns the words as the text or the record writes them, without repeats.
    """
    if not text:
        return Hits()
    plain = unicodedata.normalize("NFKC", text)
    certain = [found for sign in _CERTAIN for found in sign.findall(plain)]
    possible = [found for sign in _POSSIBLE for found in sign.findall(plain) if not _is_nobody(found)]
    key = search_key(text)
    for case, people in cases:
        told = [*_of_case(case), *(pair for person in people for pair in _of_person(person))]
        certain += [word for word, is_certain in told if is_certain and search_key(word) in key]
        possible += [word for word, is_certain in told if not is_certain and search_key(word) in key]
    possible += [word for word in town_words() if search_key(word) in key]
    sure = tuple(dict.fromkeys(certain))
    return Hits(sure, tuple(word for word in dict.fromkeys(possible) if not any(word in one for one in sure)))


def _is_nobody(found: str) -> bool:
    """お母さん and ご本人様 are anybody's."""
    return found.endswith(("さん", "様", "氏")) and re.sub(r"(?:さん|様|氏)$", "", found) in _NOBODY


def _of_case(case: Case) -> Iterator[tuple[str, bool]]:
    yield case.number, True
    yield case.alias, False


def _of_person(person: HouseholdMember) -> Iterator[tuple[str, bool]]:
    """The whole name, the telephone and the address are certain; a surname or a town is a word like others."""
    for text in (person.name, person.reading):
        parts = re.split(r"[\s・]+", (text or "").strip())
        # Somebody may have typed the whole name in one.
        if text and (len(parts) > 1 or (text == person.name and len(text) > _SURNAME)):
            yield from ((whole, True) for whole in dict.fromkeys(("".join(text.split()), "".join(parts))))
        yield from ((part, False) for part in parts if len(part) > 1 or (part and text == person.name))
    for text in (person.telephone, person.address):
        if text and len(text) > 4:
            yield text, True
    for towns in _TOWN.findall(unicodedata.normalize("NFKC", person.address or "")):
        yield from ((town, False) for town in towns if town)
