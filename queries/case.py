"""事例ひとつ: one household, as far as this person may see it, with the ground for every line."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, func, select

import settings
from models.cases import Case, CaseState, Consent, HouseholdMember, Involvement
from models.gaps import GapOrigin, ResourceGap
from models.history import ReasonedAct
from models.people import Agency, Person, Role
from models.places import District
from models.relays import Urgency
from models.taxonomies import taxonomy
from queries.happenings import Happening, happenings
from queries.household import ConsentView, Household, MemberView, consent_views, shares_of
from queries.view import Choice, Confidential, Seen
from rules.access import GRANTS, Actor, Office, as_known_to, holds_the_office, may
from rules.case_facts import case_facts
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.lifecycles import CASE
from rules.refusal import Refused, require
from rules.visibility import visible_to

Part = TypeVar("Part", Consent, HouseholdMember)


@dataclass(frozen=True)
class InvolvementView:
    """An agency around the case."""

    id: UUID
    agency_id: UUID
    agency: str
    since: date


@dataclass(frozen=True)
class CaseFile(Confidential):
    """One case for one person at one moment."""

    id: UUID
    version: int
    number: str
    alias: str
    outline: str | None
    state: CaseState | None
    urgency: Urgency
    district_key: str
    district: str
    in_charge_id: UUID | None
    in_charge: str
    lead_agency: str
    relayed_by: str
    received_on: date
    recontact_on: date | None
    members: tuple[MemberView, ...]
    consents: tuple[ConsentView, ...]
    agencies: tuple[InvolvementView, ...]
    offers: tuple[Offer, ...]
    reasoned: tuple[tuple[str, str], ...]
    timeline: tuple[Happening, ...]
    lookers: tuple[Happening, ...]
    wanted: tuple[Choice, ...]
    may: frozenset[str]
    is_office: bool


def case_file(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> CaseFile:
    """One case. Raises Refused("not_found") alike for a forbidden and an absent one."""
    require(may(actor, "case.look"), "not_found")
    today = settings.tokyo_day(now)
    head = _head(session, actor, today, case_id)
    case = head[0]
    consents = _all(session, actor, Consent, case.id, today)
    members = sorted(_all(session, actor, HouseholdMember, case.id, today), key=lambda one: one.position)
    shares = shares_of(session, [consent.id for consent in consents])
    involved = _involved(session, case.id, today)
    is_office = holds_the_office(actor, case.district_key, case.in_charge_id)
    people = Household(
        actor, case, consents, shares, frozenset(i.agency_id for i in involved), today, is_office,
        _size(session, case.id),
    )  # fmt: skip
    views = tuple(people.view(member) for member in members)
    basis = _basis_of(people.grounds(members), is_office=is_office)
    offices = _offices(actor, case, involved)
    here = as_known_to(actor, case.district_key, case.in_charge_id)
    names = {member.id: view.heading for member, view in zip(members, views, strict=True)}
    return CaseFile(
        basis=basis,
        looks=(Seen("case.look", "cases", case.id, case.id, _basis_text(basis)),),
        id=case.id, version=case.version, number=case.number, alias=case.alias,
        outline=case.outline if people.may_read_outline(members) else None,
        state=told_state(case.state, is_office=is_office), urgency=case.urgency,
        district_key=case.district_key, district=head[2] or "",
        in_charge_id=case.in_charge_id, in_charge=head[1].name if head[1] else "", lead_agency=head[3] or "",
        relayed_by=_agency_name(session, case.relayed_by_id) if is_office else "",
        received_on=case.received_on, recontact_on=case.recontact_on if is_office else None,
        members=views, consents=consent_views(session, consents, shares, names, today, is_office=is_office),
        agencies=involved,
        offers=_offers(session, case, here, offices, today),
        reasoned=_reasoned(session, case.id) if is_office else (),
        timeline=happenings(session, actor, today, case.id, looks=False),
        lookers=happenings(session, actor, today, case.id, looks=True),
        wanted=_wanted(session, actor, today, case.id),
        may=frozenset(action for action in GRANTS if may(here, action, offices)),
        is_office=is_office,
    )  # fmt: skip


def _offers(session: Session, case: Case, here: Actor, offices: frozenset[Office], today: date) -> tuple[Offer, ...]:
    """The steps of this person; facts are counted only for somebody who has any."""
    if not may(here, "case.advance", offices):
        return ()
    return CASE.offered(case.state, here.roles, offices, case_facts(session.execute, case, today))


def _wanted(session: Session, actor: Actor, today: date, case_id: UUID) -> tuple[Choice, ...]:
    """望まれる社会資源 that this case brought into the ledger, for those who hold it."""
    rows = session.exec(
        select(ResourceGap)
        .join(GapOrigin, col(GapOrigin.gap_id) == ResourceGap.id)
        .where(GapOrigin.case_id == case_id, visible_to(actor, GapOrigin, today))
        .order_by(ResourceGap.number)
    )
    return tuple(Choice(gap.id, f"{gap.number}　{taxonomy('gap')[gap.code].label}") for gap in rows)


def told_state(state: CaseState, *, is_office: bool) -> CaseState | None:
    """That a case is in 支援会議 is itself under its duty of secrecy; outside the office only 移行 is told."""
    return state if is_office or state is CaseState.CONSENTED else None


def _head(
    session: Session, actor: Actor, today: date, case_id: UUID | None
) -> tuple[Case, Person | None, str | None, str | None]:
    found = session.exec(
        select(Case, Person, District.name, Agency.name)
        .join(Person, col(Person.id) == Case.in_charge_id, isouter=True)
        .join(District, col(District.key) == Case.district_key, isouter=True)
        .join(Agency, col(Agency.id) == Case.lead_agency_id, isouter=True)
        .where(Case.id == case_id, visible_to(actor, Case, today))
    ).first()
    if found is None:
        raise Refused("not_found")
    return found


def _all(session: Session, actor: Actor, model: type[Part], case_id: UUID, today: date) -> list[Part]:
    return list(session.exec(select(model).where(model.case_id == case_id, visible_to(actor, model, today))))


def _size(session: Session, case_id: UUID) -> int:
    """How many the household is: never shown, it only decides whether everyone agreed."""
    return session.exec(select(func.count()).where(HouseholdMember.case_id == case_id)).one()


def _involved(session: Session, case_id: UUID, today: date) -> tuple[InvolvementView, ...]:
    statement = (
        select(Involvement, Agency.name)
        .join(Agency, col(Agency.id) == Involvement.agency_id)
        .where(Involvement.case_id == case_id, col(Involvement.until).is_(None) | (col(Involvement.until) >= today))
        .order_by(Agency.reading)
    )
    return tuple(InvolvementView(i.id, i.agency_id, name, i.since) for i, name in session.exec(statement))


def _agency_name(session: Session, agency_id: UUID | None) -> str:
    return session.exec(select(Agency.name).where(Agency.id == agency_id)).first() or ""


def _basis_of(grounds: list[Basis], *, is_office: bool) -> Basis:
    """The ground of the whole page: the office, or the consent among those found that ends first."""
    if is_office:
        return Basis(BasisKind.OFFICE)
    if not grounds:
        raise Refused("not_found")
    return min(grounds, key=lambda basis: basis.until or date.max)


def _basis_text(basis: Basis) -> str:
    return basis.kind.value


def _offices(actor: Actor, case: Case, involved: tuple[InvolvementView, ...]) -> frozenset[Office]:
    held = set()
    if case.in_charge_id == actor.person_id:
        held.add(Office.IN_CHARGE)
    if Role.AGENCY_MEMBER in actor.roles and any(i.agency_id == actor.agency_id for i in involved):
        held.add(Office.INVOLVED_AGENCY)
    return frozenset(held)


def _reasoned(session: Session, case_id: UUID) -> tuple[tuple[str, str], ...]:
    rows = session.exec(select(ReasonedAct).where(ReasonedAct.case_id == case_id).order_by(col(ReasonedAct.at)))
    return tuple((row.condition, row.reason) for row in rows)
