"""会議録: sent to the agencies that were there, checked, fixed for ever, corrected as a new edition."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.conferences import AgendaItem, Attendance, Conference, Invitation, ItemAbsence, Presence
from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck, RecordState
from models.people import Person
from operations.action import Act, action
from operations.asked_in_writing import asked_about
from operations.numbers import next_number
from operations.record_checks import record_checked
from rules.calendar import after_business_days
from rules.composing import compose, latest_edition
from rules.numbering import record_number
from rules.record import to_text
from rules.record_facts import record_facts
from rules.record_steps import RECORD
from rules.refusal import require
from rules.typed_text import PASSAGE, kept, needed


def refuse_if_fixed(session: Session, conference_id: UUID, case_id: UUID | None) -> None:
    """確定した会議録は直せません: what it rests on stays as it is until a correction is begun."""
    row = session.execute(latest_edition(conference_id, case_id)).first()
    require(row is None or row[0].state is not RecordState.FIXED, "record_is_fixed")


def open_records(act: Act, conference: Conference) -> None:
    """One record for each case that was on the agenda, and one for the rest."""
    statement = select(AgendaItem.case_id).where(
        AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None)
    )
    cases = set(act.session.exec(statement).all()) | {None}
    for case_id in sorted(cases, key=str):
        act.session.add(ConferenceRecord(conference_id=conference.id, case_id=case_id))


@action("record.advance", on=ConferenceRecord, edits=("state",))
def advance_record(
    act: Act, record: ConferenceRecord, *, step: str, check_due_on: date | None = None
) -> ConferenceRecord:
    """Send it for checking, take it back, fix it. No answer by the day counts as checked."""
    conference = act.session.get_one(Conference, record.conference_id)
    taken = RECORD.step(step, record.state, act.actor.roles, act.offices)
    act.weigh(taken.conditions, record_facts(act.session.execute, conference, record, act.today))
    record.state = RecordState(taken.target.value)
    if record.state is RecordState.IN_CHECK:
        require(check_due_on is None or check_due_on >= act.today, "day_in_past")
        record.check_due_on = check_due_on or after_business_days(act.today, settings.city().record_check_business_days)
        _ask(act, conference, record)
    if record.state is RecordState.FIXED:
        _fix(act, conference, record)
    return record


def _ask(act: Act, conference: Conference, record: ConferenceRecord) -> None:
    """Every agency that was in the room is asked anew; who wrote the record is not."""
    known = {
        one.agency_id: one for one in act.session.exec(select(RecordCheck).where(RecordCheck.record_id == record.id))
    }
    for agency_id in _agencies_there(act, conference, record.case_id):
        check = known.get(agency_id) or RecordCheck(record_id=record.id, agency_id=agency_id)
        # What was asked to correct is not lost: unanswered it waits on, answered it stands beside the new question.
        if check.answer is not CheckAnswer.OBJECTED or check.replied_at is not None:
            check.answer, check.answered_at = CheckAnswer.WAITING, None
            check.words = check.words if check.replied_at is not None else None
        act.session.add(check)


def _agencies_there(act: Act, conference: Conference, case_id: UUID | None) -> list[UUID]:
    came = select(Invitation.agency_id).join(Attendance, col(Attendance.invitation_id) == Invitation.id)
    rows = act.session.exec(
        came.where(
            Invitation.conference_id == conference.id,
            col(Invitation.withdrawn_at).is_(None),
            Attendance.presence != Presence.ABSENT,
        )
    ).all()
    here, items = {agency_id for agency_id in rows if agency_id is not None}, _items(act, conference, case_id)
    here |= asked_about(act, items)
    # A part without items is the city's list of who came for which case; it is nobody else's to check.
    return sorted(here - _away(act, items) - _writers(act, conference)) if items else []


def _items(act: Act, conference: Conference, case_id: UUID | None) -> list[UUID]:
    part = AgendaItem.case_id == case_id if case_id else col(AgendaItem.case_id).is_(None)
    standing = (AgendaItem.conference_id == conference.id, part, col(AgendaItem.removed_at).is_(None))
    return list(act.session.exec(select(AgendaItem.id).where(*standing)).all())


def _away(act: Act, items: list[UUID]) -> set[UUID]:
    """Agencies that were outside for every item of this part."""
    absences = act.session.exec(select(ItemAbsence).where(col(ItemAbsence.item_id).in_(items))).all()
    outside: dict[UUID, int] = {}
    for one in absences:
        outside[one.agency_id] = outside.get(one.agency_id, 0) + 1
    return {agency_id for agency_id, count in outside.items() if count == len(items)}


def _writers(act: Act, conference: Conference) -> set[UUID]:
    runs = {conference.facilitator_id, conference.recorder_id} - {None}
    return set(act.session.exec(select(Person.agency_id).where(col(Person.id).in_(runs))).all())


def _fix(act: Act, conference: Conference, record: ConferenceRecord) -> None:
    """From now on it prints the same for ever; its number counts within the 年度 and is not given twice."""
    if record.number is None:
        serial = next_number(act.session, f"record:{conference.fiscal_year}")
        record.number = record_number(conference.fiscal_year, serial)
    record.content = to_text(compose(act.session.execute, conference, record.case_id, record.id))
    record.fixed_at, record.fixed_by_id = act.now, act.actor.person_id
    # Fixed in a hurry without having gone round: those who were there read it all the same.
    asked = select(RecordCheck.id).where(RecordCheck.record_id == record.id)
    if act.session.exec(asked).first() is None:
        _ask(act, conference, record)


@action("record.answer", on=RecordCheck, edits=("answer", "words"))
def answer_check(act: Act, check: RecordCheck, *, answer: CheckAnswer, words: str | None = None) -> RecordCheck:
    """An agency has read it: agreed, or asks for a correction in words. Also typed for it. Until it is fixed."""
    record = record_checked(act, check)
    require(record.state is not RecordState.FIXED, "answer_came_after_fixing")
    require(record.state is RecordState.IN_CHECK, "record_is_not_in_check")
    require(act.agency_id == check.agency_id, "answer_is_typed_for_its_agency")
    require(answer is not CheckAnswer.WAITING, "not_found")
    text = kept(words, most=PASSAGE)
    require(answer is not CheckAnswer.OBJECTED or text, "field_is_needed", field="field.objection")
    is_objection = answer is CheckAnswer.OBJECTED
    if is_objection or check.replied_at is None:
        check.words, check.reply, check.replied_at = text, None, None
    check.answer, check.answered_at = answer, act.now
    return check


@action("record.file_approval", on=ConferenceRecord, edits=("approved_on", "approver", "document_number"))
def file_approval(
    act: Act, record: ConferenceRecord, *, approved_on: date | None = None, approver: str | None = None,
    document_number: str | None = None,
) -> ConferenceRecord:  # fmt: skip
    """決裁日・決裁者・文書番号 as the city's 文書管理システム gave them; each may come later, or never."""
    require(approved_on is None or approved_on <= act.today, "day_in_future")
    is_theirs = settings.city().approval_route == "document_system"
    require(is_theirs or (approved_on, kept(approver)) == (record.approved_on, record.approver), "approval_is_here")
    record.approved_on, record.approver = approved_on, kept(approver)
    record.document_number = kept(document_number)
    return record


@action("record.correct", on=ConferenceRecord)
def correct_record(act: Act, record: ConferenceRecord, *, correction: str) -> ConferenceRecord:
    """訂正: a new edition with its reason; the fixed one stays as it is."""
    require(record.state is RecordState.FIXED, "record_is_not_fixed")
    newest = act.session.execute(latest_edition(record.conference_id, record.case_id)).first()
    require(newest is not None and newest[0].id == record.id, "record_is_being_corrected")
    return act.add(
        ConferenceRecord(
            conference_id=record.conference_id,
            case_id=record.case_id,
            edition=record.edition + 1,
            number=record.number,
            correction=needed(correction, "field.correction", most=PASSAGE),
        )
    )
