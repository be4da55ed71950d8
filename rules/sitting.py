"""What a sitting still lacks: the reading, the attendance, results of decisions, somebody for each role."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Executable, func, select
from sqlmodel import col

from models.conferences import AgendaItem, Attendance, Conference, ItemKind, Manner
from models.forums import forums
from models.plans import Assignment, AssignmentState, DoerKind
from rules.conference_steps import ConferenceFacts

Fetch = Callable[[Executable], Iterable[Any]]
_AGREED_HERE = (AssignmentState.ASKED, AssignmentState.ACCEPTED, AssignmentState.ACCEPTED_WITH_CONDITION)


def lacks_result() -> ColumnElement[bool]:
    """判断 without a result."""
    return (col(AgendaItem.kind) == ItemKind.DECIDE) & col(AgendaItem.result).is_(None)


def lacks_person() -> ColumnElement[bool]:
    """A role that an agency took on, without anybody's name and not taken back to ask."""
    return (
        (col(Assignment.doer) == DoerKind.AGENCY)
        & col(Assignment.person_id).is_(None)
        & col(Assignment.doer_name).is_(None)
        & col(Assignment.state).in_(_AGREED_HERE)
    )


def lacks_day() -> ColumnElement[bool]:
    """A role without a day or a frequency."""
    return (
        col(Assignment.due_on).is_(None) & col(Assignment.frequency).is_(None) & col(Assignment.state).in_(_AGREED_HERE)
    )


def with_sitting(fetch: Fetch, conference: Conference, facts: ConferenceFacts) -> ConferenceFacts:
    """The facts of the conference with what its sitting still lacks. Four statements, however many rows."""
    of_items = (col(AgendaItem.conference_id) == conference.id, col(AgendaItem.removed_at).is_(None))
    of_roles = col(Assignment.conference_id) == conference.id
    return replace(
        facts,
        needs_reading=forums()[conference.forum_key].reads != "",
        is_read=conference.read_at is not None,
        decisions_open=_count(fetch, AgendaItem, *of_items, lacks_result()),
        roles_without_person=_count(fetch, Assignment, of_roles, lacks_person()),
        roles_without_day=_count(fetch, Assignment, of_roles, lacks_day()),
        # In writing nobody comes: their answers stand for them.
        has_attendance=conference.manner is Manner.IN_WRITING
        or _count(fetch, Attendance, col(Attendance.conference_id) == conference.id) > 0,
    )


def _count(fetch: Fetch, model: type, *wanted: ColumnElement[bool]) -> int:
    rows = fetch(select(func.count()).select_from(model).where(*wanted))
    return int(next(iter(rows))[0])
