"""きょう: records that an agency is asked to check, and those that somebody still has to finish."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from models.cases import Case
from models.conferences import Conference
from models.forums import forums
from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck, RecordState
from queries.waiting import MOST, Waiting
from rules.access import Actor
from rules.visibility import visible_to
from rules.visible_conferences import cases_run

_Part = tuple[ConferenceRecord, Conference, Case | None]


def records_to_check(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """会議録の確認 that my agency has not answered yet."""
    asked = select(col(RecordCheck.record_id)).where(
        col(RecordCheck.agency_id) == actor.agency_id,
        col(RecordCheck.answer) == CheckAnswer.WAITING,
        visible_to(actor, RecordCheck, day),
    )
    wanted = (col(ConferenceRecord.state) == RecordState.IN_CHECK, col(ConferenceRecord.id).in_(asked))
    for row in _parts(session, actor, day, *wanted):
        yield _line("record_check", row)


def records_to_finish(session: Session, actor: Actor, day: date) -> Iterator[Waiting]:
    """会議録 of the conferences I facilitate or record that are not sent yet, or whose day of checking is over."""
    runs = or_(col(Conference.facilitator_id) == actor.person_id, col(Conference.recorder_id) == actor.person_id)
    checked = (col(ConferenceRecord.state) == RecordState.IN_CHECK) & (col(ConferenceRecord.check_due_on) < day)
    open_ = or_(col(ConferenceRecord.state) == RecordState.DRAFT, checked)
    for row in _parts(session, actor, day, runs, open_):
        yield _line("record_draft" if row[0].state is RecordState.DRAFT else "record_checked", row)


def _parts(session: Session, actor: Actor, day: date, *wanted: ColumnElement[bool]) -> list[_Part]:
    known = or_(visible_to(actor, Case, day), cases_run(actor, day))
    statement = (
        select(ConferenceRecord, Conference, Case)
        .join(Conference, col(Conference.id) == col(ConferenceRecord.conference_id))
        .join(Case, (col(Case.id) == col(ConferenceRecord.case_id)) & known, isouter=True)
        .where(visible_to(actor, ConferenceRecord, day), *wanted)
        .order_by(col(ConferenceRecord.check_due_on), col(Conference.starts_at), col(Case.number))
        .limit(MOST)
    )
    return list(session.exec(statement).all())


def _line(key: str, row: _Part) -> Waiting:
    record, conference, case = row
    heading = f"{case.number}「{case.alias}」" if case is not None else forums()[conference.forum_key].plain
    due_on = record.check_due_on if key == "record_check" else None
    return Waiting(key, {"heading": heading}, "record", record.id, due_on)
