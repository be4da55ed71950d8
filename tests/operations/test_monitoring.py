"""モニタリング, 新しい課題, 評価: how it goes, what is new, and what follows at the end of a plan."""

import json

import pytest

import settings
from models.cases import Case, CaseState
from models.closure import Attainment, CaseProblem, MonitoringCheck, Outcome, Progress, RoleProgress
from models.plans import PlanState, SupportPlan
from operations.cases import advance_case
from operations.monitoring import Look, note_problem, record_evaluation, record_monitoring, settle_problem
from operations.relays import take_relay
from tests.operations.endings import (
    CASE,
    HOSPITAL,
    closed,
    closing,
    evaluated,
    evaluating,
    evaluations,
    review_of,
    roles_in,
    state_of,
)
from tests.operations.sittings import planned, rows
from tests.operations.stored import entries, refused, why_not
from tests.operations.working import DAY, plan, said

CHANGES = "見学に二度行けた。"


def plan_of(city) -> SupportPlan:
    """The decided plan of the sample case."""
    (found,) = rows(SupportPlan, case_id=city.case(CASE))
    return found


def watched(city, **other) -> MonitoringCheck:
    """One モニタリング of today; what is stored."""
    inputs = {"checked_on": settings.today(), "changes": CHANGES, **other}
    row: MonitoringCheck = city.row(
        MonitoringCheck, city.do("kobayashi", record_monitoring, city.case(CASE), **inputs).subject_id
    )
    return row


def noted(city, who: str = "ogawa", **other) -> CaseProblem:
    """A new problem; what is stored."""
    done = city.do(
        who, note_problem, city.case(CASE), **{"words": "お金を取られているようだ。", "code": "K45", **other}
    )
    row: CaseProblem = city.row(CaseProblem, done.subject_id)
    return row


def test_record_monitoring_keeps_the_look_and_the_day_of_the_next(city) -> None:
    soon = settings.today() + 60 * DAY
    found = watched(city, wish=" 畑を続けたい ", next_on=soon)
    assert (found.case_id, found.plan_id, found.by_id) == (
        city.case(CASE),
        plan_of(city).id,
        city.person("kobayashi"),
    )
    assert (found.changes, found.wish, found.next_on) == (CHANGES, "畑を続けたい", soon)
    assert city.row(Case, city.case(CASE)).monitoring_on == soon
    assert state_of(city) is CaseState.SUPPORTED


def test_record_monitoring_without_a_next_day_takes_the_old_one_away(city) -> None:
    assert city.row(Case, city.case(CASE)).monitoring_on is not None
    assert watched(city).next_on is None
    assert city.row(Case, city.case(CASE)).monitoring_on is None


def test_record_monitoring_keeps_how_each_role_goes(city) -> None:
    first, second = roles_in(city)[:2]
    looks = {first.id: Look(Progress.STUCK, " 本人が断った "), second.id: Look(Progress.ON_COURSE)}
    found = watched(city, roles=looks)
    told = {row.assignment_id: (row.progress, row.words, row.case_id) for row in rows(RoleProgress, check_id=found.id)}
    assert told == {
        first.id: (Progress.STUCK, "本人が断った", city.case(CASE)),
        second.id: (Progress.ON_COURSE, None, city.case(CASE)),
    }
    (entry,) = entries(found.id)
    assert entry.changes is not None
    assert json.loads(entry.changes)["roles"][str(first.id)]["progress"] == "stuck"


def test_record_monitoring_of_a_case_without_a_plan(city) -> None:
    inputs = {"checked_on": settings.today(), "changes": "灯りがついた。"}
    found = city.row(MonitoringCheck, city.do("nishi", record_monitoring, city.case("002"), **inputs).subject_id)
    assert (found.plan_id, found.case_id) == (None, city.case("002"))


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"checked_on": settings.today() + DAY}, "day_in_future"),
        ({"next_on": settings.today()}, "next_monitoring_must_follow"),
        ({"changes": "　"}, "field_is_needed"),
        ({"changes": "番号 1234 5678 9012"}, "text_has_my_number"),
    ],
)
def test_record_monitoring_refuses_what_does_not_fit(small_city, other, key) -> None:
    inputs = {"checked_on": settings.today(), "changes": CHANGES, **other}
    assert why_not(small_city, "kobayashi", record_monitoring, small_city.case(CASE), **inputs) == key


def test_record_monitoring_refuses_a_role_of_another_case(city) -> None:
    other = roles_in(city, "008")[0].id
    inputs = {"checked_on": settings.today(), "changes": CHANGES, "roles": {other: Look(Progress.DONE)}}
    assert why_not(city, "kobayashi", record_monitoring, city.case(CASE), **inputs) == "not_found"


@pytest.mark.parametrize(
    ("who", "key"), [("ogawa", "not_yours"), ("kiroku", "not_found"), ("nishi", "not_found"), ("iin", "not_found")]
)
def test_record_monitoring_is_for_those_who_hold_the_case(small_city, who, key) -> None:
    inputs = {"checked_on": settings.today(), "changes": CHANGES}
    assert why_not(small_city, who, record_monitoring, small_city.case(CASE), **inputs) == key


def test_note_problem_by_an_agency_that_takes_part(city) -> None:
    found = noted(city)
    assert (found.words, found.code, found.noticed_on) == ("お金を取られているようだ。", "K45", settings.today())
    assert (found.noticed_by_id, found.settled_on) == (city.agency(HOSPITAL), None)


def test_note_problem_typed_for_an_agency_is_the_agencys(city) -> None:
    found = noted(city, "kobayashi", said=said(city), code="")
    assert (found.noticed_by_id, found.code) == (city.agency(HOSPITAL), "")


@pytest.mark.parametrize(
    ("who", "number", "other", "key"),
    [
        ("ogawa", CASE, {"code": "K00"}, "not_found"),
        ("ogawa", CASE, {"words": ""}, "field_is_needed"),
        ("ogawa", "005", {}, "not_found"),
        ("suishin", CASE, {}, "not_found"),
        ("kiroku", CASE, {}, "not_found"),
    ],
)
def test_note_problem_refuses_what_does_not_fit(small_city, who, number, other, key) -> None:
    inputs = {"words": "眠れない。", **other}
    assert why_not(small_city, who, note_problem, small_city.case(number), **inputs) == key


def test_settle_problem_says_once_what_became_of_it(city) -> None:
    problem = noted(city)
    inputs = {"subject_id": problem.id, "seen": {"settled_on": None}, "settled_words": "通帳を社協が預かる。"}
    assert why_not(city, "ogawa", settle_problem, **inputs) == "not_yours"
    assert why_not(city, "kobayashi", settle_problem, **{**inputs, "settled_words": " "}) == "field_is_needed"
    city.do("kobayashi", settle_problem, **inputs)
    found = city.row(CaseProblem, problem.id)
    assert (found.settled_on, found.settled_words) == (settings.today(), "通帳を社協が預かる。")
    assert why_not(city, "mizuno", settle_problem, **inputs) == "stale"
    seen = {"settled_on": settings.today()}
    assert why_not(city, "mizuno", settle_problem, **{**inputs, "seen": seen}) == "already_there"


def test_evaluation_that_ends_it_brings_case_plan_and_review_along(city) -> None:
    review_id = evaluated(
        city, attainment=Attainment.PARTLY, changes=["V08", "V01", "V08"], remaining=" 夜のこと ", wish="続けたい"
    )
    (found,) = evaluations(city)
    assert (found.attainment, found.changes, found.remaining, found.wish) == (
        Attainment.PARTLY, "V01 V08", "夜のこと", "続けたい",
    )  # fmt: skip
    assert (found.plan_id, found.by_id, found.outcome) == (plan_of(city).id, city.person("kobayashi"), Outcome.CLOSE)
    assert plan_of(city).state is PlanState.EVALUATED
    assert state_of(city) is CaseState.REVIEWING
    assert city.row(Case, city.case(CASE)).monitoring_on is None
    review = review_of(city)
    assert (review.id, review.evaluation_id, review.plan_id) == (review_id, found.id, plan_of(city).id)


def test_evaluation_that_goes_on_waits_for_the_next_plan(city) -> None:
    evaluated(city, outcome=Outcome.REPLAN)
    assert (state_of(city), plan_of(city).state) == (CaseState.SUPPORTED, PlanState.EVALUATED)
    assert review_of(city).evaluation_id is None
    assert city.row(SupportPlan, plan(city, CASE)).round == 2
    again = evaluated(city)
    assert [one.id for one in rows(type(review_of(city)), case_id=city.case(CASE))] == [again]


def test_evaluation_that_pauses_needs_a_day_ahead(city) -> None:
    for day, key in ((None, "field_is_needed"), (settings.today(), "recontact_must_lie_ahead")):
        inputs = evaluating(city, outcome=Outcome.SUSPEND, recontact_on=day)
        assert why_not(city, "kobayashi", record_evaluation, **inputs) == key
    evaluated(city, outcome=Outcome.SUSPEND, recontact_on=settings.today() + 9 * DAY)
    case = city.row(Case, city.case(CASE))
    assert (case.state, case.recontact_on) == (CaseState.SUSPENDED, settings.today() + 9 * DAY)


def test_evaluation_names_a_conference_that_had_the_case(city) -> None:
    elsewhere = evaluating(city, conference_id=planned(city))
    assert why_not(city, "kobayashi", record_evaluation, **elsewhere) == "conference_has_not_the_case"
    held = plan_of(city).conference_id
    evaluated(city, conference_id=held)
    assert (evaluations(city)[0].conference_id, review_of(city).conference_id) == (held, held)


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"evaluated_on": settings.today() + DAY}, "day_in_future"),
        ({"attainment_words": ""}, "field_is_needed"),
        ({"changes": ["V00"]}, "not_found"),
        ({"seen": {"state": CaseState.PLANNING}}, "stale"),
    ],
)
def test_evaluation_refuses_what_does_not_fit(small_city, other, key) -> None:
    inputs = {**evaluating(small_city), **other}
    assert why_not(small_city, "kobayashi", record_evaluation, **inputs) == key


def test_evaluation_of_a_case_that_was_never_assessed_is_refused(city) -> None:
    case = city.do("kobayashi", take_relay, city.relay("ラジオの聞こえる部屋")).subject_id
    inputs = {**evaluating(city), "subject_id": case, "seen": {"state": CaseState.RECEIVED}}
    assert why_not(city, "kobayashi", record_evaluation, **inputs) == "case_is_not_under_way"


@pytest.mark.parametrize("who", ["ogawa", "hayashi"])
def test_agency_evaluates_nothing(small_city, who) -> None:
    assert why_not(small_city, who, record_evaluation, **evaluating(small_city)) == "not_yours"


def test_closed_case_takes_neither_look_nor_problem_nor_evaluation(city) -> None:
    problem = noted(city, "kobayashi")
    closed(city)
    case, look = city.case(CASE), {"checked_on": settings.today(), "changes": CHANGES}
    assert why_not(city, "kobayashi", record_monitoring, case, **look) == "case_is_closed"
    assert why_not(city, "kobayashi", note_problem, case, words="眠れない。") == "case_is_closed"
    assert why_not(city, "kobayashi", record_evaluation, **evaluating(city)) == "case_is_not_under_way"
    assert refused(city, "ogawa", note_problem, case, words="眠れない。").reason_key == "not_found"
    # What was noticed before may still be answered.
    words = {"seen": {"settled_on": None}, "settled_words": "引き継いだ先が見る。"}
    city.do("kobayashi", settle_problem, problem.id, **words)


def test_go_on_leaves_the_review_for_the_next_end(city) -> None:
    review_id = evaluated(city)
    city.do("kobayashi", advance_case, **closing(city, name="go_on"))
    assert (state_of(city), review_of(city).id) == (CaseState.ASSESSING, review_id)
    assert evaluated(city) == review_id
    assert len(evaluations(city)) == 2
