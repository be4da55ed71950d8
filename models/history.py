"""What was done and seen: chained history, who typed for whom, acts with a reason, requests already answered."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.record import Record, choice
from models.sealed import sealed


class HistoryEntry(Record, table=True):
    """One act or one look. mac chains the rows; digest stays when changes are disposed of."""

    __tablename__ = "history"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_history_case", "case_id", "moment"),
        Index("ix_history_moment", "moment"),
        Index("ix_history_look", "sign_in_id", "subject_id", "action", "moment"),
    )

    chain: str
    seq: int
    moment: datetime
    actor_id: UUID | None = Field(default=None, foreign_key="people.id")
    sign_in_id: UUID | None = None
    action: str
    subject_kind: str
    subject_id: UUID
    case_id: UUID | None = None
    basis: str = ""
    digest: str
    changes: str | None = sealed("history.changes", default=None, nullable=True)
    mac: str


class ChainHead(Record, table=True):
    """The end of one chain. Its own seal stops a cut tail from being passed off as the end."""

    __tablename__ = "chain_heads"

    chain: str = Field(unique=True)
    seq: int = 0
    mac: str = ""
    seal: str = ""


class Channel(StrEnum):
    """How somebody's words reached the one who typed them."""

    TELEPHONE = "telephone"
    FAX = "fax"
    PAPER = "paper"
    MAIL = "mail"
    IN_PERSON = "in_person"


class EnteredFor(Record, table=True):
    """代理入力: who said it, for which agency, how and when; who typed it is the actor of the entry."""

    __tablename__ = "entered_for"

    history_id: UUID = Field(foreign_key="history.id", index=True)
    subject_id: UUID = Field(index=True)
    agency_id: UUID = Field(foreign_key="agencies.id")
    said_by: str = sealed("entered_for.said_by")
    channel: Channel = choice(Channel)
    said_at: datetime


class ReasonedAct(Record, table=True):
    """理由つきで進めたこと: a condition that was not met, the reason, and the later approval (後閲)."""

    __tablename__ = "reasoned_acts"

    history_id: UUID = Field(foreign_key="history.id", index=True)
    subject_id: UUID = Field(index=True)
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
    action: str
    condition: str
    reason: str = sealed("reasoned_acts.reason")
    by_id: UUID = Field(foreign_key="people.id")
    at: datetime
    approved_at: datetime | None = None
    approved_by_id: UUID | None = Field(default=None, foreign_key="people.id")


class RequestDone(Record, table=True):
    """An answered request: the same request_id again gets the first answer."""

    __tablename__ = "requests_done"

    request_id: str = Field(unique=True)
    actor_id: UUID = Field(foreign_key="people.id")
    action: str
    subject_id: UUID | None = None
    done_at: datetime
