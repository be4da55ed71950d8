"""What every view of confidential text has: a basis, without which it cannot be built, and the looks it leaves."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import settings
from rules.disclosure import Basis
from rules.finding import search_key


@dataclass(frozen=True)
class Seen:
    """One look that read() writes down before it returns."""

    action: str
    subject_kind: str
    subject_id: UUID
    case_id: UUID | None
    basis: str


@dataclass(frozen=True, kw_only=True)
class Confidential:
    """A view that carries P3 or P4 text."""

    basis: Basis
    looks: tuple[Seen, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.basis, Basis):
            raise TypeError("confidential text needs a basis")


@dataclass(frozen=True)
class Choice:
    """One entry of a list to choose from."""

    id: UUID
    label: str


@dataclass(frozen=True)
class Moment:
    """When a view was made, and the Tokyo day of it."""

    now: datetime

    @property
    def today(self) -> date:
        return settings.tokyo_day(self.now)


def kana_order(reading: str | None) -> tuple[bool, str, str]:
    """Sort key of 五十音順: voiced marks and small kana count second; a missing reading comes last."""
    if not reading:
        return (True, "", "")
    key = search_key(reading)
    plain = "".join(c for c in unicodedata.normalize("NFD", key) if not unicodedata.combining(c))
    small = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
    return (False, plain.translate(small), key)
