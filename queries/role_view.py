"""A 役割 as a view: one row with what this person may see of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from models.plans import AssignmentState, DoerKind, Programme
from queries.relays import Spoken
from queries.view import Confidential
from rules.lifecycle import Offer


@dataclass(frozen=True)
class Report:
    """途中のお知らせ: who told it, when, and whose words they are where somebody else typed them."""

    at: datetime
    who: str
    words: str
    spoken: Spoken | None


@dataclass(frozen=True)
class RoleRow(Confidential):
    """One role. case_number is empty where the household may not be told; then its office is asked."""

    id: UUID
    version: int
    case_id: UUID
    case_number: str
    case_alias: str
    plan_id: UUID | None
    conference_id: UUID | None
    replaces_id: UUID | None
    state: AssignmentState
    doer: DoerKind
    agency_id: UUID | None
    agency: str
    person_id: UUID | None
    person: str
    title: str
    contact: str
    doer_name: str | None
    problem: str | None
    task: str
    service: str | None
    programme: Programme | None
    due_on: date | None
    frequency: str | None
    done_when: str | None
    is_restricted: bool
    without_contents: bool
    asked_on: date | None
    answer: str | None
    answered_at: datetime | None
    answer_by: str | None
    answer_due_on: date | None
    condition_accepted_at: datetime | None
    ended_on: date | None
    members: tuple[UUID, ...]
    people: tuple[str, ...]
    is_mine: bool
    is_told: bool
    is_named: bool
    is_late: bool
    is_replaced: bool
    lacks_person: bool
    offers: tuple[Offer, ...]
    may: frozenset[str]
    reports: tuple[Report, ...]
    spoken: Spoken | None

    @property
    def needs_confirming(self) -> bool:
        """要確認: its own row stays readable to an agency, what it is about is asked of its office."""
        return self.is_mine and not self.is_told and not self.without_contents

    @property
    def hides(self) -> frozenset[str]:
        """The fields that are kept from this person: a form neither shows nor sends them."""
        return frozenset(name for name, told in (("problem", self.is_told), ("doer_name", self.is_named)) if not told)

    def seen(self, *names: str) -> dict[str, object]:
        """What a form of the role shows."""
        return {name: getattr(self, name) for name in names if name not in self.hides}
