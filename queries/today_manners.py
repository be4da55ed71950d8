"""きょう, the other ways of holding a conference: one that was called just now, and questions in writing."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, func, or_, select

from models.conferences import Conference, ConferenceState, Manner
from models.forums import forums
from models.people import Role
from models.sittings import WrittenAnswer, WrittenAnswerKind
from queries.waiting import MOST, Waiting
from rules.access import Actor
from rules.visibility import visible_to

_ON = (ConferenceState.CONVENED, ConferenceState.IN_SESSION)
_ANSWERS_FOR_AGENCY = frozenset({Role.AGENCY_MEMBER, Role.CENTER_WORKER, Role.WELFARE_WORKER})


def other_manners(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """Urgent conferences that are on, answers that are asked of one's agency, and those that have all come."""
    yield from _urgent(session, actor, day)
    if actor.roles & _ANSWERS_FOR_AGENCY:
        yield from _asked(session, actor, day)
    yield from _answered(session, actor, day)


def _urgent(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    wanted = (visible_to(actor, Conference, day), Conference.manner == Manner.URGENT, col(Conference.state).in_(_ON))
    for one in session.exec(select(Conference).where(*wanted).order_by(col(Conference.starts_at)).limit(MOST)):
        values = {"forum": forums()[one.forum_key].plain, "place": one.place}
        yield Waiting("urgent_conference", values, "conference", one.id, day, is_urgent=True)


def _asked(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    statement = (
        select(Conference.id, Conference.forum_key, col(Conference.answers_due_on), func.count())
        .join(WrittenAnswer, col(WrittenAnswer.conference_id) == col(Conference.id))
        .where(
            visible_to(actor, WrittenAnswer, day),
            WrittenAnswer.agency_id == actor.agency_id,
            WrittenAnswer.answer == WrittenAnswerKind.WAITING,
            Conference.state == ConferenceState.IN_SESSION,
        )
        .group_by(col(Conference.id), col(Conference.forum_key), col(Conference.answers_due_on))
        .order_by(col(Conference.answers_due_on))
        .limit(MOST)
    )
    for conference_id, forum_key, due_on, count in session.exec(statement):
        values = {"forum": forums()[forum_key].plain, "n": str(count)}
        yield Waiting("written_answer", values, "in_writing", conference_id, due_on)


def _answered(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """For those who run it: every answer has come, or the day is over."""
    waits = select(WrittenAnswer.id).where(
        WrittenAnswer.conference_id == Conference.id, WrittenAnswer.answer == WrittenAnswerKind.WAITING
    )
    statement = (
        select(Conference)
        .where(
            or_(col(Conference.facilitator_id) == actor.person_id, col(Conference.recorder_id) == actor.person_id),
            Conference.manner == Manner.IN_WRITING,
            Conference.state == ConferenceState.IN_SESSION,
            or_(col(Conference.answers_due_on) < day, ~waits.exists()),
        )
        .order_by(col(Conference.answers_due_on))
        .limit(MOST)
    )
    for one in session.exec(statement):
        yield Waiting("written_is_ready", {"forum": forums()[one.forum_key].plain}, "in_writing", one.id)
