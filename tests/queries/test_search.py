"""会議録をさがす: what a person may read is found, newest first; nothing else is, not even in a number."""

import pytest

import settings
from models.conferences import AgendaItem, Conference, ItemAbsence
from models.database import writing
from models.minutes import ConferenceRecord, MinutesLine, RecordState
from operations.points import add_point
from queries.search import cases_talked_of, found_in_minutes, years_held
from queries.search_places import Wish
from rules.composing import compose
from rules.disclosure import BasisKind
from rules.record import to_text
from rules.refusal import Refused
from tests.city_settings import city_with
from tests.operations.recording import Room
from tests.operations.sittings import DUTY, adjourned, rows
from tests.queries.many_said import held, more_said
from tests.queries.statements import statements

WORDS = "髙﨑さん宅の門灯"


def said(city, text: str = WORDS) -> Room:
    """A 支援会議 in session about 事例 1 in which this was typed."""
    room = Room(city).opened()
    room.write(text=text)
    return room


def fixed(city, item_text: str, *, state: RecordState = RecordState.FIXED) -> ConferenceRecord:
    """The record of 事例 7, which two agencies were asked to check, with one more line."""
    conference = held(city)
    record = next(one for one in rows(ConferenceRecord, conference_id=conference) if one.case_id is not None)
    line = min(rows(MinutesLine, conference_id=conference, case_id=record.case_id), key=lambda one: one.id)
    with writing() as session:
        session.get_one(MinutesLine, line.id).text = item_text
        session.flush()
        stored = session.get_one(ConferenceRecord, record.id)
        stored.content = None
        stored.state = state
        if state is RecordState.FIXED:
            held_now = session.get_one(Conference, conference)
            stored.content = to_text(compose(session.execute, held_now, record.case_id))
    return record


@pytest.mark.parametrize("words", ["高崎", "髙", "門灯 高崎さん", "門"])
def test_line_is_found_by_words_of_any_length_in_any_shape(city, words) -> None:
    said(city)
    found = city.look("kobayashi", found_in_minutes, words)
    assert [("".join(text for text, _ in one.pieces), one.what, one.page) for one in found.rows] == [
        (WORDS, "line", "room")
    ]
    assert (found.total, found.basis.kind, len(found.looks)) == (1, BasisKind.OFFICE, 1)


@pytest.mark.parametrize("who", ["ogawa", "hayashi", "nishi"])
def test_line_of_somebody_elses_case_is_neither_found_nor_counted(city, who) -> None:
    said(city)
    found = city.look(who, found_in_minutes, "門灯")
    assert (found.total, found.rows, found.looks) == (0, (), ())


@pytest.mark.parametrize("who", ["suishin", "kaigo-kacho", "iin", "system"])
def test_search_is_closed_to_who_reads_no_records(city, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, found_in_minutes, "門灯")


def test_result_of_an_item_is_found_by_who_ran_the_conference(city) -> None:
    item = adjourned(city)[1]
    with writing() as session:
        session.get_one(AgendaItem, item).result_words = "門灯を週に一度見る"
    found = city.look("kiroku", found_in_minutes, "門灯")
    assert [(one.what, one.item) for one in found.rows] == [("result", "朝の過ごし方")]
    assert city.look("ogawa", found_in_minutes, "門灯").total == 0


@pytest.mark.parametrize("state", [RecordState.FIXED, RecordState.IN_CHECK])
@pytest.mark.parametrize("who", ["ogawa", "hayashi"])
def test_agency_finds_what_stands_in_its_record(city, who, state) -> None:
    record = fixed(city, WORDS, state=state)
    found = city.look(who, found_in_minutes, "高崎")
    assert [(one.what, one.page, one.page_id) for one in found.rows] == [("line", "record", record.id)]
    assert found.basis.kind is BasisKind.CONSENT


@pytest.mark.parametrize("state", [RecordState.FIXED, RecordState.IN_CHECK])
def test_agency_finds_nothing_of_an_item_for_which_it_waited_outside(city, state) -> None:
    record = fixed(city, WORDS, state=state)
    line = next(one for one in rows(MinutesLine, conference_id=record.conference_id) if one.text == WORDS)
    with writing() as session:
        session.add(ItemAbsence(item_id=line.item_id, agency_id=city.agency("general_hospital")))
    assert city.look("ogawa", found_in_minutes, "高崎").total == 0
    assert city.look("kobayashi", found_in_minutes, "高崎").total == 1


@pytest.mark.parametrize("state", [RecordState.FIXED, RecordState.IN_CHECK])
def test_agency_finds_no_line_where_the_points_alone_go_out(city, state) -> None:
    record = fixed(city, WORDS, state=RecordState.IN_CHECK)
    point = {"case_id": city.case("007"), "text": "門灯を直す"}
    city.do("kiroku", add_point, record.conference_id, **point)
    with city_with(record_lines_go_out=False):
        fixed(city, WORDS, state=state)
        assert city.look("ogawa", found_in_minutes, "高崎").total == 0
    assert city.look("ogawa", found_in_minutes, "高崎").total == 1


def test_draft_of_a_record_is_nothing_to_an_agency(city) -> None:
    fixed(city, WORDS, state=RecordState.DRAFT)
    assert city.look("ogawa", found_in_minutes, "高崎").total == 0


def test_body_year_and_case_narrow_it_down(city) -> None:
    said(city)
    year = city.look("kobayashi", years_held)[0]
    asked = {
        Wish(DUTY): 1, Wish("multilayer_support_conference"): 0, Wish(year=year - 9): 0,
        Wish(case_id=city.case("001")): 1, Wish(case_id=city.case("007")): 0,
    }  # fmt: skip
    assert {wish: city.look("kobayashi", found_in_minutes, "門灯", wish).total for wish in asked} == asked
    assert city.case("001") in {one.id for one in city.look("kobayashi", cases_talked_of)}


def test_case_that_one_may_not_be_told_of_narrows_to_nothing(city) -> None:
    fixed(city, WORDS)
    assert city.look("ogawa", found_in_minutes, "高崎", Wish(case_id=city.case("001"))).total == 0
    known = {one.id for one in city.look("ogawa", cases_talked_of)}
    assert (city.case("007") in known, city.case("001") in known) == (True, False)


def test_nothing_to_look_for_is_refused(small_city) -> None:
    with pytest.raises(Refused, match="field_is_needed"):
        small_city.look("kobayashi", found_in_minutes, "  　")


def test_pages_go_on_where_the_last_one_ended(small_city) -> None:
    city = small_city
    more_said(city, held(city), 70)
    shown, sizes, after = set(), [], None
    while after is not None or not sizes:
        page = city.look("kobayashi", found_in_minutes, "行", after=after)
        sizes.append(len(page.rows))
        shown |= {one.item for one in page.rows}
        after = page.after
    assert (sizes[:2], sum(sizes)) == ([30, 30], page.total)
    assert {f"議題{n}" for n in range(70)} <= shown


def test_search_takes_as_many_statements_for_a_hundred_lines_as_for_ten(city) -> None:
    conference, actor = held(city), city.actor("kobayashi")
    more_said(city, conference, 3)
    few = statements(city, actor, found_in_minutes, "行")
    more_said(city, conference, 25, first=3)
    assert statements(city, actor, found_in_minutes, "行") == few


def test_many_lines_are_told_by_one_page_with_the_statements_of_a_few(city) -> None:
    conference, actor, size = held(city), city.actor("kobayashi"), settings.city().page_rows
    more_said(city, conference, 3)
    few = statements(city, actor, found_in_minutes, "行")
    more_said(city, conference, 500, first=3)
    assert statements(city, actor, found_in_minutes, "行") == few
    found = city.look(actor, found_in_minutes, "行499")
    assert ([one.item for one in found.rows], found.total, found.after) == (["議題499"], 1, None)
    page = city.look(actor, found_in_minutes, "行")
    assert (len(page.rows), page.total >= 503, page.after is not None) == (size, True, True)
