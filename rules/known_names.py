"""The names that must not stand in a copy, in every part by which somebody may be called, and what stands instead."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.cases import HouseholdMember
from models.name_variants import initials
from rules.finding import search_key
from rules.general_words import decade

HONORIFIC = re.compile(r"(?:さん|さま|様|氏|くん|君|ちゃん|殿|先生)")
_KANA = re.compile(r"[ぁ-ゖー]+")
_SELF = frozenset({"本人", "ご本人"})


@dataclass(frozen=True)
class Known:
    """Somebody who helps, or was there: the name and its reading."""

    name: str
    reading: str = ""


@dataclass(frozen=True)
class Key:
    """A name as it is searched; words: what stands instead, None for what stays. Uncertain ones need an honorific."""

    key: str
    words: str | None
    is_certain: bool
    is_person: bool = True


def _folded(text: str) -> str:
    return search_key(text).replace("・", "")


def _parts(name: str) -> tuple[str, ...]:
    """Surname and given name; of one typed together, its likely halves."""
    parts = tuple(part for part in re.split(r"[\s・]+", name.strip()) if part)
    if len(parts) == 1 and len(parts[0]) in {3, 4} and not _KANA.fullmatch(_folded(parts[0])):
        return (parts[0][:2], parts[0][2:])
    return parts


def _is_certain(key: str) -> bool:
    """A single letter, or a short reading, is a word like others unless somebody is called by it."""
    return len(key) > (2 if _KANA.fullmatch(key) else 1)


def _letter(reading: str) -> str:
    return initials().get(_folded(reading)[:1], "")


def household_keys(
    household: Iterable[HouseholdMember], phrases: Mapping[str, str], today: date, *, by_relation: bool
) -> Iterator[Key]:
    """Every part of every name of the household, its address and telephone."""
    for one in household:
        aged = decade(one.born, phrases, today)
        for name in filter(None, (one.name, one.reading)):
            for key, place in _named(name):
                words = _relation(one, phrases) if by_relation else _initial(one, place, aged, phrases)
                yield Key(key, words, _is_certain(key))
        for text in filter(None, (one.address, one.telephone)):
            if len(_folded(text)) > 4:
                yield Key(_folded(text), "", is_certain=True, is_person=False)


def _named(name: str) -> Iterator[tuple[str, int | None]]:
    """The whole name, and its parts by their place."""
    whole, parts = _folded(name), _parts(name)
    yield whole, None
    yield from ((_folded(part), place) for place, part in enumerate(parts) if _folded(part) and _folded(part) != whole)


def _relation(one: HouseholdMember, phrases: Mapping[str, str]) -> str:
    return phrases["self"] if one.relation in _SELF else one.relation


def _initial(one: HouseholdMember, place: int | None, aged: str, phrases: Mapping[str, str]) -> str:
    """T.さん(50代); the whole name has two letters, a reading that is not known none."""
    letters = [_letter(part) for part in re.split(r"[\s・]+", (one.reading or "").strip()) if part]
    own = letters if place is None else letters[place : place + 1]
    if not own or not all(own):
        named = phrases["somebody"]
    else:
        named = phrases["initial"].format(letters="".join(f"{letter}." for letter in own))
    return named + (phrases["aged"].format(age=aged) if aged else "")


def staff_keys(staff: Iterable[Known], phrases: Mapping[str, str]) -> Iterator[Key]:
    """Whoever helps is 担当の方 in every copy."""
    for one in staff:
        for name in filter(None, (one.name, one.reading)):
            for key, place in _named(name):
                # あおい is a word of every day: a given name needs somebody called by it.
                is_surname = place == 0 and not _KANA.fullmatch(key)
                yield Key(key, phrases["staff"], is_certain=_is_certain(key) and (place is None or is_surname))
