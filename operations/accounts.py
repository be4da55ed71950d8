"""人と権限: open and close accounts, give and end roles, in person resets."""

from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from models.people import Agency, Person, Role, RoleHolding, SignInEnd
from operations.action import Act, action
from operations.sign_ins import checked_login, checked_password, end_all, hashed_password
from rules.appointing import appointable
from rules.refusal import Refused, require
from rules.typed_text import kept, needed


def is_without_chief(session: Session) -> bool:
    """No 課長 was ever appointed: the only time an administrator may appoint one."""
    chiefs = select(func.count()).select_from(RoleHolding).where(RoleHolding.role == Role.DIVISION_CHIEF)
    return session.exec(chiefs).one() == 0


def _may_appoint(act: Act, roles: set[Role]) -> None:
    given = appointable(act.actor, is_without_chief=is_without_chief(act.session))
    require(roles <= given, "role_is_given_by_others")


def roles_of(session: Session, person_id: UUID, today: date) -> set[Role]:
    """The roles a person holds today."""
    held = select(RoleHolding.role).where(
        RoleHolding.person_id == person_id,
        RoleHolding.since <= today,
        (col(RoleHolding.until).is_(None)) | (col(RoleHolding.until) >= today),
    )
    return {Role(role) for role in session.exec(held)}


def _over(act: Act, person: Person) -> None:
    """Only who could give a person every role they ever held may act upon the account; nobody upon their own."""
    require(person.id != act.actor.person_id, "account_is_own")
    ever = act.session.exec(select(RoleHolding.role).where(RoleHolding.person_id == person.id))
    _may_appoint(act, {Role(role) for role in ever})


@action("account.open")
def open_account(
    act: Act,
    *,
    login: str,
    name: str,
    reading: str,
    agency_id: UUID,
    roles: set[Role],
    password: str,
    title: str = "",
    valid_to: date | None = None,
) -> Person:
    """Open an account with a first password, told in person and changed at the first sign-in."""
    roles = set(roles)
    require(roles, "account_needs_role")
    _may_appoint(act, roles)
    require(act.session.get(Agency, agency_id), "not_found")
    login = checked_login(login)
    require(act.session.exec(select(Person).where(Person.login == login)).first() is None, "login_is_taken")
    require(valid_to is None or valid_to >= act.today, "period_is_over")
    person = act.add(
        Person(
            login=login,
            name=needed(name, "field.person_name"),
            reading=needed(reading, "field.reading"),
            title=kept(title) or "",
            agency_id=agency_id,
            must_change_password=True,
            valid_from=act.today,
            valid_to=valid_to,
            password_hash=hashed_password(checked_password(password, login)),
        )
    )
    for role in sorted(roles):
        act.session.add(RoleHolding(person_id=person.id, role=role, since=act.today))
    return person


@action("account.close", on=Person)
def close_account(act: Act, person: Person) -> Person:
    """Close an account; its open tabs get nothing from the next action on. History keeps its name."""
    _over(act, person)
    require(person.closed_at is None, "account_is_closed")
    person.closed_at = act.now
    end_all(act.session, person.id, SignInEnd.ACCOUNT_CLOSED, act.now)
    return person


@action("account.give_role", on=Person)
def give_role(act: Act, person: Person, *, role: Role, until: date | None = None) -> RoleHolding:
    """Give a role from today."""
    require(person.id != act.actor.person_id, "account_is_own")
    _may_appoint(act, {role})
    require(role not in roles_of(act.session, person.id, act.today), "role_is_held")
    require(until is None or until >= act.today, "period_is_over")
    return act.add(RoleHolding(person_id=person.id, role=role, since=act.today, until=until))


@action("account.end_role", on=Person)
def end_role(act: Act, person: Person, *, role: Role) -> Person:
    """End a role: what it opened is closed at the next action."""
    require(person.id != act.actor.person_id, "account_is_own")
    _may_appoint(act, {role})
    held = act.session.exec(
        select(RoleHolding).where(
            RoleHolding.person_id == person.id,
            RoleHolding.role == role,
            (col(RoleHolding.until).is_(None)) | (col(RoleHolding.until) >= act.today),
        )
    ).all()
    if not held:
        raise Refused("role_is_not_held")
    for holding in held:
        holding.until = act.today - timedelta(days=1)
    return person


@action("account.reset_password", on=Person)
def reset_password(act: Act, person: Person, *, password: str) -> Person:
    """A new first password, given in person; every sign-in of theirs ends."""
    _over(act, person)
    require(person.closed_at is None, "account_is_closed")
    person.password_hash = hashed_password(checked_password(password, person.login))
    person.must_change_password = True
    end_all(act.session, person.id, SignInEnd.PASSWORD_CHANGED, act.now)
    return person


@action("account.sign_out", on=Person)
def sign_out_everywhere(act: Act, person: Person) -> Person:
    """End every sign-in of a person: a lost device, a tab left open."""
    _over(act, person)
    end_all(act.session, person.id, SignInEnd.SIGNED_OUT_EVERYWHERE, act.now)
    return person


@action("contact.tell")
def tell_contact(act: Act, *, direct_line: str | None = None, work_days: str | None = None) -> Person:
    """直通電話・勤務曜日: told by each for themselves, and read by those who carry a plan together."""
    person = act.session.get_one(Person, act.actor.person_id)
    person.direct_line, person.work_days = kept(direct_line), kept(work_days)
    return person
