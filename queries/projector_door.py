"""Who may show a conference on the wall: who runs it, or the one browser in which its code was typed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.conferences import Conference, ConferenceState
from models.people import Person
from models.sittings import ProjectorPass
from queries.calendar import conference_seen
from queries.signed_in import by_token, signed_in
from rules.access import GRANTS, Actor, may, runs
from rules.projector import code_of, is_shown
from rules.refusal import require
from rules.visibility import visible_to


@dataclass(frozen=True)
class Showing:
    """A screen that may be on; actor: who signed in for it, nobody where it was lent."""

    conference_id: UUID
    actor: Actor | None = None


@dataclass(frozen=True)
class LentView:
    """One lent screen; code: while nobody has typed it."""

    id: UUID
    code: str | None
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Desk:
    """What there is to do about the projector, for who runs the conference."""

    conference_id: UUID
    state: ConferenceState
    shows_names: bool
    lent: tuple[LentView, ...]
    may: frozenset[str]


def showing(
    session: Session, now: datetime, conference_id: UUID, *, sign_in: str | None, lent: str | None
) -> Showing | None:
    """Whether this browser may show this conference; sign_in and lent are the hashes of its two cookies."""
    found = session.get(Conference, conference_id)
    if found is None or not is_shown(found.state, found.adjourned_at, now):
        return None
    actor = _runner(session, now, found, sign_in) if sign_in else None
    if actor is not None:
        return Showing(found.id, actor)
    return Showing(found.id) if lent and _is_lent(session, now, found.id, lent) else None


def _runner(session: Session, now: datetime, conference: Conference, token_hash: str) -> Actor | None:
    """Who runs it. A sitting is no idleness: its screen stays on while nobody touches this browser."""
    known = by_token(session, token_hash, now, idles=False)
    person = signed_in(session, known.sign_in_id, now, idles=False) if known else None
    if person is None or person.actor.must_change_password:
        return None
    actor = person.actor
    seen = select(Conference.id).where(
        Conference.id == conference.id, visible_to(actor, Conference, settings.tokyo_day(now))
    )
    offices = runs(actor, conference.facilitator_id, conference.recorder_id)
    is_seen = session.exec(seen).first() is not None
    return actor if is_seen and may(actor, "projector.lend", offices) else None


def _is_lent(session: Session, now: datetime, conference_id: UUID, token_hash: str) -> bool:
    same = select(ProjectorPass.id).where(
        ProjectorPass.conference_id == conference_id,
        ProjectorPass.token_hash == token_hash,
        col(ProjectorPass.ended_at).is_(None),
        col(ProjectorPass.ends_at) > now,
    )
    return session.exec(same).first() is not None


def desk(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> Desk:
    """The screens that are lent now. Raises Refused("not_found") for whoever does not run the conference."""
    found = conference_seen(session, actor, settings.tokyo_day(now), conference_id)
    offices = runs(actor, found.facilitator_id, found.recorder_id)
    rights = frozenset(action for action in GRANTS if may(actor, action, offices))
    require("projector.lend" in rights, "not_found")
    rows = session.exec(
        select(ProjectorPass, Person)
        .join(Person, col(Person.id) == ProjectorPass.made_by_id)
        .where(
            ProjectorPass.conference_id == found.id,
            col(ProjectorPass.ended_at).is_(None),
            col(ProjectorPass.ends_at) > now,
        )
        .order_by(col(ProjectorPass.made_at))
    ).all()
    lent = tuple(_lent(one, person) for one, person in rows)
    return Desk(found.id, found.state, found.shows_names, lent, rights)


def _lent(one: ProjectorPass, person: Person) -> LentView:
    return LentView(one.id, code_of(one.id) if one.token_hash is None else None, person.name, one.made_at)
