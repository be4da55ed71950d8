"""A conference, a record and the roles of a case as papers get them, made by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import settings
from models.conferences import ConferenceState, ItemKind, Part
from models.forums import forums
from models.minutes import LineKind, RecordState
from queries.calendar import ConferenceRow
from queries.conference import CalledView, ConferenceFile, ItemView
from queries.record import RecordFile
from queries.role_paper import RolePaper, RolePaperRow
from rules.disclosure import Basis, BasisKind
from rules.record import RecordItem, RecordLine, RecordPerson, RecordRole, RecordText

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
        "北庁舎3階 第5会議室", ConferenceState.CONVENED, "小林 あかり", 1, 1, runs=True,
    )  # fmt: skip
    return replace(plain, **other)


def conference(
    *agenda: ItemView, people: tuple[CalledView, ...] = (), due: date | None = None, version: int = 3, **other: Any
) -> ConferenceFile:
    """A conference with this agenda and these people; other: fields of its row."""
    return ConferenceFile(
        basis=Basis(BasisKind.OFFICE), row=row(**other), version=version, facilitator_id=uuid4(), recorder_id=None,
        recorder="藤井 こはる", materials_due_on=due, convened_on=date(2026, 6, 1), cancel_reason=None, called=people,
        agenda=_in_order(*(agenda or (item("朝の過ごし方"),))), clashes=(), uncovered=(), offers=(), may=frozenset(),
    )  # fmt: skip


def _in_order(*agenda: ItemView) -> tuple[ItemView, ...]:
    return tuple(replace(one, number=number) for number, one in enumerate(agenda, start=1))


def person(agency: str, name: str = "", reading: str = "", presence: str = "present", **other: str) -> RecordPerson:
    """Somebody who was called, and who came."""
    plain = RecordPerson(agency, "", name, reading, Part.ATTENDEE.value, presence, "")
    return replace(plain, **other)


def line(text: str, kind: LineKind = LineKind.FACT, speaker: str = "", agency: str = "") -> RecordLine:
    """One line of the minutes."""
    return RecordLine(kind.value, speaker, agency, text, at(13, 40).isoformat())


def recorded(number: int, title: str, *lines: RecordLine, **other: Any) -> RecordItem:
    """One item of the record."""
    plain = RecordItem(
        str(uuid4()), number, ItemKind.DISCUSS.value, title, "", 10, result="", result_words="", continued_on="",
        lines=lines,
    )  # fmt: skip
    return replace(plain, **other)


def role(task: str, agency: str = "星見野総合病院 地域連携室", **other: str) -> RecordRole:
    """One accepted role of an agency."""
    plain = RecordRole(
        str(uuid4()), str(uuid4()), agency, "agency", "", "", task, service="", programme="", due_on="", frequency="",
        done_when="", state="accepted", answer="",
    )  # fmt: skip
    return replace(plain, **other)


def record(*items: RecordItem, text: dict[str, Any] | None = None, **other: Any) -> RecordFile:
    """The record of R8-017 as it was fixed on the 2nd of July 2026; text: fields of what stands in it."""
    written = RecordText(
        "multilayer_support_conference", 2026, 3, at(13, 30).isoformat(), at(13, 31).isoformat(),
        at(14, 40).isoformat(), "北庁舎3階 第5会議室", "小林 あかり", "藤井 こはる", at(13, 32).isoformat(),
        "小林 あかり", "R8-017", "丘の上の二人", people=(), items=items, roles=(),
    )  # fmt: skip
    plain = RecordFile(
        basis=Basis(BasisKind.OFFICE), id=uuid4(), version=1, conference_id=CONFERENCE, case_id=uuid4(), edition=1,
        number="R8-041", state=RecordState.FIXED, correction=None, check_due_on=date(2026, 6, 25),
        fixed_at=datetime(2026, 7, 2, 1, tzinfo=UTC), approved_on=None, approver=None, document_number=None,
        text=replace(written, **(text or {})), checks=(), offers=(), may=frozenset(),
    )  # fmt: skip
    return replace(plain, **other)


def role_paper(*roles: RecordRole, **other: Any) -> RolePaper:
    """The roles of R8-017 on the 18th of June 2026."""
    plain = RolePaper(
        basis=Basis(BasisKind.CONSENT, date(2027, 3, 31)), number="R8-017", alias="丘の上の二人",
        printed_on=date(2026, 6, 18), wish="この家で、母と二人で暮らしたい", aim="朝の見守りがそろう",
        starts_on=date(2026, 6, 18), ends_on=date(2026, 12, 18), monitoring_on=date(2026, 9, 16),
        lead_agency="南部福祉相談センター", rows=tuple(RolePaperRow(one, "") for one in roles),
    )  # fmt: skip
    return replace(plain, **other)
