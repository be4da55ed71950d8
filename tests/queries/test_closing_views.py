"""進み具合, 終結 and 意見 as they are shown: to those who hold the case, to those who run its conference, to the agency."""

import pytest

import settings
from models.cases import CaseState
from models.closure import Manageable, OpinionState, Progress, ReviewState, Wanted
from models.plans import AssignmentState as A
from operations.assignments import report_progress
from operations.cases import advance_case
from operations.monitoring import Look, note_problem, record_monitoring, settle_problem
from operations.opinions import give_opinion
from operations.reviews import begin_review
from queries.closing import closing_file
from queries.monitoring import monitoring_file
from queries.opinions import opinion_file
from queries.today import today_of
from rules.disclosure import BasisKind
from rules.refusal import Refused
from rules.review import FlowStep
from tests.access.texts import shown_of
from tests.operations.endings import (
    CASE,
    HOSPITAL,
    OFFICE,
    PUBLIC,
    SOUTH,
    answered,
    approached,
    by_fax,
    closed,
    closing,
    evaluated,
    go,
    heard,
    opinion_of,
    reopened,
    review_of,
    reviewed,
    roles_in,
    saying,
    told,
    wanted,
)
from tests.operations.working import DAY
from tests.queries.many_gaps import more_at_the_end
from tests.queries.statements import statements

OWN = "夜の相談の場がほしい。"


def file_of(city, who: str = "kobayashi", number: str = CASE):
    """終結 of a case."""
    return city.look(who, closing_file, city.case(number))


def offered(view) -> dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
    """What stands in the way of each step: stops, reasons, notices."""
    return {one.name: (one.stops, one.needs_reasons, one.notices) for one in view.offers}


def watched(city, **other) -> None:
    """One モニタリング of today."""
    city.do(
        "kobayashi",
        record_monitoring,
        city.case(CASE),
        **{"checked_on": settings.today(), "changes": "変わらない", **other},
    )


def is_refused(city, who: str, query, subject) -> bool:
    """Whether somebody is told that it is not there."""
    with pytest.raises(Refused) as caught:
        city.look(who, query, subject)
    return caught.value.reason_key == "not_found"


def test_closing_before_it_has_begun(city) -> None:
    view = file_of(city)
    assert (view.review, view.earlier, view.evaluation, view.offers) == (None, (), None, ())
    assert view.lacks == ("first", "second", "third", "fourth")
    assert (view.basis.kind, view.is_office, view.state) == (BasisKind.OFFICE, True, CaseState.SUPPORTED)
    assert "review.begin" in view.may


def test_closing_says_what_is_lacking_as_the_act_does(city) -> None:
    review_id = evaluated(city)
    view = file_of(city)
    stops, reasons, notices = offered(view)["close"]
    assert stops == (
        "first_question_is_answered", "second_question_is_answered", "third_question_is_answered",
        "fourth_question_is_answered", "closing_reason_is_told", "successor_is_named",
    )  # fmt: skip
    assert (reasons, notices) == (("every_agency_was_heard",), ("roles_are_over",))
    assert offered(view)["go_on"] == ((), (), ())
    told(city, review_id, manageable=Manageable.COULD, manageable_words="窓口で")
    told(city, review_id, flow_unlikely="考えにくい")
    view = file_of(city)
    assert view.lacks == ("fourth",)
    assert offered(view)["close"][1] == ("approach_follows", "every_agency_was_heard")
    answered(city, review_id, wanted=Wanted.YES)
    assert offered(file_of(city))["close"][0] == ("wanted_resource_is_linked",)
    wanted(city, review_id)
    heard(city, review_id)
    assert offered(file_of(city))["close"] == ((), (), ("roles_are_over", "public_texts_are_confirmed"))


def test_closing_shows_the_four_questions_and_everybodys_words(city) -> None:
    review_id = evaluated(city)
    city.do("ogawa", give_opinion, **saying(city, opinion_of(city, review_id, HOSPITAL).id, wanted_words=OWN))
    fax = by_fax(city.agency(OFFICE))
    city.do("kobayashi", give_opinion, said=fax, **saying(city, opinion_of(city, review_id, OFFICE).id))
    origin, approach = wanted(city, review_id, public_summary="畑中さんの場"), approached(city, review_id)
    answered(city, review_id, wanted=Wanted.YES)
    review = file_of(city, "minami").review
    assert (review.id, review.codes, review.closing, review.successor_id) == (
        review_id, ("N01", "N11"), "E01", city.agency(SOUTH),
    )  # fmt: skip
    assert review.steps[0] == FlowStep("学校", "福祉相談センター", "卒業のとき")
    opinions = {one.agency_id: one for one in review.opinions}
    assert {one: opinions[one].state for one in opinions} == {
        city.agency(HOSPITAL): OpinionState.GIVEN, city.agency(OFFICE): OpinionState.NO_OPINION,
        city.agency(SOUTH): OpinionState.ASKED,
    }  # fmt: skip
    assert opinions[city.agency(HOSPITAL)].wanted_words == OWN
    assert opinions[city.agency(OFFICE)].spoken.said_by == "担当の方"
    (want,) = review.wants
    assert (want.id, want.gap_id, want.is_confirmed, want.hits.possible) == (
        origin.id, origin.gap_id, False, ("畑中さん", "畑中"),
    )  # fmt: skip
    assert [one.id for one in review.approaches] == [approach.id]


def test_silence_is_late_after_its_day(city) -> None:
    review_id = evaluated(city)
    due = opinion_of(city, review_id, OFFICE).due_on
    late = settings.now() + (due - settings.today() + DAY)
    assert {one.is_late for one in file_of(city).review.opinions} == {False}
    assert {one.is_late for one in city.look("kobayashi", closing_file, city.case(CASE), now=late).review.opinions} == {
        True
    }


def test_closed_case_offers_the_way_back_and_keeps_its_reviews(city) -> None:
    first = closed(city)
    view = file_of(city)
    assert (set(offered(view)), view.review.state, view.closed_on) == (
        {"reopen"},
        ReviewState.CONFIRMED,
        settings.today(),
    )
    reopened(city)
    city.do("kobayashi", begin_review, city.case(CASE), seen={"state": CaseState.ASSESSING})
    view = file_of(city)
    assert (view.review.id, [one.id for one in view.earlier]) == (review_of(city).id, [first])


@pytest.mark.parametrize("query", [closing_file, monitoring_file])
def test_case_at_its_end_is_shown_to_who_holds_it_or_runs_its_conference(city, query) -> None:
    evaluated(city)
    for who, kind in (("kobayashi", BasisKind.OFFICE), ("kacho", BasisKind.OFFICE), ("minami", BasisKind.OFFICE),
                      ("kiroku", BasisKind.RUNNING)):  # fmt: skip
        view = city.look(who, query, city.case(CASE))
        assert (view.basis.kind, {one.case_id for one in view.looks}) == (kind, {city.case(CASE)})
    for who in ("ogawa", "hayashi", "nishi", "suishin", "kaigo-kacho", "iin", "system"):
        assert is_refused(city, who, query, city.case(CASE))
    assert is_refused(city, "kobayashi", query, city.agency(SOUTH))


def test_recorder_of_the_conference_may_write_what_was_talked_through(city) -> None:
    held = next(one.id for one in file_of(city).conferences)
    evaluated(city)
    assert "review.answer" not in file_of(city, "kiroku").may
    told(city, review_of(city).id, conference_id=held)
    view = file_of(city, "kiroku")
    assert ({"review.answer", "review.want", "opinion.give"} <= view.may, view.is_office) == (True, False)
    assert told(city, review_of(city).id, "kiroku", flow_unlikely="考えにくい").flow_unlikely == "考えにくい"
    assert offered(view) == {}


def test_monitoring_tells_what_is_new_since_the_last_look(city) -> None:
    view = city.look("kobayashi", monitoring_file, city.case(CASE))
    assert (view.plan.round, view.since is not None, view.checks) == (1, True, ())
    own = next(one for one in roles_in(city) if one.agency_id == city.agency(HOSPITAL))
    watched(city, roles={own.id: Look(Progress.BEHIND, "遅れ気味")}, next_on=settings.today() + 30 * DAY)
    view = city.look("kobayashi", monitoring_file, city.case(CASE))
    assert (view.since, view.next_on) == (settings.today(), settings.today() + 30 * DAY)
    assert view.checks[0].of(own.id).words == "遅れ気味"
    assert not any(view.is_new(role) for role in view.roles)
    city.do("ogawa", report_progress, own.id, words="一緒に行けた", now=settings.now() + DAY)
    view = city.look("kobayashi", monitoring_file, city.case(CASE), now=settings.now() + DAY)
    assert [role.id for role in view.roles if view.is_new(role)] == [own.id]
    assert [role.state for role in view.roles][-1] not in {A.DRAFT, A.NOT_NEEDED}


def test_monitoring_lists_open_problems_first(city) -> None:
    ids = [city.do("ogawa", note_problem, city.case(CASE), words=text).subject_id for text in ("一つ目", "二つ目")]
    city.do("kobayashi", settle_problem, ids[1], seen={"settled_on": None}, settled_words="役割にした")
    view = city.look("minami", monitoring_file, city.case(CASE))
    assert [(one.words, one.settled_words) for one in view.problems] == [("一つ目", None), ("二つ目", "役割にした")]
    assert {one.noticed_by for one in view.problems} == {file_of_agency(city)}


def file_of_agency(city) -> str:
    """The name of the hospital as it is shown."""
    review_id = evaluated(city)
    own = opinion_of(city, review_id, HOSPITAL)
    return str(city.look("ogawa", opinion_file, own.id).opinion.agency)


def test_opinion_is_its_agencys_and_theirs_who_hold_the_case(city) -> None:
    own = opinion_of(city, evaluated(city), HOSPITAL)
    view = city.look("ogawa", opinion_file, own.id)
    assert (view.is_own, view.may_give, view.basis.kind) == (True, True, BasisKind.OPINION)
    assert (view.alias, view.is_confirmed) == ("畑の見える家", False)
    assert {role.is_mine for role in view.roles} == {True}
    view = city.look("kobayashi", opinion_file, own.id)
    assert (view.is_own, view.may_give, view.basis.kind) == (False, True, BasisKind.OFFICE)
    for who in ("hayashi", "nishi", "kiroku", "suishin", "kaigo-kacho"):
        assert is_refused(city, who, opinion_file, own.id)


def test_opinion_of_an_agency_is_read_for_ninety_days(city) -> None:
    own = opinion_of(city, closed(city), HOSPITAL)
    assert city.look("ogawa", opinion_file, own.id, now=settings.now() + 90 * DAY).opinion.id == own.id
    with pytest.raises(Refused):
        city.look("ogawa", opinion_file, own.id, now=settings.now() + 91 * DAY)


def test_agency_reads_what_became_of_it_once_it_is_confirmed(city) -> None:
    review_id = evaluated(city)
    own = opinion_of(city, review_id, HOSPITAL)
    gap_id = wanted(city, review_id).gap_id
    assert city.look("ogawa", opinion_file, own.id).became == ()
    go(city, gap_id, "confirm")
    (row,) = city.look("ogawa", opinion_file, own.id).became
    assert (row.id, row.public_summary, row.count.exact) == (gap_id, PUBLIC, None)
    assert shown_of({"実さんが午前に通える場がほしい。"}, city.look("ogawa", opinion_file, own.id)) == set()


def test_statements_do_not_grow_with_the_end_of_a_case(city) -> None:
    evaluated(city)
    review, case = review_of(city), city.case(CASE)
    own = opinion_of(city, review.id, HOSPITAL).id
    more_at_the_end(city, review, 4)
    queries = [
        ("kobayashi", closing_file, (case,)), ("kiroku", closing_file, (case,)), ("kobayashi", monitoring_file, (case,)),
        ("ogawa", opinion_file, (own,)), ("kobayashi", today_of, ()), ("kacho", today_of, ()), ("ogawa", today_of, ()),
        ("suishin", today_of, ()),
    ]  # fmt: skip
    actors = {who: city.actor(who) for who, _, _ in queries}
    few = [statements(city, actors[who], query, *args) for who, query, args in queries]
    more_at_the_end(city, review, 8, skip=50)
    assert [statements(city, actors[who], query, *args) for who, query, args in queries] == few


def test_case_that_goes_on_is_offered_no_end(city) -> None:
    reviewed(city)
    city.do("kobayashi", advance_case, **closing(city, name="go_on"))
    assert offered(file_of(city)) == {}
