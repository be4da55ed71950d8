"""明日の会議の穴: told from 16:00 of the working day before, to who prepares it, hole by hole; none where there is none."""

from datetime import UTC, date, datetime, timedelta

import pytest

import settings
from models.conferences import Conference, ItemKind
from models.database import writing
from models.plans import Assignment, AssignmentState
from operations.agenda import add_item
from queries.holes import holes_ahead, holes_of_conference
from rules.calendar import after_business_days
from rules.holes import days_told
from tests.operations.sittings import agreed, ahead, at, called, convene, item, planned, prepared
from tests.operations.working import answer, role
from tests.queries.many import statements
from tests.queries.many_said import more_said

RUNS = ("kobayashi", "kiroku", "kacho")


def day_of() -> date:
    """A coming working day."""
    return ahead(10)


def eve(hour: int) -> datetime:
    """An hour of the working day before it."""
    found = day_of() - timedelta(days=1)
    while after_business_days(found, 1) != day_of() or after_business_days(found - timedelta(days=1), 1) != found:
        found -= timedelta(days=1)
    return at(hour, day=found)


def tomorrow(city, **other):
    """A conference of that day, with its item."""
    return prepared(city, starts_at=at(13, day=day_of()), ends_at=at(14, day=day_of()), **other)


def keys(city, who: str, hour: int = 16) -> list[str]:
    """The holes that somebody is told."""
    view = city.look(who, holes_ahead, now=eve(hour))
    return [hole.key for one in view.conferences for hole in one.holes]


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (datetime(2026, 6, 17, 6, 59, tzinfo=UTC), None),  # Wednesday 15:59
        (datetime(2026, 6, 17, 7, 0, tzinfo=UTC), (date(2026, 6, 18), date(2026, 6, 18))),
        (datetime(2026, 6, 19, 7, 0, tzinfo=UTC), (date(2026, 6, 20), date(2026, 6, 22))),  # Friday
        (datetime(2026, 6, 21, 1, 0, tzinfo=UTC), (date(2026, 6, 22), date(2026, 6, 22))),  # Sunday morning
    ],
)
def test_holes_are_told_from_the_hour_of_the_working_day_before(moment, days) -> None:
    assert days_told(moment, "16:00") == days


@pytest.mark.parametrize("who", RUNS)
def test_holes_of_tomorrow_are_told_to_who_prepares_it(city, who) -> None:
    tomorrow(city)
    consent = "uncovered_somebody" if who == "kiroku" else "uncovered"
    assert sorted(keys(city, who)) == sorted(["no_name", "not_convened", consent])
    assert keys(city, who, hour=15) == []


@pytest.mark.parametrize("who", ["mizuno", "ogawa", "nishi", "suishin", "kaigo-kacho", "system"])
def test_holes_of_tomorrow_are_nobody_elses(city, who) -> None:
    conference, _ = tomorrow(city)
    assert keys(city, who) == []
    assert (city.look(who, holes_of_conference, conference).conferences != ()) == (who == "mizuno")


def test_conference_without_a_hole_says_so(city) -> None:
    conference, _ = tomorrow(city)
    agreed(city, "001", "general_hospital")
    convene(city, conference)
    with writing() as session:
        session.get_one(type(called(conference)[0]), called(conference)[0].id).name = "森 はるか"
    view = city.look("kobayashi", holes_ahead, now=eve(17))
    assert [(one.id, one.holes) for one in view.conferences] == [(conference, ())]


def test_recorder_question_and_ending_consent_are_holes(city) -> None:
    conference, _ = tomorrow(city, recorder_id=None)
    agreed(city, "001", "general_hospital", ends_on=day_of())
    city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE, question=None, title="方針"))
    told = keys(city, "kobayashi")
    assert {"no_recorder", "no_question", "consent_ends"} <= set(told)
    assert "uncovered" not in told


def test_promise_that_nobody_told_of_and_late_answer_are_holes(city) -> None:
    agreed(city, "001", "general_hospital")
    before, _ = prepared(city, starts_at=at(9, day=ahead(3)), ends_at=at(10, day=ahead(3)))
    silent, late = role(city), role(city, task="居場所をさがす")
    answer(city, "ogawa", silent, "accept")
    answer(city, "ogawa", late, "take_back", answer_by="森", answer_due_on=settings.today() + timedelta(days=1))
    with writing() as session:
        session.get_one(Assignment, silent).conference_id = before
    tomorrow(city)
    assert {"promise_silent", "answer_late"} <= set(keys(city, "kobayashi"))
    assert city.row(Assignment, late).state is AssignmentState.TAKEN_BACK


def test_conference_shows_its_own_holes_at_any_time(city) -> None:
    conference, _ = tomorrow(city)
    view = city.look("kobayashi", holes_of_conference, conference)
    assert [len(one.holes) > 0 for one in view.conferences] == [True]
    assert {look.case_id for look in view.looks} == {city.case("001")}
    assert city.row(Conference, conference).starts_at > settings.now()


def test_holes_take_as_many_statements_for_many_items_as_for_few(city) -> None:
    conference, _ = tomorrow(city)
    actor, counted = city.actor("kobayashi"), []
    for first in (0, 30):
        more_said(city, conference, 30 if first else 2, number="001", first=first)
        with statements() as sent:
            city.look(actor, holes_ahead, now=eve(16))
        counted.append(len([one for one in sent if one.upper().startswith("SELECT")]))
    assert counted[0] == counted[1]


def test_holes_of_an_item_without_names_do_not_tell_whose_it_is(city) -> None:
    conference = planned(city, facilitator_id=city.person("ogawa"))
    told = item(case_id=city.case("007"), without_names=True)
    city.do("kobayashi", add_item, conference, **told)
    agreed(city, "007", "general_hospital", ends_on=settings.today() + timedelta(days=3))
    view = city.look("ogawa", holes_of_conference, conference)
    assert sorted(hole.key for one in view.conferences for hole in one.holes) == ["not_convened"]
