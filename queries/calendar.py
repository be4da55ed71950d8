"""会議の予定: the conferences of some days, as far as this person may know of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

import settings
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, Manner
from models.forums import Forum, forums
from models.people import Person
from rules.access import Actor, may
from rules.refusal import Refused, require
from rules.visibility import visible_to


@dataclass(frozen=True)
class ConferenceRow:
    """One conference in the calendar or a list; nothing in it names a person of a household."""

    id: UUID
    forum: Forum
    serial: int | None
    fiscal_year: int
    theme: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: ConferenceState
    facilitator: str
    called: int
    items: int
    runs: bool
    manner: Manner = Manner.REGULAR


def conference_seen(session: Session, actor: Actor, today: date, conference_id: UUID | None) -> Conference:
    """One conference this person may know of. Raises Refused("not_found")."""
    seen = select(Conference).where(col(Conference.id) == conference_id, visible_to(actor, Conference, today))
    found = session.exec(seen).first()
    if found is None:
        raise Refused("not_found")
    return found


def moment_of(day: date) -> datetime:
    """0:00 of a Tokyo day, in UTC."""
    return datetime.combine(day, time(), settings.TOKYO).astimezone(UTC)


def conference_list(
    session: Session, actor: Actor, now: datetime, *, since: date, until: date, forum_key: str = ""
) -> tuple[ConferenceRow, ...]:
    """The conferences of these days (both inclusive) that this person may know of."""
    require(may(actor, "conference.look"), "not_found")
    wanted = [
        visible_to(actor, Conference, settings.tokyo_day(now)),
        col(Conference.starts_at) >= moment_of(since),
        col(Conference.starts_at) < moment_of(until + timedelta(days=1)),
    ]
    if forum_key:
        wanted.append(col(Conference.forum_key) == forum_key)
    return conference_rows(session, actor, now, wanted)


def conference_rows(
    session: Session, actor: Actor, now: datetime, wanted: list[ColumnElement[bool]]
) -> tuple[ConferenceRow, ...]:
    found = session.exec(
        select(Conference, Person)
        .join(Person, col(Person.id) == Conference.facilitator_id)
        .where(*wanted)
        .order_by(col(Conference.starts_at), col(Conference.id))
    ).all()
    ids = [conference.id for conference, _ in found]
    today = settings.tokyo_day(now)
    met, seen = (visible_to(actor, model, today) for model in (Invitation, AgendaItem))
    called = _count(session, Invitation, ids, col(Invitation.withdrawn_at).is_(None), met)
    items = _count(session, AgendaItem, ids, col(AgendaItem.removed_at).is_(None), seen)
    return tuple(_row(actor, one, who.name, called.get(one.id, 0), items.get(one.id, 0)) for one, who in found)


def _count(
    session: Session, model: type[Invitation] | type[AgendaItem], ids: list[UUID], *wanted: object
) -> dict[UUID, int]:
    statement = (
        select(model.conference_id, func.count())
        .where(col(model.conference_id).in_(ids), *wanted)  # type: ignore[arg-type]
        .group_by(col(model.conference_id))
    )
    return dict(session.exec(statement).all())


def _row(actor: Actor, one: Conference, facilitator: str, called: int, items: int) -> ConferenceRow:
    runs = actor.person_id in {one.facilitator_id, one.recorder_id} or may(actor, "line.write")
    return ConferenceRow(
        one.id, forums()[one.forum_key], one.serial, one.fiscal_year, one.theme, one.starts_at, one.ends_at, one.place,
        one.state, facilitator, called, items, runs, one.manner,
    )  # fmt: skip
