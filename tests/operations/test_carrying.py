"""積み残し and 次回: what was not finished goes on by itself, with its history, and never twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import settings
from models.cases import HouseholdMember
from models.conferences import (
    AgendaItem,
    ConcernedMember,
    Conference,
    ConferenceState,
    ItemAbsence,
    ItemKind,
    ItemResult,
    Part,
)
from models.database import writing
from operations.agenda import add_item, leave_out
from operations.agenda_in_session import park_item
from operations.carrying import carry_over
from operations.conferences import advance_conference, invite, withdraw_invitation
from operations.next_conference import plan_next
from operations.recusals import recuse
from operations.room import begin_item, settle_item
from tests.city import City
from tests.operations.sittings import (
    ROOM,
    agreed,
    at,
    called,
    convene,
    item,
    opened,
    planned,
    ready,
    rows,
    standing,
    step,
)
from tests.operations.stored import why_not


def again(**other: Any) -> dict[str, Any]:
    """The inputs of conference.plan_next."""
    day = settings.today() + timedelta(days=40)
    return {"starts_at": at(13, 30, day), "ends_at": at(14, 30, day), "place": ROOM, **other}


def settled(city: City, item_id: UUID, result: ItemResult) -> None:
    """The result of an item."""
    seen = city.seen(AgendaItem, item_id, settle_item)
    words = "7月に見学してから決める"
    city.do("kiroku", settle_item, item_id, seen=seen, result=result, result_words=words)


def closed(city: City, conference: UUID, name: str = "adjourn") -> None:
    """The end of a sitting."""
    city.do("kiroku", advance_conference, **step(city, conference, name))


def carried(conference: UUID) -> list[UUID | None]:
    """What the items of an agenda go on with, in its order."""
    return [one.carried_from_id for one in standing(conference) if one.carried_from_id is not None]


def decision(city: City, conference: UUID, **other: Any) -> UUID:
    """One more item that asks for a decision."""
    return city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE, **other)).subject_id


def test_plan_next_is_the_same_body_with_its_standing_agenda_and_who_is_needed_comes_at_the_end(city) -> None:
    conference, item_id = opened(city)
    done = city.do("kiroku", plan_next, conference, **again())
    row, first = city.row(Conference, done.subject_id), city.row(Conference, conference)
    assert (row.state, row.previous_id, row.place) == (ConferenceState.PLANNED, conference, ROOM)
    assert (row.forum_key, row.facilitator_id, row.recorder_id) == (
        first.forum_key, first.facilitator_id, first.recorder_id,
    )  # fmt: skip
    assert len(standing(row.id)) > 0
    assert (carried(row.id), called(row.id)) == ([], [])
    closed(city, conference)
    assert carried(row.id) == [item_id]
    assert [one.agency_id for one in called(row.id)] == [one.agency_id for one in called(conference)]


def test_plan_next_of_a_sitting_without_cases_calls_the_same_people_at_once(city) -> None:
    conference = ready(city)
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    onward = city.do("kiroku", plan_next, conference, **again()).subject_id
    assert called_of(onward) == called_of(conference) != set()
    closed(city, conference)
    assert len(called(onward)) == len(called(conference))


def called_of(conference: UUID) -> set[tuple[UUID | None, UUID | None, str | None]]:
    """Who is called, whatever the row."""
    return {(one.agency_id, one.person_id, one.name) for one in called(conference)}


def of_two_cases(city: City) -> tuple[UUID, UUID, UUID]:
    """In session: case 001 with the hospital, case 002 with the police, each waiting outside of the other's item."""
    keys = ("general_hospital", "police_station")
    conference = planned(city)
    for key in keys:
        city.do("kobayashi", invite, conference, agency_id=city.agency(key))
    items = []
    for number, own, other in (("001", *keys), ("002", *reversed(keys))):
        agreed(city, number, own)
        without = {"case_id": city.case(number), "without": [city.agency(other)]}
        items.append(decision(city, conference, title=f"{number}のこと", **without))
        with writing() as session:
            session.get_one(HouseholdMember, city.members(city.case(number))[0].id).name = f"橋本 {number}"
        city.do("kobayashi", invite, conference, name=f"橋本　{number}", part=Part.FAMILY)
    city.do("kobayashi", invite, conference, name="町内会の方")
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    return conference, items[0], items[1]


def test_plan_next_calls_only_the_family_and_the_agencies_of_what_goes_on(city) -> None:
    conference, first, second = of_two_cases(city)
    onward = city.do("kiroku", plan_next, conference, **again()).subject_id
    settled(city, first, ItemResult.DECIDED)
    settled(city, second, ItemResult.CONTINUED)
    closed(city, conference)
    assert carried(onward) == [second]
    assert called_of(onward) == {(city.agency("police_station"), None, None), (None, None, "橋本　002")}


def test_plan_next_after_the_end_calls_everybody_where_every_case_goes_on_and_nobody_where_none_does(city) -> None:
    conference, first, second = of_two_cases(city)
    for one in (first, second):
        settled(city, one, ItemResult.CONTINUED)
    closed(city, conference)
    onward = city.do("kiroku", plan_next, conference, **again()).subject_id
    assert called_of(onward) == called_of(conference)
    done, one, other = of_two_cases(city)
    for each in (one, other):
        settled(city, each, ItemResult.DECIDED)
    closed(city, done)
    assert called_of(city.do("kiroku", plan_next, done, **again()).subject_id) == set()


def test_plan_next_does_not_call_again_who_was_called_there_or_was_taken_off(city) -> None:
    conference, _, second = of_two_cases(city)
    onward = city.do("kiroku", plan_next, conference, **again()).subject_id
    call = city.do("kobayashi", invite, onward, agency_id=city.agency("police_station")).subject_id
    city.do("kobayashi", withdraw_invitation, call)
    settled(city, second, ItemResult.CONTINUED)
    closed(city, conference, "break_off")
    agencies = [one.agency_id for one in called(onward) if one.agency_id]
    assert agencies == [city.agency("general_hospital")]


def test_plan_next_twice_or_in_the_past_or_before_the_opening_is_refused(city) -> None:
    conference, _ = opened(city)
    past = settings.now() - timedelta(days=2)
    gone = again(starts_at=past, ends_at=past + timedelta(hours=1))
    assert why_not(city, "kiroku", plan_next, conference, **gone) == "day_in_past"
    city.do("kiroku", plan_next, conference, **again())
    assert why_not(city, "kiroku", plan_next, conference, **again()) == "next_is_planned"
    assert why_not(city, "kobayashi", plan_next, planned(city), **again()) == "conference_is_not_open"


def test_adjourn_carries_what_was_not_finished_to_the_next_with_its_people(city) -> None:
    conference, talked = opened(city)
    case_id = city.case("001")
    hospital = city.agency("general_hospital")
    member = city.members(case_id)[0].id
    about = {"case_id": case_id, "members": [member]}
    open_one = decision(city, conference, title="だれが鍵を預かるか", **about)
    taken = decision(city, conference, title="訪問の曜日")
    parked = city.do("kobayashi", add_item, conference, **item(title="あとで話すこと")).subject_id
    unreached = city.do("kobayashi", add_item, conference, **item(title="届かなかったこと")).subject_id
    city.do("kobayashi", leave_out, open_one, agency_id=hospital)
    city.do("kiroku", begin_item, talked)
    city.do("kiroku", begin_item, parked)
    city.do("kiroku", park_item, parked)
    settled(city, open_one, ItemResult.CONTINUED)
    settled(city, taken, ItemResult.DECIDED)
    onward = city.do("kiroku", plan_next, conference, **again()).subject_id
    assert carried(onward) == []
    closed(city, conference)
    assert carried(onward) == [open_one, parked, unreached]
    first = next(one for one in standing(onward) if one.carried_from_id == open_one)
    assert (first.case_id, first.title, first.result, first.began_at) == (case_id, "だれが鍵を預かるか", None, None)
    assert [one.member_id for one in rows(ConcernedMember, subject_id=first.id)] == [member]
    assert [one.agency_id for one in rows(ItemAbsence, item_id=first.id)] == [hospital]


def test_plan_next_after_the_adjournment_carries_at_once_and_only_once(city) -> None:
    conference, _ = opened(city)
    open_one = decision(city, conference)
    closed(city, conference, "break_off")
    assert city.row(AgendaItem, open_one).result is ItemResult.OUT_OF_TIME
    onward = city.do("kiroku", plan_next, conference, **again()).subject_id
    assert carried(onward)[-1] == open_one
    before = carried(onward)
    city.do("kobayashi", carry_over, onward)
    assert carried(onward) == before


def test_carry_over_takes_the_last_sitting_of_the_body_and_what_a_cancelled_one_had(city) -> None:
    conference, talked = opened(city)
    open_one = decision(city, conference)
    city.do("kiroku", begin_item, talked)
    settled(city, open_one, ItemResult.CONTINUED)
    onward = city.do("kiroku", plan_next, conference, **again()).subject_id
    closed(city, conference)
    assert carried(onward) == [open_one]
    later = settings.today() + timedelta(days=50)
    other = planned(city, starts_at=at(10, day=later), ends_at=at(11, day=later))
    city.do("kobayashi", carry_over, other)
    assert carried(other) == []
    city.do("kobayashi", advance_conference, **step(city, onward, "cancel", reason="台風のため"))
    city.do("kobayashi", carry_over, other)
    assert carried(other) == [open_one]


def test_carry_over_leaves_what_one_takes_no_part_in(city) -> None:
    conference, talked = opened(city)
    open_one = decision(city, conference)
    call = city.do("kobayashi", invite, conference, person_id=city.person("kacho")).subject_id
    city.do("kiroku", recuse, open_one, invitation_id=call)
    city.do("kiroku", begin_item, talked)
    settled(city, open_one, ItemResult.CONTINUED)
    closed(city, conference)
    later = settings.today() + timedelta(days=50)
    other = planned(city, starts_at=at(10, day=later), ends_at=at(11, day=later))
    city.do("kacho", carry_over, other)
    assert carried(other) == []
    city.do("kobayashi", carry_over, other)
    assert carried(other) == [open_one]


def test_carry_over_beyond_a_consent_is_refused_once_the_notice_is_out(city) -> None:
    conference, _ = opened(city)
    open_one = decision(city, conference, case_id=city.case("001"))
    closed(city, conference, "break_off")
    later = settings.today() + timedelta(days=50)
    other = planned(city, starts_at=at(10, day=later), ends_at=at(11, day=later))
    city.do("kobayashi", invite, other, agency_id=city.agency("police_station"))
    city.do("kobayashi", add_item, other, **item())
    convene(city, other)
    assert why_not(city, "kobayashi", carry_over, other) == "room_is_not_covered"
    agreed(city, "001", "police_station", ends_on=None)
    city.do("kobayashi", carry_over, other)
    assert open_one in carried(other)
