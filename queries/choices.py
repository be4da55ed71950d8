"""Lists to choose from: agencies, districts, receivers of つなぎ, workers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

import settings
from models.cases import Case, CaseState, HouseholdMember, Involvement
from models.people import Agency, Person, Role, RoleHolding
from models.places import District
from queries.view import Choice, kana_order
from rules.access import Actor
from rules.visibility import names_visible_to, visible_to


def agencies(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """Every agency of today in 五十音順."""
    today = settings.tokyo_day(now)
    rows = session.exec(select(Agency.id, Agency.name, Agency.reading).where(*_current(today))).all()
    return tuple(Choice(row_id, name) for row_id, name, _ in sorted(rows, key=lambda row: kana_order(row[2])))


def _current(today: date) -> tuple[ColumnElement[bool], ...]:
    begun = col(Agency.valid_from).is_(None) | (col(Agency.valid_from) <= today)
    open_ended = col(Agency.valid_to).is_(None) | (col(Agency.valid_to) >= today)
    return begun, open_ended


def receivers(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """Who takes a つなぎ: the agencies that run 多機関協働."""
    takes = col(Agency.programmes).contains("multi_agency_collaboration")
    rows = session.exec(select(Agency).where(takes, *_current(settings.tokyo_day(now)))).all()
    home = settings.city().home_agency
    return tuple(Choice(a.id, a.name) for a in sorted(rows, key=lambda a: (a.key != home, kana_order(a.reading))))


def districts(session: Session, actor: Actor, now: datetime) -> tuple[tuple[str, str], ...]:
    """圏域 by key and name."""
    return tuple(session.exec(select(District.key, District.name).order_by(District.key)).all())


def colleagues(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """Everybody with an open account, to be called or to run a conference."""
    today = settings.tokyo_day(now)
    rows = session.exec(
        select(Person, Agency.name)
        .join(Agency, col(Agency.id) == Person.agency_id)
        .where(col(Person.closed_at).is_(None), col(Person.valid_to).is_(None) | (col(Person.valid_to) >= today))
    ).all()
    ordered = sorted(rows, key=lambda row: kana_order(row[0].reading))
    return tuple(Choice(person.id, f"{person.name}({place})") for person, place in ordered)


def cases(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """The cases this person may put on an agenda, by number and 呼称."""
    found = session.exec(
        select(Case).where(visible_to(actor, Case, settings.tokyo_day(now))).order_by(col(Case.number).desc())
    )
    return tuple(Choice(case.id, f"{case.number} {case.alias}") for case in found)


def household(session: Session, actor: Actor, now: datetime, case_id: UUID) -> tuple[Choice, ...]:
    """The people of a household whose name this person may see, by their word in the family."""
    found = session.exec(
        select(HouseholdMember)
        .where(HouseholdMember.case_id == case_id, names_visible_to(actor, settings.tokyo_day(now)))
        .order_by(col(HouseholdMember.position))
    )
    return tuple(Choice(one.id, f"{one.relation} {one.name or ''}".strip()) for one in found)


def workers(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """Who may be in charge of a case."""
    today = settings.tokyo_day(now)
    rows = session.exec(
        select(Person, Agency.name)
        .join(RoleHolding, col(RoleHolding.person_id) == Person.id)
        .join(Agency, col(Agency.id) == Person.agency_id)
        .where(
            col(RoleHolding.role).in_([Role.WELFARE_WORKER, Role.CENTER_WORKER]),
            RoleHolding.since <= today,
            col(RoleHolding.until).is_(None) | (col(RoleHolding.until) >= today),
            col(Person.closed_at).is_(None),
            col(Person.valid_from) <= today,
            col(Person.valid_to).is_(None) | (col(Person.valid_to) >= today),
        )
    ).all()
    ordered = sorted(rows, key=lambda row: kana_order(row[0].reading))
    return tuple(dict.fromkeys(Choice(person.id, f"{person.name}({place})") for person, place in ordered))


def involved(session: Session, actor: Actor, now: datetime, case_id: UUID) -> tuple[UUID, ...]:
    """The agencies that take part in a case today, less one's own."""
    today = settings.tokyo_day(now)
    rows = session.exec(
        select(Involvement.agency_id).where(
            Involvement.case_id == case_id,
            visible_to(actor, Involvement, today),
            col(Involvement.until).is_(None) | (col(Involvement.until) >= today),
            Involvement.agency_id != actor.agency_id,
        )
    )
    return tuple(dict.fromkeys(rows))


def open_cases(session: Session, actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """The cases this person may call a conference about."""
    seen = (visible_to(actor, Case, settings.tokyo_day(now)), Case.state != CaseState.CLOSED)
    found = session.exec(select(Case).where(*seen).order_by(col(Case.number).desc()))
    return tuple(Choice(case.id, f"{case.number} {case.alias}") for case in found)
