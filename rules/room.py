"""Who is in the room for an item, and whose information may not be spoken of there: checked before the day."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, Select, select
from sqlmodel import col

from models.cases import Case, Consent, ConsentShare, HouseholdMember, InformationClass
from models.conferences import AgendaItem, Conference, Invitation, ItemAbsence
from models.forums import forums
from models.people import Agency
from rules.disclosure import Share


class WayOut(StrEnum):
    """The four ways out when a consent does not cover an agency in the room."""

    LEAVE_AGENCY_OUT = "leave_agency_out"
    WIDEN_CONSENT = "widen_consent"
    WITHOUT_NAMES = "without_names"
    SUPPORT_CONFERENCE = "support_conference"


@dataclass(frozen=True)
class ItemInRoom:
    """An item about a case: which agencies are in the room for it, whether names are kept out."""

    item_id: UUID
    case_id: UUID
    agencies: frozenset[UUID]
    without_names: bool


@dataclass(frozen=True)
class Uncovered:
    """One agency in the room for one item whose members' consents do not reach it."""

    item_id: UUID
    agency_id: UUID
    member_id: UUID


def uncovered(
    items: Iterable[ItemInRoom],
    household: dict[UUID, tuple[UUID, ...]],
    shares: dict[UUID, tuple[Share, ...]],
    by_office: frozenset[UUID],
    day: date,
) -> tuple[Uncovered, ...]:
    """Every agency × living member of the household without a consent that counts on the day of the conference.

    household: the living members of each case. shares: the cells of each member's consents that are not withdrawn.
    by_office: agencies that hold the case by office (地域福祉課, the centers); they need no consent to know it.
    """
    return tuple(
        Uncovered(item.item_id, agency, member)
        for item in items
        if not item.without_names
        for agency in sorted(item.agencies - by_office)
        for member in household.get(item.case_id, ())
        if not _reaches(shares.get(member, ()), agency, day)
    )


def _reaches(shares: tuple[Share, ...], agency: UUID, day: date) -> bool:
    """Who a person is must at least be covered; what else may be said is asked class by class in the room."""
    return any(
        share.agency_id == agency
        and share.information is InformationClass.IDENTITY
        and share.starts_on <= day <= (share.ends_on or date.max)
        for share in shares
    )


Fetch = Callable[[Executable], Iterable[Any]]


def uncovered_in(fetch: Fetch, conference_id: UUID, day: date) -> tuple[Uncovered, ...]:
    """The findings for one conference; fetch runs a statement for whoever asks. Five statements, however many rows."""
    items = _items_in_room(fetch, conference_id)
    cases = {item.case_id for item in items}
    if not cases:
        return ()
    living: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    members = select(col(HouseholdMember.case_id), col(HouseholdMember.id)).where(
        col(HouseholdMember.case_id).in_(cases), col(HouseholdMember.died_on).is_(None)
    )
    for case_id, member_id in fetch(members.order_by(col(HouseholdMember.position))):
        living[case_id] += (member_id,)
    offices = {row.id for row in fetch(_by_office(cases))}
    return uncovered(items, living, _shares(fetch, cases), frozenset(offices), day)


def _items_in_room(fetch: Fetch, conference_id: UUID) -> list[ItemInRoom]:
    """Only a body that shares on the ground of consent is checked; 支援会議 has its own ground."""
    by_consent = [key for key, forum in forums().items() if forum.sharing_basis == "consent"]
    called = select(col(Invitation.agency_id)).where(
        col(Invitation.conference_id) == conference_id,
        col(Invitation.withdrawn_at).is_(None),
        col(Invitation.agency_id).is_not(None),
    )
    agencies = {row.agency_id for row in fetch(called)}
    away: dict[UUID, set[UUID]] = defaultdict(set)
    absences = select(col(ItemAbsence.item_id), col(ItemAbsence.agency_id)).join(
        AgendaItem, col(AgendaItem.id) == col(ItemAbsence.item_id)
    )
    for item_id, agency_id in fetch(absences.where(col(AgendaItem.conference_id) == conference_id)):
        away[item_id].add(agency_id)
    items = (
        select(col(AgendaItem.id), col(AgendaItem.case_id), col(AgendaItem.without_names))
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .where(
            col(AgendaItem.conference_id) == conference_id,
            col(AgendaItem.case_id).is_not(None),
            col(AgendaItem.removed_at).is_(None),
            col(Conference.forum_key).in_(by_consent),
        )
        .order_by(col(AgendaItem.position))
    )
    return [
        ItemInRoom(row.id, row.case_id, frozenset(agencies - away[row.id]), row.without_names) for row in fetch(items)
    ]


def _by_office(cases: set[UUID]) -> Select[Any]:
    """多機関協働 is run by 地域福祉課 and the centers: 社会福祉法 第106条の4第2項第5号."""
    runs = col(Agency.programmes).contains("multi_agency_collaboration")
    centers = select(col(Case.district_key)).where(col(Case.id).in_(cases))
    return select(col(Agency.id)).where(runs, (col(Agency.district_key) == "") | col(Agency.district_key).in_(centers))


def _shares(fetch: Fetch, cases: set[UUID]) -> dict[UUID, tuple[Share, ...]]:
    cells: dict[UUID, tuple[Share, ...]] = defaultdict(tuple)
    statement = (
        select(Consent, ConsentShare)
        .join(ConsentShare, col(ConsentShare.consent_id) == col(Consent.id))
        .where(col(Consent.case_id).in_(cases), col(Consent.withdrawn_at).is_(None))
    )
    for consent, share in fetch(statement):
        cell = Share(consent.id, share.agency_id, share.information, consent.starts_on, consent.ends_on)
        cells[consent.member_id] += (cell,)
    return cells
