"""会議録ひとつ: the record of one case of a conference for one person."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.minutes import CheckAnswer, RecordState
from queries.view import Confidential
from rules.lifecycle import Offer
from rules.record import RecordText


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
