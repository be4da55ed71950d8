"""会議録: lines as they were typed, and the record of one case (or of the rest) of a conference."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.sealed import sealed


class LineKind(StrEnum):
    """What a line of the minutes is; it may stay unsorted and be sorted later."""

    UNSORTED = "unsorted"
    FACT = "fact"
    ASSESSMENT = "assessment"
    WISH = "wish"
    OPINION = "opinion"
    DECISION = "decision"
    HELD_OVER = "held_over"


class MinutesLine(Record, table=True):
    """One line, in the order of position. text is the head; every earlier text stands in minutes_revisions."""

    __tablename__ = "minutes_lines"
    __table_args__ = (
        Index("ix_minutes_lines_item", "item_id", "position"),
        Index("ix_minutes_lines_change", "conference_id", "change_no"),
    )

    conference_id: UUID = Field(foreign_key="conferences.id")
    item_id: UUID = Field(foreign_key="agenda_items.id")
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    position: int
    kind: LineKind = choice(LineKind, default=LineKind.UNSORTED)
    invitation_id: UUID | None = Field(default=None, foreign_key="invitations.id")
    text: str = sealed("minutes_lines.text")
    revision: int = 0
    change_no: int = 0
    began_at: datetime
    is_finished: bool = False
    removed_at: datetime | None = None


class MinutesRevision(Record, table=True):
    """A text as it was typed: append-only. A branch was typed on an older text and waits for somebody to choose."""

    __tablename__ = "minutes_revisions"
    __table_args__ = (UniqueConstraint("client", "seq"), Index("ix_minutes_revisions_line", "line_id", "revision"))

    line_id: UUID = Field(foreign_key="minutes_lines.id")
    revision: int
    base: int
    client: str
    seq: int
    text: str = sealed("minutes_revisions.text")
    is_branch: bool = False
    by_id: UUID = Field(foreign_key="people.id")
    at: datetime


class RecordState(StrEnum):
    """Where the record of a conference stands."""

    DRAFT = "draft"
    IN_CHECK = "in_check"
    FIXED = "fixed"


class ConferenceRecord(Versioned, table=True):
    """会議録 of one case of a conference (without a case: of the rest). A fixed one is kept whole in content."""

    __tablename__ = "conference_records"
    __table_args__ = (Index("ix_conference_records_part", "conference_id", "case_id", "edition"),)

    conference_id: UUID = Field(foreign_key="conferences.id")
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    edition: int = 1
    number: str | None = None
    state: RecordState = choice(RecordState, default=RecordState.DRAFT)
    correction: str | None = sealed("conference_records.correction", default=None, nullable=True)
    check_due_on: date | None = None
    fixed_at: datetime | None = None
    fixed_by_id: UUID | None = Field(default=None, foreign_key="people.id")
    content: str | None = sealed("conference_records.content", default=None, nullable=True)
    approved_on: date | None = None
    approver: str | None = None
    document_number: str | None = None


class CheckAnswer(StrEnum):
    """What an agency that was present says of the record."""

    WAITING = "waiting"
    AGREED = "agreed"
    OBJECTED = "objected"


class RecordCheck(Record, table=True):
    """出席機関の確認 of one record; no answer by the day counts as checked."""

    __tablename__ = "record_checks"
    __table_args__ = (UniqueConstraint("record_id", "agency_id"), Index("ix_record_checks_agency", "agency_id"))

    record_id: UUID = Field(foreign_key="conference_records.id")
    agency_id: UUID = Field(foreign_key="agencies.id")
    answer: CheckAnswer = choice(CheckAnswer, default=CheckAnswer.WAITING)
    words: str | None = sealed("record_checks.words", default=None, nullable=True)
    answered_at: datetime | None = None
    reply: str | None = sealed("record_checks.reply", default=None, nullable=True)
    replied_at: datetime | None = None


class RecordApproval(Record, table=True):
    """決裁 inside よりあい, where the city chose that: one step of its route, in the order of position."""

    __tablename__ = "record_approvals"
    __table_args__ = (UniqueConstraint("record_id", "position"),)

    record_id: UUID = Field(foreign_key="conference_records.id", index=True)
    position: int
    by_id: UUID = Field(foreign_key="people.id")
    is_for_other: bool = False
    words: str | None = sealed("record_approvals.words", default=None, nullable=True)
    at: datetime


class RecordPoint(Versioned, table=True):
    """要点: one paragraph of the 要点筆記 of one case of a conference (without a case: of the rest).

    item_id: the item whose result it tells; assignment_id: the role it tells, so that neither is offered twice.
    """

    __tablename__ = "record_points"
    __table_args__ = (Index("ix_record_points_part", "conference_id", "case_id", "position"),)

    conference_id: UUID = Field(foreign_key="conferences.id")
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    position: int
    text: str = sealed("record_points.text")
    item_id: UUID | None = Field(default=None, foreign_key="agenda_items.id")
    assignment_id: UUID | None = Field(default=None, foreign_key="assignments.id")
    removed_at: datetime | None = None


class PointSource(Record, table=True):
    """A line of the minutes that went into a 要点."""

    __tablename__ = "point_sources"
    __table_args__ = (UniqueConstraint("point_id", "line_id"),)

    point_id: UUID = Field(foreign_key="record_points.id", index=True)
    line_id: UUID = Field(foreign_key="minutes_lines.id", index=True)
