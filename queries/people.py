"""人と権限: accounts, their roles, and what this person may do about them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

import settings
from models.people import Agency, Person, Role, RoleHolding, SignIn
from queries.view import kana_order
from rules.access import Actor, may
from rules.appointing import appointable
from rules.finding import search_key
from rules.refusal import Refused, require
from rules.visibility import visible_to


@dataclass(frozen=True)
class PersonRow:
    """One account in a list."""

    id: UUID
    version: int
    login: str
    name: str
    reading: str
    title: str
    agency: str
    roles: tuple[Role, ...]
    valid_to: date | None
    is_closed: bool
    must_change_password: bool
    sign_ins: int
    is_mine_to_keep: bool


@dataclass(frozen=True)
class People:
    """Accounts in 五十音順, and the roles this person may give."""

    rows: tuple[PersonRow, ...]
    gives: tuple[Role, ...]


def people_list(session: Session, actor: Actor, now: datetime, *, words: str = "", only: UUID | None = None) -> People:
    """Everybody with an account; closed ones last."""
    require(may(actor, "people.look"), "not_found")
    today = settings.tokyo_day(now)
    chief = select(func.count()).select_from(RoleHolding).where(RoleHolding.role == Role.DIVISION_CHIEF)
    gives = appointable(actor, is_without_chief=session.exec(chief).one() == 0)
    statement = select(Person, Agency.name).join(Agency, col(Agency.id) == Person.agency_id)
    statement = statement.where(visible_to(actor, Person, today))
    found = session.exec(statement.where(Person.id == only) if only else statement).all()
    roles, open_now = _roles(session, today), _open_sign_ins(session, now)
    rows = [
        _row(person, agency, roles.get(person.id, ()), open_now.get(person.id, 0), actor, gives)
        for person, agency in found
    ]
    key = search_key(words)
    kept = [row for row in rows if key in search_key(f"{row.login} {row.name} {row.reading} {row.agency}")]
    return People(
        tuple(sorted(kept, key=lambda row: (row.is_closed, kana_order(row.reading)))),
        tuple(sorted(gives, key=list(Role).index)),
    )


def person_one(session: Session, actor: Actor, now: datetime, person_id: UUID | None) -> People:
    """One account."""
    view = people_list(session, actor, now, only=person_id)
    if person_id is None or not view.rows:
        raise Refused("not_found")
    return view


def _roles(session: Session, today: date) -> dict[UUID, tuple[Role, ...]]:
    current = col(RoleHolding.until).is_(None) | (col(RoleHolding.until) >= today)
    held: dict[UUID, tuple[Role, ...]] = {}
    for holding in session.exec(select(RoleHolding).where(RoleHolding.since <= today, current)):
        held[holding.person_id] = (*held.get(holding.person_id, ()), holding.role)
    return held


def _open_sign_ins(session: Session, now: datetime) -> dict[UUID, int]:
    alive = (col(SignIn.ended_at).is_(None), col(SignIn.ends_at) > now)
    return dict(
        session.exec(select(SignIn.person_id, func.count()).where(*alive).group_by(col(SignIn.person_id))).all()
    )


def _row(
    person: Person, agency: str, roles: tuple[Role, ...], sign_ins: int, actor: Actor, gives: frozenset[Role]
) -> PersonRow:
    return PersonRow(
        person.id, person.version, person.login, person.name, person.reading, person.title, agency,
        tuple(sorted(roles, key=list(Role).index)), person.valid_to, person.closed_at is not None,
        person.must_change_password, sign_ins, person.id != actor.person_id and set(roles) <= gives,
    )  # fmt: skip


@dataclass(frozen=True)
class Contact:
    """How somebody is reached: direct line and working days, as they told it themselves."""

    direct_line: str | None
    work_days: str | None


def own_contact(session: Session, actor: Actor, now: datetime) -> Contact:
    """The actor's own."""
    person = session.get_one(Person, actor.person_id)
    return Contact(person.direct_line, person.work_days)
