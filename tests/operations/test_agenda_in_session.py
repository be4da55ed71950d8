"""次第 while people wait: put off, moved, added behind the item in hand, ご本人・ご家族が同席."""

from datetime import timedelta

import settings
from models.conferences import AgendaItem, Attendance, ConcernedMember, Conference, ItemAbsence, ItemKind, Presence
from operations.agenda import add_item
from operations.agenda_in_session import family_joins, move_item, park_item
from operations.conferences import invite
from operations.room import begin_item
from tests.operations.sittings import called, item, opened, planned, ready, rows, standing
from tests.operations.stored import why_not


def test_park_item_ends_it_being_in_hand_and_the_clock_goes_on_when_it_begins_again(city) -> None:
    conference, first = opened(city)
    began = settings.now()
    city.do("kiroku", begin_item, first, now=began)
    parked = began + timedelta(minutes=4)
    city.do("kiroku", park_item, first, now=parked)
    row = city.row(AgendaItem, first)
    assert (row.parked_at, row.ended_at, city.row(Conference, conference).current_item_id) == (parked, parked, None)
    again = began + timedelta(minutes=30)
    city.do("kiroku", begin_item, first, now=again)
    row = city.row(AgendaItem, first)
    assert (row.parked_at, row.ended_at, row.began_at) == (None, None, again - timedelta(minutes=4))
    assert city.row(Conference, conference).current_item_id == first


def test_park_item_that_was_never_begun_takes_nothing_out_of_hand(city) -> None:
    conference, first = opened(city)
    later = city.do("kobayashi", add_item, conference, **item()).subject_id
    city.do("kiroku", begin_item, first)
    city.do("kiroku", park_item, later)
    row = city.row(AgendaItem, later)
    assert (row.parked_at is not None, row.began_at, row.ended_at) == (True, None, None)
    assert city.row(Conference, conference).current_item_id == first


def test_park_item_that_is_over_or_outside_a_sitting_is_refused(city) -> None:
    conference, first = opened(city)
    second = city.do("kobayashi", add_item, conference, **item()).subject_id
    city.do("kiroku", begin_item, first)
    city.do("kiroku", begin_item, second)
    assert why_not(city, "kiroku", park_item, first) == "item_is_over"
    (waiting,) = standing(ready(city))
    assert why_not(city, "kobayashi", park_item, waiting.id) == "conference_is_not_open"


def test_park_item_twice_is_refused(city) -> None:
    _, first = opened(city)
    city.do("kiroku", park_item, first)
    assert why_not(city, "kiroku", park_item, first) == "item_is_over"


def test_move_item_goes_up_and_down_and_stays_on_the_agenda(city) -> None:
    conference = planned(city)
    ids = [city.do("kobayashi", add_item, conference, **item(title=f"{n}つめ")).subject_id for n in range(3)]
    city.do("kiroku", move_item, ids[2], by=-1)
    assert [one.id for one in standing(conference)] == [ids[0], ids[2], ids[1]]
    city.do("kiroku", move_item, ids[0], by=9)
    assert [one.id for one in standing(conference)] == [ids[2], ids[1], ids[0]]
    city.do("kiroku", move_item, ids[2], by=-1)
    assert [one.position for one in standing(conference)] == [0, 1, 2]
    assert [one.id for one in standing(conference)] == [ids[2], ids[1], ids[0]]


def test_add_item_like_another_stands_behind_it_with_its_case_and_its_people(city) -> None:
    conference, first = opened(city)
    last = city.do("kobayashi", add_item, conference, **item()).subject_id
    police = city.agency("police_station")
    city.do("kobayashi", invite, conference, agency_id=police, outside=[first])
    said = {"kind": ItemKind.DECIDE, "title": "だれが鍵を預かるか", "minutes": 5, "like_id": first}
    added = city.do("kiroku", add_item, conference, **said).subject_id
    assert [one.id for one in standing(conference)] == [first, added, last]
    like, row = city.row(AgendaItem, first), city.row(AgendaItem, added)
    assert (row.case_id, row.without_names, row.minutes) == (like.case_id, like.without_names, 5)
    assert [one.agency_id for one in rows(ItemAbsence, item_id=added)] == [police]
    assert {one.member_id for one in rows(ConcernedMember, subject_id=added)} == {
        one.member_id for one in rows(ConcernedMember, subject_id=first)
    }


def test_add_item_like_one_of_another_conference_is_refused(city) -> None:
    conference, _ = opened(city)
    (other,) = standing(ready(city))
    said = {"kind": ItemKind.DISCUSS, "title": "よその項目", "minutes": 5, "like_id": other.id}
    assert why_not(city, "kobayashi", add_item, conference, **said) == "not_found"


def test_family_joins_counts_for_every_item_of_their_case_and_no_other(city) -> None:
    conference, first = opened(city)
    case_id = city.case("001")
    second = city.do("kobayashi", add_item, conference, **item(case_id=case_id)).subject_id
    other = city.do("kobayashi", add_item, conference, **item()).subject_id
    city.do("kiroku", family_joins, first, is_here=True)
    assert [city.row(AgendaItem, one).family_present for one in (first, second, other)] == [True, True, False]
    city.do("kiroku", family_joins, second, is_here=False)
    assert [city.row(AgendaItem, one).family_present for one in (first, second, other)] == [False, False, False]


def test_family_joins_before_the_opening_is_refused(city) -> None:
    (waiting,) = standing(ready(city))
    assert why_not(city, "kobayashi", family_joins, waiting.id, is_here=True) == "conference_is_not_open"


def test_invite_somebody_who_comes_uncalled_while_it_sits_counts_as_present(city) -> None:
    conference, first = opened(city)
    done = city.do("kiroku", invite, conference, agency_id=city.agency("police_station"), outside=[first])
    (row,) = rows(Attendance, invitation_id=done.subject_id)
    assert (row.presence, len(called(conference))) == (Presence.PRESENT, 2)


def test_invite_an_agency_that_no_consent_reaches_is_refused_while_it_sits(city) -> None:
    conference, _ = opened(city)
    assert (
        why_not(city, "kiroku", invite, conference, agency_id=city.agency("police_station")) == "guest_is_not_covered"
    )
