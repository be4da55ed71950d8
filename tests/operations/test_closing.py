"""終結: refused while anything is missing, what ends with a case, what an agency still sees, and the way back."""

from datetime import datetime, time, timedelta

import pytest

import settings
from models.cases import Case, CaseState, Involvement
from models.closure import ClosureReview, Manageable, OpinionState, ReviewState, Wanted
from models.plans import AssignmentState as A
from models.plans import PlanState, SupportPlan
from operations.assignments import add_assignment, advance_assignment, report_progress
from operations.cases import advance_case, involve_agency, release_agency
from operations.opinions import give_opinion
from operations.plans import advance_plan, change_plan, draft_plan
from operations.reviews import begin_review
from queries.case import case_file
from queries.cases import case_list
from queries.monitoring import monitoring_file
from queries.opinions import opinion_file
from queries.plan import case_plan
from queries.roles import my_roles
from rules.refusal import Refused
from tests.access.texts import shown_of, words_of
from tests.operations.endings import (
    CASE,
    HOSPITAL,
    OFFICE,
    SOUTH,
    answered,
    approached,
    closed,
    closing,
    evaluated,
    finished,
    heard,
    opinion_of,
    opinions,
    reasons_of,
    reopened,
    review_of,
    reviewed,
    roles_in,
    saying,
    state_of,
    told,
    wanted,
)
from tests.operations.racing import race
from tests.operations.sittings import rows
from tests.operations.stored import refused, why_not
from tests.operations.working import DAY, TASK, WISH, involved, mother, moving, plan, taking

LACKS = {
    "first_question_is_answered": {"manageable": None},
    "second_question_is_answered": {"reason_codes": []},
    "third_question_is_answered": {"flow": []},
    "fourth_question_is_answered": {"wanted": None},
    "wanted_resource_is_linked": {"wanted": Wanted.YES},
    "closing_reason_is_told": {"closing": ""},
    "successor_is_named": {"successor_id": None},
}
WORDLESS = {
    "first_question_is_answered": {"manageable_words": ""},
    "second_question_is_answered": {"reason_words": ""},
    "fourth_question_is_answered": {"nothing_words": " "},
}


def close(city, number: str = CASE, who: str = "kobayashi", **other) -> Case:
    """Close a case; what is stored."""
    city.do(who, advance_case, **closing(city, number, **other))
    row: Case = city.row(Case, city.case(number))
    return row


def stopped(city, number: str = CASE, who: str = "kobayashi", **other) -> str:
    """Why a case cannot be closed."""
    return why_not(city, who, advance_case, **closing(city, number, **other))


def after_due(city, review_id):
    """The morning after the day by which opinions are waited for."""
    day = max(one.due_on for one in opinions(review_id)) + DAY
    return datetime.combine(day, time(9), settings.TOKYO)


@pytest.mark.parametrize("key", list(LACKS))
def test_close_with_one_answer_missing_is_refused(city, key) -> None:
    reviewed(city, **LACKS[key])
    assert stopped(city) == key
    assert stopped(city, reasons={key: "急ぐため"}) == key


@pytest.mark.parametrize("key", list(WORDLESS))
def test_close_with_a_choice_alone_is_refused(small_city, key) -> None:
    reviewed(small_city, **WORDLESS[key])
    assert stopped(small_city) == key


def test_close_before_its_review_is_no_step(city) -> None:
    assert stopped(city) == "step_not_open"
    city.do("kobayashi", begin_review, city.case(CASE), seen={"state": state_of(city)})
    assert stopped(city) == "step_not_open"


def test_close_without_evaluation_is_refused(city) -> None:
    seen = {"state": state_of(city)}
    review_id = city.do("kobayashi", begin_review, city.case(CASE), seen=seen, is_short=True).subject_id
    city.do("kobayashi", begin_review, city.case(CASE), seen={"state": CaseState.REVIEWING}, is_short=False)
    answered(city, review_id)
    heard(city, review_id)
    assert stopped(city) == "support_was_evaluated"


def test_close_with_everything(city) -> None:
    review_id = reviewed(city)
    case = close(city)
    assert (case.state, case.closed_on, case.monitoring_on) == (CaseState.CLOSED, settings.today(), None)
    assert case.lead_agency_id == city.agency(SOUTH)
    review = city.row(ClosureReview, review_id)
    assert (review.state, review.confirmed_on) == (ReviewState.CONFIRMED, settings.today())
    assert reasons_of(case.id) == {}


def test_close_with_nobody_as_successor_needs_words_and_keeps_the_lead(city) -> None:
    before = city.row(Case, city.case(CASE)).lead_agency_id
    reviewed(city, successor_id=None, successor_words="ご本人と近所で続ける。")
    assert close(city).lead_agency_id == before


def test_close_with_an_unlikely_flow_in_words(city) -> None:
    reviewed(city, flow=[], flow_unlikely="考えにくい。予兆がなかった。")
    assert close(city).state is CaseState.CLOSED


def test_close_with_a_linked_want_does_not_wait_for_its_public_text(city) -> None:
    review_id = reviewed(city, wanted=Wanted.YES, nothing_words="")
    assert stopped(city) == "wanted_resource_is_linked"
    wanted(city, review_id)
    assert close(city).state is CaseState.CLOSED


def test_close_of_what_could_have_been_handled_follows_with_an_approach_or_a_reason(city) -> None:
    review_id = reviewed(city, manageable=Manageable.COULD, reason_codes=[], reason_words="")
    assert stopped(city) == "reason_is_needed"
    assert stopped(city, reasons={"approach_follows": " "}) == "reason_is_needed"
    reasons = {"approach_follows": "窓口とはもう話した。"}
    close(city, reasons=reasons)
    assert reasons_of(city.case(CASE)) == reasons
    assert city.row(ClosureReview, review_id).state is ReviewState.CONFIRMED


def test_close_of_what_could_have_been_handled_with_an_approach(city) -> None:
    review_id = reviewed(city, manageable=Manageable.COULD, reason_codes=[])
    approached(city, review_id)
    assert close(city).state is CaseState.CLOSED
    assert reasons_of(city.case(CASE)) == {}


def test_close_before_an_opinion_is_in_needs_a_reason(city) -> None:
    review_id = answered(city, evaluated(city)).id
    heard(city, review_id, OFFICE)
    found = refused(city, "kobayashi", advance_case, **closing(city))
    assert (found.reason_key, found.facts) == ("reason_is_needed", {"condition": "every_agency_was_heard"})
    close(city, reasons={"every_agency_was_heard": "転院の日が決まったため。"})
    assert reasons_of(city.case(CASE)) == {"every_agency_was_heard": "転院の日が決まったため。"}
    assert opinion_of(city, review_id, OFFICE).state is OpinionState.NO_ANSWER


def test_close_after_the_day_stores_silence(city) -> None:
    review_id = answered(city, evaluated(city)).id
    heard(city, review_id, OFFICE)
    later = after_due(city, review_id)
    city.do("kobayashi", advance_case, now=later, **closing(city))
    assert [one.state for one in opinions(review_id) if one.agency_id == city.agency(OFFICE)] == [
        OpinionState.NO_ANSWER
    ]
    assert {one.state for one in opinions(review_id)} == {OpinionState.NO_OPINION, OpinionState.NO_ANSWER}
    assert reasons_of(city.case(CASE)) == {}


def test_close_on_the_day_itself_still_waits(city) -> None:
    review_id = answered(city, evaluated(city)).id
    heard(city, review_id, OFFICE)
    last = after_due(city, review_id) - timedelta(hours=10)
    assert stopped(city, now=last) == "reason_is_needed"


def test_agency_that_got_a_role_after_the_review_began_is_heard_too(city) -> None:
    review_id = reviewed(city)
    late = {"task": TASK, "agency_id": city.agency("elderly_care_division"), "members": [mother(city, CASE)]}
    city.do("kobayashi", add_assignment, city.case(CASE), **late)
    assert stopped(city) == "reason_is_needed"
    assert {one.state for one in opinions(review_id)} == {OpinionState.NO_OPINION}


@pytest.mark.parametrize("reason", ["E06", "E07"])
def test_short_form_needs_the_choices_alone(city, reason) -> None:
    seen = {"state": state_of(city)}
    review_id = city.do("kobayashi", begin_review, city.case(CASE), seen=seen, is_short=True).subject_id
    assert stopped(city) == "first_question_is_answered"
    told(city, review_id, manageable=Manageable.CANNOT_TELL)
    assert stopped(city) == "second_question_is_answered"
    told(city, review_id, reason_codes=["N99"])
    assert stopped(city) == "third_question_is_answered"
    told(city, review_id, flow_unlikely="考えにくい。")
    assert stopped(city) == "fourth_question_is_answered"
    told(city, review_id, wanted=Wanted.NOTHING, nothing_words="なし。")
    assert stopped(city) == "closing_reason_is_told"
    told(city, review_id, closing="E02")
    assert stopped(city) == "short_form_is_for_leaving"
    told(city, review_id, closing=reason)
    assert close(city).state is CaseState.CLOSED


def test_case_that_never_reached_consent_is_evaluated_reviewed_and_closed(city) -> None:
    review_id = reviewed(city, "002", "nishi", successor_id=None, successor_words="民生委員と近所で見守る。")
    assert opinions(review_id) == []
    assert close(city, "002", "nishi").state is CaseState.CLOSED
    parts = city.involvements(city.case("002"))
    assert ({part.ended_with_case for part in parts}, None in {part.until for part in parts}) == ({True}, False)


@pytest.mark.parametrize(("who", "key"), [("ogawa", "not_yours"), ("nishi", "not_found"), ("kiroku", "not_yours")])
def test_close_is_for_those_who_hold_the_case(small_city, who, key) -> None:
    reviewed(small_city)
    assert stopped(small_city, who=who) == key


def test_chief_and_center_close_too(city) -> None:
    reviewed(city)
    assert close(city, who="minami").state is CaseState.CLOSED
    reviewed(city, "002", "nishi", successor_id=None, successor_words="近所で。")
    assert close(city, "002", "kacho").state is CaseState.CLOSED


def test_close_by_eight_is_done_once(city) -> None:
    reviewed(city)
    workers = [city.actor(who) for who in ("kobayashi", "mizuno") * 4]
    assert race(city, workers, advance_case, **closing(city)) == ["done"] + ["stale"] * 7


def test_close_ends_what_goes_on_and_remembers_where_it_stood(city) -> None:
    done = finished(city)
    before = {row.id: row.state for row in roles_in(city)}
    plan_id = plan(city, CASE)
    draft = city.do(
        "kobayashi", add_assignment, city.case(CASE), task=TASK, agency_id=city.agency("farm"), plan_id=plan_id
    ).subject_id
    assert A.TAKEN_BACK in before.values()
    closed(city)
    for row in roles_in(city):
        if row.id == done:
            assert (row.state, row.state_before) == (A.DONE, None)
        elif row.id == draft:
            assert (row.state, row.state_before) == (A.ENDED_WITH_CASE, A.DRAFT)
        else:
            assert (row.state, row.state_before) == (A.ENDED_WITH_CASE, before[row.id])
            assert row.ended_on == settings.today()
    assert {row.round: row.state for row in rows(SupportPlan, case_id=city.case(CASE))} == {
        1: PlanState.EVALUATED, 2: PlanState.DRAFT,
    }  # fmt: skip
    parts = rows(Involvement, case_id=city.case(CASE))
    assert {(part.until, part.ended_with_case) for part in parts} == {(settings.today() - DAY, True)}


def test_part_that_was_over_before_is_not_the_cases(city) -> None:
    part = next(one for one in involved(city.case(CASE), city.agency(HOSPITAL)) if one.until is None)
    city.do("kobayashi", release_agency, part.id)
    closed(city)
    assert not city.row(Involvement, part.id).ended_with_case
    reopened(city)
    assert {one.until for one in involved(city.case(CASE), city.agency(HOSPITAL))} == {settings.today() - DAY}


def test_nothing_is_added_to_a_closed_case(city) -> None:
    plan_id = plan(city, CASE)
    closed(city)
    case, who = city.case(CASE), "kobayashi"
    assert why_not(city, who, involve_agency, case, agency_id=city.agency("farm")) == "case_is_closed"
    assert why_not(city, who, draft_plan, case, wish=WISH) == "case_is_closed"
    role = {"task": TASK, "agency_id": city.agency(HOSPITAL)}
    assert why_not(city, who, add_assignment, case, **role) == "case_is_closed"
    seen = city.seen(SupportPlan, plan_id, change_plan)
    assert why_not(city, who, change_plan, plan_id, seen=seen, **seen) == "case_is_closed"
    assert why_not(city, who, advance_plan, **moving(city, plan_id, "submit")) == "case_is_closed"


def test_role_that_ended_with_the_case_is_neither_reported_nor_advanced(city) -> None:
    closed(city)
    own = next(row for row in roles_in(city) if row.agency_id == city.agency(HOSPITAL))
    assert why_not(city, "ogawa", report_progress, own.id, words="電話した") == "step_not_open"
    for name in ("finish", "accept", "no_longer_needed"):
        assert why_not(city, "ogawa", advance_assignment, **taking(city, own.id, name)) == "step_not_open"


@pytest.mark.parametrize("who", ["ogawa", "hayashi"])
def test_agency_finds_a_closed_case_nowhere(city, who) -> None:
    people = set().union(*(words_of(one) for one in city.members(city.case(CASE)))) - {"母", "長男", "実"}
    assert city.look(who, case_file, city.case(CASE)).number
    closed(city)
    for query in (case_file, case_plan, monitoring_file):
        with pytest.raises(Refused) as caught:
            city.look(who, query, city.case(CASE))
        assert caught.value.reason_key == "not_found"
    assert city.case(CASE) not in {row.id for row in city.look(who, case_list).rows}
    view = city.look(who, my_roles, group="over")
    own = [card for card in view.cards if card.case_id == city.case(CASE)]
    assert {card.state for card in own} == {A.ENDED_WITH_CASE}
    assert {(card.case_number, card.case_alias) for card in own} == {("", "")}
    assert [table for table in view.tables if table.case_id == city.case(CASE)] == []
    assert shown_of(people, view) == set()


def test_agency_keeps_its_own_opinion_without_the_household(city) -> None:
    review_id = evaluated(city)
    own = opinion_of(city, review_id, HOSPITAL)
    city.do("ogawa", give_opinion, **saying(city, own.id, wanted_words="夜の相談"))
    answered(city, review_id)
    heard(city, review_id)
    assert city.look("ogawa", opinion_file, own.id).number != ""
    close(city)
    view = city.look("ogawa", opinion_file, own.id)
    assert (view.number, view.alias, view.is_confirmed, view.opinion.wanted_words) == ("", "", True, "夜の相談")
    assert {row.state for row in view.roles} == {A.ENDED_WITH_CASE}
    with pytest.raises(Refused):
        city.look("ogawa", opinion_file, opinion_of(city, review_id, OFFICE).id)


def test_reopen_brings_back_what_the_case_ended_and_nothing_else(city) -> None:
    done = finished(city)
    before = {row.id: row.state for row in roles_in(city)}
    parts = {part.agency_id for part in city.involvements(city.case(CASE)) if part.until is None}
    closed(city)
    found = reopened(city)
    assert (found.state, found.reopened_on, found.closed_on) == (CaseState.ASSESSING, settings.today(), None)
    assert found.reopened_words == "母の入院で、暮らしが変わった。"
    assert {row.id: row.state for row in roles_in(city)} == before
    assert {row.id: (row.state_before, row.ended_on) for row in roles_in(city) if row.id != done} == {
        one: (None, None) for one in before if one != done
    }
    assert before[done] is A.DONE
    now = [part for part in city.involvements(city.case(CASE)) if part.until is None]
    assert ({part.agency_id for part in now}, {part.since for part in now}) == (parts, {settings.today()})
    assert {part.ended_with_case for part in city.involvements(city.case(CASE))} == {False}
    assert city.look("ogawa", case_file, city.case(CASE)).number == found.number


def test_reopen_needs_words_and_a_closed_case(city) -> None:
    inputs = closing(city, name="reopen", words="続ける")
    assert why_not(city, "kobayashi", advance_case, **inputs) == "step_not_open"
    closed(city)
    for words in (None, " "):
        silent = closing(city, name="reopen", words=words)
        assert why_not(city, "kobayashi", advance_case, **silent) == "reopening_is_explained"


def test_second_end_asks_and_confirms_anew(city) -> None:
    first = closed(city)
    reopened(city)
    second = reviewed(city)
    assert first != second
    assert (review_of(city).id, len(opinions(second))) == (second, 3)
    assert close(city).state is CaseState.CLOSED
    assert {row.state for row in rows(ClosureReview, case_id=city.case(CASE))} == {ReviewState.CONFIRMED}
