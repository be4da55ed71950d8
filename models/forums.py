"""会議体: the standing bodies, read from data/forums.toml. No code branches on a body's key or name."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from settings import DATA


@dataclass(frozen=True)
class StandingItem:
    """One item of a standing agenda; kind is share, discuss or decide, minutes are planned ones.

    each_case: the item is gone through for every case anew, and belongs to its record. when_urgent: in an urgent
    conference too.
    """

    title: str
    kind: str
    minutes: int
    each_case: bool = False
    when_urgent: bool = False


@dataclass(frozen=True)
class Forum:
    """One body. The fields are explained at the head of data/forums.toml; initial names our defaults."""

    key: str
    name: str
    plain: str
    short: str
    reading: str
    colour: str
    sign: str
    solid: bool
    scope: str
    sharing_basis: str
    law: str
    confidentiality: str
    convened_by: str
    may_convene: tuple[str, ...]
    who_may_attend: tuple[str, ...]
    decides: bool
    reads: str
    reads_text: str
    written_text: str
    standing_agenda: tuple[StandingItem, ...]
    standing_pattern: str
    frequency: str
    numbering: str
    retention_years: int
    retention_from: str
    public_minutes: bool
    convened_here: bool
    has_minutes: bool
    purpose: str
    feeds: tuple[str, ...]
    initial: frozenset[str]


def _forum(table: dict[str, Any]) -> Forum:
    known = {field.name: table[field.name] for field in fields(Forum)}
    lists = {name: tuple(table[name]) for name in ("may_convene", "who_may_attend", "feeds")}
    agenda = tuple(StandingItem(**item) for item in table["standing_agenda"])
    return Forum(**{**known, **lists, "standing_agenda": agenda, "initial": frozenset(table["initial"])})


@cache
def forums() -> dict[str, Forum]:
    """Every body by its key, in the order of the file."""
    tables = tomllib.loads((DATA / "forums.toml").read_text(encoding="utf-8"))["forum"]
    return {table["key"]: _forum(table) for table in tables}
