"""An agency waits outside for every item of a case at once, and for nothing else."""

from sqlmodel import select

from models.conferences import AgendaItem, ItemAbsence
from models.database import reading
from operations.agenda import add_item, leave_out, remove_item
from operations.case_agenda import take_up_case
from operations.conferences import invite
from tests.operations.sittings import item, planned, standing
from tests.operations.stored import why_not


def outside(city, agency: str) -> set[object]:
    """The items for which the agency waits outside."""
    with reading() as session:
        rows = session.exec(select(ItemAbsence).where(ItemAbsence.agency_id == city.agency(agency))).all()
    return {row.item_id for row in rows}


def of_case(city, conference, number: str) -> list[AgendaItem]:
    """The standing items of a case."""
    return [one for one in standing(conference) if one.case_id == city.case(number)]


def two_cases(city):
    """A conference with two cases in their steps and one item about none; the hospital is called."""
    conference = planned(city)
    city.do("kobayashi", invite, conference, agency_id=city.agency("general_hospital"))
    for number in ("001", "003"):
        city.do("kobayashi", take_up_case, conference, case_id=city.case(number))
    city.do("kobayashi", add_item, conference, **item(title="次回の日程"))
    return conference


def test_leave_out_of_a_whole_case_is_for_its_items_alone(city) -> None:
    conference = two_cases(city)
    before = outside(city, "general_hospital")
    first = of_case(city, conference, "003")[0]
    agency = city.agency("general_hospital")
    city.do("kobayashi", leave_out, first.id, agency_id=agency, whole_case=True)
    assert outside(city, "general_hospital") - before == {one.id for one in of_case(city, conference, "003")}


def test_leave_out_of_a_whole_case_passes_over_where_it_waits_already_and_what_was_taken_off(city) -> None:
    conference = two_cases(city)
    first, second, third, *_ = of_case(city, conference, "003")
    agency = city.agency("general_hospital")
    city.do("kobayashi", leave_out, second.id, agency_id=agency)
    city.do("kobayashi", remove_item, third.id)
    city.do("kobayashi", leave_out, first.id, agency_id=agency, whole_case=True)
    own = {one.id for one in of_case(city, conference, "003")}
    assert (own <= outside(city, "general_hospital"), third.id in outside(city, "general_hospital")) == (True, False)
    assert why_not(city, "kobayashi", leave_out, first.id, agency_id=agency, whole_case=True) == "already_there"


def test_leave_out_of_an_item_about_no_case_is_of_that_item(city) -> None:
    conference = two_cases(city)
    last = standing(conference)[-1]
    before = outside(city, "general_hospital")
    city.do("kobayashi", leave_out, last.id, agency_id=city.agency("general_hospital"), whole_case=True)
    assert outside(city, "general_hospital") - before == {last.id}
