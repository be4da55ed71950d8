"""支援プラン: in the person's own words, asked with the conference, decided when everything is there or with a reason."""

import pytest
from sqlmodel import select

import settings
from models.cases import Case, CaseState
from models.database import reading
from models.history import ReasonedAct
from models.plans import AgreementWay, SupportPlan
from models.plans import AssignmentState as A
from models.plans import PlanState as P
from operations.agenda import leave_out
from operations.assignments import accept_condition, add_assignment
from operations.cases import advance_case
from operations.plans import advance_plan, agree_plan, change_plan, draft_plan
from tests.operations.sittings import planned, prepared, standing
from tests.operations.stored import why_not
from tests.operations.working import (
    DAY,
    TASK,
    WISH,
    agreed,
    answer,
    framed,
    in_session,
    mother,
    move,
    moving,
    plan,
    role,
    roles_of,
)


def state_of(city, number: str = "001") -> CaseState:
    """Where the case stands."""
    return city.row(Case, city.case(number)).state


def examined(city, *, accepted: bool = True) -> SupportPlan:
    """A plan with everything, found appropriate."""
    plan_id = plan(city)
    framed(city, plan_id)
    role(city, plan_id=plan_id)
    conference, _ = prepared(city)
    move(city, "kobayashi", plan_id, "submit", conference_id=conference)
    if accepted:
        answer(city, "ogawa", roles_of(plan_id)[0].id, "accept")
    agreed(city, plan_id)
    return move(city, "kobayashi", plan_id, "find_appropriate", opinion="このまま進める")


def test_draft_moves_the_case_and_counts_its_rounds(city) -> None:
    found = city.row(SupportPlan, plan(city))
    assert (found.round, found.state, found.wish, found.wish_of_id) == (1, P.DRAFT, WISH, mother(city))
    assert state_of(city) is CaseState.PLANNING
    assert why_not(city, "kobayashi", draft_plan, city.case("001"), wish=WISH) == "plan_is_open"


def test_draft_needs_the_own_words_of_somebody_of_the_household(city) -> None:
    case = city.case("001")
    assert why_not(city, "kobayashi", draft_plan, case, wish=" ") == "field_is_needed"
    assert why_not(city, "kobayashi", draft_plan, case, wish="番号 1234 5678 9012") == "text_has_my_number"
    assert why_not(city, "kobayashi", draft_plan, case, wish=WISH, wish_of_id=mother(city, "006")) == "not_found"
    assert why_not(city, "kobayashi", draft_plan, case, wish=WISH, members=[mother(city, "006")]) == "not_found"


def test_draft_in_support_conference_leaves_the_case_there(city) -> None:
    city.do("nishi", draft_plan, city.case("002"), wish=WISH)
    assert state_of(city, "002") is CaseState.IN_SUPPORT_CONFERENCE


def test_suspended_case_has_no_new_plan(city) -> None:
    case, seen = city.case("001"), {"state": CaseState.CONSENTED}
    city.do("kobayashi", advance_case, case, seen=seen, step="suspend", recontact_on=settings.today() + 9 * DAY)
    assert why_not(city, "kobayashi", draft_plan, case, wish=WISH) == "plan_needs_assessment"


def test_change_keeps_what_somebody_else_wrote(city) -> None:
    plan_id = plan(city)
    seen = city.seen(SupportPlan, plan_id, change_plan)
    framed(city, plan_id)
    assert why_not(city, "mizuno", change_plan, plan_id, seen=seen, **{**seen, "wish": "別のことば"}) == "stale"


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"ends_on": settings.today() - DAY}, "plan_ends_before_it_starts"),
        ({"monitoring_on": settings.today() - DAY}, "monitoring_before_the_plan"),
    ],
)
def test_days_of_a_plan_follow_each_other(city, other, key) -> None:
    plan_id = plan(city)
    framed(city, plan_id)
    seen = city.seen(SupportPlan, plan_id, change_plan)
    assert why_not(city, "kobayashi", change_plan, plan_id, seen=seen, **{**seen, **other}) == key


def test_submit_names_a_conference_whose_agenda_has_the_case(city) -> None:
    plan_id = plan(city)
    conference, _ = prepared(city)
    assert why_not(city, "kobayashi", advance_plan, **moving(city, plan_id, "submit", conference_id=conference)) == (
        "it_has_support_items"
    )
    role(city, plan_id=plan_id)
    assert why_not(city, "kobayashi", advance_plan, **moving(city, plan_id, "submit")) == "conference_is_named"
    elsewhere = moving(city, plan_id, "submit", conference_id=planned(city))
    assert why_not(city, "kobayashi", advance_plan, **elsewhere) == "conference_has_not_the_case"
    found = move(city, "kobayashi", plan_id, "submit", conference_id=conference)
    assert (found.state, found.conference_id) == (P.SUBMITTED, conference)
    assert [(one.state, one.asked_on, one.conference_id) for one in roles_of(plan_id)] == [
        (A.ASKED, settings.today(), conference)
    ]


def test_submit_is_stopped_while_somebody_asked_may_not_know(city) -> None:
    plan_id = plan(city)
    role(city, plan_id=plan_id)
    role(city, "farm", plan_id=plan_id)
    conference, _ = prepared(city)
    inputs = moving(city, plan_id, "submit", conference_id=conference)
    assert why_not(city, "kobayashi", advance_plan, **inputs) == "those_asked_may_know"


def test_those_who_run_the_conference_write_down_what_was_found(city) -> None:
    plan_id = plan(city)
    role(city, plan_id=plan_id)
    conference, _ = prepared(city)
    move(city, "kobayashi", plan_id, "submit", conference_id=conference)
    forbidden = moving(city, plan_id, "find_appropriate")
    assert why_not(city, "ogawa", advance_plan, **forbidden) in {"not_yours", "not_found"}
    item = standing(conference)[0].id
    city.do("kobayashi", leave_out, item, agency_id=city.agency("general_hospital"))
    in_session(city, conference)
    found = move(city, "kiroku", plan_id, "find_appropriate_with_changes", opinion="訪問は週二回に")
    assert (found.state, found.opinion) == (P.APPROPRIATE_WITH_CHANGES, "訪問は週二回に")
    assert why_not(city, "kiroku", advance_plan, **moving(city, plan_id, "decide", decided_on=settings.today())) == (
        "step_not_open"
    )


def test_decision_with_everything_moves_case_and_lead(city) -> None:
    plan_id = examined(city).id
    assert why_not(city, "kobayashi", advance_plan, **moving(city, plan_id, "decide")) == "field_is_needed"
    inputs = moving(city, plan_id, "decide", decided_on=settings.today() + DAY)
    assert why_not(city, "kobayashi", advance_plan, **inputs) == "day_in_future"
    found = move(city, "kobayashi", plan_id, "decide", decided_on=settings.today(), decision_number=" 7豊地福第12号 ")
    assert (found.state, found.decided_on, found.decision_number) == (P.DECIDED, settings.today(), "7豊地福第12号")
    assert not found.is_ahead
    case = city.row(Case, city.case("001"))
    assert (case.state, case.lead_agency_id) == (CaseState.SUPPORTED, city.agency("general_hospital"))


def test_decision_over_somebodys_head_needs_the_chief_and_a_reason(city) -> None:
    plan_id = examined(city, accepted=False).id
    inputs = moving(city, plan_id, "decide", decided_on=settings.today())
    assert why_not(city, "kobayashi", advance_plan, **inputs) == "roles_are_accepted"
    assert why_not(city, "kacho", advance_plan, **inputs) == "reason_is_needed"
    reasons = {"roles_are_accepted": "病院の会議が金曜のため", "every_role_has_somebody": "担当は金曜に決まる"}
    found = move(city, "kacho", plan_id, "decide", decided_on=settings.today(), reasons=reasons)
    assert found.state is P.DECIDED
    with reading() as session:
        kept = session.exec(select(ReasonedAct).where(ReasonedAct.subject_id == plan_id)).all()
    assert {one.condition: one.reason for one in kept} == reasons
    assert {one.case_id for one in kept} == {city.case("001")}


def test_urgent_plan_is_decided_ahead_by_the_chief(city) -> None:
    plan_id = plan(city)
    role(city, plan_id=plan_id)
    keys = ("conference_examined_it", "person_agreed", "monitoring_day_is_set", "lead_agency_is_named",
            "roles_are_accepted", "every_role_has_somebody")  # fmt: skip
    inputs = moving(city, plan_id, "decide", decided_on=settings.today())
    assert why_not(city, "kobayashi", advance_plan, **inputs) == "conference_examined_it"
    found = move(city, "kacho", plan_id, "decide", decided_on=settings.today(), reasons=dict.fromkeys(keys, "急ぎ"))
    assert (found.state, found.is_ahead, state_of(city)) == (P.DECIDED, True, CaseState.SUPPORTED)
    assert [one.state for one in roles_of(plan_id)] == [A.ASKED]
    agreed(city, plan_id)
    again = city.seen(SupportPlan, plan_id, agree_plan)
    inputs = {"agreed_on": settings.today(), "agreed_way": AgreementWay.SIGNED, "seen": again}
    assert why_not(city, "kobayashi", agree_plan, plan_id, **inputs) == "plan_is_decided"


def test_condition_counts_as_yes_once_it_was_accepted(city) -> None:
    plan_id = examined(city, accepted=False).id
    one = roles_of(plan_id)[0]
    answer(city, "ogawa", one.id, "accept_with_condition", answer="月に一度なら")
    inputs = moving(city, plan_id, "decide", decided_on=settings.today())
    assert why_not(city, "kobayashi", advance_plan, **inputs) == "roles_are_accepted"
    city.do("kobayashi", accept_condition, one.id, seen=city.seen(type(one), one.id, accept_condition))
    assert move(city, "kobayashi", plan_id, "decide", decided_on=settings.today()).state is P.DECIDED


def test_declined_item_counts_until_somebody_else_is_asked(city) -> None:
    plan_id = examined(city, accepted=False).id
    one = roles_of(plan_id)[0]
    answer(city, "ogawa", one.id, "decline", answer="訪問看護なら")
    inputs = moving(city, plan_id, "decide", decided_on=settings.today())
    assert why_not(city, "kobayashi", advance_plan, **inputs) == "roles_are_accepted"
    instead = {"task": TASK, "agency_id": city.agency("disability_consultation_office_1"), "members": [mother(city)]}
    made = city.do("kobayashi", add_assignment, city.case("001"), replaces_id=one.id, **instead).subject_id
    answer(city, "hayashi", made, "accept")
    assert move(city, "kobayashi", plan_id, "decide", decided_on=settings.today()).state is P.DECIDED


def test_monitoring_long_after_the_end_needs_a_reason(city) -> None:
    plan_id = examined(city).id
    framed(city, plan_id, monitoring_on=settings.today() + 211 * DAY)
    inputs = moving(city, plan_id, "decide", decided_on=settings.today())
    assert why_not(city, "kobayashi", advance_plan, **inputs) == "monitoring_is_not_long_after"
    framed(city, plan_id, monitoring_on=settings.today() + 210 * DAY)
    assert move(city, "kobayashi", plan_id, "decide", decided_on=settings.today()).state is P.DECIDED


def test_decided_plan_is_followed_by_the_next(city) -> None:
    plan_id = examined(city).id
    move(city, "kobayashi", plan_id, "decide", decided_on=settings.today())
    seen = city.seen(SupportPlan, plan_id, change_plan)
    assert why_not(city, "kobayashi", change_plan, plan_id, seen=seen, **seen) == "plan_is_decided"
    inputs = {"task": TASK, "agency_id": city.agency("general_hospital"), "plan_id": plan_id}
    assert why_not(city, "kobayashi", add_assignment, city.case("001"), **inputs) == "plan_is_decided"
    assert city.row(SupportPlan, plan(city)).round == 2
    assert state_of(city) is CaseState.SUPPORTED


def test_reconsidered_plan_is_a_draft_again_and_its_roles_stay_asked(city) -> None:
    plan_id = examined(city).id
    found = move(city, "kobayashi", plan_id, "reconsider", opinion="訪問の回数を見直す")
    assert (found.state, found.opinion) == (P.DRAFT, "訪問の回数を見直す")
    assert [one.state for one in roles_of(plan_id)] == [A.ACCEPTED]


def test_agency_drafts_no_plan(city) -> None:
    assert why_not(city, "ogawa", draft_plan, city.case("001"), wish=WISH) == "not_yours"
    assert why_not(city, "hayashi", draft_plan, city.case("006"), wish=WISH) == "not_found"
