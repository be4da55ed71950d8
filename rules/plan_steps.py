"""The steps of a support plan, and of one role in it."""

from dataclasses import dataclass

from models.people import Role
from models.plans import AssignmentState as A
from models.plans import PlanState as P
from rules.access import Office
from rules.lifecycle import Lifecycle, Step, notice, reason, stop

Who = frozenset[Role | Office]
_WORKERS: Who = frozenset({Role.WELFARE_WORKER, Role.CENTER_WORKER, Office.IN_CHARGE})
_ROOM: Who = _WORKERS | {Role.DIVISION_CHIEF, Office.FACILITATOR, Office.RECORDER}
_CHIEF: Who = frozenset({Role.DIVISION_CHIEF})


# Nobody changes such a plan any more; the next one is drafted.
SETTLED = frozenset({P.DECIDED, P.EVALUATED})


@dataclass(frozen=True)
class PlanFacts:
    """What the conditions of a plan ask about."""

    items: int = 0
    has_period: bool = False
    has_conference: bool = False
    has_monitoring_day: bool = False
    monitoring_is_late: bool = False
    monitoring_is_much_later: bool = False
    has_lead_agency: bool = False
    is_agreed: bool = False
    not_accepted: int = 0
    without_person: int = 0
    is_examined: bool = False
    unknowing: int = 0


def it_has_support_items(facts: PlanFacts) -> bool:
    """Roles live in the plan: one without any brings nothing before a conference."""
    return facts.items > 0


def conference_is_named(facts: PlanFacts) -> bool:
    """The conference that examines it is named."""
    return facts.has_conference


def person_agreed(facts: PlanFacts) -> bool:
    """本人同意日: signed, signed for, or spoken."""
    return facts.is_agreed


def monitoring_day_is_set(facts: PlanFacts) -> bool:
    """A plan that nobody comes back to is not decided."""
    return facts.has_monitoring_day


def monitoring_is_within_the_plan(facts: PlanFacts) -> bool:
    """Monitoring after the end of the plan is told."""
    return not facts.monitoring_is_late


def monitoring_is_not_long_after(facts: PlanFacts) -> bool:
    """Monitoring later than 30 days after the end needs a reason."""
    return not facts.monitoring_is_much_later


def period_is_set(facts: PlanFacts) -> bool:
    """From when to when; a plan lasts three to six months as a rule."""
    return facts.has_period


def those_asked_may_know(facts: PlanFacts) -> bool:
    """With the plan its roles are asked; nobody is asked about a household that they may not know."""
    return facts.unknowing == 0


def lead_agency_is_named(facts: PlanFacts) -> bool:
    """主担当機関: one agency answers for the whole."""
    return facts.has_lead_agency


def roles_are_accepted(facts: PlanFacts) -> bool:
    """Nobody's role is decided over their head; 持ち帰り is an answer in the room and not yet here."""
    return facts.not_accepted == 0


def every_role_has_somebody(facts: PlanFacts) -> bool:
    """An agency alone is nobody: a role has a person."""
    return facts.without_person == 0


def conference_examined_it(facts: PlanFacts) -> bool:
    """先行支援: an urgent plan is decided first and brought before the conference afterwards."""
    return facts.is_examined


PLAN = Lifecycle(
    "plan",
    P.DRAFT,
    (
        Step(
            "submit",
            frozenset({P.DRAFT}),
            P.SUBMITTED,
            _WORKERS,
            (
                stop(it_has_support_items),
                stop(conference_is_named),
                stop(those_asked_may_know),
                notice(period_is_set),
                notice(monitoring_is_within_the_plan),
            ),
        ),
        Step("find_appropriate", frozenset({P.SUBMITTED}), P.APPROPRIATE, _ROOM),
        Step("find_appropriate_with_changes", frozenset({P.SUBMITTED}), P.APPROPRIATE_WITH_CHANGES, _ROOM),
        Step("reconsider", frozenset({P.SUBMITTED, P.APPROPRIATE, P.APPROPRIATE_WITH_CHANGES}), P.DRAFT, _ROOM),
        Step(
            "decide",
            frozenset({P.DRAFT, P.SUBMITTED, P.APPROPRIATE, P.APPROPRIATE_WITH_CHANGES}),
            P.DECIDED,
            frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF}),
            (
                stop(it_has_support_items),
                stop(those_asked_may_know),
                reason(conference_examined_it, by=_CHIEF),
                reason(person_agreed, by=_CHIEF),
                reason(monitoring_day_is_set, by=_CHIEF),
                reason(lead_agency_is_named, by=_CHIEF),
                reason(roles_are_accepted, by=_CHIEF),
                reason(every_role_has_somebody, by=_CHIEF),
                reason(monitoring_is_not_long_after, by=_CHIEF),
                notice(period_is_set),
                notice(monitoring_is_within_the_plan),
            ),
        ),
        # Nobody presses this: an evaluation brings it, or the end of the case.
        Step("evaluate", frozenset({P.DECIDED}), P.EVALUATED, frozenset()),
    ),
)


@dataclass(frozen=True)
class AssignmentFacts:
    """What the conditions of a role ask about."""

    has_doer: bool = True
    has_words: bool = True
    has_answerer: bool = True
    has_answer_day: bool = True
    knows_the_case: bool = True


def somebody_does_it(facts: AssignmentFacts) -> bool:
    """Who and what are enough to ask; who may be an agency, the person, the family, a neighbour."""
    return facts.has_doer


def assignee_may_know(facts: AssignmentFacts) -> bool:
    """Nobody is asked with the text of a case that they may not know; a request without its contents is possible."""
    return facts.knows_the_case


def condition_is_told(facts: AssignmentFacts) -> bool:
    """A condition stands in words."""
    return facts.has_words


def proposal_is_made(facts: AssignmentFacts) -> bool:
    """Who declines says what would work instead."""
    return facts.has_words


def answerer_and_day_are_told(facts: AssignmentFacts) -> bool:
    """持ち帰り: who will answer, and by when."""
    return facts.has_answerer and facts.has_answer_day


def ending_is_explained(facts: AssignmentFacts) -> bool:
    """Why it is not needed any more."""
    return facts.has_words


_ANSWERERS: Who = frozenset({Office.ASSIGNEE, *_ROOM})
_OPEN = frozenset({A.ASKED, A.TAKEN_BACK})
_AGREED = frozenset({A.ACCEPTED, A.ACCEPTED_WITH_CONDITION})

ASSIGNMENT = Lifecycle(
    "assignment",
    A.DRAFT,
    (
        Step("ask", frozenset({A.DRAFT}), A.ASKED, _ROOM, (stop(somebody_does_it), stop(assignee_may_know))),
        Step("accept", _OPEN | {A.ACCEPTED_WITH_CONDITION}, A.ACCEPTED, _ANSWERERS),
        Step("accept_with_condition", _OPEN, A.ACCEPTED_WITH_CONDITION, _ANSWERERS, (stop(condition_is_told),)),
        Step("take_back", frozenset({A.ASKED}), A.TAKEN_BACK, _ANSWERERS, (stop(answerer_and_day_are_told),)),
        Step("decline", _OPEN, A.DECLINED, _ANSWERERS, (stop(proposal_is_made),)),
        Step("finish", _AGREED, A.DONE, _ANSWERERS),
        Step(
            "no_longer_needed",
            frozenset({A.DRAFT, A.ASKED, A.TAKEN_BACK, A.ACCEPTED, A.ACCEPTED_WITH_CONDITION, A.DECLINED}),
            A.NOT_NEEDED,
            _ROOM,
            (stop(ending_is_explained),),
        ),
        # The end of the case brings this; what was over before stays what it was.
        Step("end_with_case", _OPEN | _AGREED | {A.DRAFT}, A.ENDED_WITH_CASE, frozenset()),
    ),
)
