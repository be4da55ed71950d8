"""Act: one act in progress, and the record it is about, found the one way records are found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.cases import Case, Involvement
from models.closure import AgencyOpinion, ClosureReview
from models.conferences import Conference
from models.gaps import Engagement, ResourceGap
from models.history import Channel
from models.minutes import ConferenceRecord, RecordCheck
from models.people import Role
from models.plans import Assignment
from models.record import Record
from models.relays import Relay
from models.sittings import WrittenAnswer
from rules.access import Actor, Office, runs
from rules.lifecycle import Condition, weigh
from rules.refusal import Refused
from rules.visibility import visible_to
from rules.visible_gaps import is_owner

Kept = TypeVar("Kept", bound=Record)
_ANSWER_FOR_AGENCY = frozenset({Role.AGENCY_MEMBER, Role.CENTER_WORKER, Role.WELFARE_WORKER})


@dataclass(frozen=True)
class Said:
    """代理入力: whose words these are, for which agency, how and when they came."""

    agency_id: UUID
    said_by: str
    channel: Channel
    said_at: datetime


@dataclass(frozen=True)
class Done:
    """The answer of an act: the record it is about, and whether this very request had been answered before."""

    subject_id: UUID
    repeated: bool = False


@dataclass
class Act:
    """One act in progress: who, when, in which transaction, with which reasons, for whom.

    told: what the history keeps besides the inputs.
    """

    session: Session
    actor: Actor
    now: datetime
    reasons: Mapping[str, str] = field(default_factory=dict)
    said: Said | None = None
    offices: frozenset[Office] = frozenset()
    used_reasons: dict[str, str] = field(default_factory=dict)
    basis: str = ""
    told: dict[str, object] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The Tokyo day of the act."""
        return settings.tokyo_day(self.now)

    @property
    def agency_id(self) -> UUID:
        """The agency that acts: the one that spoke, else the actor's own."""
        return self.said.agency_id if self.said else self.actor.agency_id

    def find(self, model: type[Kept], record_id: UUID | None) -> Kept:
        """The record, if this person may see it. Forbidden and absent answer the same."""
        return find(self.session, self.actor, model, record_id, self.today)

    def add(self, record: Kept) -> Kept:
        """Keep a new record."""
        self.session.add(record)
        self.session.flush()
        return record

    def weigh(self, conditions: tuple[Condition, ...], facts: object) -> None:
        """Refuse, or go on and remember which conditions were passed over with which reason."""
        self.used_reasons |= weigh(conditions, facts, self.actor.roles | self.offices, dict(self.reasons))


def find(session: Session, actor: Actor, model: type[Kept], record_id: UUID | None, today: date) -> Kept:
    """One record through the same clause as every list. Raises Refused("not_found")."""
    statement = select(model).where(model.id == record_id, visible_to(actor, model, today)).with_for_update()
    found = session.exec(statement).first()
    if found is None:
        raise Refused("not_found")
    return found


def case_of(session: Session, record: Record) -> Case | None:
    """The case a record is or belongs to; a つなぎ stands before its case."""
    if isinstance(record, Relay):
        return None
    case_id = record.id if isinstance(record, Case) else getattr(record, "case_id", None)
    return session.get(Case, case_id) if case_id else None


def offices_held(session: Session, actor: Actor, record: Record, today: date) -> frozenset[Office]:
    """What this person is for this record; a part lends the offices of its whole."""
    if isinstance(record, Relay):
        ends = ((record.from_agency_id, Office.SENDER), (record.to_agency_id, Office.RECEIVER))
        return frozenset(office for agency_id, office in ends if agency_id == actor.agency_id)
    if isinstance(record, Assignment) and record.agency_id == actor.agency_id and actor.roles & _ANSWER_FOR_AGENCY:
        return frozenset({Office.ASSIGNEE}) | _of_parts(session, actor, record, today)
    if (
        isinstance(record, RecordCheck | AgencyOpinion | WrittenAnswer)
        and record.agency_id == actor.agency_id
        and actor.roles & _ANSWER_FOR_AGENCY
    ):
        return frozenset({Office.ASKED_AGENCY}) | _of_parts(session, actor, record, today)
    return _of_parts(session, actor, record, today) | _of_gap(session, actor, record)


def _of_gap(session: Session, actor: Actor, record: Record) -> frozenset[Office]:
    gap_id = record.gap_id if isinstance(record, Engagement) else record.id if isinstance(record, ResourceGap) else None
    gap = session.get(ResourceGap, gap_id) if gap_id else None
    return frozenset({Office.OWNER}) if gap is not None and is_owner(actor, gap) else frozenset()


def _of_parts(session: Session, actor: Actor, record: Record, today: date) -> frozenset[Office]:
    return _of_conference(session, actor, record) | _of_case(session, actor, record, today)


def _of_conference(session: Session, actor: Actor, record: Record) -> frozenset[Office]:
    if isinstance(record, RecordCheck):
        record = session.get_one(ConferenceRecord, record.record_id)
    if isinstance(record, AgencyOpinion):
        record = session.get_one(ClosureReview, record.review_id)
    whole = record.id if isinstance(record, Conference) else getattr(record, "conference_id", None)
    conference = session.get(Conference, whole) if whole else None
    if conference is None:
        return frozenset()
    return runs(actor, conference.facilitator_id, conference.recorder_id)


def _of_case(session: Session, actor: Actor, record: Record, today: date) -> frozenset[Office]:
    case = case_of(session, record)
    if case is None:
        return frozenset()
    held = {Office.IN_CHARGE} if case.in_charge_id == actor.person_id else set()
    current = select(Involvement).where(
        Involvement.case_id == case.id,
        Involvement.agency_id == actor.agency_id,
        col(Involvement.until).is_(None) | (col(Involvement.until) >= today),
    )
    if Role.AGENCY_MEMBER in actor.roles and session.exec(current).first() is not None:
        held.add(Office.INVOLVED_AGENCY)
    return frozenset(held)
