"""Once the notice is out, no act may bring an agency into the room beyond a consent; before it, holes are shown."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import col, select

from models.conferences import AgendaItem, Conference, ConferenceState
from models.people import Agency
from operations.action import Act
from rules.preparation import holes_in
from rules.refusal import Refused
from rules.room import Uncovered

_TOLD = (ConferenceState.CONVENED, ConferenceState.IN_SESSION)


@contextmanager
def room_stays_covered(act: Act, conference: Conference) -> Iterator[None]:
    """Refuse what happens inside where it makes a hole that was not there; the four ways out are told with it.

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
        raise Refused("room_is_not_covered", agency=agency.name, number=_number(act, conference, new[0]))


def _number(act: Act, conference: Conference, hole: Uncovered) -> int:
    """The place of its item on the agenda: told instead of the title, which may not be theirs to read."""
    standing = select(AgendaItem.id).where(
        AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None)
    )
    ordered = standing.order_by(col(AgendaItem.position), col(AgendaItem.id))
    return act.session.exec(ordered).all().index(hole.item_id) + 1


def _holes(act: Act, conference: Conference) -> tuple[Uncovered, ...]:
    return holes_in(act.session.execute, conference, act.today)
