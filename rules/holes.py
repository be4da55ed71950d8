"""明日の会議の穴: from when on they are told, and whose consent lacks for several conferences at once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, select
from sqlmodel import col

import settings
from models.conferences import AgendaItem, Conference, Invitation, ItemAbsence
from models.forums import forums
from models.people import Person
from rules.calendar import after_business_days, is_business_day
from rules.room import ItemInRoom, Uncovered, concerned_in, lacking_in

Fetch = Callable[[Executable], Iterable[Any]]


def days_told(now: datetime, told_at: str) -> tuple[date, date] | None:
    """The days whose conferences are told now, the next working day the last of them; before the hour none."""
    local = now.astimezone(settings.TOKYO)
    today = local.date()
    if is_business_day(today) and local.time() < time.fromisoformat(told_at):
        return None
    return today + timedelta(days=1), after_business_days(today, 1)


def uncovered_on(fetch: Fetch, conference_ids: Collection[UUID], day: date) -> tuple[Uncovered, ...]:
    """What rules/room.py finds for one conference, for all conferences of a day in as many statements."""
    return lacking_in(fetch, _items(fetch, conference_ids), day)


def _items(fetch: Fetch, conference_ids: Collection[UUID]) -> list[ItemInRoom]:
    by_consent = [key for key, forum in forums().items() if forum.sharing_basis == "consent"]
    wanted = (
        select(AgendaItem)
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .where(
            col(Conference.id).in_(conference_ids), col(Conference.forum_key).in_(by_consent),
            col(AgendaItem.case_id).is_not(None), col(AgendaItem.removed_at).is_(None),
        )
        .order_by(col(AgendaItem.position))
    )  # fmt: skip
    found = [row[0] for row in fetch(wanted)]
    if not found:
        return []
    called, away = _called(fetch, conference_ids), _away(fetch, [item.id for item in found])
    stays, concerned = _stays(fetch, conference_ids), concerned_in(fetch, [item.id for item in found])
    return [
        ItemInRoom(
            item.id, item.case_id, frozenset(called[item.conference_id] - away[item.id] | stays[item.conference_id]),
            item.without_names, concerned.get(item.id),
        )
        for item in found
    ]  # fmt: skip


def _called(fetch: Fetch, conference_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    calls = select(col(Invitation.conference_id), col(Invitation.agency_id)).where(
        col(Invitation.conference_id).in_(conference_ids), col(Invitation.withdrawn_at).is_(None),
        col(Invitation.agency_id).is_not(None),
    )  # fmt: skip
    for conference_id, agency_id in fetch(calls):
        found[conference_id].add(agency_id)
    return found


def _away(fetch: Fetch, item_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    absences = select(col(ItemAbsence.item_id), col(ItemAbsence.agency_id))
    for item_id, agency_id in fetch(absences.where(col(ItemAbsence.item_id).in_(item_ids))):
        found[item_id].add(agency_id)
    return found


def _stays(fetch: Fetch, conference_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Who facilitates or records is in the room for every item."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    runs = col(Person.id).in_([col(Conference.facilitator_id), col(Conference.recorder_id)])
    people = select(col(Conference.id), col(Person.agency_id)).join(Person, runs)
    for conference_id, agency_id in fetch(people.where(col(Conference.id).in_(conference_ids))):
        found[conference_id].add(agency_id)
    return found
