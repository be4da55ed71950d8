"""つなぎ: five fields from any window or agency to 多機関協働, and the answer to the sender."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Field

from models.record import Versioned, choice
from models.sealed import sealed


class Urgency(StrEnum):
    """How soon somebody must act."""

    EMERGENCY = "emergency"
    SOON = "soon"
    ORDINARY = "ordinary"
    WATCHING = "watching"


class RelayConsent(StrEnum):
    """Whether the person agreed to the つなぎ itself; not the consent that opens a 重層的支援会議."""

    GIVEN = "given"
    NOT_GIVEN = "not_given"
    TO_BE_ASKED = "to_be_asked"


class RelayState(StrEnum):
    """Where a つなぎ stands, as its sender reads it too."""

    ARRIVED = "arrived"
    TAKEN = "taken"
    INFORMATION_ONLY = "information_only"
    PASSED_ON = "passed_on"
    ADVISED = "advised"


class Relay(Versioned, table=True):
    """One つなぎ. 呼称 is a name for the household that identifies nobody."""

    __tablename__ = "relays"

    from_agency_id: UUID = Field(foreign_key="agencies.id", index=True)
    to_agency_id: UUID = Field(foreign_key="agencies.id", index=True)
    alias: str = sealed("relays.alias")
    complaint: str = sealed("relays.complaint")
    urgency: Urgency = choice(Urgency)
    consent: RelayConsent = choice(RelayConsent)
    state: RelayState = choice(RelayState, default=RelayState.ARRIVED)
    sent_at: datetime
    sent_by_id: UUID = Field(foreign_key="people.id")
    reply_due_on: date
    reply: str | None = sealed("relays.reply", default=None, nullable=True)
    replied_at: datetime | None = None
    replied_by_id: UUID | None = Field(default=None, foreign_key="people.id")
    case_id: UUID | None = Field(default=None, foreign_key="cases.id", index=True)
