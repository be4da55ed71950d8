"""次回にお呼びする方: those of what goes on. Nobody comes back for a case that is done, or that they had no part in."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select

from models.cases import HouseholdMember
from models.conferences import AgendaItem, Conference, Invitation, ItemAbsence, Part
from models.sittings import ItemRecusal
from operations.action import Act
from operations.agenda_order import standing_items
from rules.finding import search_key

_OWN_FAMILY = frozenset({Part.PERSON_CONCERNED, Part.FAMILY})


def speaks_of_cases(act: Act, conference: Conference) -> bool:
    """Whether somebody's case stands on its agenda; a body that speaks of none meets as it is."""
    return any(one.case_id is not None for one in standing_items(act, conference))


def call_all_again(act: Act, conference: Conference, onward: Conference) -> None:
    """The same people."""
    _call(act, onward, _calls(act, conference))


def call_again(act: Act, conference: Conference, onward: Conference, carried: list[AgendaItem]) -> None:
    """Who was in the room for an item that goes on; of the family and of who came for no agency, those of its case."""
    cases = {one.case_id for one in carried} - {None}
    is_whole = cases == {one.case_id for one in standing_items(act, conference)} - {None}
    items, outside, names = {one.id for one in carried}, _outside(act, carried), _names(act, cases)

    def goes_on(call: Invitation) -> bool:
        if call.agency_id is not None:
            return _is_in_the_room(call, items, outside)
        # Of which case they came is known by the name alone, unless there is but one.
        return is_whole or (call.part in _OWN_FAMILY and search_key(call.name or "") in names)

    _call(act, onward, [call for call in _calls(act, conference) if goes_on(call)])


def _calls(act: Act, conference: Conference) -> list[Invitation]:
    standing = (Invitation.conference_id == conference.id, col(Invitation.withdrawn_at).is_(None))
    return list(act.session.exec(select(Invitation).where(*standing)))


def _is_in_the_room(call: Invitation, items: set[UUID], outside: set[tuple[UUID, UUID | None]]) -> bool:
    own = {call.id, call.agency_id, call.person_id}
    return any(not any((item_id, one) in outside for one in own) for item_id in items)


def _outside(act: Act, items: list[AgendaItem]) -> set[tuple[UUID, UUID | None]]:
    """By item: agencies that wait outside, and calls and persons that take no part."""
    ids = [one.id for one in items]
    away = act.session.exec(select(ItemAbsence).where(col(ItemAbsence.item_id).in_(ids)))
    recused = act.session.exec(
        select(ItemRecusal.item_id, Invitation.id, Invitation.person_id)
        .join(Invitation, col(Invitation.id) == ItemRecusal.invitation_id)
        .where(col(ItemRecusal.item_id).in_(ids))
    ).all()
    persons = {(item_id, person_id) for item_id, _, person_id in recused if person_id is not None}
    return {(one.item_id, one.agency_id) for one in away} | {(item_id, one) for item_id, one, _ in recused} | persons


def _names(act: Act, cases: Collection[UUID | None]) -> set[str]:
    """The names of these households; they are sealed, so they are compared here."""
    rows = act.session.exec(select(HouseholdMember).where(col(HouseholdMember.case_id).in_(cases)))
    return {search_key(one.name) for one in rows if one.name}


def _call(act: Act, onward: Conference, calls: list[Invitation]) -> None:
    """Once; whoever was called there already, or not any more, is left as they are."""
    there = act.session.exec(select(Invitation).where(Invitation.conference_id == onward.id)).all()
    known = {_key(one) for one in there}
    for call in calls:
        if _key(call) not in known:
            told = {name: getattr(call, name) for name in ("agency_id", "person_id", "name", "reading", "part")}
            act.session.add(Invitation(conference_id=onward.id, **told))


def _key(call: Invitation) -> tuple[UUID | None, UUID | None, str]:
    return call.agency_id, call.person_id, search_key(call.name or "")
