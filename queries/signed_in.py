"""Who a sign-in is right now: asked in every run, for every file and route."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

import settings
from models.people import Agency, Person, Role, RoleHolding, SignIn
from rules.access import Actor


@dataclass(frozen=True)
class SignedIn:
    """The person behind a live sign-in, and when they last did something."""

    actor: Actor
    last_act_at: datetime


def _alive(now: datetime, today: date, *, idles: bool) -> tuple[ColumnElement[bool], ...]:
    idle = now - timedelta(minutes=settings.city().idle_minutes)
    return (
        col(SignIn.ended_at).is_(None),
        col(SignIn.ends_at) > now,
        *((col(SignIn.last_act_at) > idle,) if idles else ()),
        col(Person.closed_at).is_(None),
        col(Person.valid_from) <= today,
        col(Person.valid_to).is_(None) | (col(Person.valid_to) >= today),
    )


@dataclass(frozen=True)
class Pass:
    """What the wall needs to know about a cookie."""

    sign_in_id: UUID
    must_change_password: bool


def by_token(session: Session, token_hash: str, now: datetime, *, idles: bool = True) -> Pass | None:
    """The sign-in of a cookie, while it lives; idles: also one at which nobody did anything for long is over."""
    found = session.exec(
        select(SignIn.id, Person.must_change_password)
        .join(Person, col(Person.id) == SignIn.person_id)
        .where(SignIn.token_hash == token_hash, *_alive(now, settings.tokyo_day(now), idles=idles))
    ).first()
    return Pass(*found) if found else None


def alive_among(session: Session, sign_in_ids: Iterable[UUID], now: datetime) -> frozenset[UUID]:
    """Those of these sign-ins that still live: one statement, however many look on."""
    among = col(SignIn.id).in_(list(sign_in_ids))
    found = select(SignIn.id).join(Person, col(Person.id) == SignIn.person_id)
    return frozenset(session.exec(found.where(among, *_alive(now, settings.tokyo_day(now), idles=True))))


def signed_in(session: Session, sign_in_id: UUID, now: datetime, *, idles: bool = True) -> SignedIn | None:
    """The actor of a sign-in with the roles of today, or None when it is over."""
    today = settings.tokyo_day(now)
    found = session.exec(
        select(SignIn, Person, Agency)
        .join(Person, col(Person.id) == SignIn.person_id)
        .join(Agency, col(Agency.id) == Person.agency_id)
        .where(SignIn.id == sign_in_id, *_alive(now, today, idles=idles))
    ).first()
    if found is None:
        return None
    sign_in, person, agency = found
    roles = session.exec(
        select(RoleHolding.role).where(
            RoleHolding.person_id == person.id,
            RoleHolding.since <= today,
            col(RoleHolding.until).is_(None) | (col(RoleHolding.until) >= today),
        )
    ).all()
    actor = Actor(
        person.id, sign_in.id, agency.id, agency.district_key, frozenset(Role(role) for role in roles),
        person.name, agency.name, person.must_change_password,
    )  # fmt: skip
    return SignedIn(actor, sign_in.last_act_at)
