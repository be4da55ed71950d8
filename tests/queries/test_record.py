"""会議録ひとつ and the list of them: whole for the office, the heard items for an agency, the newest edition only."""

import pytest
from sqlmodel import select

import settings
from models.conferences import AgendaItem, Attendance, Invitation, ItemAbsence, ItemKind, Part
from models.database import writing
from models.minutes import ConferenceRecord, RecordState
from models.people import Agency
from models.sittings import ItemRecusal
from operations.records import correct_record
from queries.agreed import agreed_in, case_in_hand
from queries.attendees import attendees
from queries.record import record_file
from queries.records import record_list
from queries.room import room
from queries.view import kana_order
from rules.disclosure import BasisKind
from rules.refusal import Refused
from tests.operations.sittings import standing
from tests.queries.many_said import held, record_of, written_anew

OUTSIDE = ("nishi", "suishin", "kaigo-kacho", "iin", "system")


@pytest.fixture
def conference(city):
    """The conference of the sample city about 事例 7."""
    return held(city)


def called_in(city, conference, agency: str, **other) -> None:
    """Somebody more who was called and came."""
    with writing() as session:
        agency_id = city.agency(agency) if agency else None
        call = Invitation(conference_id=conference, agency_id=agency_id, **other)
        session.add(call)
        session.flush()
        session.add(Attendance(conference_id=conference, invitation_id=call.id))


@pytest.mark.parametrize("who", ["kobayashi", "kacho", "kiroku", "minami"])
def test_record_is_whole_for_the_office_and_who_ran_it(city, conference, who) -> None:
    view = city.look(who, record_file, record_of(city, conference))
    assert (view.is_whole, len(view.text.items), len(view.text.roles)) == (True, 10, 5)
    assert (view.text.case_number[-3:], view.text.read_by) == ("007", "藤井 こはる")
    assert view.basis.kind is (BasisKind.RUNNING if who == "kiroku" else BasisKind.OFFICE)


@pytest.mark.parametrize("who", ["ogawa", "hayashi"])
def test_record_of_an_agency_stands_on_its_being_there_and_has_its_own_check_alone(city, conference, who) -> None:
    view = city.look(who, record_file, record_of(city, conference))
    assert (view.is_whole, view.basis.kind, len(view.text.items)) == (False, BasisKind.CONSENT, 10)
    assert [one.agency_id for one in view.checks] == [city.actor(who).agency_id]
    assert view.offers == ()


@pytest.mark.parametrize("who", OUTSIDE)
def test_record_of_somebody_else_answers_like_none(city, conference, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, record_file, record_of(city, conference))


def test_item_for_which_an_agency_waited_outside_is_not_in_its_record(city, conference) -> None:
    record = record_of(city, conference)
    written_anew(record)
    item = next(one for one in standing(conference) if one.case_id == city.case("007"))
    with writing() as session:
        session.add(ItemAbsence(item_id=item.id, agency_id=city.agency("general_hospital")))
    seen = {one.item_id for one in city.look("ogawa", record_file, record).text.items}
    assert (str(item.id) in seen, len(seen)) == (False, 9)
    assert str(item.id) in {one.item_id for one in city.look("kobayashi", record_file, record).text.items}


def test_names_of_the_household_are_left_out_for_an_agency(city, conference) -> None:
    record = record_of(city, conference)
    written_anew(record)
    called_in(city, conference, "", name="畑中 実", reading="はたなか みのる", part=Part.FAMILY)
    names = {
        who: {one.name for one in city.look(who, record_file, record).text.people} for who in ("kobayashi", "ogawa")
    }
    assert ("畑中 実" in names["kobayashi"], "畑中 実" in names["ogawa"]) == (True, False)
    assert Part.FAMILY.value in {one.part for one in city.look("ogawa", record_file, record).text.people}


def test_people_stand_in_the_order_of_the_syllabary(city, conference) -> None:
    record = record_of(city, conference)
    written_anew(record)
    for name, reading in (
        ("ん", "んだ"),
        ("髙﨑", "たかさき"),
        ("が", "がっこう"),
        ("か", "かっこう"),
        ("ア", "アオイ"),
    ):
        called_in(city, conference, "farm", name=name, reading=reading)
    people = city.look("kobayashi", record_file, record).text.people
    named = [one.reading for one in people if one.reading]
    assert named == sorted(named, key=kana_order)
    assert named.index("かっこう") < named.index("がっこう") < named.index("んだ")
    here = attendees_of(city, conference)
    assert [one.name for one in here if one.name in {"か", "が", "ん"}] == ["か", "が", "ん"]


def attendees_of(city, conference):
    """Those called, as the room lists them."""
    return city.look("kobayashi", lambda session, *_: attendees(session, conference, with_family=True))


def test_agency_called_without_a_name_stands_by_its_own_reading(city, conference) -> None:
    here = attendees_of(city, conference)
    (agency,) = [one for one in here if not one.name]
    assert (agency.agency, agency.label) == ("介護高齢課", "介護高齢課")
    readings = [city.row(Agency, one.agency_id).reading if not one.name else None for one in here]
    assert [reading for reading in readings if reading] == [city.row(Agency, agency.agency_id).reading]


def correction(city, record) -> ConferenceRecord:
    """A second edition that was begun."""
    done = city.do("kobayashi", correct_record, record, correction="時刻のあやまり")
    return city.row(ConferenceRecord, done.subject_id)


def test_list_has_the_newest_edition_alone(city, conference) -> None:
    first = record_of(city, conference)
    second = correction(city, first)
    own = [row for row in city.look("kobayashi", record_list).rows if row.case.startswith("R") and "-007" in row.case]
    assert [(row.id, row.edition, row.state) for row in own] == [(second.id, 2, RecordState.DRAFT)]
    assert city.look("kobayashi", record_file, first).is_newest is False
    assert city.look("kobayashi", record_file, second.id).is_newest is True


def test_correction_that_is_being_written_leaves_the_agencies_their_record(city, conference) -> None:
    first = record_of(city, conference)
    second = correction(city, first)
    assert first in {row.id for row in city.look("ogawa", record_list).rows}
    with pytest.raises(Refused, match="not_found"):
        city.look("ogawa", record_file, second.id)


@pytest.mark.parametrize(("state", "count"), [(RecordState.FIXED, 2), (RecordState.DRAFT, 0), (None, 2)])
def test_list_is_of_one_state(city, state, count) -> None:
    view = city.look("kobayashi", record_list, state=state)
    assert (len(view.rows), view.total) == (count, count)


@pytest.mark.parametrize("who", ["suishin", "kaigo-kacho", "iin", "system"])
def test_list_of_somebody_without_records_is_refused(city, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, record_list)


@pytest.mark.parametrize("who", [*OUTSIDE, "hayashi", "ogawa"])
def test_room_is_for_those_who_run_it(city, conference, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, room, conference)


def test_room_has_the_agenda_the_people_and_the_records(city, conference) -> None:
    view = city.look("kiroku", room, conference)
    assert [one.number for one in view.items] == list(range(1, 15))
    assert [one.case_id for one in view.items if one.case_id] == [city.case("007")] * 10
    assert [one.case for one in view.records][-1] == ""
    assert (view.read_by, view.basis.kind) == ("藤井 こはる", BasisKind.RUNNING)
    assert [seen.case_id for seen in view.looks] == [city.case("007")]


def test_agreed_roles_are_those_of_the_conference_and_promises_those_before(city, conference) -> None:
    roles = city.look("kiroku", agreed_in, conference)
    assert len(roles.of(city.case("007"))) == 5
    assert roles.of(city.case("008")) == ()
    before = city.look("kiroku", case_in_hand, conference, city.case("007"))
    assert (before.promises, before.plan.wish_of) == ((), "長男")


@pytest.mark.parametrize("who", ["suishin", "iin", "system", "nishi"])
def test_agreed_roles_of_somebody_else_are_refused(city, conference, who) -> None:
    for query, more in ((agreed_in, ()), (case_in_hand, (city.case("007"),))):
        with pytest.raises(Refused, match="not_found"):
            city.look(who, query, conference, *more)


def test_family_of_another_household_that_left_the_room_for_an_item_is_not_named_by_it(city, conference) -> None:
    record, name = record_of(city, conference), "別宮 花"
    written_anew(record)
    called_in(city, conference, "", name=name, reading="べっく はな", part=Part.FAMILY)
    own = next(one for one in standing(conference) if one.case_id == city.case("007"))
    with writing() as session:
        call = next(one.id for one in session.exec(select(Invitation)) if one.name == name)
        session.add(ItemRecusal(item_id=own.id, invitation_id=call, noted_at=settings.now()))
        other = {"kind": ItemKind.DISCUSS, "title": "別の事例", "minutes": 1, "case_id": city.case("001")}
        session.add(AgendaItem(conference_id=conference, position=200, **other))
    for who in ("kobayashi", "ogawa"):
        text = city.look(who, record_file, record).text
        assert (name in repr(text), str(own.id) in {one.item_id for one in text.items}) == (False, True)
