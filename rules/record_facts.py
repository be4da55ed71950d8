"""What the conditions of a record ask about, counted the same for the screen and for the act."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, func, select
from sqlmodel import col

from models.conferences import Conference, ConferenceState
from models.forums import forums
from models.minutes import CheckAnswer, ConferenceRecord, LineKind, MinutesLine, MinutesRevision, RecordCheck
from rules.record_steps import RecordFacts

Fetch = Callable[[Executable], Iterable[Any]]


def record_facts(fetch: Fetch, conference: Conference, record: ConferenceRecord, today: date) -> RecordFacts:
    """The facts of one record on a Tokyo day. Three statements, however many rows."""
    lines, unsorted, branches = _lines(fetch, record.conference_id, record.case_id)
    answers = {row[0]: row[1:] for row in fetch(_answers(record.id))}
    return RecordFacts(
        is_adjourned=conference.state is ConferenceState.ADJOURNED,
        needs_reading=forums()[conference.forum_key].reads != "",
        is_read=conference.read_at is not None,
        has_lines=lines > 0,
        unsorted=unsorted,
        branches=branches,
        checks=sum(count for count, _ in answers.values()),
        waiting=answers.get(CheckAnswer.WAITING, (0, 0))[0],
        objections=answers.get(CheckAnswer.OBJECTED, (0, 0))[1],
        is_past_check_day=record.check_due_on is not None and record.check_due_on < today,
    )


def _answers(record_id: UUID) -> Executable:
    """How many answered so, and how many of these nobody has replied to."""
    open_ones = func.count().filter(col(RecordCheck.replied_at).is_(None))
    counted = select(col(RecordCheck.answer), func.count(), open_ones).where(col(RecordCheck.record_id) == record_id)
    return counted.group_by(col(RecordCheck.answer))


def _lines(fetch: Fetch, conference_id: UUID, case_id: UUID | None) -> tuple[int, int, int]:
    """How many lines there are, how many are unsorted, how many wait for a choice between two texts."""
    part = col(MinutesLine.case_id) == case_id if case_id else col(MinutesLine.case_id).is_(None)
    standing = (col(MinutesLine.conference_id) == conference_id, part, col(MinutesLine.removed_at).is_(None))
    unsorted = func.count().filter(col(MinutesLine.kind) == LineKind.UNSORTED)
    counted = next(iter(fetch(select(func.count(), unsorted).select_from(MinutesLine).where(*standing))))
    branched = select(func.count(func.distinct(col(MinutesLine.id)))).join(
        MinutesRevision, col(MinutesRevision.line_id) == col(MinutesLine.id)
    )
    waiting = next(iter(fetch(branched.where(*standing, col(MinutesRevision.is_branch)))))
    return int(counted[0]), int(counted[1]), int(waiting[0])
