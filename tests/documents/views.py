"""A conference as papers get it, made by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import settings
from models.conferences import ConferenceState, ItemKind, Part
from models.forums import forums
from queries.calendar import ConferenceRow
from queries.conference import CalledView, ConferenceFile, ItemView
from rules.disclosure import Basis, BasisKind

CONFERENCE = UUID(int=1)


def at(hour: int, minute: int = 0, day: int = 18) -> datetime:
    """A moment of June 2026 in Tokyo, in UTC as the database gives it."""
    return datetime(2026, 6, day, hour, minute, tzinfo=settings.TOKYO).astimezone(UTC)


def called(
    agency: str = "", name: str = "", reading: str = "", title: str = "", part: Part = Part.ATTENDEE
) -> CalledView:
    """Somebody called."""
    return CalledView(uuid4(), agency, name, reading, title, part)


def item(title: str, **other: Any) -> ItemView:
    """One item of ten minutes about no case."""
    plain = ItemView(
        uuid4(), 0, ItemKind.DISCUSS, title, "だれが声をかけるか", 10, None, "", without_names=False, away=()
    )
    return replace(plain, **other)


def row(**other: Any) -> ConferenceRow:
    """令和8年度第3回 重層的支援会議, on the 18th of June."""
    plain = ConferenceRow(
        CONFERENCE, forums()["multilayer_support_conference"], 3, 2026, "", at(13, 30), at(14, 40),
        "北庁舎3階 第5会議室", ConferenceState.CONVENED, "小林 あかり", 1, 1,
    )  # fmt: skip
    return replace(plain, **other)


def conference(
    *agenda: ItemView, people: tuple[CalledView, ...] = (), due: date | None = None, version: int = 3, **other: Any
) -> ConferenceFile:
    """A conference with this agenda and these people; other: fields of its row."""
    return ConferenceFile(
        basis=Basis(BasisKind.OFFICE), row=row(**other), version=version, facilitator_id=uuid4(), recorder_id=None,
        recorder="藤井 こはる", materials_due_on=due, convened_on=date(2026, 6, 1), cancel_reason=None, called=people,
        agenda=agenda or (item("朝の過ごし方"),), clashes=(), uncovered=(), offers=(), may=frozenset(),
    )  # fmt: skip
