"""Once the notice is out, no act may bring an agency into the room beyond a consent; before it, holes are shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlmodel import col, select

from models.conferences import AgendaItem, Attendance, Conference, ConferenceState, Invitation, Presence
from models.people import Agency
from operations.action import Act
from rules.preparation import holes_in
from rules.refusal import Refused
from rules.room import Uncovered

_TOLD = (ConferenceState.CONVENED, ConferenceState.IN_SESSION)


@contextmanager
def room_stays_covered(act: Act, conference: Conference, *, calls: bool = False) -> Iterator[None]:
    """Refuse what happens inside where it makes a hole that was not there; the refusal tells the ways out of it.

    A hole that is there already (a consent taken back) stays in sight, and is in nobody's way to mend it.
    """
    if conference.state not in _TOLD:
        yield
        return
    before = set(_holes(act, conference))
    yield
    act.session.flush()
    new = [one for one in _holes(act, conference) if one not in before]
    if new:
        agency = act.session.get_one(Agency, new[0].agency_id)
        told = {"agency": agency.name, "number": _number(act, conference, new[0])}
        # Whoever is called late is kept out of items by the very form that calls them.
        raise Refused("guest_is_not_covered", **told) if calls else Refused("room_is_not_covered", **told)


def item_is_covered(act: Act, conference: Conference, item: AgendaItem) -> None:
    """止: an item that names somebody is not begun before an agency that their consent does not reach."""
    absent = _absent(act, conference)
    for hole in _holes(act, conference):
        if hole.item_id == item.id and hole.agency_id not in absent:
            agency = act.session.get_one(Agency, hole.agency_id)
            raise Refused("room_is_not_covered", agency=agency.name, number=_number(act, conference, hole))


def _absent(act: Act, conference: Conference) -> frozenset[UUID]:
    """The agencies of which nobody came, as far as the attendance was taken."""
    rows = act.session.exec(
        select(Invitation.agency_id, Attendance.presence)
        .join(Attendance, col(Attendance.invitation_id) == Invitation.id)
        .where(Invitation.conference_id == conference.id, col(Invitation.withdrawn_at).is_(None))
    ).all()
    came = {agency_id for agency_id, presence in rows if presence is not Presence.ABSENT}
    return frozenset(agency_id for agency_id, _ in rows if agency_id is not None) - came


def _number(act: Act, conference: Conference, hole: Uncovered) -> int:
    """The place of its item on the agenda: told instead of the title, which may not be theirs to read."""
    standing = select(AgendaItem.id).where(
        AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None)
    )
    ordered = standing.order_by(col(AgendaItem.position), col(AgendaItem.id))
    return act.session.exec(ordered).all().index(hole.item_id) + 1


def _holes(act: Act, conference: Conference) -> tuple[Uncovered, ...]:
    return holes_in(act.session.execute, conference, act.today)
