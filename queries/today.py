"""きょう: what waits for me, in order of urgency; each line leads to the exact place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, func, select

import settings
from models.cases import Case, CaseState, Consent, HouseholdMember
from models.conferences import ConferenceState
from models.history import ReasonedAct
from models.people import Agency
from models.relays import Relay, RelayState, Urgency
from queries.calendar import ConferenceRow, conference_list
from queries.reasoned import reasoned
from queries.today_closing import to_the_end
from queries.today_conferences import checks, holes, records
from queries.today_manners import other_manners
from queries.today_roles import own_roles, stuck_roles, unanswered_by, waiting_plans
from queries.waiting import MOST, Waiting
from rules.access import Actor, may
from rules.visibility import consent_is_valid, visible_to

_is_open = col(Case.state) != CaseState.CLOSED


@dataclass(frozen=True)
class Today:
    """The day of one person."""

    day: date
    waiting: tuple[Waiting, ...]
    cases: int
    relays_open: int
    unanswered: int
    ahead: tuple[ConferenceRow, ...]


def today_of(session: Session, actor: Actor, now: datetime) -> Today:
    """Everything that waits for this person, at most twenty of each kind."""
    day = settings.tokyo_day(now)
    found: list[Waiting] = [*own_roles(session, actor, day), *other_manners(session, actor, day)]
    if may(actor, "record.look"):
        found += [*holes(session, actor, now), *records(session, actor, day), *checks(session, actor, day)]
    if may(actor, "relay.look"):
        found += _relays(session, actor, day, now)
    if may(actor, "case.describe"):
        found += [
            *_ending_consents(session, actor, day),
            *_papers(session, actor, day),
            *_not_asked(session, actor, day),
        ]
    if may(actor, "case.advance"):
        found += [*_lost_consents(session, actor, day), *_recontacts(session, actor, day)]
        found += [*stuck_roles(session, actor, day), *waiting_plans(session, actor, day)]
    found += to_the_end(session, actor, now)
    if may(actor, "approval.give"):
        found += _approvals(session, actor, day)
    cases = relays = 0
    if may(actor, "case.look"):
        cases = session.exec(select(func.count()).select_from(Case).where(visible_to(actor, Case, day))).one()
    if may(actor, "relay.look"):
        waits = (visible_to(actor, Relay, day), Relay.state == RelayState.ARRIVED)
        relays = session.exec(select(func.count()).select_from(Relay).where(*waits)).one()
    ordered = sorted(found, key=lambda one: (not one.is_urgent, one.due_on or date.max))
    ahead = conference_list(session, actor, now, since=day, until=day + timedelta(days=30))
    standing = tuple(one for one in ahead if one.state is not ConferenceState.CANCELLED)
    return Today(day, tuple(ordered), cases, relays, unanswered_by(session, actor), standing[:6])


def _relays(session: Session, actor: Actor, day: date, now: datetime) -> Iterator[Waiting]:
    fresh = (col(Relay.state) == RelayState.ARRIVED) | (col(Relay.replied_at) > now - timedelta(days=14))
    statement = (
        select(Relay, Agency.name)
        .join(Agency, col(Agency.id) == Relay.from_agency_id)
        .where(visible_to(actor, Relay, day), fresh)
        .order_by(col(Relay.reply_due_on))
        .limit(MOST)
    )
    for relay, sender in session.exec(statement):
        values = {"alias": relay.alias, "agency": sender}
        if relay.state is not RelayState.ARRIVED:
            if relay.from_agency_id == actor.agency_id:
                yield Waiting("relay_answered", values, "relay", relay.id)
        elif may(actor, "relay.answer"):
            yield Waiting(
                "relay_waits", values, "relay", relay.id, relay.reply_due_on, relay.urgency is Urgency.EMERGENCY
            )
        elif relay.from_agency_id == actor.agency_id:
            yield Waiting("relay_sent", values, "relay", relay.id, relay.reply_due_on)


def _ending_consents(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    soon = day + timedelta(days=settings.city().consent_warning_days)
    statement = (
        select(Consent, Case.number, Case.alias)
        .join(Case, col(Case.id) == Consent.case_id)
        .where(visible_to(actor, Consent, day), consent_is_valid(day), col(Consent.ends_on) <= soon, _is_open)
        .order_by(col(Consent.ends_on))
        .limit(MOST)
    )
    for consent, number, alias in session.exec(statement):
        yield Waiting("consent_ends", {"number": number, "alias": alias}, "case", consent.case_id, consent.ends_on)


def _papers(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    statement = (
        select(Consent, Case.number, Case.alias)
        .join(Case, col(Case.id) == Consent.case_id)
        .where(visible_to(actor, Consent, day), consent_is_valid(day), col(Consent.paper_due_on).is_not(None), _is_open)
        .order_by(col(Consent.paper_due_on))
        .limit(MOST)
    )
    for consent, number, alias in session.exec(statement):
        yield Waiting("paper_is_due", {"number": number, "alias": alias}, "case", consent.case_id, consent.paper_due_on)


def _not_asked(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    asked = select(Consent.id).where(Consent.member_id == HouseholdMember.id).exists()
    statement = (
        select(Case.id, Case.number, Case.alias, func.count())
        .join(HouseholdMember, col(HouseholdMember.case_id) == Case.id)
        .where(
            visible_to(actor, Case, day),
            Case.in_charge_id == actor.person_id,
            col(Case.state).not_in([CaseState.SUSPENDED, CaseState.CLOSED]),
            col(HouseholdMember.refused_on).is_(None),
            col(HouseholdMember.died_on).is_(None),
            ~asked,
        )
        .group_by(col(Case.id), col(Case.number), col(Case.alias))
        .order_by(col(Case.number))
        .limit(MOST)
    )
    for case_id, number, alias, people in session.exec(statement):
        yield Waiting("member_not_asked", {"number": number, "alias": alias, "people": str(people)}, "case", case_id)


def _lost_consents(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    valid = select(Consent.id).where(Consent.case_id == Case.id, consent_is_valid(day)).correlate(Case).exists()
    statement = (
        select(Case.id, Case.number, Case.alias)
        .where(visible_to(actor, Case, day), Case.state == CaseState.CONSENTED, ~valid)
        .limit(MOST)
    )
    for case_id, number, alias in session.exec(statement):
        yield Waiting("consent_is_lost", {"number": number, "alias": alias}, "case", case_id, is_urgent=True)


def _recontacts(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    statement = (
        select(Case)
        .where(
            visible_to(actor, Case, day),
            Case.state == CaseState.SUSPENDED,
            col(Case.recontact_on) <= day + timedelta(days=7),
        )
        .order_by(col(Case.recontact_on))
        .limit(MOST)
    )
    for case in session.exec(statement):
        yield Waiting("recontact", {"number": case.number, "alias": case.alias}, "case", case.id, case.recontact_on)


def _approvals(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """Nobody reads their own reasons afterwards: those wait for another chief."""
    waits = (col(ReasonedAct.approved_at).is_(None), col(ReasonedAct.by_id) != actor.person_id)
    for one in reasoned(session, actor, day, *waits, limit=MOST):
        yield Waiting("approval_waits", {"about": one.about, "who": one.who}, "reasoned", one.id)
