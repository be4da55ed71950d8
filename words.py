"""Japanese by key, from data/vocabulary.toml: the only place where the screen's words come from."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from settings import DATA


@dataclass(frozen=True)
class Word:
    """One entry of the vocabulary."""

    label: str
    reading: str = ""
    meaning: str = ""
    basis: str = ""
    short: str = ""


@cache
def vocabulary() -> dict[str, Word]:
    """Every entry by its dotted key, such as case_state.received."""
    table = tomllib.loads((DATA / "vocabulary.toml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": Word(**entry) for group, names in table.items() for name, entry in names.items()}


def word(key: str, /, **values: object) -> str:
    """The label of a key, with {values} filled in. Raises KeyError where the vocabulary lacks it."""
    label = vocabulary()[key].label
    return label.format(**values) if values else label


def short(key: str) -> str:
    """The short form of a key, where there is one; else its label."""
    entry = vocabulary()[key]
    return entry.short or entry.label


def group_of(kind: type[Enum]) -> str:
    """The vocabulary group of an enum: CaseState → case_state."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()


def key_of(member: Enum) -> str:
    """The vocabulary key of an enum member."""
    return f"{group_of(type(member))}.{member.value}"


def label_of(member: Enum) -> str:
    """The Japanese label of an enum member."""
    return word(key_of(member))


def sentence(reason_key: str, facts: Mapping[str, object]) -> str:
    """The Japanese sentence of a refusal or of an unmet condition; fields among the facts are named in Japanese."""
    named = {name: word(str(value)) if name == "field" else value for name, value in facts.items()}
    unmet = f"condition.{named.get('condition', reason_key)}"
    return word(unmet) if unmet in vocabulary() else word(f"refusal.{reason_key}", **named)
