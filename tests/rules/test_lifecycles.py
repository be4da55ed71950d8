"""The lifecycles of 事例 and つなぎ, written down a second time by hand."""

import pytest

from models.people import Role
from rules.access import Office
from rules.closing_steps import ReviewFacts
from rules.conference_steps import CONFERENCE
from rules.lifecycle import Strength
from rules.lifecycles import CASE, RELAY, CaseFacts, RelayFacts
from rules.record_steps import RECORD

CSW = {Role.WELFARE_WORKER, Role.CENTER_WORKER, Office.IN_CHARGE}
STAFF = CSW | {Role.DIVISION_CHIEF}
RECEIVERS = {Role.WELFARE_WORKER, Office.RECEIVER}
UNKNOWN = CaseFacts(
    has_person_in_charge=False, members=0, consenting=0, not_asked=1, has_recontact_day=False, has_words=False
)
READY = CaseFacts(
    has_person_in_charge=True, members=2, consenting=1, not_asked=0,
    review=ReviewFacts(
        is_begun=True, is_evaluated=True, first=True, second=True, third=True, fourth=True, has_closing=True,
        has_successor=True,
    ),
)  # fmt: skip
CLOSING = {
    "review_is_begun": "stop", "support_was_evaluated": "stop", "first_question_is_answered": "stop",
    "second_question_is_answered": "stop", "third_question_is_answered": "stop",
    "fourth_question_is_answered": "stop", "wanted_resource_is_linked": "stop", "closing_reason_is_told": "stop",
    "short_form_is_for_leaving": "stop", "successor_is_named": "stop", "approach_follows": "reason",
    "every_agency_was_heard": "reason", "records_are_checked": "notice", "roles_are_over": "notice", "public_texts_are_confirmed": "notice",
}  # fmt: skip

CASE_STEPS = {
    "begin_assessment": ({"received"}, "assessing", CSW, {"someone_is_in_charge": "stop"}),
    "bring_to_support_conference": (
        {"assessing"}, "in_support_conference", STAFF,
        {"someone_is_in_charge": "stop", "household_is_known": "stop"},
    ),
    "move_with_consent": (
        {"assessing", "in_support_conference"}, "consented", STAFF,
        {"someone_is_in_charge": "stop", "someone_consents": "stop", "everyone_was_asked": "reason"},
    ),
    "begin_plan": ({"assessing", "consented"}, "planning", set(), {}),
    "begin_support": ({"planning"}, "supported", set(), {}),
    "return_to_support_conference": (
        {"consented", "planning", "supported"}, "in_support_conference", STAFF, {"no_consent_is_left": "notice"},
    ),
    "suspend": (
        {"assessing", "in_support_conference", "consented", "planning", "supported", "reviewing"}, "suspended", STAFF,
        {"recontact_day_is_set": "stop"},
    ),
    "resume": ({"suspended"}, "assessing", STAFF, {"someone_is_in_charge": "stop"}),
    "begin_review": (
        {"received", "assessing", "in_support_conference", "consented", "planning", "supported", "suspended"},
        "reviewing", set(), {},
    ),
    "go_on": ({"reviewing"}, "assessing", STAFF, {}),
    "close": ({"reviewing"}, "closed", STAFF, CLOSING),
    "reopen": ({"closed"}, "assessing", STAFF, {"someone_is_in_charge": "stop", "reopening_is_explained": "stop"}),
}  # fmt: skip
RUNNERS = {Role.WELFARE_WORKER, Role.DIVISION_CHIEF, Office.FACILITATOR, Office.RECORDER}
CONFERENCE_STEPS = {
    "convene": (
        {"planned"},
        "convened",
        RUNNERS,
        {
            "its_convenor_convenes": "stop",
            "has_agenda": "stop",
            "somebody_is_called": "stop",
            "consents_cover_the_room": "stop",
            "decisions_ask_something": "notice",
            "somebody_else_records": "notice",
        },
    ),
    "open": (
        {"convened"},
        "in_session",
        RUNNERS,
        {"consents_cover_the_room": "notice", "it_was_read_out": "notice"},
    ),
    "adjourn": (
        {"in_session"},
        "adjourned",
        RUNNERS,
        {
            "decisions_have_results": "stop",
            "roles_have_persons": "reason",
            "roles_have_days": "notice",
            "it_was_read_out": "notice",
            "attendance_is_taken": "notice",
        },
    ),
    "break_off": ({"in_session"}, "adjourned", RUNNERS, {}),
    "cancel": ({"planned", "convened"}, "cancelled", RUNNERS, {"cancellation_is_explained": "stop"}),
}
RECORD_STEPS = {
    "send_for_check": (
        {"draft"},
        "in_check",
        RUNNERS,
        {"it_is_adjourned": "stop", "something_is_recorded": "notice", "lines_are_sorted": "notice"},
    ),
    "take_back": ({"in_check"}, "draft", RUNNERS, {}),
    "fix": (
        {"draft", "in_check"},
        "fixed",
        RUNNERS,
        {
            "it_is_adjourned": "stop",
            "reading_is_recorded": "stop",
            "versions_were_chosen": "stop",
            "agencies_have_checked": "reason",
            "objections_are_settled": "reason",
            "something_is_recorded": "notice",
            "lines_are_sorted": "notice",
        },
    ),
}
RELAY_STEPS = {
    "take": ({"arrived"}, "taken", RECEIVERS, {"sender_has_consent": "notice"}),
    "give_information": ({"arrived"}, "information_only", RECEIVERS, {"reply_is_written": "stop"}),
    "pass_on": ({"arrived"}, "passed_on", RECEIVERS, {"reply_is_written": "stop"}),
    "advise": ({"arrived"}, "advised", RECEIVERS, {"reply_is_written": "stop"}),
}


WRITTEN = [(CASE, CASE_STEPS), (RELAY, RELAY_STEPS), (CONFERENCE, CONFERENCE_STEPS), (RECORD, RECORD_STEPS)]


@pytest.mark.parametrize(("life", "steps"), WRITTEN, ids=[life.name for life, _ in WRITTEN])
def test_lifecycle_is_as_practice_says(life, steps) -> None:
    found = {
        step.name: (set(step.sources), step.target, set(step.who), {c.key: c.strength for c in step.conditions})
        for step in life.steps
    }
    assert found == steps


def test_reason_of_the_last_one_not_asked_is_given_by_case_staff() -> None:
    step = CASE.step("move_with_consent", "assessing", frozenset({Role.DIVISION_CHIEF}), frozenset())
    by = {c.key: c.by for c in step.conditions if c.strength is Strength.REASON}
    assert by == {"everyone_was_asked": {Role.WELFARE_WORKER, Role.CENTER_WORKER, Role.DIVISION_CHIEF}}


def test_conditions_of_a_case_where_nothing_is_done_yet() -> None:
    unmet = {c.key for step in CASE.steps for c in step.conditions if not c.is_met(UNKNOWN)}
    assert unmet == {
        "someone_is_in_charge", "household_is_known", "someone_consents", "everyone_was_asked", "recontact_day_is_set",
        "reopening_is_explained", "review_is_begun", "support_was_evaluated", "first_question_is_answered",
        "second_question_is_answered", "third_question_is_answered", "fourth_question_is_answered",
        "closing_reason_is_told", "successor_is_named",
    }  # fmt: skip


def test_conditions_of_a_case_that_is_ready() -> None:
    assert {c.key for step in CASE.steps for c in step.conditions if not c.is_met(READY)} == {"no_consent_is_left"}


def test_conditions_of_a_relay() -> None:
    unmet = {c.key for step in RELAY.steps for c in step.conditions if not c.is_met(RelayFacts(False, False))}
    assert unmet == {"reply_is_written", "sender_has_consent"}
    assert all(c.is_met(RelayFacts(True, True)) for step in RELAY.steps for c in step.conditions)
