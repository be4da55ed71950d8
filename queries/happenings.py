"""What happened in a case, and who looked at it: the last lines of its history."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from models.history import HistoryEntry
from models.people import Agency, Person
from rules.access import Actor
from rules.visibility import visible_to

LOOKS = (
    "case.look", "relay.look", "conference.look", "record.look", "assignment.look", "consent.print",
    "conference.print", "record.print", "assignment.print", "looks.export", "review.look", "opinion.look", "gap.look",
    "gap.export",
)  # fmt: skip
_LIFECYCLES = {
    "case.advance": "case_step",
    "plan.advance": "plan_step",
    "assignment.advance": "assignment_step",
    "gap.advance": "gap_step",
}


@dataclass(frozen=True)
class Happening:
    """One line of the timeline or of 見た人."""

    moment: datetime
    who: str
    place: str
    action: str
    basis: str
    step: str = ""


def happenings(session: Session, actor: Actor, today: date, case_id: UUID, *, looks: bool) -> tuple[Happening, ...]:
    """The last twenty acts, or looks, newest first."""
    is_look = col(HistoryEntry.action).in_(LOOKS)
    statement = (
        select(HistoryEntry, Person, Agency.name)
        .join(Person, col(Person.id) == HistoryEntry.actor_id)
        .join(Agency, col(Agency.id) == Person.agency_id)
        .where(HistoryEntry.case_id == case_id, visible_to(actor, HistoryEntry, today), is_look if looks else ~is_look)
        .order_by(col(HistoryEntry.moment).desc())
        .limit(20)
    )
    return tuple(
        Happening(entry.moment, who.name, place, entry.action, entry.basis, _step(entry))
        for entry, who, place in session.exec(statement)
    )


def _step(entry: HistoryEntry) -> str:
    """The step that was taken, as a key of words, out of the entry's changes; nothing where they were disposed of."""
    if entry.action not in _LIFECYCLES or entry.changes is None:
        return ""
    return f"{_LIFECYCLES[entry.action]}.{json.loads(entry.changes)['step']}"
