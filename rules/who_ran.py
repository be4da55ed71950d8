"""Who ran a sitting from when, and who took no part in which item: what the record tells besides the attendance."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, select
from sqlmodel import col

from models.conferences import Conference, Invitation
from models.history import HistoryEntry
from models.people import Agency, Person
from models.sittings import ItemRecusal
from rules.record import RecordHandOver

Fetch = Callable[[Executable], Iterable[Any]]
HAND_OVER = "conference.hand_over"
_OFFICES = ("facilitator", "recorder")


def handed_over(fetch: Fetch, conference: Conference) -> tuple[RecordHandOver, ...]:
    """Each change of the facilitator or the recorder while it sat, in its order. Two statements."""
    if conference.opened_at is None:
        return ()
    own = (HistoryEntry.action == HAND_OVER, HistoryEntry.subject_id == conference.id)
    during = select(HistoryEntry).where(*own, col(HistoryEntry.moment) >= conference.opened_at)  # type: ignore[arg-type]
    told = [(entry.moment, json.loads(entry.changes or "{}")) for (entry,) in fetch(_in_order(during))]
    moves = [
        (office, one.get(f"{office}_before"), one.get(f"{office}_id"), at.isoformat())
        for at, one in told
        for office in _OFFICES
        if one.get(f"{office}_before") != one.get(f"{office}_id")
    ]
    names = _names(fetch, {person for _, before, after, _ in moves for person in (before, after)})
    return tuple(RecordHandOver(one, names.get(old, ""), names.get(new, ""), at) for one, old, new, at in moves)


def _in_order(statement: Any) -> Any:
    return statement.order_by(col(HistoryEntry.moment), col(HistoryEntry.seq))


def _names(fetch: Fetch, people: set[str | None]) -> dict[str | None, str]:
    wanted = [UUID(one) for one in people if one not in {None, "None"}]
    if not wanted:
        return {}
    return {str(one.id): one.name for (one,) in fetch(select(Person).where(col(Person.id).in_(wanted)))}


def recused_in(fetch: Fetch, item_ids: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    """By item the calls of those who took no part for 利害関係, each with the name it is told by."""
    statement = (
        select(ItemRecusal, Invitation, Person, Agency)
        .join(Invitation, col(Invitation.id) == col(ItemRecusal.invitation_id))
        .join(Person, col(Person.id) == col(Invitation.person_id), isouter=True)
        .join(Agency, col(Agency.id) == col(Invitation.agency_id), isouter=True)
        .where(col(ItemRecusal.item_id).in_(item_ids))
        .order_by(col(ItemRecusal.noted_at))
    )
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for recusal, call, person, agency in fetch(statement):
        name = call.name or (person.name if person else "") or (agency.name if agency else "")
        found[recusal.item_id][call.id] = name
    return found
