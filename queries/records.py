"""会議録: the records one may see, the newest first, each in its newest edition."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

import settings
from models.cases import Case
from models.conferences import Conference
from models.forums import Forum, forums
from models.minutes import ConferenceRecord, RecordState
from rules.access import Actor, may
from rules.refusal import require
from rules.visibility import visible_to
from rules.visible_conferences import cases_run, records_held


@dataclass(frozen=True)
class RecordRow:
    """The record of one part of a conference: of one case, or of the rest."""

    id: UUID
    forum: Forum
    serial: int | None
    fiscal_year: int
    starts_at: datetime
    case: str
    edition: int
    number: str | None
    state: RecordState
    check_due_on: date | None


@dataclass(frozen=True)
class RecordList:
    """One page of them, and how many there are."""

    rows: tuple[RecordRow, ...]
    total: int


def _newest(actor: Actor, today: date) -> ColumnElement[bool]:
    """The newest edition; an agency keeps the fixed one until the next is sent to it."""
    later = aliased(ConferenceRecord)
    same_case = or_(
        col(later.case_id) == col(ConferenceRecord.case_id),
        col(later.case_id).is_(None) & col(ConferenceRecord.case_id).is_(None),
    )
    return ~exists().where(
        col(later.conference_id) == col(ConferenceRecord.conference_id),
        same_case,
        col(later.edition) > col(ConferenceRecord.edition),
        or_(col(later.state) != RecordState.DRAFT, records_held(actor, today)),
    )


def record_list(
    session: Session, actor: Actor, now: datetime, *, state: RecordState | None = None, page: int = 0
) -> RecordList:
    """The records of conferences, the latest conference first; a page at a time."""
    require(may(actor, "record.look"), "not_found")
    today, size = settings.tokyo_day(now), settings.city().page_rows
    wanted = [visible_to(actor, ConferenceRecord, today), _newest(actor, today)]
    if state is not None:
        wanted.append(col(ConferenceRecord.state) == state)
    total = session.exec(select(func.count()).select_from(ConferenceRecord).where(*wanted)).one()
    ordered = _rows(actor, today, wanted).order_by(
        col(Conference.starts_at).desc(), col(Case.number), col(ConferenceRecord.id)
    )
    rows = session.exec(ordered.offset(page * size).limit(size))
    return RecordList(tuple(_row(*row) for row in rows), total)


def records_of(session: Session, actor: Actor, conference_id: UUID, today: date) -> tuple[RecordRow, ...]:
    """The records of one conference, by case; the rest comes last."""
    wanted = [
        col(ConferenceRecord.conference_id) == conference_id,
        visible_to(actor, ConferenceRecord, today),
        _newest(actor, today),
    ]
    rows = [_row(*row) for row in session.exec(_rows(actor, today, wanted))]
    return tuple(sorted(rows, key=lambda one: (one.case == "", one.case)))


def _rows(actor: Actor, today: date, wanted: list[Any]) -> Any:
    known = or_(visible_to(actor, Case, today), cases_run(actor, today))
    return (
        select(ConferenceRecord, Conference, Case)
        .join(Conference, col(Conference.id) == ConferenceRecord.conference_id)
        .join(Case, (col(Case.id) == ConferenceRecord.case_id) & known, isouter=True)
        .where(*wanted)
    )


def _row(one: ConferenceRecord, conference: Conference, case: Case | None) -> RecordRow:
    return RecordRow(
        one.id, forums()[conference.forum_key], conference.serial, conference.fiscal_year, conference.starts_at,
        f"{case.number} {case.alias}" if case is not None else "", one.edition, one.number, one.state,
        one.check_due_on,
    )  # fmt: skip
