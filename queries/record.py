"""会議録ひとつ: the record of one case of a conference, for one person, with its checks and what may be done next."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.minutes import CheckAnswer, ConferenceRecord, RecordApproval, RecordCheck, RecordState
from models.people import Agency, Person
from queries.record_cut import for_agency
from queries.record_editions import edition_changes
from queries.record_seen import is_whole_for, record_basis, record_seen
from queries.recused import without_recused
from queries.view import Confidential, Seen, kana_order
from rules.access import GRANTS, Actor, as_known_to, may, runs
from rules.composing import compose, latest_edition
from rules.difference import Change
from rules.lifecycle import Offer
from rules.record import RecordPerson, RecordText, from_text
from rules.record_facts import record_facts
from rules.record_steps import RECORD
from rules.refusal import require
from rules.visibility import visible_to
from rules.visible_conferences import runs_by_appointment


@dataclass(frozen=True)
class CheckView:
    """What one agency said of the record."""

    id: UUID
    agency_id: UUID
    agency: str
    answer: CheckAnswer
    words: str | None
    answered_at: datetime | None
    reply: str | None = None
    replied_at: datetime | None = None

    @property
    def is_objection(self) -> bool:
        """It asked to correct something, now or before the record went round again."""
        return self.answer is CheckAnswer.OBJECTED or self.replied_at is not None


@dataclass(frozen=True)
class ApprovalView:
    """One step of 決裁 inside よりあい; words: why somebody else approved."""

    position: int
    name: str
    at: datetime
    is_for_other: bool
    words: str | None


@dataclass(frozen=True)
class RecordFile(Confidential):
    """One record, less what this person may not see."""

    id: UUID
    version: int
    conference_id: UUID
    case_id: UUID | None
    edition: int
    number: str | None
    state: RecordState
    correction: str | None
    check_due_on: date | None
    fixed_at: datetime | None
    approved_on: date | None
    approver: str | None
    document_number: str | None
    text: RecordText
    checks: tuple[CheckView, ...]
    offers: tuple[Offer, ...]
    may: frozenset[str]
    is_newest: bool = True
    is_whole: bool = True
    approvals: tuple[ApprovalView, ...] = ()
    changes: tuple[Change, ...] = ()

    def unanswered(self, one: CheckView) -> str | None:
        """Of a fixed record: "silent" counts as checked, "unheard" is what was fixed before the day for answers."""
        if self.fixed_at is None or one.answer is not CheckAnswer.WAITING:
            return None
        is_over = self.check_due_on is None or settings.tokyo_day(self.fixed_at) > self.check_due_on
        return "silent" if is_over else "unheard"


def record_file(session: Session, actor: Actor, now: datetime, record_id: UUID | None) -> RecordFile:
    """One record. Raises Refused("not_found") alike for a forbidden and an absent one."""
    today = settings.tokyo_day(now)
    record, conference, case = record_seen(session, actor, record_id, today)
    here = actor if case is None else as_known_to(actor, case.district_key, case.in_charge_id)
    offices = runs(actor, conference.facilitator_id, conference.recorder_id)
    require(may(here, "record.look", offices), "not_found")
    is_whole = is_whole_for(actor, case, offices, is_run=runs_by_appointment(actor, conference, today))
    fixed = from_text(record.content) if record.content else None
    whole = fixed or compose(session.execute, conference, record.case_id, record.id)

    def told(text: RecordText) -> RecordText:
        if is_whole:
            return _ordered(without_recused(session, actor, text, record.case_id))
        own = for_agency(session, actor, now, text, record.case_id)
        is_cut = bool(own.objections) and not without_recused(session, actor, text, record.case_id).objections
        return _ordered(replace(own, objections=()) if is_cut else own)

    before, text = _edition_before(session, record), told(whole)
    basis = record_basis(session, actor, case, today, is_whole=is_whole)
    facts = record_facts(session.execute, conference, record, today)
    newest = session.execute(latest_edition(record.conference_id, record.case_id)).one()[0]
    return RecordFile(
        basis=basis, looks=(Seen("record.look", "conference_records", record.id, record.case_id, basis.kind.value),),
        id=record.id, version=record.version, conference_id=conference.id, case_id=record.case_id,
        edition=record.edition, number=record.number, state=record.state,
        # Why it was corrected may speak of an item that is not theirs to read.
        correction=record.correction if len(text.items) == len(whole.items) else None,
        check_due_on=record.check_due_on, fixed_at=record.fixed_at, approved_on=record.approved_on,
        approver=record.approver, document_number=record.document_number,
        text=text, approvals=_approvals(session, record.id, with_words=is_whole),
        changes=edition_changes(told(before), text) if before is not None else (),
        checks=_checks(session, actor, record.id, today),
        offers=RECORD.offered(record.state, here.roles, offices, facts) if record.id == newest.id else (),
        may=frozenset(action for action in GRANTS if may(here, action, offices)),
        is_newest=record.id == newest.id, is_whole=is_whole,
    )  # fmt: skip


def _ordered(text: RecordText) -> RecordText:
    """敬称略・五十音順; who came for an agency without a reading stands by the agency."""

    def place(one: RecordPerson) -> tuple[tuple[bool, str, str], str]:
        return kana_order(one.reading or None), one.agency

    return replace(text, people=tuple(sorted(text.people, key=place)))


def _edition_before(session: Session, record: ConferenceRecord) -> RecordText | None:
    """What the edition before says, of a correction."""
    if record.edition == 1:
        return None
    part = (
        col(ConferenceRecord.case_id) == record.case_id if record.case_id else col(ConferenceRecord.case_id).is_(None)
    )
    own = (ConferenceRecord.conference_id == record.conference_id, part)
    before = select(ConferenceRecord).where(*own, ConferenceRecord.edition == record.edition - 1)
    content = session.exec(before).one().content
    return from_text(content) if content else None


def _approvals(session: Session, record_id: UUID, *, with_words: bool) -> tuple[ApprovalView, ...]:
    """決裁 inside よりあい, in its order; what is said to each other there stays with those who read the whole."""
    rows = session.exec(
        select(RecordApproval, Person.name)
        .join(Person, col(Person.id) == RecordApproval.by_id)
        .where(RecordApproval.record_id == record_id)
        .order_by(col(RecordApproval.position))
    )
    return tuple(
        ApprovalView(one.position, name, one.at, one.is_for_other and with_words, one.words if with_words else None)
        for one, name in rows
    )


def _checks(session: Session, actor: Actor, record_id: UUID, today: date) -> tuple[CheckView, ...]:
    rows = session.exec(
        select(RecordCheck, Agency.name)
        .join(Agency, col(Agency.id) == RecordCheck.agency_id)
        .where(RecordCheck.record_id == record_id, visible_to(actor, RecordCheck, today))
        .order_by(Agency.reading)
    )
    return tuple(
        CheckView(
            one.id, one.agency_id, agency, one.answer, one.words, one.answered_at, one.reply, one.replied_at
        )
        for one, agency in rows
    )  # fmt: skip
