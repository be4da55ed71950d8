"""きょう, to the end of a case and beyond: who is told what waits, and who is not."""

from datetime import datetime

import pytest

import settings
from models.cases import Case
from models.gaps import Engagement, EngagementKind, GapState
from models.plans import SupportPlan
from operations.cases import advance_case, release_agency
from operations.gaps import approach, report_engagement
from operations.monitoring import note_problem, record_monitoring, settle_problem
from operations.opinions import give_opinion
from queries.today import today_of
from queries.waiting import MOST, Waiting
from tests.operations.endings import (
    CASE,
    HOSPITAL,
    OFFICE,
    PUBLIC,
    answered,
    closed,
    closing,
    confirmed,
    evaluated,
    go,
    heard,
    opinion_of,
    owned_by,
    raised,
    reviewed,
    saying,
    wanted,
)
from tests.operations.sittings import rows
from tests.operations.working import DAY
from tests.queries.many_gaps import more_gaps

NAMED = {"alias": "畑の見える家"}


def lines(city, who: str, key: str, now: datetime | None = None) -> list[Waiting]:
    """What of a kind waits for somebody."""
    return [one for one in city.look(who, today_of, now=now).waiting if one.key == key]


def found(city, who: str, key: str, now: datetime | None = None) -> set:
    """The places to which these lines lead."""
    return {one.id for one in lines(city, who, key, now)}


def after(days: int) -> datetime:
    """So many days from now."""
    return settings.now() + days * DAY


def test_monitoring_waits_from_a_week_before(city) -> None:
    case = city.case(CASE)
    city.do(
        "kobayashi",
        record_monitoring,
        case,
        checked_on=settings.today(),
        changes="-",
        next_on=settings.today() + 8 * DAY,
    )
    assert case not in found(city, "kobayashi", "monitoring_due")
    (line,) = [one for one in lines(city, "kobayashi", "monitoring_due", after(1)) if one.id == case]
    assert (line.page, line.due_on, line.values["alias"]) == ("monitoring", settings.today() + 8 * DAY, NAMED["alias"])
    for who in ("mizuno", "minami", "kacho", "ogawa"):  # those who are not in charge
        assert case not in found(city, who, "monitoring_due", after(1))


def test_plan_that_ends_waits_until_it_is_evaluated(city) -> None:
    case = city.case(CASE)
    (plan,) = rows(SupportPlan, case_id=case)
    days = (plan.ends_on - settings.today()).days
    assert case not in found(city, "kobayashi", "plan_ends", after(days - 31))
    (line,) = [one for one in lines(city, "kobayashi", "plan_ends", after(days - 30)) if one.id == case]
    assert (line.page, line.due_on) == ("monitoring", plan.ends_on)
    evaluated(city)
    assert case not in found(city, "kobayashi", "plan_ends", after(days - 30))


def test_review_waits_for_the_agencies_and_then_is_ready(city) -> None:
    case, review_id = city.case(CASE), evaluated(city)
    answered(city, review_id)
    for who, is_told in (("kobayashi", True), ("kacho", True), ("mizuno", False), ("minami", False), ("ogawa", False)):
        assert (case in found(city, who, "review_waits")) is is_told
        assert case not in found(city, who, "review_is_ready")
    heard(city, review_id, OFFICE)
    assert case in found(city, "kobayashi", "review_waits")
    late = after((opinion_of(city, review_id, OFFICE).due_on - settings.today()).days + 1)
    assert case in found(city, "kobayashi", "review_is_ready", late)
    heard(city, review_id)
    assert case in found(city, "kacho", "review_is_ready")
    assert {line.page for line in lines(city, "kobayashi", "review_is_ready")} == {"closing"}


def test_closed_case_waits_for_nobody(city) -> None:
    case = city.case(CASE)
    closed(city)
    keys = {"monitoring_due", "plan_ends", "review_waits", "review_is_ready", "role_answer_due", "role_late"}
    for who in ("kobayashi", "kacho", "ogawa", "hayashi"):
        waiting = city.look(who, today_of, now=after(60)).waiting
        assert [one for one in waiting if one.id == case and one.key in keys] == []
        assert [one for one in waiting if one.key.startswith("role_") and NAMED["alias"] in str(one.values)] == []


def test_opinion_waits_for_its_agency_with_the_household_while_it_may_know(city) -> None:
    review_id = evaluated(city)
    own = opinion_of(city, review_id, HOSPITAL)
    (line,) = lines(city, "ogawa", "opinion_asked")
    assert (line.id, line.page, line.due_on) == (own.id, "opinion", own.due_on)
    assert line.values["heading"].endswith(NAMED["alias"])
    assert found(city, "hayashi", "opinion_asked") == {opinion_of(city, review_id, OFFICE).id}
    assert lines(city, "kobayashi", "opinion_asked") == []
    part = next(
        one for one in city.involvements(city.case(CASE)) if one.agency_id == own.agency_id and one.until is None
    )
    city.do("kobayashi", release_agency, part.id)
    late = city.look("ogawa", today_of, now=after(20)).waiting
    assert [one.values for one in late if one.key == "opinion_asked"] == [{"heading": ""}]
    city.do("ogawa", give_opinion, **saying(city, own.id))
    assert lines(city, "ogawa", "opinion_asked") == []


def test_problem_waits_for_who_is_in_charge_until_it_is_settled(city) -> None:
    problem = city.do("ogawa", note_problem, city.case(CASE), words="お金を取られているようだ。").subject_id
    (line,) = lines(city, "kobayashi", "problem_noted")
    assert (line.id, line.page, line.values["alias"]) == (city.case(CASE), "monitoring", NAMED["alias"])
    assert "お金" not in str(line.values)
    assert lines(city, "minami", "problem_noted") == lines(city, "ogawa", "problem_noted") == []
    city.do("kobayashi", settle_problem, problem, seen={"settled_on": None}, settled_words="社協へ")
    assert lines(city, "kobayashi", "problem_noted") == []


def test_candidate_with_a_text_waits_to_be_looked_through(city) -> None:
    written, silent = raised(city), raised(city, public_summary=None)
    assert (
        written in found(city, "kobayashi", "gap_to_confirm"),
        silent in found(city, "kobayashi", "gap_to_confirm"),
    ) == (True, False)
    for who in ("kacho", "minami", "suishin", "kaigo-kacho", "ogawa"):
        assert found(city, who, "gap_to_confirm") == set()
    go(city, written, "confirm")
    assert found(city, "kobayashi", "gap_to_confirm") == set()


def test_entry_without_owner_waits_after_sixty_days(city) -> None:
    gap_id, days = confirmed(city), settings.city().gap_unassigned_days
    assert found(city, "kacho", "gap_to_assign", after(days - 1)) == set()
    for who, is_told in (("kobayashi", True), ("kacho", True), ("kaigo-kacho", False), ("minami", False)):
        assert (gap_id in found(city, who, "gap_to_assign", after(days))) is is_told


def test_put_off_entry_comes_back_on_its_day(city) -> None:
    gap_id = confirmed(city)
    go(city, gap_id, "put_off", words="予算のあとで", again_on=settings.today() + 30 * DAY)
    assert found(city, "kobayashi", "gap_again", after(29)) == set()
    (line,) = lines(city, "kacho", "gap_again", after(30))
    assert (line.id, line.page, line.due_on) == (gap_id, "gap", settings.today() + 30 * DAY)


@pytest.mark.parametrize("who", ["suishin", "kaigo-kacho"])
def test_owner_division_is_told_what_it_answers_for(city, who) -> None:
    gap_id, other = confirmed(city), confirmed(city)
    go(city, gap_id, "assign", **owned_by(city))
    go(city, other, "assign", **owned_by(city, "environment_division"))
    (line,) = lines(city, who, "gap_due")
    assert (line.id, line.page, line.due_on, line.values["text"]) == (
        gap_id,
        "gap",
        settings.today() + 60 * DAY,
        PUBLIC,
    )
    assert lines(city, "kobayashi", "gap_due") == lines(city, "hayashi", "gap_due") == []
    go(city, gap_id, "put_off", words="予算のあとで", again_on=settings.today() + DAY)
    assert lines(city, who, "gap_due") == []


def test_approach_waits_for_who_took_it_on(city) -> None:
    gap_id = confirmed(city)
    go(city, gap_id, "assign", **owned_by(city))
    ask = {"kind": EngagementKind.APPROACH, "agency_id": city.agency("farm"), "words": "午前に場を"}
    done = city.do("suishin", approach, gap_id, due_on=settings.today() + 8 * DAY, **ask).subject_id
    assert lines(city, "suishin", "approach_due") == []
    (line,) = lines(city, "suishin", "approach_due", after(1))
    assert (line.id, line.page, line.due_on) == (gap_id, "gap", settings.today() + 8 * DAY)
    assert lines(city, "kobayashi", "approach_due", after(1)) == []
    inputs = {"seen": city.seen(Engagement, done, report_engagement), "done_on": settings.today(), "result": "できた"}
    city.do("suishin", report_engagement, done, **inputs)
    assert lines(city, "suishin", "approach_due", after(1)) == []


def test_who_said_it_is_told_what_became_of_it(city) -> None:
    review_id = evaluated(city)
    gap_id = wanted(city, review_id).gap_id
    city.do("ogawa", give_opinion, **saying(city, opinion_of(city, review_id, HOSPITAL).id, wanted_words="午前の場"))
    heard(city, review_id)
    go(city, gap_id, "confirm")
    assert lines(city, "ogawa", "gap_answered") == []
    go(city, gap_id, "put_off", words="予算のあとで", again_on=settings.today() + 90 * DAY)
    (line,) = lines(city, "ogawa", "gap_answered")
    assert (line.id, line.page, line.values["text"]) == (gap_id, "gap", PUBLIC)
    # Who had no opinion is not told, and after a month nobody is.
    assert lines(city, "hayashi", "gap_answered") == []
    assert lines(city, "ogawa", "gap_answered", after(31)) == []


def test_who_sent_the_household_is_told_what_became_of_it_once_it_is_closed(city) -> None:
    review_id = reviewed(city)
    sender = city.row(Case, city.case(CASE)).relayed_by_id
    assert sender == city.agency(HOSPITAL)
    gap_id = wanted(city, review_id).gap_id
    go(city, gap_id, "confirm")
    go(city, gap_id, "no_longer_wanted", words="状況が変わった")
    assert lines(city, "ogawa", "gap_answered") == []
    city.do("kobayashi", advance_case, **closing(city))
    assert found(city, "ogawa", "gap_answered") == {gap_id}


def test_candidate_that_ended_unread_is_told_to_nobody(city) -> None:
    review_id = reviewed(city)
    gap_id = wanted(city, review_id).gap_id
    go(city, gap_id, "no_longer_wanted", words="状況が変わった")
    assert gap_id not in found(city, "ogawa", "gap_answered")


def test_oldest_candidates_are_told_with_how_many_there_are(city) -> None:
    ids = more_gaps(city, MOST + 5, state=GapState.CANDIDATE)
    told = lines(city, "kobayashi", "gap_to_confirm")
    assert [line.id for line in told] == ids[: len(told)]
    assert {line.values["total"] for line in told} == {str(MOST + 5)}


def test_at_most_twenty_of_a_kind_are_told(small_city) -> None:
    more_gaps(small_city, MOST + 5, state=GapState.ASSIGNED, owner="elderly_care_division")
    assert len(lines(small_city, "suishin", "gap_due")) == MOST
