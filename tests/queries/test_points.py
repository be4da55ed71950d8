"""要点 for those who write them, and what an agency gets of them: cut item by item, like the lines."""

from uuid import UUID

import pytest

from models.conferences import ItemAbsence, ItemResult
from models.database import writing
from models.minutes import LineKind, MinutesLine, RecordState
from models.plans import Assignment
from operations.points import add_point, remove_point
from queries.finishing import finishing
from queries.points import points_file
from queries.record import record_file
from queries.room import room
from rules.refusal import Refused
from tests.city_settings import city_with
from tests.operations.sittings import standing
from tests.queries.many_said import held, more_said, record_of, written_anew
from tests.queries.statements import statements

OUTSIDE = ("ogawa", "hayashi", "nishi", "suishin", "kaigo-kacho", "iin", "system")


@pytest.fixture
def conference(city) -> UUID:
    """The conference of the sample city about 事例 7, with three lines more, each of an item of its own."""
    found = held(city)
    more_said(city, found, 3)
    written_anew(record_of(city, found))
    return found


def lines(city, conference) -> dict[str, UUID]:
    """The lines by their text."""
    view = city.look("kiroku", points_file, record_of(city, conference))
    return {line.text: line.id for item in view.items for line in item.lines}


def added(city, conference, **inputs) -> UUID:
    """A 要点 of 事例 7."""
    return city.do("kiroku", add_point, conference, case_id=city.case("007"), **inputs).subject_id


@pytest.mark.parametrize("who", OUTSIDE)
def test_points_of_somebody_who_does_not_write_them_answer_like_none(city, conference, who) -> None:
    for asked in (record_of(city, conference), conference):
        with pytest.raises(Refused, match="not_found"):
            city.look(who, points_file, asked)


def test_points_say_which_lines_are_used_and_where(city, conference) -> None:
    known = lines(city, conference)
    before = city.look("kiroku", points_file, record_of(city, conference)).unused
    added(city, conference, line_ids=[known["行0"]])
    point = added(city, conference, line_ids=[known["行0"], known["行1"]])
    view = city.look("kiroku", points_file, record_of(city, conference))
    into = {line.text: line.into for item in view.items for line in item.lines}
    assert (into["行0"], into["行1"], into["行2"], view.unused) == ((1, 2), (2,), (), before - 2)
    assert [(one.number, one.text, one.lines) for one in view.points] == [(1, "行0", 1), (2, "行0\n行1", 2)]
    city.do("kiroku", remove_point, point)
    view = city.look("kiroku", points_file, record_of(city, conference))
    assert view.unused == before - 1


def test_points_offer_results_and_roles_once(city, conference) -> None:
    item = next(one for one in standing(conference) if one.case_id)
    with writing() as session:
        row = session.get(type(item), item.id)
        row.result, row.result_words = ItemResult.DECIDED, "週に一度"
    view = city.look("kiroku", points_file, record_of(city, conference))
    assert str(item.id) in {one.item_id for one in view.decisions}
    assert len(view.roles) == 5
    added(city, conference, text="決まったこと", item_id=item.id)
    added(city, conference, text="役割", assignment_id=UUID(view.roles[0].assignment_id))
    after = city.look("kiroku", points_file, record_of(city, conference))
    assert str(item.id) not in {one.item_id for one in after.decisions}
    assert [one.assignment_id for one in after.roles] == [one.assignment_id for one in view.roles[1:]]


def test_agency_gets_a_point_where_it_gets_every_item_it_draws_on(city, conference) -> None:
    known, record = lines(city, conference), record_of(city, conference)
    added(city, conference, line_ids=[known["行0"]])
    added(city, conference, line_ids=[known["行1"]])
    added(city, conference, line_ids=[known["行0"], known["行1"]])
    added(city, conference, text="だれの行からでもない")
    first = next(one for one in standing(conference) if one.title == "議題0")
    added(city, conference, text="議題0の結果", item_id=first.id)
    with writing() as session:
        session.add(ItemAbsence(item_id=first.id, agency_id=city.agency("general_hospital")))

    def points(who: str) -> list[str]:
        return [one.text for one in city.look(who, record_file, record).text.points]

    assert points("kiroku") == ["行0", "行1", "行0\n行1", "だれの行からでもない", "議題0の結果"]
    assert points("ogawa") == ["行1"]
    assert points("hayashi") == ["行0", "行1", "行0\n行1", "議題0の結果"]


def test_agency_gets_a_point_of_a_role_where_it_gets_the_role_whole(city, conference) -> None:
    record = record_of(city, conference)
    plain, at_item, unseen = city.look("ogawa", record_file, record).text.roles[:3]
    first = next(one for one in standing(conference) if one.title == "議題0")
    with writing() as session:
        for role in (plain, at_item, unseen):
            session.get_one(Assignment, UUID(role.assignment_id)).item_id = None
        session.get_one(Assignment, UUID(at_item.assignment_id)).item_id = first.id
    for name, role in (("役割", plain), ("議題0の役割", at_item), ("よその役割", unseen)):
        added(city, conference, text=name, assignment_id=UUID(role.assignment_id))

    def points(who: str) -> list[str]:
        return [one.text for one in city.look(who, record_file, record).text.points]

    assert points("kiroku") == points("ogawa") == ["役割", "議題0の役割", "よその役割"]
    with writing() as session:
        session.add(ItemAbsence(item_id=first.id, agency_id=city.agency("general_hospital")))
        session.get_one(Assignment, UUID(unseen.assignment_id)).without_contents = True
    assert points("ogawa") == ["役割"]
    assert points("hayashi") == ["役割", "議題0の役割"]


def test_items_have_the_number_of_the_whole_agenda_in_the_room_the_record_and_the_points(city, conference) -> None:
    numbers = {one.id: number for number, one in enumerate(standing(conference), start=1)}
    own = {one.id: numbers[one.id] for one in standing(conference) if one.case_id == city.case("007")}
    assert (min(own.values()), len(own)) == (3, 13)
    record = record_of(city, conference)
    told = city.look("kiroku", points_file, record).items
    assert {one.id: one.number for one in told} == own
    for who in ("kiroku", "ogawa"):
        items = city.look(who, record_file, record).text.items
        assert {UUID(one.item_id): one.number for one in items} == own
    assert {one.id: one.number for one in city.look("kiroku", room, conference).items} == numbers


@pytest.mark.parametrize(("goes_out", "told"), [(True, True), (False, False)])
def test_lines_go_out_as_an_appendix_or_stay_inside(city, conference, goes_out, told) -> None:
    known, record = lines(city, conference), record_of(city, conference)
    added(city, conference, line_ids=[known["行1"]])
    with city_with(record_lines_go_out=goes_out):
        view = city.look("ogawa", record_file, record)
        assert any(item.lines for item in view.text.items) is told
        assert [one.text for one in view.text.points] == ["行1"]
        assert any(item.lines for item in city.look("kiroku", record_file, record).text.items)
    with city_with(record_lines_go_out=goes_out, record_style="lines"):
        assert any(item.lines for item in city.look("ogawa", record_file, record).text.items)


def test_points_cost_the_same_however_many_lines_there_are(city, conference) -> None:
    record = record_of(city, conference)
    added(city, conference, line_ids=[lines(city, conference)["行0"]])
    few = statements(city, city.actor("kiroku"), points_file, record)
    more_said(city, conference, 30, first=10)
    known = lines(city, conference)
    for n in range(10, 20):
        added(city, conference, line_ids=[known[f"行{n}"]])
    assert statements(city, city.actor("kiroku"), points_file, record) == few


def test_finishing_counts_what_each_part_lacks(city, conference) -> None:
    known = lines(city, conference)
    case = next(one for one in city.look("kiroku", finishing, conference) if one.case)
    assert (case.record_id, case.state, case.unsorted, case.branches, case.points) == (
        record_of(city, conference), RecordState.IN_CHECK, 0, 0, 0,
    )  # fmt: skip
    assert case.lines == len(known)
    added(city, conference, line_ids=[known["行1"]])
    with writing() as session:
        session.get_one(MinutesLine, known["行2"]).kind = LineKind.UNSORTED
    case = next(one for one in city.look("kiroku", finishing, conference) if one.case)
    assert (case.unsorted, case.points) == (1, 1)


@pytest.mark.parametrize("who", OUTSIDE)
def test_finishing_of_somebody_who_does_not_run_it_answers_like_none(city, conference, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, finishing, conference)
