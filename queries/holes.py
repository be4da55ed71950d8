"""明日の会議の穴: what each coming conference still lacks, told before the day and never first in the room."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

import settings
from models.conferences import Conference, ConferenceState
from models.forums import Forum, forums
from models.people import Role
from queries.calendar import moment_of
from queries.hole_finder import Hole, HoleFinder
from queries.view import Confidential, Seen
from rules.access import Actor, may, runs
from rules.disclosure import Basis, BasisKind
from rules.holes import days_told
from rules.visibility import visible_to

_BEFORE = (ConferenceState.PLANNED, ConferenceState.CONVENED)
_CITY = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})


@dataclass(frozen=True)
class ConferenceHoles:
    """One conference and what it lacks."""

    id: UUID
    forum: Forum
    serial: int | None
    starts_at: datetime
    holes: tuple[Hole, ...]


@dataclass(frozen=True)
class Holes(Confidential):
    """The conferences of the next working day; told: whether it is late enough to tell of them."""

    told: bool
    conferences: tuple[ConferenceHoles, ...]


def holes_ahead(session: Session, actor: Actor, now: datetime) -> Holes:
    """The conferences of the next working day that are this person's to prepare, from the hour of the day before."""
    days = days_told(now, settings.city().holes_told_at)
    if days is None:
        return Holes(basis=Basis(BasisKind.RUNNING), told=False, conferences=())
    first, last = (moment_of(days[0]), moment_of(date.fromordinal(days[1].toordinal() + 1)))
    return _holes(session, actor, now, [
        col(Conference.starts_at) >= first, col(Conference.starts_at) < last, _is_theirs(actor),
    ])  # fmt: skip


def holes_of_conference(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> Holes:
    """What one conference lacks, at any time, for those who may change it."""
    return _holes(session, actor, now, [col(Conference.id) == conference_id])


def _is_theirs(actor: Actor) -> ColumnElement[bool]:
    """Who facilitates or records it, and 課長 of a body that they may convene."""
    own = [col(Conference.facilitator_id) == actor.person_id, col(Conference.recorder_id) == actor.person_id]
    if Role.DIVISION_CHIEF in actor.roles:
        led = [key for key, one in forums().items() if Role.DIVISION_CHIEF.value in one.may_convene]
        own.append(col(Conference.forum_key).in_(led))
    return or_(*own)


def _holes(session: Session, actor: Actor, now: datetime, wanted: list[ColumnElement[bool]]) -> Holes:
    today = settings.tokyo_day(now)
    statement = select(Conference).where(
        *wanted, visible_to(actor, Conference, today), col(Conference.state).in_(_BEFORE)
    )
    met = [
        one
        for one in session.exec(statement.order_by(col(Conference.starts_at), col(Conference.id))).all()
        if may(actor, "conference.change", runs(actor, one.facilitator_id, one.recorder_id))
    ]
    basis = Basis(BasisKind.OFFICE if actor.roles & _CITY else BasisKind.RUNNING)
    if not met:
        return Holes(basis=basis, told=True, conferences=())
    finder = HoleFinder(session, actor, today, {one.id: one for one in met})
    found = finder.all()
    looks = tuple(
        Seen("conference.look", "conferences", item.conference_id, item.case_id, basis.kind.value)
        for item in {(one.conference_id, one.case_id): one for one in finder.items.values() if one.case_id}.values()
    )
    return Holes(basis=basis, looks=looks, told=True, conferences=tuple(
        ConferenceHoles(one.id, forums()[one.forum_key], one.serial, one.starts_at, tuple(found[one.id])) for one in met
    ))  # fmt: skip
