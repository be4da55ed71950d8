"""会議録ひとつ: the record of one case of a conference, for one person, with its checks and what may be done next."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

import settings
from models.cases import Case, Consent
from models.conferences import AgendaItem, Conference, Part
from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck, RecordState
from models.people import Agency, Role
from models.plans import Assignment, DoerKind, EmergencyStep
from queries.recused import without_recused
from queries.role_rows import role_rows
from queries.view import Confidential, Seen, kana_order
from rules.access import GRANTS, Actor, Office, as_known_to, holds_the_office, may, runs
from rules.composing import compose, latest_edition
from rules.disclosure import Basis, BasisKind
from rules.lifecycle import Offer
from rules.record import RecordItem, RecordPerson, RecordRole, RecordText, from_text
from rules.record_facts import record_facts
from rules.record_steps import RECORD
from rules.refusal import Refused, require
from rules.visibility import consent_is_valid, visible_to
from rules.visible_conferences import recorded_items, runs_by_appointment
from words import label_of

_OWN_FAMILY = frozenset({Part.PERSON_CONCERNED.value, Part.FAMILY.value})


@dataclass(frozen=True)
class CheckView:
    """What one agency said of the record."""

    id: UUID
    agency_id: UUID
    agency: str
    answer: CheckAnswer
    words: str | None
    answered_at: datetime | None


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


def record_file(session: Session, actor: Actor, now: datetime, record_id: UUID | None) -> RecordFile:
    """One record. Raises Refused("not_found") alike for a forbidden and an absent one."""
    today = settings.tokyo_day(now)
    record, conference, case = _found(session, actor, record_id, today)
    here = actor if case is None else as_known_to(actor, case.district_key, case.in_charge_id)
    offices = runs(actor, conference.facilitator_id, conference.recorder_id)
    require(may(here, "record.look", offices), "not_found")
    is_whole = _is_whole(actor, case, offices, is_run=runs_by_appointment(actor, conference, today))
    text = from_text(record.content) if record.content else compose(session.execute, conference, record.case_id)
    basis = _basis(session, actor, case, today, is_whole=is_whole)
    facts = record_facts(session.execute, conference, record, today)
    newest = session.execute(latest_edition(record.conference_id, record.case_id)).one()[0]
    return RecordFile(
        basis=basis, looks=(Seen("record.look", "conference_records", record.id, record.case_id, basis.kind.value),),
        id=record.id, version=record.version, conference_id=conference.id, case_id=record.case_id,
        edition=record.edition, number=record.number, state=record.state, correction=record.correction,
        check_due_on=record.check_due_on, fixed_at=record.fixed_at, approved_on=record.approved_on,
        approver=record.approver, document_number=record.document_number,
        text=_ordered(
            without_recused(session, actor, text)
            if is_whole
            else _for_agency(session, actor, now, text, record.case_id)
        ),
        checks=_checks(session, actor, record.id, today),
        offers=RECORD.offered(record.state, here.roles, offices, facts) if record.id == newest.id else (),
        may=frozenset(action for action in GRANTS if may(here, action, offices)),
        is_newest=record.id == newest.id, is_whole=is_whole,
    )  # fmt: skip


def _found(
    session: Session, actor: Actor, record_id: UUID | None, today: date
) -> tuple[ConferenceRecord, Conference, Case | None]:
    found = session.exec(
        select(ConferenceRecord, Conference, Case)
        .join(Conference, col(Conference.id) == ConferenceRecord.conference_id)
        .join(Case, col(Case.id) == ConferenceRecord.case_id, isouter=True)
        .where(ConferenceRecord.id == record_id, visible_to(actor, ConferenceRecord, today))
    ).first()
    if found is None:
        raise Refused("not_found")
    return found


def _is_whole(actor: Actor, case: Case | None, offices: frozenset[Office], *, is_run: bool) -> bool:
    """By office, or by running the conference as its appointed recorder or facilitator, one sees all of it."""
    if case is None:
        return bool(offices) or bool(actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
    return is_run or holds_the_office(actor, case.district_key, case.in_charge_id)


def _basis(session: Session, actor: Actor, case: Case | None, today: date, *, is_whole: bool) -> Basis:
    if case is not None and holds_the_office(actor, case.district_key, case.in_charge_id):
        return Basis(BasisKind.OFFICE)
    if is_whole:
        return Basis(BasisKind.RUNNING)
    return (
        Basis(BasisKind.INVITATION) if case is None else Basis(BasisKind.CONSENT, _until(session, actor, case, today))
    )


def _until(session: Session, actor: Actor, case: Case, today: date) -> date | None:
    """The day on which the first of the consents ends that open this record to the agency."""
    valid = (Consent.case_id == case.id, visible_to(actor, Consent, today), consent_is_valid(today))
    return session.exec(select(func.min(col(Consent.ends_on))).where(*valid)).one()


def _for_agency(session: Session, actor: Actor, now: datetime, text: RecordText, case_id: UUID | None) -> RecordText:
    """Only the items this agency was in the room for and whose people agreed; of the roles what it shares in."""
    wanted = {UUID(item.item_id) for item in text.items}
    here = recorded_items(actor, settings.tokyo_day(now))
    seen = {str(one) for one in session.exec(select(AgendaItem.id).where(col(AgendaItem.id).in_(wanted), here))}
    family = {one.name: Part(one.part) for one in text.people if one.part in _OWN_FAMILY and one.name}
    return replace(
        text,
        people=tuple(_by_part(one) for one in text.people),
        items=tuple(_without_family(item, family) for item in text.items if item.item_id in seen),
        roles=_shared(session, actor, now, text.roles),
        emergency=text.emergency if _shares_emergency(session, actor, now, case_id) else (),
    )


def _shares_emergency(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> bool:
    """The order of telling goes whole to who shares in the case; a record keeps no part of it for others."""
    known = (col(EmergencyStep.case_id) == case_id, visible_to(actor, EmergencyStep, settings.tokyo_day(now)))
    return session.exec(select(EmergencyStep.id).where(*known).limit(1)).first() is not None


def _by_part(one: RecordPerson) -> RecordPerson:
    """ご本人 and ご家族 stand by their part: that somebody agreed is not known of everybody who came."""
    return replace(one, agency="", title="", name="", reading="", remark="") if one.part in _OWN_FAMILY else one


def _without_family(item: RecordItem, family: dict[str, Part]) -> RecordItem:
    recused = tuple(label_of(family[name]) if name in family else name for name in item.recused)
    return replace(item, recused=recused, lines=tuple(
        replace(line, speaker=label_of(family[line.speaker]), agency="") if line.speaker in family else line
        for line in item.lines
    ))  # fmt: skip


def _shared(session: Session, actor: Actor, now: datetime, roles: tuple[RecordRole, ...]) -> tuple[RecordRole, ...]:
    """The roles as their own screen tells them."""
    wanted: list[ColumnElement[bool]] = [col(Assignment.id).in_([UUID(role.assignment_id) for role in roles])]
    known = {str(row.id): row for row in role_rows(session, actor, now, wanted)}
    return tuple(
        replace(
            role, doer_name=role.doer_name if row.doer_name or row.doer is DoerKind.AGENCY else "",
            problem=role.problem if row.is_told and not row.without_contents else "",
        )
        for role in roles
        for row in [known.get(role.assignment_id)]
        if row is not None
    )  # fmt: skip


def _ordered(text: RecordText) -> RecordText:
    """敬称略・五十音順; who came for an agency without a reading stands by the agency."""

    def place(one: RecordPerson) -> tuple[tuple[bool, str, str], str]:
        return kana_order(one.reading or None), one.agency

    return replace(text, people=tuple(sorted(text.people, key=place)))


def _checks(session: Session, actor: Actor, record_id: UUID, today: date) -> tuple[CheckView, ...]:
    rows = session.exec(
        select(RecordCheck, Agency.name)
        .join(Agency, col(Agency.id) == RecordCheck.agency_id)
        .where(RecordCheck.record_id == record_id, visible_to(actor, RecordCheck, today))
        .order_by(Agency.reading)
    )
    return tuple(
        CheckView(one.id, one.agency_id, agency, one.answer, one.words, one.answered_at) for one, agency in rows
    )
