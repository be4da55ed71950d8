"""続けて開催: conferences of different bodies in one sitting, with one attendance."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

import settings
from models.conferences import Attendance, Conference, ConferenceState, Invitation, Presence
from operations.act import offices_held
from operations.action import Act, action
from operations.remembering import remember
from rules.access import may
from rules.refusal import require

_AHEAD = frozenset({ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION})
_ON = frozenset({ConferenceState.CONVENED, ConferenceState.IN_SESSION})
# Who came late to the first one is there for the second; who left it early is not.
_AFTERWARDS = {Presence.LATE: Presence.PRESENT, Presence.LEFT_EARLY: Presence.ABSENT}
# Who is absent from the second, or came late to it, may have been at the first: that is not known.
_BEFORE = {Presence.LEFT_EARLY: Presence.PRESENT, Presence.LATE: None, Presence.ABSENT: None}
_OWN = frozenset({Presence.LATE, Presence.LEFT_EARLY})
Key = tuple[UUID | None, UUID | None, str]


@action("conference.chain", on=Conference)
def chain(act: Act, conference: Conference, *, after_id: UUID) -> Conference:
    """This one follows that one in the same room; each keeps its own number, words, basis and record."""
    first = act.find(Conference, after_id)
    require(_runs(act, first, "conference.chain"), "not_yours")
    require(conference.follows_id is None, "already_there")
    require(not any(_after(act, first)), "conference_is_followed_already")
    conference.follows_id = first.id
    require(first.state in _AHEAD, "step_not_open")
    stays_in_its_chain(act, conference)
    return conference


@action("conference.unchain", on=Conference)
def unchain(act: Act, conference: Conference) -> Conference:
    """It stands for itself again."""
    require(conference.follows_id is not None, "already_there")
    require(conference.state in _AHEAD, "step_not_open")
    conference.follows_id = None
    return conference


def stays_in_its_chain(act: Act, conference: Conference) -> None:
    """One day, another body, the second not before the first, nobody behind themselves."""
    require(conference.state in _AHEAD, "step_not_open")
    act.session.flush()
    before = list(_before(act, conference))
    require(conference.id not in {one.id for one in before}, "conference_follows_itself")
    beside = [*reversed(before[:1]), conference, *list(_after(act, conference))[:1]]
    for first, second in pairwise(beside):
        require(first.forum_key != second.forum_key, "conference_follows_same_body")
        days = {settings.tokyo_day(one.starts_at) for one in (first, second)}
        require(len(days) == 1 and first.starts_at <= second.starts_at, "conference_follows_another_time")


def _before(act: Act, conference: Conference) -> Iterator[Conference]:
    """Those it follows, the nearest first; a circle ends where it comes back."""
    passed, one = set[UUID](), conference
    while one.follows_id is not None and one.follows_id not in passed:
        passed.add(one.follows_id)
        one = act.session.get_one(Conference, one.follows_id)
        yield one


def _after(act: Act, conference: Conference) -> Iterator[Conference]:
    """Those that follow it, the nearest first; one that was cancelled holds no place."""
    passed, last = {conference.id}, conference.id
    while True:
        following = select(Conference).where(
            Conference.follows_id == last, Conference.state != ConferenceState.CANCELLED
        )
        one = act.session.exec(following).first()
        if one is None or one.id in passed:
            return
        passed.add(one.id)
        last = one.id
        yield one


def _runs(act: Act, conference: Conference, key: str) -> bool:
    return may(act.actor, key, offices_held(act.session, act.actor, conference, act.today))


def one_attendance(act: Act, conference: Conference) -> None:
    """Who is called to both was there for both: kept in the others of the sitting that the same person runs."""
    act.session.flush()
    came = _came(act, conference)
    sitting = [(one, _BEFORE) for one in _before(act, conference)] + [
        (one, _AFTERWARDS) for one in _after(act, conference)
    ]
    for other, told in sitting:
        if other.state in _ON and _runs(act, other, "attendance.take") and _copied(act, other, came, told):
            remember(act, "attendance.take", None, other, {"together_with": conference.id})


def _copied(act: Act, other: Conference, came: dict[Key, Attendance], told: Mapping[Presence, Presence | None]) -> bool:
    """Whether anything is new there. What was noted for it alone stays, and so does every remark in its own one."""
    noted, changed = _noted(act, other), False
    for one in act.session.exec(_called(other)).all():
        there, row = came.get(_key(one)), noted.get(one.id)
        presence = told.get(there.presence, there.presence) if there is not None else None
        if there is None or presence is None or (row is not None and (told is _BEFORE or row.presence in _OWN)):
            continue
        kept = row or Attendance(conference_id=other.id, invitation_id=one.id)
        changed = changed or row is None or (row.presence, row.name) != (presence, there.name)
        kept.presence, kept.name = presence, there.name
        act.session.add(kept)
    return changed


def _called(conference: Conference) -> SelectOfScalar[Invitation]:
    standing = (Invitation.conference_id == conference.id, col(Invitation.withdrawn_at).is_(None))
    return select(Invitation).where(*standing)


def _noted(act: Act, conference: Conference) -> dict[UUID, Attendance]:
    rows = select(Attendance).where(Attendance.conference_id == conference.id)
    return {row.invitation_id: row for row in act.session.exec(rows)}


def _came(act: Act, conference: Conference) -> dict[Key, Attendance]:
    noted = _noted(act, conference)
    return {_key(one): noted[one.id] for one in act.session.exec(_called(conference)) if one.id in noted}


def _key(one: Invitation) -> Key:
    """The same agency, person and name in both; an agency called without a name is not taken for one of its people."""
    return one.agency_id, one.person_id, "".join((one.name or "").split())
