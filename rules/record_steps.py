"""The steps of a record: checked by the agencies that were there, and fixed for ever."""

from dataclasses import dataclass

from models.minutes import RecordState as M
from models.people import Role
from rules.conference_steps import RUNNERS
from rules.lifecycle import Lifecycle, Step, notice, reason, stop


@dataclass(frozen=True)
class RecordFacts:
    """What the conditions of a record ask about."""

    is_adjourned: bool = True
    needs_reading: bool = False
    is_read: bool = True
    has_lines: bool = True
    unsorted: int = 0
    branches: int = 0
    checks: int = 0
    waiting: int = 0
    objections: int = 0
    is_past_check_day: bool = False
    roles_without_person: int = 0


def it_is_adjourned(facts: RecordFacts) -> bool:
    """A record is finished after the conference."""
    return facts.is_adjourned


def reading_is_recorded(facts: RecordFacts) -> bool:
    """The conference could go on without the reading; its record cannot be fixed without it."""
    return facts.is_read or not facts.needs_reading


def versions_were_chosen(facts: RecordFacts) -> bool:
    """Where two people wrote one line, somebody chose between their texts."""
    return facts.branches == 0


def lines_are_sorted(facts: RecordFacts) -> bool:
    """Facts, assessments and the person's own words stand apart; lines may be sorted later."""
    return facts.unsorted == 0


def something_is_recorded(facts: RecordFacts) -> bool:
    """A record without a line says nothing."""
    return facts.has_lines


def agencies_have_checked(facts: RecordFacts) -> bool:
    """出席機関の確認; no answer by the day counts as checked."""
    return facts.waiting == 0 or facts.is_past_check_day


def objections_are_settled(facts: RecordFacts) -> bool:
    """What an agency asked to correct is answered before the record is fixed."""
    return facts.objections == 0


@dataclass(frozen=True)
class ApprovalFacts:
    """What 決裁 inside よりあい asks about: whether the one whose turn it is approves."""

    is_their_turn: bool = True


def approver_is_here(facts: ApprovalFacts) -> bool:
    """決裁 goes in the order of its steps; 代決 has a reason and is read afterwards."""
    return facts.is_their_turn


APPROVERS = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
APPROVAL = (reason(approver_is_here, by=APPROVERS),)

RECORD = Lifecycle(
    "record",
    M.DRAFT,
    (
        Step(
            "send_for_check",
            frozenset({M.DRAFT}),
            M.IN_CHECK,
            RUNNERS,
            (stop(it_is_adjourned), notice(something_is_recorded), notice(lines_are_sorted)),
        ),
        Step("take_back", frozenset({M.IN_CHECK}), M.DRAFT, RUNNERS),
        Step(
            "fix",
            frozenset({M.DRAFT, M.IN_CHECK}),
            M.FIXED,
            RUNNERS,
            (
                stop(it_is_adjourned),
                stop(reading_is_recorded),
                stop(versions_were_chosen),
                reason(agencies_have_checked, by=RUNNERS),
                reason(objections_are_settled, by=RUNNERS),
                notice(something_is_recorded),
                notice(lines_are_sorted),
            ),
        ),
    ),
)
