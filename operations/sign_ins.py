"""Sign in, sign out, and who a sign-in is. The token lives in the browser's cookie; we keep its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from pwdlib import PasswordHash
from sqlalchemy import update
from sqlmodel import Session, col, select

import settings
from models.people import Person, SignIn, SignInEnd
from operations import history
from operations.action import Act, action
from operations.tries import Tried, failed, paused, succeeded, tries_of
from rules.refusal import Refused, require
from rules.typed_text import needed

_LAST_ACT_EVERY = timedelta(seconds=30)


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobody() -> str:
    """A hash to verify against where the login is unknown, so that both answers take as long."""
    return _hasher().hash(secrets.token_urlsafe(16))


def hashed_password(password: str) -> str:
    """argon2id through pwdlib."""
    return _hasher().hash(password)


def hashed_token(token: str) -> str:
    """What is stored of a sign-in token; 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Candidate:
    """What was read before the slow verification, so that no transaction stays open during it."""

    person_id: UUID | None
    password_hash: str
    paused_until: datetime | None


def candidate(session: Session, login: str, now: datetime) -> Candidate:
    """Who might be signing in."""
    name = login.strip().casefold()
    person = session.exec(select(Person).where(Person.login == name)).first() if name.isprintable() else None
    waits = paused(session, login, now)
    if person is None or not is_open(person, settings.tokyo_day(now)):
        return Candidate(None, _nobody(), waits)
    return Candidate(person.id, person.password_hash, waits)


def is_open(person: Person, today: date) -> bool:
    """The account is in use on this day."""
    return (
        person.closed_at is None
        and person.valid_from <= today
        and (person.valid_to is None or today <= person.valid_to)
    )


def verified(found: Candidate, password: str) -> bool:
    """Slow on purpose, equally slow for unknown logins."""
    return _hasher().verify(password, found.password_hash) and found.person_id is not None


def finish(session: Session, login: str, found: Candidate, *, is_right: bool, now: datetime) -> Tried:
    """Write down the outcome of a try."""
    if found.paused_until is not None:
        return Tried(paused_until=found.paused_until)
    tried = tries_of(session, login)
    if tried.paused_until is not None and tried.paused_until > now:
        # Others guessed while this password was being verified; the pause they earned counts here too.
        return Tried(paused_until=tried.paused_until)
    if is_right and found.person_id is not None:
        succeeded(tried)
        return Tried(token=_begin(session, found.person_id, now))
    return failed(session, tried, now)


def count_wrong(session: Session, login: str, now: datetime) -> Tried:
    """A wrong password that was not a sign-in counts like one."""
    return failed(session, tries_of(session, login), now)


def _begin(session: Session, person_id: UUID, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    ends = now + timedelta(hours=settings.city().absolute_hours)
    sign_in = SignIn(token_hash=hashed_token(token), person_id=person_id, began_at=now, last_act_at=now, ends_at=ends)
    session.add(sign_in)
    session.flush()
    event = history.Event("sign_in.begin", "sign_ins", sign_in.id)
    history.append(session, event, actor_id=person_id, sign_in_id=sign_in.id, now=now)
    return token


def touch(session: Session, sign_in_id: UUID, now: datetime) -> None:
    """An act, typing or navigation happened; a live signal never comes here."""
    stale = (SignIn.id == sign_in_id, col(SignIn.last_act_at) < now - _LAST_ACT_EVERY)
    session.execute(update(SignIn).where(*stale).values(last_act_at=now))  # type: ignore[arg-type]


def needs_touch(last_act_at: datetime, now: datetime) -> bool:
    """Whether the last act is long enough ago to be written anew."""
    return last_act_at < now - _LAST_ACT_EVERY


def end_all(session: Session, person_id: UUID, because: SignInEnd, now: datetime, but: UUID | None = None) -> None:
    """End every sign-in of a person, here and now, on every open tab."""
    still_open = (SignIn.person_id == person_id, col(SignIn.ended_at).is_(None), SignIn.id != but)
    session.execute(update(SignIn).where(*still_open).values(ended_at=now, ended_because=because))  # type: ignore[arg-type]


@action("sign_in.end")
def sign_out(act: Act) -> SignIn:
    """Sign out: this sign-in is over in every tab that uses it."""
    sign_in = act.session.get_one(SignIn, act.actor.sign_in_id)
    sign_in.ended_at, sign_in.ended_because = act.now, SignInEnd.SIGNED_OUT
    return sign_in


@action("password.change")
def change_password(act: Act, *, current: str, new: str) -> Person:
    """A person's own password; every other sign-in of theirs ends."""
    person = act.session.get_one(Person, act.actor.person_id)
    require(_hasher().verify(current, person.password_hash), "password_is_wrong")
    require(new != current, "password_is_the_same")
    person.password_hash, person.must_change_password = hashed_password(checked_password(new, person.login)), False
    end_all(act.session, person.id, SignInEnd.PASSWORD_CHANGED, act.now, but=act.actor.sign_in_id)
    return person


def checked_password(password: str, login: str) -> str:
    """Long enough and not the login; no rules about kinds of letters (NIST SP 800-63B, ASVS 6.2)."""
    least = settings.city().password_minimum
    if len(password) < least or len(password) > 200:
        raise Refused("password_is_short", least=least)
    require(login.casefold() not in password.casefold(), "password_holds_login")
    require(len(set(password)) >= 5, "password_is_simple")
    return password


def checked_login(login: str) -> str:
    """A login as it is stored: lower case letters, digits, dot, hyphen."""
    text = needed(login, "field.login", most=40).casefold()
    require(all(sign.isascii() and (sign.isalnum() or sign in ".-_") for sign in text), "login_has_other_signs")
    return text
