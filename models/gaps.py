"""望まれる社会資源: what is missing, where it was said, who was approached, and what came of it."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.sealed import sealed


class GapKind(StrEnum):
    """種別: in which way it is missing."""

    ABSENT = "absent"
    SHORT = "short"
    FAR = "far"
    UNFIT = "unfit"
    UNKNOWN = "unknown"
    UNCONNECTED = "unconnected"
    QUALITY = "quality"


class GapState(StrEnum):
    """From 候補 to 使えるようになった."""

    CANDIDATE = "candidate"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    IN_WORK = "in_work"
    ON_TRIAL = "on_trial"
    USABLE = "usable"
    PUT_OFF = "put_off"
    NOT_WANTED = "not_wanted"
    MERGED = "merged"


class Disposition(StrEnum):
    """方策: how it is to be filled."""

    NEW = "new"
    WIDEN = "widen"
    EASE = "ease"
    COOPERATE = "cooperate"
    INFORM = "inform"
    TRAIN = "train"
    PRIVATE = "private"
    REQUEST = "request"


class ResourceGap(Versioned, table=True):
    """One entry of the ledger. public_summary (公開文) is the only text of it that leaves case work, once confirmed."""

    __tablename__ = "resource_gaps"
    __table_args__ = (UniqueConstraint("fiscal_year", "serial"), Index("ix_resource_gaps_state", "state", "code"))

    fiscal_year: int
    serial: int
    number: str = Field(unique=True)
    code: str
    kind: GapKind = choice(GapKind)
    district_key: str = ""
    severity: int = 2
    public_summary: str | None = sealed("resource_gaps.public_summary", default=None, nullable=True)
    confirmed_on: date | None = None
    state: GapState = choice(GapState, default=GapState.CANDIDATE)
    state_before: GapState | None = choice(GapState, named="before", default=None, nullable=True)
    owner_id: UUID | None = Field(default=None, foreign_key="agencies.id", index=True)
    disposition: Disposition | None = choice(Disposition, default=None, nullable=True)
    due_on: date | None = None
    resource: str | None = sealed("resource_gaps.resource", default=None, nullable=True)
    first_used_on: date | None = None
    again_on: date | None = None
    merged_into_id: UUID | None = Field(default=None, foreign_key="resource_gaps.id", index=True)


class OriginKind(StrEnum):
    """Where it was said that something is missing."""

    REVIEW = "review"
    CONFERENCE = "conference"
    NOTICING = "noticing"
    RESIDENTS = "residents"


class GapOrigin(Record, table=True):
    """もと: one place where it was said. Merging moves origins and loses none; came_from_id tells from where."""

    __tablename__ = "gap_origins"
    __table_args__ = (Index("ix_gap_origins_case", "case_id", "gap_id"),)

    gap_id: UUID = Field(foreign_key="resource_gaps.id", index=True)
    kind: OriginKind = choice(OriginKind)
    case_id: UUID | None = Field(default=None, foreign_key="cases.id")
    review_id: UUID | None = Field(default=None, foreign_key="closure_reviews.id", index=True)
    item_id: UUID | None = Field(default=None, foreign_key="agenda_items.id", index=True)
    raised_on: date
    raised_by_id: UUID = Field(foreign_key="people.id")
    words: str = sealed("gap_origins.words")
    came_from_id: UUID | None = Field(default=None, foreign_key="resource_gaps.id")


class GapMove(Record, table=True):
    """道のり: one step of an entry, when, by whom, at which conference."""

    __tablename__ = "gap_moves"

    gap_id: UUID = Field(foreign_key="resource_gaps.id", index=True)
    step: str
    moved_on: date
    conference_id: UUID | None = Field(default=None, foreign_key="conferences.id")
    by_id: UUID = Field(foreign_key="people.id")
    words: str | None = sealed("gap_moves.words", default=None, nullable=True)


class EngagementKind(StrEnum):
    """What is done towards an agency."""

    APPROACH = "approach"
    COORDINATION_CHANGE = "coordination_change"
    AWARENESS = "awareness"
    TRAINING = "training"
    REQUEST = "request"


class Engagement(Versioned, table=True):
    """働きかけ: who goes to whom, by when, and what came of it. Of a review (case_id) or of an entry (gap_id)."""

    __tablename__ = "engagements"
    __table_args__ = (Index("ix_engagements_open", "done_on", "due_on"),)

    gap_id: UUID | None = Field(default=None, foreign_key="resource_gaps.id", index=True)
    review_id: UUID | None = Field(default=None, foreign_key="closure_reviews.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="cases.id")
    kind: EngagementKind = choice(EngagementKind)
    agency_id: UUID = Field(foreign_key="agencies.id")
    words: str = sealed("engagements.words")
    due_on: date | None = None
    by_id: UUID = Field(foreign_key="people.id")
    done_on: date | None = None
    result: str | None = sealed("engagements.result", default=None, nullable=True)
