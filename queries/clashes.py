"""Clashes of a conference with others on its day, told without saying which conference it is."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from models.conferences import Conference, ConferenceState, Invitation
from models.people import Person
from rules.scheduling import Clash, Slot, clashes

_LIVE = (ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION)


@dataclass(frozen=True)
class ClashView:
    """A warning in words: its kind, and who it is about."""

    kind: str
    name: str


def clashes_of(session: Session, conference: Conference, today: date) -> tuple[ClashView, ...]:
    """The three tests against everything at that time."""
    if conference.state not in _LIVE:
        return ()
    near = session.exec(
        select(Conference).where(
            col(Conference.state).in_(_LIVE),
            col(Conference.starts_at) < conference.ends_at,
            col(Conference.ends_at) > conference.starts_at,
        )
    ).all()
    called: dict[UUID, set[UUID]] = {}
    named = select(Invitation.conference_id, Invitation.person_id).where(
        col(Invitation.conference_id).in_([one.id for one in near]),
        col(Invitation.person_id).is_not(None),
        col(Invitation.withdrawn_at).is_(None),
    )
    for conference_id, person_id in session.exec(named):
        called.setdefault(conference_id, set()).add(person_id)  # type: ignore[arg-type]
    slots = {one.id: _slot(one, called.get(one.id, set())) for one in near}
    return _told(session, clashes(slots[conference.id], slots.values(), today))


def _slot(one: Conference, called: set[UUID]) -> Slot:
    runs = {person_id for person_id in (one.facilitator_id, one.recorder_id) if person_id}
    return Slot(one.id, one.starts_at, one.ends_at, one.place, frozenset(called | runs), one.materials_due_on)


def _told(session: Session, found: tuple[Clash, ...]) -> tuple[ClashView, ...]:
    ids = {clash.person_id for clash in found if clash.person_id}
    names = {person.id: person.name for person in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    return tuple(ClashView(clash.kind, names.get(clash.person_id, "") if clash.person_id else "") for clash in found)
