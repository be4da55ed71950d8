"""What one agency may get of a case on paper: the twin, for all agencies at once, of what each sees on its screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from models.cases import InformationClass
from models.plans import Assignment, AssignmentState, DoerKind

_NOT_SENT = frozenset({AssignmentState.DRAFT, AssignmentState.NOT_NEEDED})
_OVER = frozenset({AssignmentState.DECLINED, AssignmentState.DONE, AssignmentState.ENDED_WITH_CASE})
_OWN_FAMILY = frozenset({DoerKind.PERSON_CONCERNED, DoerKind.FAMILY})
# visible_plans: an agency's own ended roles stay readable so long.
_OWN_ROWS_STAY = timedelta(days=90)


@dataclass(frozen=True)
class CaseGrounds:
    """Why somebody may know of one case today. offices: the agencies that hold it; reached: by agency and class.

    nameless: items, and the agencies that sat there while nobody was named.
    """

    is_closed: bool
    in_support_conference: bool
    offices: frozenset[UUID]
    takes_part: frozenset[UUID]
    living: frozenset[UUID]
    reached: Mapping[tuple[UUID, InformationClass], frozenset[UUID]] = field(default_factory=dict)
    until: Mapping[UUID, date | None] = field(default_factory=dict)
    nameless: frozenset[tuple[UUID | None, UUID]] = frozenset()

    def holds(self, agency_id: UUID) -> bool:
        """By office: 多機関協働 is run by it."""
        return agency_id in self.offices

    def shares(self, agency_id: UUID) -> bool:
        """It takes part in the case, which goes on, and somebody of the household agreed."""
        return not self.is_closed and agency_id in self.takes_part and agency_id in self.until

    def covers(self, agency_id: UUID, named: frozenset[UUID], information: InformationClass) -> bool:
        """Everybody living a row speaks of agreed; nobody named means the household."""
        members = named & self.living if named else self.living
        return members <= self.reached.get((agency_id, information), frozenset())

    def knows_family(self, agency_id: UUID) -> bool:
        """Whether who of the family does something may be told by name."""
        everybody = self.covers(agency_id, frozenset(), InformationClass.IDENTITY)
        return self.holds(agency_id) or (self.shares(agency_id) and everybody)

    def is_told(self, agency_id: UUID, named: frozenset[UUID]) -> bool:
        """Whether what the row is about may be told."""
        covered = self.covers(agency_id, named, InformationClass.SITUATION)
        return self.holds(agency_id) or (self.shares(agency_id) and covered)


def is_sent(role: Assignment) -> bool:
    """A draft is not asked yet; what was asked for nothing is not printed."""
    return role.state not in _NOT_SENT


def is_carried(role: Assignment, agency_id: UUID) -> bool:
    """The agency has to do with this role today: it was asked and it is not over."""
    return role.agency_id == agency_id and is_sent(role) and role.state not in _OVER


def is_in_table(grounds: CaseGrounds, role: Assignment, named: frozenset[UUID], agency_id: UUID, today: date) -> bool:
    """Whether the row stands in the 役割分担表 that this agency gets; a 限定 row stays with who carries it."""
    if not is_sent(role) or not (grounds.holds(agency_id) or grounds.shares(agency_id)):
        return False
    if _is_heard(grounds, role, agency_id):
        return False
    if role.agency_id == agency_id:
        return role.ended_on is None or role.ended_on >= today - _OWN_ROWS_STAY
    return not role.is_restricted and grounds.is_told(agency_id, named)


def _is_heard(grounds: CaseGrounds, role: Assignment, agency_id: UUID) -> bool:
    """It was agreed where the agency sat and nobody was named: beside its case it would tell whose it was."""
    return (role.item_id, agency_id) in grounds.nameless and not grounds.holds(agency_id)


def names_doer(grounds: CaseGrounds, role: Assignment, agency_id: UUID) -> bool:
    """Whether who does it may be told by name."""
    return role.doer not in _OWN_FAMILY or grounds.knows_family(agency_id)


def needs_no_heading(grounds: CaseGrounds, role: Assignment, agency_id: UUID, *, is_municipal: bool) -> bool:
    """Asked without a word of the case (内容を伝えない依頼, 氏名を伏せて協議), or of a division before a consent.

    社会福祉法 第106条の6: in 支援会議 the municipality's own divisions may be asked; the paper names no case.
    """
    if _is_heard(grounds, role, agency_id):
        return True
    if grounds.holds(agency_id) or grounds.shares(agency_id):
        return False
    return role.without_contents or (grounds.in_support_conference and is_municipal)
