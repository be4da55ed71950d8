"""The lifecycles: which step leads from where to where, who takes it, and what it needs."""

from dataclasses import dataclass, field

from models.cases import CaseState as C
from models.people import Role
from models.relays import RelayState as L
from rules import closing_steps as closing
from rules.access import Office
from rules.closing_steps import ReviewFacts
from rules.conference_steps import CONFERENCE
from rules.gap_steps import GAP
from rules.lifecycle import Lifecycle, Step, notice, reason, stop
from rules.plan_steps import ASSIGNMENT, PLAN
from rules.record_steps import RECORD

Who = frozenset[Role | Office]
_WORKERS: Who = frozenset({Role.WELFARE_WORKER, Role.CENTER_WORKER, Office.IN_CHARGE})
_STAFF: Who = _WORKERS | {Role.DIVISION_CHIEF}
_MAY_GIVE_REASON = frozenset({Role.WELFARE_WORKER, Role.CENTER_WORKER, Role.DIVISION_CHIEF})


@dataclass(frozen=True)
class CaseFacts:
    """What the conditions of a case ask about."""

    has_person_in_charge: bool
    members: int
    consenting: int
    not_asked: int
    has_recontact_day: bool = True
    has_words: bool = True
    review: ReviewFacts = field(default_factory=ReviewFacts)


def someone_is_in_charge(facts: CaseFacts) -> bool:
    """A case has a CSW by name, not only an office."""
    return facts.has_person_in_charge


def household_is_known(facts: CaseFacts) -> bool:
    """At least the person concerned stands in the case, by name or as 氏名不詳."""
    return facts.members > 0


def someone_consents(facts: CaseFacts) -> bool:
    """重層的支援会議 presupposes the person's own consent (実施要綱); without any there is only 支援会議."""
    return facts.consenting > 0


def everyone_was_asked(facts: CaseFacts) -> bool:
    """Consent hangs on each person of the household, so each is asked."""
    return facts.not_asked == 0


def no_consent_is_left(facts: CaseFacts) -> bool:
    """The way back from 重層的支援会議 is taken when the last consent is gone."""
    return facts.consenting == 0


def recontact_day_is_set(facts: CaseFacts) -> bool:
    """中断 is not 終結: the day of the next contact is set."""
    return facts.has_recontact_day


def reopening_is_explained(facts: CaseFacts) -> bool:
    """A closed case is opened again for a reason that its successors read."""
    return facts.has_words


_CLOSING = (
    stop(closing.review_is_begun),
    stop(closing.support_was_evaluated),
    stop(closing.first_question_is_answered),
    stop(closing.second_question_is_answered),
    stop(closing.third_question_is_answered),
    stop(closing.fourth_question_is_answered),
    stop(closing.wanted_resource_is_linked),
    stop(closing.closing_reason_is_told),
    stop(closing.short_form_is_for_leaving),
    stop(closing.successor_is_named),
    reason(closing.approach_follows, by=_MAY_GIVE_REASON),
    reason(closing.every_agency_was_heard, by=_MAY_GIVE_REASON),
    notice(closing.roles_are_over),
    notice(closing.records_are_checked),
    notice(closing.public_texts_are_confirmed),
)
_UNDER_WAY = frozenset({C.ASSESSING, C.IN_SUPPORT_CONFERENCE, C.CONSENTED, C.PLANNING, C.SUPPORTED})
CASE = Lifecycle(
    "case",
    C.RECEIVED,
    (
        Step("begin_assessment", frozenset({C.RECEIVED}), C.ASSESSING, _WORKERS, (stop(someone_is_in_charge),)),
        # 社会福祉法 第106条の6: here a case may be considered without consent, under the duty of confidentiality.
        Step(
            "bring_to_support_conference",
            frozenset({C.ASSESSING}),
            C.IN_SUPPORT_CONFERENCE,
            _STAFF,
            (stop(someone_is_in_charge), stop(household_is_known)),
        ),
        Step(
            "move_with_consent",
            frozenset({C.ASSESSING, C.IN_SUPPORT_CONFERENCE}),
            C.CONSENTED,
            _STAFF,
            (
                stop(someone_is_in_charge),
                stop(someone_consents),
                reason(everyone_was_asked, by=_MAY_GIVE_REASON),
            ),
        ),
        # Nobody presses these two: drafting the first plan and deciding it bring the case along.
        Step("begin_plan", frozenset({C.ASSESSING, C.CONSENTED}), C.PLANNING, frozenset()),
        Step("begin_support", frozenset({C.PLANNING}), C.SUPPORTED, frozenset()),
        Step(
            "return_to_support_conference",
            frozenset({C.CONSENTED, C.PLANNING, C.SUPPORTED}),
            C.IN_SUPPORT_CONFERENCE,
            _STAFF,
            (notice(no_consent_is_left),),
        ),
        Step(
            "suspend",
            _UNDER_WAY | {C.REVIEWING},
            C.SUSPENDED,
            _STAFF,
            (stop(recontact_day_is_set),),
        ),
        Step("resume", frozenset({C.SUSPENDED}), C.ASSESSING, _STAFF, (stop(someone_is_in_charge),)),
        # Nobody presses this either: an evaluation that ends in 終結, or the short form, brings the case along.
        Step("begin_review", _UNDER_WAY | {C.RECEIVED, C.SUSPENDED}, C.REVIEWING, frozenset()),
        Step("go_on", frozenset({C.REVIEWING}), C.ASSESSING, _STAFF),
        Step("close", frozenset({C.REVIEWING}), C.CLOSED, _STAFF, _CLOSING),
        Step(
            "reopen",
            frozenset({C.CLOSED}),
            C.ASSESSING,
            _STAFF,
            (stop(someone_is_in_charge), stop(reopening_is_explained)),
        ),
    ),
)


@dataclass(frozen=True)
class RelayFacts:
    """What the conditions of a つなぎ ask about."""

    has_reply: bool
    is_consented: bool


def reply_is_written(facts: RelayFacts) -> bool:
    """The sender gets an answer in words."""
    return facts.has_reply


def sender_has_consent(facts: RelayFacts) -> bool:
    """Without consent to the つなぎ the household may only be considered in 支援会議."""
    return facts.is_consented


_RECEIVERS: Who = frozenset({Role.WELFARE_WORKER, Office.RECEIVER})
_ARRIVED = frozenset({L.ARRIVED})

RELAY = Lifecycle(
    "relay",
    L.ARRIVED,
    (
        Step("take", _ARRIVED, L.TAKEN, _RECEIVERS, (notice(sender_has_consent),)),
        Step("give_information", _ARRIVED, L.INFORMATION_ONLY, _RECEIVERS, (stop(reply_is_written),)),
        Step("pass_on", _ARRIVED, L.PASSED_ON, _RECEIVERS, (stop(reply_is_written),)),
        Step("advise", _ARRIVED, L.ADVISED, _RECEIVERS, (stop(reply_is_written),)),
    ),
)


LIFECYCLES: tuple[Lifecycle, ...] = (CASE, RELAY, CONFERENCE, RECORD, PLAN, ASSIGNMENT, GAP)
