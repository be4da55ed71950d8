"""The case in hand: what this conference may find of its plan, for those who may say so."""

from uuid import UUID

import pytest

from models.conferences import Conference
from models.database import writing
from models.plans import PlanState as P
from queries.agreed import case_in_hand
from tests.operations.sittings import agreed as everybody_agrees
from tests.operations.sittings import planned, prepared
from tests.operations.working import framed, in_session, move, plan, role

FOUND = ["find_appropriate", "find_appropriate_with_changes", "reconsider"]


@pytest.fixture
def brought(city) -> tuple[UUID, UUID]:
    """A conference in session, and the plan of case 001 that was brought before it."""
    plan_id = plan(city)
    framed(city, plan_id)
    role(city, plan_id=plan_id)
    conference = prepared(city)[0]
    move(city, "kobayashi", plan_id, "submit", conference_id=conference)
    everybody_agrees(city, "001", "general_hospital")
    in_session(city, conference)
    return conference, plan_id


def offered(city, who: str, conference: UUID) -> list[str]:
    """The findings that the room offers."""
    return [one.name for one in city.look(who, case_in_hand, conference, city.case("001")).plan.offers]


@pytest.mark.parametrize("who", ["kobayashi", "kacho", "kiroku"])
def test_finding_is_offered_to_who_runs_the_conference_and_to_the_office(city, brought, who) -> None:
    assert offered(city, who, brought[0]) == FOUND


def test_finding_is_not_offered_to_an_agency_that_is_called(city, brought) -> None:
    assert offered(city, "ogawa", brought[0]) == []


def test_finding_is_offered_to_an_agency_that_runs_the_conference(city, brought) -> None:
    with writing() as session:
        session.get_one(Conference, brought[0]).facilitator_id = city.person("ogawa")
    assert offered(city, "ogawa", brought[0]) == FOUND


def test_finding_is_offered_in_the_conference_of_the_plan_alone(city, brought) -> None:
    assert offered(city, "kobayashi", planned(city)) == []


def test_plan_that_was_not_brought_before_a_conference_has_no_finding(city) -> None:
    plan(city)
    assert offered(city, "kobayashi", prepared(city)[0]) == []


def test_finding_that_was_made_leaves_the_way_back(city, brought) -> None:
    conference, plan_id = brought
    assert move(city, "kiroku", plan_id, "find_appropriate").state is P.APPROPRIATE
    assert offered(city, "kiroku", conference) == ["reconsider"]
    move(city, "kiroku", plan_id, "reconsider")
    assert offered(city, "kiroku", conference) == []
