"""Who is in the room for an item, and whose information may not be spoken of there: checked before the day."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, select
from sqlmodel import col

from models.cases import Case, Consent, ConsentShare, HouseholdMember, InformationClass
from models.conferences import AgendaItem, ConcernedMember, Conference, Invitation, ItemAbsence
from models.forums import forums
from models.people import Agency, Person
from rules.disclosure import Share


class WayOut(StrEnum):
    """The four ways out when a consent does not cover an agency in the room."""

    LEAVE_AGENCY_OUT = "leave_agency_out"
    WIDEN_CONSENT = "widen_consent"
    WITHOUT_NAMES = "without_names"
    SUPPORT_CONFERENCE = "support_conference"


@dataclass(frozen=True)
class ItemInRoom:
    """An item about a case: which agencies are in the room for it, whether names are kept out.

    members: whom it speaks of; None means the whole household.
    """

    item_id: UUID
    case_id: UUID
    agencies: frozenset[UUID]
    without_names: bool
    members: frozenset[UUID] | None = None


@dataclass(frozen=True)
class Uncovered:
    """One agency in the room for one item, and one person spoken of there whose consents do not reach it."""

    item_id: UUID
    agency_id: UUID
    member_id: UUID


def uncovered(
    items: Iterable[ItemInRoom],
    household: Mapping[UUID, tuple[UUID, ...]],
    shares: Mapping[UUID, tuple[Share, ...]],
    by_office: Mapping[UUID, frozenset[UUID]],
    day: date,
) -> tuple[Uncovered, ...]:
    """Every agency × living person the item speaks of without a consent that counts on the day of the conference.

    household: the living members of each case. shares: the cells of each member's consents that are not withdrawn.
    by_office: for each case the agencies that hold it by office; they need no consent to know it.
    """
    return tuple(
        Uncovered(item.item_id, agency, member)
        for item in items
        if not item.without_names
        for agency in sorted(item.agencies - by_office.get(item.case_id, frozenset()))
        for member in household.get(item.case_id, ())
        if item.members is None or member in item.members
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
    """The findings for one conference; fetch runs a statement for whoever asks. Ten statements, however many rows."""
    return lacking_in(fetch, _items_in_room(fetch, conference_id), day)


def lacking_in(fetch: Fetch, items: list[ItemInRoom], day: date) -> tuple[Uncovered, ...]:
    """The findings for these items: the living of each household, their consents, and who holds the case by office."""
    cases = {item.case_id for item in items}
    if not cases:
        return ()
    living: dict[UUID, tuple[UUID, ...]] = defaultdict(tuple)
    members = select(col(HouseholdMember.case_id), col(HouseholdMember.id)).where(
        col(HouseholdMember.case_id).in_(cases), col(HouseholdMember.died_on).is_(None)
    )
    for case_id, member_id in fetch(members.order_by(col(HouseholdMember.position))):
        living[case_id] += (member_id,)
    return uncovered(items, living, shares_in(fetch, cases), offices_in(fetch, cases), day)


def _items_in_room(fetch: Fetch, conference_id: UUID) -> list[ItemInRoom]:
    """Only a body that shares on the ground of consent is checked; 支援会議 has its own ground."""
    by_consent = [key for key, forum in forums().items() if forum.sharing_basis == "consent"]
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
    found = list(fetch(items))
    if not found:
        return []
    called, stays = _called(fetch, conference_id), runners_in(fetch, conference_id)
    away = absences_in(fetch, conference_id)
    concerned = concerned_in(fetch, [row.id for row in found])
    return [
        ItemInRoom(
            row.id, row.case_id, frozenset(called - away.get(row.id, frozenset()) | stays), row.without_names,
            concerned.get(row.id),
        )
        for row in found
    ]  # fmt: skip


def _called(fetch: Fetch, conference_id: UUID) -> set[UUID]:
    agencies = select(col(Invitation.agency_id)).where(
        col(Invitation.conference_id) == conference_id,
        col(Invitation.withdrawn_at).is_(None),
        col(Invitation.agency_id).is_not(None),
    )
    return {row.agency_id for row in fetch(agencies)}


def runners_in(fetch: Fetch, conference_id: UUID) -> frozenset[UUID]:
    """The agencies of the facilitator and of the recorder: they are in the room for every item."""
    runs = col(Person.id).in_([col(Conference.facilitator_id), col(Conference.recorder_id)])
    people = select(col(Person.agency_id)).join(Conference, runs).where(col(Conference.id) == conference_id)
    return frozenset(row.agency_id for row in fetch(people))


def absences_in(fetch: Fetch, conference_id: UUID) -> dict[UUID, frozenset[UUID]]:
    """The agencies that wait outside, by item."""
    absences = select(col(ItemAbsence.item_id), col(ItemAbsence.agency_id)).join(
        AgendaItem, col(AgendaItem.id) == col(ItemAbsence.item_id)
    )
    found: dict[UUID, frozenset[UUID]] = {}
    for item_id, agency_id in fetch(absences.where(col(AgendaItem.conference_id) == conference_id)):
        found[item_id] = found.get(item_id, frozenset()) | {agency_id}
    return found


def concerned_in(fetch: Fetch, subjects: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The persons of the household each item, role or plan names; one that names nobody speaks of everybody."""
    rows = select(col(ConcernedMember.subject_id), col(ConcernedMember.member_id))
    found: dict[UUID, frozenset[UUID]] = {}
    for subject_id, member_id in fetch(rows.where(col(ConcernedMember.subject_id).in_(list(subjects)))):
        found[subject_id] = found.get(subject_id, frozenset()) | {member_id}
    return found


def offices_in(fetch: Fetch, cases: set[UUID]) -> dict[UUID, frozenset[UUID]]:
    """For each case the agencies that hold it by office: 地域福祉課, the center of its 圏域, and who is in charge."""
    # 社会福祉法 第106条の4第2項第5号: 多機関協働 is run by these, directly or by commission.
    runs = col(Agency.programmes).contains("multi_agency_collaboration")
    centers = {row.id: row.district_key for row in fetch(select(col(Agency.id), col(Agency.district_key)).where(runs))}
    statement = (
        select(col(Case.id), col(Case.district_key), col(Person.agency_id))
        .join(Person, col(Person.id) == col(Case.in_charge_id), isouter=True)
        .where(col(Case.id).in_(cases))
    )
    return {
        case_id: frozenset(one for one, of in centers.items() if of in {"", district} or one == in_charge)
        for case_id, district, in_charge in fetch(statement)
    }


def shares_in(fetch: Fetch, cases: set[UUID]) -> dict[UUID, tuple[Share, ...]]:
    """The cells of every consent of these cases that was not withdrawn, by person of the household."""
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
