"""The holes of a conference: whose consent does not reach the room, told to those who prepare it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models.cases import HouseholdMember
from models.people import Agency
from queries.agenda import ItemView
from rules.access import Actor
from rules.room import Uncovered
from rules.visibility import names_visible_to


@dataclass(frozen=True)
class UncoveredView:
    """One agency in the room for one item, and the persons whose consent does not reach it.

    people: by their word in the family, where this person may know them. unknown: how many others there are.
    stays: the agency runs the conference, so it cannot wait outside.
    """

    item: ItemView
    agency_id: UUID
    agency: str
    people: tuple[str, ...]
    unknown: int = 0
    stays: bool = False


def holes_of(
    session: Session, actor: Actor, found: tuple[Uncovered, ...], agenda: tuple[ItemView, ...],
    runners: frozenset[UUID], today: date,
) -> tuple[UncoveredView, ...]:  # fmt: skip
    """The findings of rules/room.py in the order of the agenda, with names as far as this person may know them."""
    agencies = dict(
        session.exec(select(Agency.id, Agency.name).where(col(Agency.id).in_({one.agency_id for one in found}))).all()
    )
    words = {member.id: member.relation for member in session.exec(
        select(HouseholdMember).where(
            col(HouseholdMember.id).in_({one.member_id for one in found}), names_visible_to(actor, today)
        )
    )}  # fmt: skip
    people: dict[tuple[UUID, UUID], list[str | None]] = {}
    for one in found:
        people.setdefault((one.item_id, one.agency_id), []).append(words.get(one.member_id))
    items = {item.id: item for item in agenda}
    return tuple(
        UncoveredView(
            items[item_id], agency_id, agencies[agency_id], tuple(name for name in names if name is not None),
            names.count(None), agency_id in runners,
        )
        for (item_id, agency_id), names in people.items()
    )  # fmt: skip
