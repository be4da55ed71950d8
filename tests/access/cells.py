"""The cells of the access matrix: action × who × relation × state, and what tests/access.csv expects of each."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from models.cases import CaseState
from models.people import Role
from models.relays import RelayState

ANY = "*"
ROLES = tuple(role.value for role in Role)
TWO_ROLES = ("center_social_worker+agency_member", "system_promotion_officer+agency_member")
WHO = (*ROLES, *TWO_ROLES)

CASE_RELATIONS = (
    "other_district", "own_district", "in_charge", "involved_and_consented", "last_day", "involved_without_consent",
    "consented_not_involved", "ended_involvement", "withdrawn", "expired", "own_agency_sent",
)  # fmt: skip
RELAY_RELATIONS = ("none", "own_agency_sent", "own_agency_received")
APPROVAL_RELATIONS = ("other_district", "own_district", "in_charge", "self")
CASE_STATES = tuple(state.value for state in CaseState)
# Of the acts whose answer does not hang on the state of the case, these three stand for all.
FEW_STATES = ("assessing", "consented", "closed")
RELAY_STATES = tuple(state.value for state in RelayState)
APPROVAL_STATES = ("waiting", "approved")
TWO_ROLE_TARGET = "system_promotion_officer+welfare_division_worker"

CASE_ACTIONS = (
    "case.look", "case.describe", "case.put_in_charge", "case.advance", "member.add", "member.correct",
    "agency.involve", "agency.release", "consent.record", "consent.refuse", "consent.withdraw", "consent.file_paper",
    "consent.print", "conference.call_urgently",
)  # fmt: skip
_ON_CASE = ("case.look", "case.describe", "case.put_in_charge", "case.advance")
RELAY_ACTIONS = ("relay.look", "relay.take", "relay.answer")
ACCOUNT_ACTIONS = (
    "account.open", "account.close", "account.give_role", "account.end_role", "account.reset_password",
    "account.sign_out",
)  # fmt: skip
OWN_ACTIONS = ("password.change", "sign_in.end", "contact.tell")
# The first six are of a conference that was convened; the others are of one that was not, or is not held.
CONFERENCE_RELATIONS = (
    "facilitator", "recorder", "called_by_name", "agency_called", "call_withdrawn", "not_called",
    "facilitator_planned", "planned_only",
)  # fmt: skip
CANCELLED_RELATIONS = ("called_and_cancelled", "cancelled_unsent")
RUNNING_RELATIONS = frozenset({"facilitator", "recorder", "facilitator_planned"})
APPOINTED_ROLES = frozenset({"center_social_worker", "conference_recorder"})
ITEM_RELATIONS = ("facilitator", "recorder", "called_by_name", "not_called", "facilitator_planned")
BODIES = ("multilayer_support_conference", "support_conference", "division_coordination_meeting")
MORE_BODIES = (
    *BODIES, "system_promotion_council", "tier1_council", "tier2_council", "platform_conference",
    "user_support_liaison_meeting",
)  # fmt: skip
ALL_BODIES = (
    *MORE_BODIES, "practitioner_liaison_meeting", "internal_promotion_meeting", "training_and_awareness",
    "related_body",
)  # fmt: skip
ITEM_STATES = ("plain", "about_case", "about_own_case", "without_names", "left_out")
CONFERENCE_ACTIONS = (
    "conference.look", "conference.change", "conference.advance", "conference.print", "invitation.add",
    "invitation.withdraw", "item.add", "item.carry_over", "conference.chain", "conference.unchain",
    "conference.ask_in_writing",
)  # fmt: skip
ITEM_ACTIONS = (
    "item.change", "item.remove", "item.leave_out", "item.let_in", "item.move", "item.recuse", "item.return",
)  # fmt: skip
# Of a conference whose notice was sent, and of an item of one in session.
SITTING_ACTIONS = (
    "conference.read_out", "attendance.take", "attendance.note", "conference.hand_over", "conference.plan_next",
    "conference.enter_from_paper", "projector.lend", "projector.take_back", "conference.project",
)  # fmt: skip
SITTING_RELATIONS = ("facilitator", "recorder", "called_by_name", "agency_called", "call_withdrawn", "not_called")
ROOM_ACTIONS = ("item.begin", "item.settle", "item.park", "item.family_joins")
# An answer to an item of a conference held in writing; asked: the agency of the person was asked.
WRITTEN_RELATIONS = ("facilitator", "recorder", "asked", "not_called")
# Of a conference that is over; asked: the agency of the person was there and is asked to check the record.
RECORD_ACTIONS = (
    "record.look", "record.print", "record.advance", "record.answer", "record.file_approval", "record.correct",
    "record.mask", "record.reply", "record.approve",
)  # fmt: skip
# 要点 are of a part of a conference that is over, as its record is.
POINT_ACTIONS = ("point.look", "point.add", "point.change", "point.move", "point.remove")
RECORD_RELATIONS = (
    "facilitator", "recorder", "ran_it_long_ago", "asked", "asked_left_out", "called_by_name", "not_called",
)  # fmt: skip
RECORD_STATES = ("rest", "about_case", "about_own_case", "without_names")
# Of a conference in session; the states are those of the item to which the line belongs.
LINE_ACTIONS = ("line.write", "line.sort", "line.remove", "line.restore", "line.choose")
LINE_RELATIONS = ("facilitator", "recorder", "called_by_name", "not_called")
LINE_STATES = ("plain", "about_case", "about_own_case", "without_names")
ROLE_ACTIONS = (
    "assignment.look", "assignment.change", "assignment.advance", "assignment.report", "assignment.accept_condition",
)  # fmt: skip
# Said in the room about an item of a case.
AGREED_ACTIONS = ("assignment.agree", "emergency.agree", "gap.note")
STEP_ACTIONS = ("emergency.change", "emergency.remove")
PLAN_ACTIONS = ("plan.change", "plan.agree", "plan.advance")
ROLE_RELATIONS = (*CASE_RELATIONS, "assignee")
ROLE_STATES = ("shared", "restricted")
# Of a case that is supported: how it goes, its review, and the agencies that are asked at its end.
COURSE_ACTIONS = ("monitoring.record", "problem.note", "problem.settle", "evaluation.record", "review.begin")
REVIEW_ACTIONS = ("review.look", "review.answer", "review.want", "review.approach", "opinion.ask")
OPINION_ACTIONS = ("opinion.look", "opinion.give")
# Runs the conference in which the review was talked through, or another one that has the case on its agenda.
REVIEW_RELATIONS = (*CASE_RELATIONS, "runs_it", "runs_another")
OPINION_RELATIONS = (*REVIEW_RELATIONS, "asked")
# What the person has to do with the case in which an entry was said to be missing, or with the entry: 所管課.
GAP_RELATIONS = ("none", "held", "shared", "runs_it", "owner")
GAP_ACTIONS = ("gap.look", "gap.describe", "gap.merge", "gap.approach", "origin.take_back")
GAP_STATES = ("candidate", "confirmed")
LEDGER_ACTIONS = (*GAP_ACTIONS, "gap.advance", "engagement.report")
PLAIN_ACTIONS = (
    "relay.send", "looks.look", "looks.export", "people.look", "today.look", "forums.look", "gap.raise", "gap.export",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One question: may this person do this to a record with which they have this to do, in this state?"""

    action: str
    who: str
    relation: str
    state: str


@dataclass(frozen=True)
class Row:
    """One line of tests/access.csv; why names the place in domain.md (10.4, I-06, F7) or in practice.md.

    state: of the case, the つなぎ or the act with a reason; for accounts the role of the other, or given or ended.
    relation: other_district and none mean nothing in common; last_day, withdrawn and expired are of a consent that
    would else be involved_and_consented; own_agency_sent: the つなぎ came from the person's agency, without consent.
    Of a record the state is its part of the conference: the rest, or a case as with an item.
    held: in charge of the case an entry came from; shared: a part in it and consent; runs_it: see REVIEW_RELATIONS.
    Of an entry of the ledger the state is its own; of a 働きかけ the record it belongs to.
    Of a role the relation is to its case, or assignee: the person's agency carries it and nobody agreed.
    Of a conference the state is the body, of an agenda item what it is about (of a 重層的支援会議): nothing, a case
    that only R2 and R3 hold, a case that one's center or agency has too, that 氏名を伏せて, or one's agency is out.
    """

    action: str
    who: str
    relation: str
    state: str
    expected: str
    why: str

    def weight(self, cell: Cell) -> int | None:
        """More for each of who, relation and state it names (equal: who first, then relation); None: another cell's."""
        pairs = ((self.who, cell.who), (self.relation, cell.relation), (self.state, cell.state))
        if self.action != cell.action or any(mine not in (ANY, asked) for mine, asked in pairs):
            return None
        return sum(weight for weight, (mine, _) in zip((14, 12, 11), pairs, strict=True) if mine != ANY)


@cache
def rows() -> tuple[Row, ...]:
    """The table, line by line."""
    with Path(__file__).parent.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return tuple(Row(**line) for line in csv.DictReader(file))


@cache
def _rows_of(action: str) -> tuple[Row, ...]:
    return tuple(row for row in rows() if row.action == action)


@cache
def deciding_rows(cell: Cell) -> tuple[Row, ...]:
    """The most specific rows for a cell of one role; exactly one, or the table is ambiguous or has a hole."""
    found = [(weight, row) for row in _rows_of(cell.action) if (weight := row.weight(cell)) is not None]
    most = max((weight for weight, _ in found), default=0)
    return tuple(row for weight, row in found if weight == most)


def roles_of(who: str) -> list[str]:
    """The single roles of a person."""
    return who.split("+")


@cache
def allowed(cell: Cell) -> bool:
    """What the table says; of somebody with two roles the union of both, and no more."""
    singles = [Cell(cell.action, role, cell.relation, cell.state) for role in roles_of(cell.who)]
    return any(row.expected == "yes" for one in singles for row in deciding_rows(one))


_SHAPES = {
    **dict.fromkeys(CASE_ACTIONS, (CASE_RELATIONS, FEW_STATES)),
    **dict.fromkeys(_ON_CASE, (CASE_RELATIONS, CASE_STATES)),
    # A closed case takes in no agency: that is its rule and nobody's right.
    "agency.involve": (CASE_RELATIONS, FEW_STATES[:-1]),
    # Nor is a conference called about it.
    "conference.call_urgently": (CASE_RELATIONS, FEW_STATES[:-1]),
    **dict.fromkeys(RELAY_ACTIONS, (RELAY_RELATIONS, RELAY_STATES)),
    **dict.fromkeys(ACCOUNT_ACTIONS, (("none",), ROLES)),
    **dict.fromkeys(OWN_ACTIONS, (("self",), (ANY,))),
    **dict.fromkeys(PLAIN_ACTIONS, (("none",), (ANY,))),
    "approval.give": (APPROVAL_RELATIONS, APPROVAL_STATES),
    **dict.fromkeys(CONFERENCE_ACTIONS, (CONFERENCE_RELATIONS, BODIES[1:])),
    **dict.fromkeys(ITEM_ACTIONS, (ITEM_RELATIONS, ITEM_STATES)),
    **dict.fromkeys(LINE_ACTIONS, (LINE_RELATIONS, LINE_STATES)),
    **dict.fromkeys(ROLE_ACTIONS, (ROLE_RELATIONS, ROLE_STATES)),
    **dict.fromkeys(PLAN_ACTIONS, (CASE_RELATIONS, ("draft", "submitted"))),
    "plan.advance": (CASE_RELATIONS, ("submitted",)),
    **dict.fromkeys(("plan.draft", "assignment.add", "emergency.add"), (CASE_RELATIONS, ("assessing", "consented"))),
    **dict.fromkeys(SITTING_ACTIONS, (SITTING_RELATIONS, BODIES[:2])),
    **dict.fromkeys(ROOM_ACTIONS, (ITEM_RELATIONS[:-1], ITEM_STATES)),
    "written.answer": (WRITTEN_RELATIONS, ITEM_STATES[:-1]),
    "item.take_up": (ITEM_RELATIONS, ("about_case", "about_own_case")),
    **dict.fromkeys(RECORD_ACTIONS, (RECORD_RELATIONS, RECORD_STATES)),
    **dict.fromkeys(POINT_ACTIONS, (RECORD_RELATIONS, RECORD_STATES)),
    **dict.fromkeys(COURSE_ACTIONS, (CASE_RELATIONS, ("supported",))),
    **dict.fromkeys(REVIEW_ACTIONS, (REVIEW_RELATIONS, ("supported",))),
    **dict.fromkeys(OPINION_ACTIONS, (OPINION_RELATIONS, ("supported",))),
    **dict.fromkeys(GAP_ACTIONS, (GAP_RELATIONS, GAP_STATES)),
    "gap.advance": (GAP_RELATIONS, (*GAP_STATES, "assigned")),
    "engagement.report": (GAP_RELATIONS, ("of_entry", "of_review")),
    "assignment.print": (ROLE_RELATIONS, ROLE_STATES),
    **dict.fromkeys(STEP_ACTIONS, (CASE_RELATIONS, ("assessing",))),
    **dict.fromkeys(AGREED_ACTIONS, (("facilitator", "recorder", "not_called"), ("about_case", "about_own_case"))),
    "conference.look": ((*CONFERENCE_RELATIONS, *CANCELLED_RELATIONS), MORE_BODIES),
    "conference.schedule": (("none",), ALL_BODIES),
}


def shape_of(action: str) -> Iterator[tuple[str, str]]:
    """The relations and states that make sense for an action; KeyError: nobody has thought about this action."""
    relations, states = _SHAPES[action]
    yield from product(relations, states)
    if action in ACCOUNT_ACTIONS and action != "account.open":
        yield "self", ANY
    if action in {"account.close", "account.reset_password", "account.sign_out"}:
        yield "none", TWO_ROLE_TARGET


def sees_item(who: str, relation: str, state: str) -> bool:
    """Whether the agenda shows it: to whoever knows the conference, and would find it there if they ran it.

    By running it R4 and R5 find all of it; only called, they find what names nobody, and R4 the case they hold.
    """
    if not allowed(Cell("conference.look", who, relation, "multilayer_support_conference")):
        return False
    if relation in RUNNING_RELATIONS:
        return allowed(Cell("item.change", who, relation, state))
    return any(_finds(role, state) for role in roles_of(who))


def _finds(role: str, state: str) -> bool:
    if role in APPOINTED_ROLES:
        own = state == "about_own_case" and role == "center_social_worker"
        return own or state in {"plain", "without_names"}
    return allowed(Cell("item.change", role, "facilitator", state))


def sees_line(who: str, relation: str, state: str) -> bool:
    """Whether the line itself is seen: by who may change it, and by the center whose case it speaks of."""
    own = state == "about_own_case" and "center_social_worker" in roles_of(who)
    return own or allowed(Cell("line.remove", who, relation, state))


def cells_of(action: str) -> list[Cell]:
    """The whole product of one action."""
    return [Cell(action, who, relation, state) for who in WHO for relation, state in shape_of(action)]


def sample_of(action: str, place: int) -> list[Cell]:
    """Each who once, relation and state moving on from one to the next: allowed cells first where there are any."""
    chosen = []
    for turn, who in enumerate(WHO):
        own = [Cell(action, who, relation, state) for relation, state in shape_of(action)]
        good = [cell for cell in own if allowed(cell)]
        pool = good if good and (turn + place) % 2 else own
        chosen.append(pool[(turn * 7 + place * 3) % len(pool)])
    return chosen
