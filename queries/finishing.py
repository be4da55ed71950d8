"""閉会後の仕上げ: what each record of a conference still lacks, counted for those who finish it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

import settings
from models.conferences import Conference
from models.minutes import ConferenceRecord, LineKind, MinutesLine, MinutesRevision, RecordPoint, RecordState
from queries.calendar import conference_seen
from queries.records import records_of
from rules.access import Actor, may, runs
from rules.refusal import require
from rules.visibility import visible_to


@dataclass(frozen=True)
class PartLeft:
    """One part of a conference: the rest has no case. lines are those with a text."""

    record_id: UUID
    case: str
    state: RecordState
    lines: int
    unsorted: int
    branches: int
    points: int


def finishing(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> tuple[PartLeft, ...]:
    """The parts of a conference, by case; the rest last. Raises Refused("not_found") for who does not finish it."""
    today = settings.tokyo_day(now)
    found = conference_seen(session, actor, today, conference_id)
    require(may(actor, "line.write", runs(actor, found.facilitator_id, found.recorder_id)), "not_found")
    rows = records_of(session, actor, found.id, today)
    own = select(ConferenceRecord.id, ConferenceRecord.case_id)
    cases = dict(session.exec(own.where(col(ConferenceRecord.id).in_([row.id for row in rows]))).all())
    seen = visible_to(actor, MinutesLine, today)
    standing = (MinutesLine.conference_id == found.id, col(MinutesLine.removed_at).is_(None), seen)
    lines, branches = _lines(session, standing), _branches(session, standing)
    points = _points(session, actor, now, found)
    return tuple(
        PartLeft(
            row.id, row.case, row.state, *lines.get(cases[row.id], (0, 0)), branches.get(cases[row.id], 0),
            points.get(cases[row.id], 0),
        )
        for row in rows
    )  # fmt: skip


def _lines(session: Session, standing: Any) -> dict[UUID | None, tuple[int, int]]:
    unsorted = func.count().filter(col(MinutesLine.kind) == LineKind.UNSORTED)
    counted = select(MinutesLine.case_id, func.count(), unsorted).where(*standing)
    return {row[0]: (row[1], row[2]) for row in session.exec(counted.group_by(col(MinutesLine.case_id)))}


def _branches(session: Session, standing: Any) -> dict[UUID | None, int]:
    waiting = select(MinutesLine.case_id, func.count(func.distinct(col(MinutesLine.id)))).join(
        MinutesRevision, col(MinutesRevision.line_id) == MinutesLine.id
    )
    counted = waiting.where(*standing, col(MinutesRevision.is_branch)).group_by(col(MinutesLine.case_id))
    return {row[0]: row[1] for row in session.exec(counted)}


def _points(session: Session, actor: Actor, now: datetime, found: Conference) -> dict[UUID | None, int]:
    seen = visible_to(actor, RecordPoint, settings.tokyo_day(now))
    standing = (RecordPoint.conference_id == found.id, col(RecordPoint.removed_at).is_(None), seen)
    counted = select(RecordPoint.case_id, func.count()).where(*standing).group_by(col(RecordPoint.case_id))
    return {row[0]: row[1] for row in session.exec(counted)}
