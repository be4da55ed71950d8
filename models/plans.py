"""支援プラン and 役割分担: what the person wishes, who does what by when, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.sealed import sealed


class Programme(StrEnum):
    """A 事業 of 社会福祉法 第106条の4第2項, 1号 to 5号."""

    CONSULTATION = "comprehensive_consultation"
    PARTICIPATION = "participation_support"
    COMMUNITY = "community_building"
    OUTREACH = "outreach_support"
    COLLABORATION = "multi_agency_collaboration"


class PlanState(StrEnum):
    """Where a support plan stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROPRIATE = "appropriate"
    APPROPRIATE_WITH_CHANGES = "appropriate_with_changes"
    DECIDED = "decided"
    EVALUATED = "evaluated"


class AgreementWay(StrEnum):
    """How the person agreed to the plan."""

    SIGNED = "signed"
    SIGNED_FOR = "signed_for"
    SPOKEN = "spoken"


class SupportPlan(Versioned, table=True):
    """支援プラン of one case; its support items are the assignments that name it."""

    __tablename__ = "support_plans"
    __table_args__ = (UniqueConstraint("case_id", "round"),)

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    round: int
    wish: str = sealed("support_plans.wish")
    wish_of_id: UUID | None = Field(default=None, foreign_key="household_members.id")
    aim: str | None = sealed("support_plans.aim", default=None, nullable=True)
    starts_on: date | None = None
    ends_on: date | None = None
    monitoring_on: date | None = None
    lead_agency_id: UUID | None = Field(default=None, foreign_key="agencies.id")
    state: PlanState = choice(PlanState, default=PlanState.DRAFT)
    conference_id: UUID | None = Field(default=None, foreign_key="conferences.id")
    opinion: str | None = sealed("support_plans.opinion", default=None, nullable=True)
    agreed_on: date | None = None
    agreed_way: AgreementWay | None = choice(AgreementWay, default=None, nullable=True)
    decided_on: date | None = None
    decision_number: str | None = None
    is_ahead: bool = False


class DoerKind(StrEnum):
    """Who carries a role: an agency, or somebody around the person who has no account."""

    AGENCY = "agency"
    PERSON_CONCERNED = "person_concerned"
    FAMILY = "family"
    NEIGHBOUR = "neighbour"
    WELFARE_COMMISSIONER = "welfare_commissioner"


class AssignmentState(StrEnum):
    """Where a role stands, from the draft of a plan to its end."""

    DRAFT = "draft"
    ASKED = "asked"
    TAKEN_BACK = "taken_back"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_CONDITION = "accepted_with_condition"
    DECLINED = "declined"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    ENDED_WITH_CASE = "ended_with_case"


class Assignment(Versioned, table=True):
    """役割: who does what by when, with which 制度. In the room who and what are enough.

    For whom it is done stands in concerned_members; nobody named means the whole household. without_contents
    (内容を伝えない依頼): its words tell nothing of the case, so it may be asked of whom no consent reaches.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        Index("ix_assignments_agency", "agency_id", "state"),
        Index("ix_assignments_case", "case_id", "position"),
    )

    case_id: UUID = Field(foreign_key="cases.id")
    plan_id: UUID | None = Field(default=None, foreign_key="support_plans.id", index=True)
    conference_id: UUID | None = Field(default=None, foreign_key="conferences.id", index=True)
    item_id: UUID | None = Field(default=None, foreign_key="agenda_items.id")
    replaces_id: UUID | None = Field(default=None, foreign_key="assignments.id")
    position: int
    doer: DoerKind = choice(DoerKind, default=DoerKind.AGENCY)
    agency_id: UUID | None = Field(default=None, foreign_key="agencies.id")
    person_id: UUID | None = Field(default=None, foreign_key="people.id")
    doer_name: str | None = sealed("assignments.doer_name", default=None, nullable=True)
    problem: str | None = sealed("assignments.problem", default=None, nullable=True)
    task: str = sealed("assignments.task")
    service: str | None = sealed("assignments.service", default=None, nullable=True)
    programme: Programme | None = choice(Programme, default=None, nullable=True)
    due_on: date | None = None
    frequency: str | None = sealed("assignments.frequency", default=None, nullable=True)
    done_when: str | None = sealed("assignments.done_when", default=None, nullable=True)
    is_restricted: bool = False
    without_contents: bool = False
    state: AssignmentState = choice(AssignmentState, default=AssignmentState.DRAFT)
    asked_on: date | None = None
    answer: str | None = sealed("assignments.answer", default=None, nullable=True)
    answered_at: datetime | None = None
    answer_by: str | None = sealed("assignments.answer_by", default=None, nullable=True)
    answer_due_on: date | None = None
    condition_accepted_at: datetime | None = None
    ended_on: date | None = None
    state_before: AssignmentState | None = choice(AssignmentState, named="before", default=None, nullable=True)


class AssignmentReport(Record, table=True):
    """途中のお知らせ: how a role is going."""

    __tablename__ = "assignment_reports"

    assignment_id: UUID = Field(foreign_key="assignments.id", index=True)
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    reported_at: datetime
    words: str = sealed("assignment_reports.words")
    by_id: UUID = Field(foreign_key="people.id")


class EmergencyStep(Versioned, table=True):
    """緊急のときの連絡: what happens, who is told in which order, and who decides."""

    __tablename__ = "emergency_steps"
    __table_args__ = (Index("ix_emergency_steps_case", "case_id", "position"),)

    case_id: UUID = Field(foreign_key="cases.id")
    conference_id: UUID | None = Field(default=None, foreign_key="conferences.id", index=True)
    item_id: UUID | None = Field(default=None, foreign_key="agenda_items.id")
    position: int
    sign: str = sealed("emergency_steps.sign")
    response: str = sealed("emergency_steps.response")
    agency_id: UUID | None = Field(default=None, foreign_key="agencies.id", index=True)
    contact: str | None = sealed("emergency_steps.contact", default=None, nullable=True)
    decides: bool = False
    removed_at: datetime | None = None
