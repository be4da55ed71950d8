"""伏せた写し: names, towns, days, numbers and ages of a text made general; what may still name somebody is told."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.cases import Case, HouseholdMember
from models.places import town_words
from rules.finding import search_key
from rules.general_words import general_days, general_numbers, tidy
from rules.identifiers import hits_in
from rules.known_names import HONORIFIC, Key, Known, household_keys, staff_keys


class MaskLevel(StrEnum):
    """How far a copy is made general: for the circle of helpers, or for training and other cities."""

    PSEUDONYM = "1"
    TEACHING = "2"


@dataclass(frozen=True)
class Masking:
    """What is known of one case when its text is made general. phrases: the words put in, from the vocabulary."""

    level: MaskLevel
    case: Case | None
    household: tuple[HouseholdMember, ...]
    staff: tuple[Known, ...]
    agencies: Mapping[str, str]
    phrases: Mapping[str, str]
    today: date
    general: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    words: str


_BLOCK = r"(?:(?:町|地区|連区|校区|学区)?(?:[\d一二三四五六七八九十]+(?:丁目|番地|番|号|[-‐−ー－]|の(?=\d))?)*)"
_SHORT = 2  # letters; what is no longer is a word like others
_LONE_TOWN = re.compile(r"町|地区|連区|校区|学区|[\d一二三四五六七八九十]+(?:丁目|番)")


def masked(text: str, masking: Masking) -> str:
    """The text with everything known made general. Words marked as 一般の言葉 stay."""
    for cut in (_known_spans, _town_spans):
        text = _replaced(text, list(cut(text, masking)))
    is_teaching = masking.level is MaskLevel.TEACHING
    text = general_days(text, masking.phrases, masking.today, with_year=not is_teaching)
    return tidy(general_numbers(text, masking.phrases))


def residual(text: str, masking: Masking) -> tuple[str, ...]:
    """Words of a masked text that may still be a place or a name, but for those marked as 一般の言葉."""
    cases = [(masking.case, masking.household)] if masking.case is not None else []
    found = hits_in(text, cases)
    accepted = {_key(one) for one in masking.general}
    plain = _key(text)
    staff = [one.name for one in masking.staff if len(_key(one.name)) > 1 and _key(one.name) in plain]
    words = dict.fromkeys((*found.certain, *found.possible, *staff))
    return tuple(one for one in words if _key(one) not in accepted)


def _key(text: str) -> str:
    return search_key(text)


def folded_with_places(text: str) -> tuple[str, list[int]]:
    """The key under which a text is searched, and from which sign of the text each of its signs comes."""
    key, places, at = [], [], 0
    while at < len(text):
        end = at + 1
        # ﾀ and its mark ﾞ are two signs of half width; a variation selector belongs to the sign before it.
        while end < len(text) and (text[end] in "ﾞﾟ゙゚" or unicodedata.category(text[end]) in {"Mn", "Cf"}):
            end += 1
        for sign in _key(_visible(text[at:end])):
            key.append(sign)
            places.append(at)
        at = end
    places.append(len(text))
    return "".join(key), places


def _visible(cluster: str) -> str:
    return "".join(sign for sign in cluster if unicodedata.category(sign) != "Cf" and sign not in "・･")


def _known_spans(text: str, masking: Masking) -> Iterator[_Span]:
    """Names of the household and of those who help, whole addresses, and the agencies."""
    key, places = folded_with_places(text)
    taken = [False] * len(key)
    for one in sorted(_keys(masking), key=lambda known: -len(known.key)):
        for found in re.finditer(re.escape(one.key), key):
            start, end = found.span()
            honorific = HONORIFIC.match(key, end) if one.is_person else None
            if any(taken[start:end]) or not (one.is_certain or honorific):
                continue
            end = honorific.end() if honorific else end
            taken[start:end] = [True] * (end - start)
            # What stays as it is (an agency, a word marked as general) is only kept from being cut.
            words = text[places[start] : _after(places, end, len(text))] if one.words is None else one.words
            yield _Span(places[start], _after(places, end, len(text)), words)


def _after(places: list[int], end: int, length: int) -> int:
    return places[end] if end < len(places) else length


def _keys(masking: Masking) -> Iterator[Key]:
    general = {_key(word) for word in masking.general}
    people = {one.key: one for one in _of_household(masking)}
    helpers = {one.key: one for one in staff_keys(masking.staff, masking.phrases)}
    yield from (one for one in {**helpers, **people}.values() if one.key not in general)
    if masking.case is not None:
        for text in (masking.case.number, masking.case.alias):
            yield Key(_key(text), masking.phrases["case"], is_certain=len(_key(text)) > _SHORT, is_person=False)
    for name, kind in masking.agencies.items():
        for part in {name, name.split(" ")[0]}:
            words = kind if masking.level is MaskLevel.TEACHING else None
            yield Key(_key(part), words, is_certain=len(_key(part)) > _SHORT, is_person=False)


def _of_household(masking: Masking) -> Iterator[Key]:
    found: dict[str, list[Key]] = defaultdict(list)
    is_teaching = masking.level is MaskLevel.TEACHING
    for one in household_keys(masking.household, masking.phrases, masking.today, by_relation=is_teaching):
        found[one.key].append(one)
    for several in found.values():
        yield several[0] if len({one.words for one in several}) == 1 else _shared(several, masking)


def _shared(several: list[Key], masking: Masking) -> Key:
    """A surname of several: nobody is picked out, and so no age and no word for one of them stands there."""
    first = several[0]
    is_teaching = masking.level is MaskLevel.TEACHING
    words = masking.phrases["family"] if is_teaching else re.sub(r"[(（][^()（）]*[)）]$", "", first.words or "")
    return Key(first.key, words, is_certain=first.is_certain, is_person=True)


def _town_spans(text: str, masking: Masking) -> Iterator[_Span]:
    """Towns with their blocks; a town of one letter only where a block follows, else it is asked about."""
    general = {_key(word) for word in masking.general}
    for town in sorted(town_words(), key=len, reverse=True):
        if _key(town) in general:
            continue
        for found in re.finditer(re.escape(town) + _BLOCK, text):
            if len(town) > 1 or _LONE_TOWN.match(text, found.start() + len(town)):
                yield _Span(*found.span(), _place_words(text, found.start(), found.end(), masking.phrases))


def _place_words(text: str, start: int, end: int, phrases: Mapping[str, str]) -> str:
    """Alone in brackets it goes; within a sentence 市内 stands in its place, so that the sentence stays one."""
    is_alone = start > 0 and text[start - 1] in "(（" and text[end : end + 1] in {")", "）"}
    return "" if is_alone else phrases["place"]


def _replaced(text: str, spans: list[_Span]) -> str:
    parts, at = [], 0
    for one in sorted(spans, key=lambda span: (span.start, -span.end)):
        if one.start >= at:
            parts += [text[at : one.start], one.words]
            at = one.end
    return "".join([*parts, text[at:]])
