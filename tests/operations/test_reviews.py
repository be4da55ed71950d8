"""終結時の振り返り: the four questions one by one, what each agency says, what is wanted and who is approached."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from sqlmodel import select

import settings
from models.cases import CaseState
from models.closure import AgencyOpinion, ClosureReview, Manageable, OpinionState, ReviewState, Wanted
from models.database import reading
from models.gaps import Engagement, EngagementKind, GapOrigin, GapState, OriginKind, ResourceGap
from models.history import EnteredFor
from models.people import Agency
from operations.action import ACTIONS
from operations.assignments import add_assignment
from operations.cases import advance_case
from operations.gaps import merge_gap, take_back_origin
from operations.opinions import ask_opinions, give_opinion
from operations.reviews import ANSWERS, answer_review, approach_from_review, begin_review, want_resource
from rules.calendar import after_business_days
from rules.review import FlowStep, flow_of
from tests.operations.endings import (
    CASE,
    HOSPITAL,
    OFFICE,
    PUBLIC,
    SOUTH,
    answered,
    answering,
    approached,
    by_fax,
    closed,
    closing,
    confirmed,
    evaluated,
    heard,
    opinion_of,
    opinions,
    raised,
    reopened,
    saying,
    state_of,
    told,
    wanted,
)
from tests.operations.racing import answer as what_is_told
from tests.operations.racing import race
from tests.operations.sittings import in_later_year, planned, rows
from tests.operations.stored import refused, why_not
from tests.operations.working import DAY, TASK, mother

FLOWER = "学校から福祉相談センターへ"


def beginning(city, number: str = CASE, **other) -> dict:
    """The inputs of review.begin."""
    return {"subject_id": city.case(number), "seen": {"state": state_of(city, number)}, **other}


def asked_keys(review_id) -> set[str]:
    """The agencies that are asked, by key."""
    wanted_ids = {one.agency_id for one in opinions(review_id)}
    with reading() as session:
        return {one.key for one in session.exec(select(Agency)) if one.id in wanted_ids}


def test_no_act_edits_a_field_called_like_what_every_act_takes() -> None:
    taken = {"session", "actor", "subject_id", "request_id", "now", "seen", "reasons", "said"}
    assert {key for key, act in ACTIONS.items() if taken & set(act.edits)} == set()


def test_begin_asks_every_agency_that_carried_a_role_and_leaves_the_case(city) -> None:
    review_id = city.do("kobayashi", begin_review, **beginning(city)).subject_id
    review = city.row(ClosureReview, review_id)
    assert (review.state, review.begun_on, review.is_short) == (ReviewState.OPEN, settings.today(), False)
    assert state_of(city) is CaseState.SUPPORTED
    assert asked_keys(review_id) == {HOSPITAL, SOUTH, OFFICE}
    due = after_business_days(settings.today(), settings.city().opinion_business_days)
    assert {(one.state, one.asked_on, one.due_on) for one in opinions(review_id)} == {
        (OpinionState.ASKED, settings.today(), due)
    }
    assert city.do("mizuno", begin_review, **beginning(city)).subject_id == review_id
    assert len(opinions(review_id)) == 3


def test_begin_in_short_form_brings_the_case_along(city) -> None:
    review_id = city.do("kobayashi", begin_review, **beginning(city, is_short=True)).subject_id
    assert (city.row(ClosureReview, review_id).is_short, state_of(city)) == (True, CaseState.REVIEWING)


@pytest.mark.parametrize(("who", "key"), [("ogawa", "not_yours"), ("nishi", "not_found"), ("suishin", "not_found")])
def test_begin_is_for_those_who_hold_the_case(small_city, who, key) -> None:
    assert why_not(small_city, who, begin_review, **beginning(small_city)) == key


def test_agency_without_the_contents_and_a_draft_are_not_asked(city) -> None:
    silent = {"task": "朝、雨戸が閉まっていたら電話を", "agency_id": city.agency("farm"), "without_contents": True}
    city.do("kobayashi", add_assignment, city.case(CASE), **silent)
    assert asked_keys(evaluated(city)) == {HOSPITAL, SOUTH, OFFICE}


def test_questions_are_answered_one_after_another(city) -> None:
    review_id = evaluated(city)
    told(city, review_id, manageable=Manageable.PARTLY, manageable_words=" 介護だけは ")
    told(city, review_id, "mizuno", reason_codes=["N11", "N01", "N11"], reason_words="合わなかった")
    told(city, review_id, flow=[FlowStep("学校", "相談", ""), FlowStep(" ", "", "")], flow_unlikely=None)
    found = told(city, review_id, wanted=Wanted.NOTHING, nothing_words="足りた", good_cooperation="電話がすぐ通じた")
    assert (found.manageable, found.manageable_words) == (Manageable.PARTLY, "介護だけは")
    assert (found.reason_codes, found.reason_words) == ("N01 N11", "合わなかった")
    assert flow_of(found.flow) == (FlowStep("学校", "相談", ""),)
    assert (found.wanted, found.nothing_words, found.good_cooperation) == (Wanted.NOTHING, "足りた", "電話がすぐ通じた")
    assert told(city, review_id, flow=[]).flow is None


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"reason_codes": ["N00"]}, "not_found"),
        ({"closing": "E00"}, "not_found"),
        ({"flow": [FlowStep("学校", "", "卒業")]}, "flow_step_needs_both"),
        ({"flow": [FlowStep("", "", "卒業")]}, "flow_step_needs_both"),
        ({"flow": [FlowStep("あ" * 201, "相談", "")]}, "text_too_long"),
        ({"manageable_words": "1234 5678 9012"}, "text_has_my_number"),
    ],
)
def test_answer_refuses_what_does_not_fit(small_city, given, key) -> None:
    review_id = evaluated(small_city)
    assert why_not(small_city, "kobayashi", answer_review, **answering(small_city, review_id, **given)) == key


def test_answer_names_agency_and_conference_that_are_there(city) -> None:
    review_id = evaluated(city)
    for given in ({"successor_id": city.case("001")}, {"conference_id": city.case("001")}):
        assert why_not(city, "kobayashi", answer_review, **answering(city, review_id, **given)) == "not_found"
    elsewhere = answering(city, review_id, conference_id=planned(city))
    assert why_not(city, "kobayashi", answer_review, **elsewhere) == "conference_has_not_the_case"


def test_answers_of_two_people_to_two_questions_are_both_kept(city) -> None:
    review_id = evaluated(city)
    one = answering(city, review_id, manageable=Manageable.COULD_NOT, manageable_words="はじめてのこと")
    other = answering(city, review_id, flow_unlikely="考えにくい")
    city.do("kobayashi", answer_review, **one)
    city.do("mizuno", answer_review, **other)
    found = city.row(ClosureReview, review_id)
    assert (found.manageable, found.manageable_words, found.flow_unlikely) == (
        Manageable.COULD_NOT, "はじめてのこと", "考えにくい",
    )  # fmt: skip


def test_answers_of_two_people_to_the_same_question_stand_beside_each_other(city) -> None:
    review_id = evaluated(city)
    one, other = (answering(city, review_id, flow_unlikely=text) for text in ("はじめの文", "あとの文"))
    city.do("kobayashi", answer_review, **one)
    found = refused(city, "mizuno", answer_review, **other)
    assert (found.reason_key, found.stored) == ("stale", {"flow_unlikely": "はじめの文"})  # type: ignore[attr-defined]
    unseen = {**other, "seen": {}}
    assert what_is_told(lambda: city.do("mizuno", answer_review, **unseen)) == "stale"


def test_answers_at_the_same_moment_are_kept_by_question(city) -> None:
    review_id = evaluated(city)
    actors = [city.actor(who) for who in ("kobayashi", "mizuno", "minami", "kobayashi")]
    same = answering(city, review_id, good_cooperation="電話がすぐ通じた")
    assert race(city, actors, answer_review, **same) == ["done"] + ["stale"] * 3
    parts = [{"manageable_words": "一"}, {"reason_words": "二"}, {"flow_unlikely": "三"}, {"nothing_words": "四"}]
    inputs = [answering(city, review_id, **part) for part in parts]
    with ThreadPoolExecutor(4) as pool:
        pairs = zip(actors, inputs, strict=True)
        works = [partial(city.do, actor, answer_review, **given) for actor, given in pairs]
        assert list(pool.map(what_is_told, works)) == ["done"] * 4
    row = city.row(ClosureReview, review_id)
    assert [row.manageable_words, row.reason_words, row.flow_unlikely, row.nothing_words] == ["一", "二", "三", "四"]


def test_answer_of_a_field_that_is_none_is_refused(city) -> None:
    review_id = evaluated(city)
    inputs = {"subject_id": review_id, "seen": {}, "state": ReviewState.CONFIRMED}
    assert why_not(city, "kobayashi", answer_review, **inputs) == "not_found"
    assert "state" not in ANSWERS


def test_confirmed_review_is_not_changed_any_more(city) -> None:
    review_id = evaluated(city)
    origin = wanted(city, review_id)
    answered(city, review_id, wanted=Wanted.YES)
    heard(city, review_id)
    city.do("kobayashi", advance_case, **closing(city))
    inputs = answering(city, review_id, flow_unlikely="あとから")
    assert why_not(city, "kobayashi", answer_review, **inputs) == "review_is_confirmed"
    want = {"words": "もう一つ", "code": "G01"}
    assert why_not(city, "kobayashi", want_resource, review_id, **want) == "review_is_confirmed"
    ask = {"kind": EngagementKind.APPROACH, "agency_id": city.agency(SOUTH), "words": "伝える"}
    assert why_not(city, "kobayashi", approach_from_review, review_id, **ask) == "review_is_confirmed"
    assert why_not(city, "kobayashi", ask_opinions, review_id) == "review_is_confirmed"
    assert why_not(city, "kobayashi", take_back_origin, origin.id) == "review_is_confirmed"
    own = opinion_of(city, review_id, HOSPITAL)
    assert why_not(city, "ogawa", give_opinion, **saying(city, own.id, flow_words=FLOWER)) == "review_is_confirmed"
    reopened(city)
    assert why_not(city, "kobayashi", answer_review, **inputs) == "review_is_confirmed"


def test_want_begins_a_candidate_with_the_words_of_the_case(city) -> None:
    review_id = evaluated(city)
    origin = wanted(city, review_id, district_key="south", severity=3)
    gap = city.row(ResourceGap, origin.gap_id)
    assert (origin.kind, origin.case_id, origin.review_id) == (OriginKind.REVIEW, city.case(CASE), review_id)
    assert (origin.raised_on, origin.raised_by_id) == (settings.today(), city.person("kobayashi"))
    assert (gap.state, gap.code, gap.public_summary, gap.confirmed_on) == (GapState.CANDIDATE, "G02", PUBLIC, None)
    assert (gap.district_key, gap.severity) == ("south", 3)


def test_want_joins_an_entry_once(city) -> None:
    review_id, gap_id = evaluated(city), confirmed(city)
    assert wanted(city, review_id, gap_id=gap_id).gap_id == gap_id
    again = {"words": "もう一度", "gap_id": gap_id}
    assert why_not(city, "mizuno", want_resource, review_id, **again) == "already_there"
    assert len(rows(GapOrigin, gap_id=gap_id)) == 2


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"code": "G00"}, "field_is_needed"),
        ({"code": ""}, "field_is_needed"),
        ({"code": "G02", "words": ""}, "field_is_needed"),
        ({"code": "G02", "district_key": "moon"}, "not_found"),
        ({"code": "G02", "severity": 4}, "not_found"),
        ({"code": "G02", "public_summary": "あ" * 401}, "text_too_long"),
    ],
)
def test_want_refuses_what_does_not_fit(small_city, given, key) -> None:
    review_id = evaluated(small_city)
    assert why_not(small_city, "kobayashi", want_resource, review_id, **{"words": "場", **given}) == key


def test_want_joins_neither_a_merged_nor_an_unseen_entry(city) -> None:
    review_id, one, other = evaluated(city), confirmed(city), confirmed(city)
    city.do("kobayashi", merge_gap, one, seen={"state": GapState.CONFIRMED}, into_id=other)
    assert why_not(city, "kobayashi", want_resource, review_id, words="場", gap_id=one) == "gap_is_merged"
    hidden = raised(city)
    assert why_not(city, "minami", want_resource, review_id, words="場", gap_id=hidden) == "not_found"


def test_approach_from_a_review_is_of_its_case(city) -> None:
    review_id = evaluated(city)
    found = approached(city, review_id, due_on=settings.today())
    assert (found.review_id, found.case_id, found.gap_id, found.by_id) == (
        review_id, city.case(CASE), None, city.person("kobayashi"),
    )  # fmt: skip
    for other, key in (({"due_on": settings.today() - DAY}, "day_in_past"), ({"words": ""}, "field_is_needed"),
                       ({"agency_id": review_id}, "not_found")):  # fmt: skip
        inputs = {"kind": EngagementKind.TRAINING, "agency_id": city.agency(SOUTH), "words": "研修で", **other}
        assert why_not(city, "kobayashi", approach_from_review, review_id, **inputs) == key
    assert len(rows(Engagement, review_id=review_id)) == 1


def test_ask_again_reminds_who_is_silent_and_asks_who_came_later(city) -> None:
    review_id = evaluated(city)
    assert why_not(city, "kobayashi", ask_opinions, review_id) == "nobody_is_left_to_ask"
    city.do("ogawa", give_opinion, **saying(city, opinion_of(city, review_id, HOSPITAL).id))
    tomorrow = settings.now() + DAY
    city.do("kobayashi", ask_opinions, review_id, now=tomorrow)
    told_on = {one.agency_id: one.reminded_on for one in opinions(review_id)}
    assert told_on == {
        city.agency(HOSPITAL): None, city.agency(OFFICE): settings.today() + DAY, city.agency(SOUTH): settings.today() + DAY,
    }  # fmt: skip
    late = {"task": TASK, "agency_id": city.agency("elderly_care_division"), "members": [mother(city, CASE)]}
    city.do("kobayashi", add_assignment, city.case(CASE), **late)
    city.do("kobayashi", ask_opinions, review_id)
    assert "elderly_care_division" in asked_keys(review_id)


def test_opinion_of_the_agency_itself(city) -> None:
    own = opinion_of(city, evaluated(city), HOSPITAL)
    words = {"reason_words": " 病状が ", "flow_words": FLOWER, "wanted_words": "夜の相談"}
    city.do("ogawa", give_opinion, **saying(city, own.id, manageable=Manageable.CANNOT_TELL, **words))
    found = city.row(AgencyOpinion, own.id)
    assert (found.state, found.manageable, found.reason_words) == (OpinionState.GIVEN, Manageable.CANNOT_TELL, "病状が")
    assert (found.flow_words, found.wanted_words, found.answered_at is not None) == (FLOWER, "夜の相談", True)
    # 意見なし afterwards takes the words back.
    city.do("ogawa", give_opinion, **saying(city, own.id))
    found = city.row(AgencyOpinion, own.id)
    assert (found.state, found.manageable, found.reason_words, found.wanted_words) == (
        OpinionState.NO_OPINION, None, None, None,
    )  # fmt: skip


def test_opinion_without_anything_is_none(city) -> None:
    own = opinion_of(city, evaluated(city), HOSPITAL)
    empty = saying(city, own.id, has_opinion=True, reason_words=" ")
    assert why_not(city, "ogawa", give_opinion, **empty) == "opinion_is_empty"


def test_opinion_typed_for_an_agency_is_that_agencys(city) -> None:
    review_id = evaluated(city)
    own = opinion_of(city, review_id, OFFICE)
    inputs = saying(city, own.id, wanted_words="手帳の相談の場")
    assert why_not(city, "kobayashi", give_opinion, **inputs) == "answer_is_its_agencys"
    other = {"said": by_fax(city.agency(HOSPITAL)), **inputs}
    assert why_not(city, "kobayashi", give_opinion, **other) == "answer_is_its_agencys"
    sheet = by_fax(city.agency(OFFICE))
    city.do("kobayashi", give_opinion, said=sheet, **inputs)
    found = city.row(AgencyOpinion, own.id)
    assert (found.state, found.wanted_words, found.answered_at) == (OpinionState.GIVEN, "手帳の相談の場", sheet.said_at)
    (kept,) = rows(EnteredFor, subject_id=own.id)
    assert (kept.agency_id, kept.said_by) == (city.agency(OFFICE), "担当の方")


def test_opinion_of_another_agency_is_not_there(city) -> None:
    own = opinion_of(city, evaluated(city), OFFICE)
    assert why_not(city, "ogawa", give_opinion, **saying(city, own.id)) == "not_found"
    assert why_not(city, "suishin", give_opinion, **saying(city, own.id)) == "not_found"


def test_opinion_written_twice_at_once_is_stale(city) -> None:
    own = opinion_of(city, evaluated(city), HOSPITAL)
    inputs = saying(city, own.id, flow_words=FLOWER)
    city.do("ogawa", give_opinion, **inputs)
    assert why_not(city, "kobayashi", give_opinion, said=by_fax(own.agency_id), **inputs) == "stale"


def test_closed_case_begins_no_review(city) -> None:
    closed(city)
    assert why_not(city, "kobayashi", begin_review, **beginning(city)) == "case_is_closed"
    reopened(city)
    again = city.do("kobayashi", begin_review, **beginning(city)).subject_id
    assert len(rows(ClosureReview, case_id=city.case(CASE))) == 2
    assert asked_keys(again) == {HOSPITAL, SOUTH, OFFICE}


def test_entries_are_numbered_by_their_year(city) -> None:
    first = city.row(ResourceGap, raised(city))
    later = city.row(ResourceGap, raised(city, now=in_later_year()))
    assert (first.serial, later.serial, later.fiscal_year - first.fiscal_year) == (1, 1, 2)
    assert city.row(ResourceGap, raised(city)).serial == 2


def test_want_joins_no_entry_whose_text_names_the_household(city) -> None:
    name = city.members(city.case(CASE))[0].name
    gap_id = confirmed(city, public_summary=f"{name}の通う場がない")
    assert why_not(city, "kobayashi", want_resource, evaluated(city), words="場", gap_id=gap_id) == (
        "entry_names_the_household"
    )
