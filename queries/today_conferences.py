"""きょう, conferences: holes of the coming days, records to finish, records to check."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

import settings
from models.cases import Case
from models.conferences import Conference, ConferenceState
from models.forums import forums
from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck, RecordState
from queries.calendar import moment_of
from queries.waiting import MOST, Waiting
from rules.access import Actor
from rules.holes import days_told
from rules.preparation import holes_in
from rules.visibility import visible_to
from rules.visible_conferences import cases_run

_SOON = timedelta(days=5)


def holes(session: Session, actor: Actor, now: datetime) -> Iterator[Waiting]:
    """A hole of the next conference one runs, told before the day, never first in the room."""
    day = settings.tokyo_day(now)
    told = days_told(now, settings.city().holes_told_at)
    coming = select(Conference).where(
        _run_by(actor),
        col(Conference.state).in_((ConferenceState.PLANNED, ConferenceState.CONVENED)),
        col(Conference.starts_at) >= now,
        col(Conference.starts_at) < moment_of(day + _SOON),
    )
    for one in session.exec(coming.order_by(col(Conference.starts_at)).limit(1)).all():
        if holes_in(session.execute, one, day):
            when = settings.tokyo_day(one.starts_at)
            # From the hour of the day before, each hole stands on きょう by itself.
            if told is not None and told[0] <= when <= told[1]:
                continue
            yield Waiting("conference_hole", {"forum": forums()[one.forum_key].plain}, "conference", one.id, when)


def _run_by(actor: Actor) -> Any:
    return or_(col(Conference.facilitator_id) == actor.person_id, col(Conference.recorder_id) == actor.person_id)


def records(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """Records of one's own conferences that are drafts, or that silence or answers have made ready to be fixed."""
    known = or_(visible_to(actor, Case, day), cases_run(actor, day))
    waits = select(RecordCheck.id).where(
        RecordCheck.record_id == ConferenceRecord.id, RecordCheck.answer == CheckAnswer.WAITING
    )
    ready = (col(ConferenceRecord.check_due_on) < day) | ~waits.exists()
    is_draft = col(ConferenceRecord.state) == RecordState.DRAFT
    seen = visible_to(actor, ConferenceRecord, day)
    statement = (
        select(ConferenceRecord, Conference.forum_key, Case)
        .join(Conference, col(Conference.id) == ConferenceRecord.conference_id)
        .join(Case, (col(Case.id) == ConferenceRecord.case_id) & known, isouter=True)
        .where(seen, _run_by(actor), or_(is_draft, (col(ConferenceRecord.state) == RecordState.IN_CHECK) & ready))
        .order_by(col(ConferenceRecord.created_at))
        .limit(MOST)
    )
    for record, forum_key, case in session.exec(statement):
        key = "record_is_draft" if record.state is RecordState.DRAFT else "record_is_ready"
        about = f"{case.number}「{case.alias}」" if case is not None else ""
        yield Waiting(key, {"forum": forums()[forum_key].plain, "about": about}, "record", record.id)


def checks(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """会議録の確認 that one's agency was asked for."""
    statement = (
        select(ConferenceRecord, Conference.forum_key)
        .join(RecordCheck, col(RecordCheck.record_id) == ConferenceRecord.id)
        .join(Conference, col(Conference.id) == ConferenceRecord.conference_id)
        .where(
            visible_to(actor, ConferenceRecord, day),
            ConferenceRecord.state == RecordState.IN_CHECK,
            RecordCheck.agency_id == actor.agency_id,
            RecordCheck.answer == CheckAnswer.WAITING,
        )
        .order_by(col(ConferenceRecord.check_due_on))
        .limit(MOST)
    )
    for record, forum_key in session.exec(statement):
        yield Waiting("record_to_check", {"forum": forums()[forum_key].plain}, "record", record.id, record.check_due_on)
