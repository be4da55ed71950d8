"""What one sitting needs besides its agenda: who takes no part in an item, answers in writing, the projector."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.sealed import sealed


class ItemRecusal(Record, table=True):
    """利害関係: somebody who was called takes no part in one item, and sees nothing of it."""

    __tablename__ = "item_recusals"
    __table_args__ = (UniqueConstraint("item_id", "invitation_id"),)

    item_id: UUID = Field(foreign_key="agenda_items.id", index=True)
    invitation_id: UUID = Field(foreign_key="invitations.id", index=True)
    reason: str | None = sealed("item_recusals.reason", default=None, nullable=True)
    noted_at: datetime


class WrittenAnswerKind(StrEnum):
    """What an agency answers to one item of a conference held in writing."""

    WAITING = "waiting"
    AGREED = "agreed"
    AGREED_WITH_OPINION = "agreed_with_opinion"
    OBJECTED = "objected"


class WrittenAnswer(Versioned, table=True):
    """書面開催: the answer of one agency to one item."""

    __tablename__ = "written_answers"
    __table_args__ = (UniqueConstraint("item_id", "agency_id"), Index("ix_written_answers_agency", "agency_id"))

    conference_id: UUID = Field(foreign_key="conferences.id", index=True)
    item_id: UUID = Field(foreign_key="agenda_items.id")
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    agency_id: UUID = Field(foreign_key="agencies.id")
    answer: WrittenAnswerKind = choice(WrittenAnswerKind, default=WrittenAnswerKind.WAITING)
    words: str | None = sealed("written_answers.words", default=None, nullable=True)
    answered_at: datetime | None = None


class ProjectorPass(Record, table=True):
    """投影: a browser that may show one conference and do nothing else; only hashes of code and token are stored.

    token_hash: of the browser in which the code was typed; a code opens one screen, once.
    """

    __tablename__ = "projector_passes"

    conference_id: UUID = Field(foreign_key="conferences.id", index=True)
    code_hash: str = Field(unique=True)
    token_hash: str | None = Field(default=None, unique=True)
    made_by_id: UUID = Field(foreign_key="people.id")
    made_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
