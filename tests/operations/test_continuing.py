"""続けて開催: two bodies in one room, one attendance; what belongs to each stays in each."""

from datetime import timedelta
from uuid import UUID

import pytest

from models.conferences import Attendance, Conference, ConferenceState, Invitation, Presence
from models.history import HistoryEntry
from operations.agenda import add_item
from operations.conferences import advance_conference, change_conference, invite
from operations.continuing import chain, unchain
from operations.room import note_attendance, take_attendance
from queries.continuing import may_follow, sitting_of
from rules.refusal import Refused
from tests.city import City
from tests.operations.sittings import CONSENT, DUTY, HOUR, LIAISON, at, called, convene, item, planned, rows, step, was
from tests.operations.stored import why_not

HOSPITAL, POLICE = "general_hospital", "police_station"


def sitting(city: City, forum: str, hour: int, *agencies: str, **other: object) -> UUID:
    """A convened conference with something on its agenda that names nobody."""
    conference = planned(city, forum_key=forum, starts_at=at(hour), ends_at=at(hour) + HOUR, **other)
    for key in agencies:
        city.do("kobayashi", invite, conference, agency_id=city.agency(key))
    city.do("kobayashi", add_item, conference, **item())
    convene(city, conference)
    return conference


def both(city: City) -> tuple[UUID, UUID]:
    """支援会議, and 重層的支援会議 straight after it; the police come to the first alone."""
    first, second = sitting(city, DUTY, 13, HOSPITAL, POLICE), sitting(city, CONSENT, 14, HOSPITAL)
    city.do("kobayashi", chain, second, after_id=first)
    return first, second


def came(conference: UUID) -> dict[UUID, tuple[Presence, str | None]]:
    """Who came, by agency."""
    agencies = {one.id: one.agency_id for one in rows(Invitation, conference_id=conference)}
    return {agencies[one.invitation_id]: (one.presence, one.name) for one in rows(Attendance, conference_id=conference)}


def call_of(conference: UUID, agency_id: UUID) -> UUID:
    """The invitation of an agency."""
    return next(one.id for one in called(conference) if one.agency_id == agency_id)


def test_chain_keeps_the_order_and_each_its_own_number_and_state(city) -> None:
    first, second = both(city)
    shown = city.look("kobayashi", sitting_of, second)
    assert [one.id for one in shown] == [first, second] == [one.id for one in city.look("kiroku", sitting_of, first)]
    assert {one.forum.key for one in shown} == {DUTY, CONSENT}
    city.do("kobayashi", advance_conference, **step(city, first, "open"))
    assert [city.row(Conference, one).state for one in (first, second)] == [
        ConferenceState.IN_SESSION, ConferenceState.CONVENED,
    ]  # fmt: skip


def test_chain_tells_nobody_of_a_conference_they_are_not_called_to(city) -> None:
    _, second = both(city)
    other = sitting(city, LIAISON, 15, HOSPITAL, facilitator_id=city.person("mizuno"))
    city.do("kobayashi", chain, other, after_id=second)
    alone = sitting(city, DUTY, 16, POLICE)
    city.do("kobayashi", chain, alone, after_id=other)
    whole = [one.id for one in city.look("kobayashi", sitting_of, other)]
    # The hospital comes to three of them; the fourth, of another agency alone, is nowhere for it.
    assert [one.id for one in city.look("ogawa", sitting_of, other)] == whole[:3]
    assert whole[3] == alone
    with pytest.raises(Refused, match="not_found"):
        city.look("iin", sitting_of, second)


@pytest.mark.parametrize(
    ("forum", "hour", "days", "key"),
    [
        (DUTY, 14, 0, "conference_follows_same_body"),
        (CONSENT, 12, 0, "conference_follows_another_time"),
        (CONSENT, 14, 1, "conference_follows_another_time"),
        (CONSENT, 13, 0, None),
    ],
)
def test_chain_of_what_is_no_one_sitting_is_refused(city, forum, hour, days, key) -> None:
    first = planned(city, forum_key=DUTY, starts_at=at(13), ends_at=at(14))
    begin = at(hour) + timedelta(days=days)
    second = planned(city, forum_key=forum, starts_at=begin, ends_at=begin + HOUR)
    if key is None:
        city.do("kobayashi", chain, second, after_id=first)
        assert city.row(Conference, second).follows_id == first
    else:
        assert why_not(city, "kobayashi", chain, second, after_id=first) == key


def test_chain_to_itself_or_in_a_circle_is_refused(city) -> None:
    first = planned(city, forum_key=DUTY)
    second = planned(city, forum_key=CONSENT)
    assert why_not(city, "kobayashi", chain, first, after_id=first) == "conference_follows_itself"
    city.do("kobayashi", chain, second, after_id=first)
    assert why_not(city, "kobayashi", chain, first, after_id=second) == "conference_follows_itself"
    third = planned(city, forum_key=LIAISON)
    assert why_not(city, "kobayashi", chain, third, after_id=first) == "conference_is_followed_already"


@pytest.mark.parametrize("over", ["cancel", "adjourn"])
def test_chain_to_what_is_over_is_refused(city, over) -> None:
    first, second = sitting(city, DUTY, 13, HOSPITAL), sitting(city, CONSENT, 14, HOSPITAL)
    if over == "adjourn":
        city.do("kobayashi", advance_conference, **step(city, first, "open"))
    city.do("kobayashi", advance_conference, **step(city, first, over, reason="大雨のため"))
    assert why_not(city, "kobayashi", chain, second, after_id=first) == "step_not_open"


def test_chain_needs_the_right_on_both(city) -> None:
    hers = sitting(city, LIAISON, 13, HOSPITAL)
    own = planned(city, who="suishin", forum_key="internal_promotion_meeting", starts_at=at(14), ends_at=at(15),
                  facilitator_id=city.person("suishin"), recorder_id=None)  # fmt: skip
    assert why_not(city, "suishin", chain, own, after_id=hers) == "not_yours"
    hidden = planned(city, forum_key=DUTY, starts_at=at(13), ends_at=at(14))
    assert why_not(city, "suishin", chain, own, after_id=hidden) == "not_found"


def test_unchain_lets_both_stand_alone(city) -> None:
    first, second = both(city)
    city.do("kobayashi", unchain, second)
    assert city.look("kobayashi", sitting_of, first) == ()
    assert why_not(city, "kobayashi", unchain, second) == "already_there"


def test_change_conference_stays_in_its_sitting(city) -> None:
    first, second = both(city)
    moved = {**city.seen(Conference, first, change_conference), "starts_at": at(15), "ends_at": at(16)}
    seen = city.seen(Conference, first, change_conference)
    assert why_not(city, "kobayashi", change_conference, first, seen=seen, **moved) == "conference_follows_another_time"
    city.do("kobayashi", unchain, second)
    city.do("kobayashi", change_conference, first, seen=seen, **moved)
    assert city.row(Conference, first).starts_at == at(15)


def test_may_follow_offers_what_the_act_takes(city) -> None:
    first = planned(city, forum_key=DUTY, starts_at=at(13), ends_at=at(14))
    later = planned(city, forum_key=LIAISON, starts_at=at(15), ends_at=at(16))
    second = planned(city, forum_key=CONSENT, starts_at=at(14), ends_at=at(15))
    offered = {one.id for one in city.look("kobayashi", may_follow, second)}
    assert (first in offered, later in offered, second in offered) == (True, False, False)
    for one in offered - {first}:
        city.do("kobayashi", chain, second, after_id=one)
        city.do("kobayashi", unchain, second)
    city.do("kobayashi", chain, second, after_id=first)
    third = planned(city, forum_key=LIAISON, starts_at=at(14), ends_at=at(15))
    assert first not in {one.id for one in city.look("kobayashi", may_follow, third)}


def test_attendance_taken_in_the_first_stands_in_the_second_for_those_called_to_both(city) -> None:
    first, second = both(city)
    hospital, police = city.agency(HOSPITAL), city.agency(POLICE)
    city.do("kiroku", take_attendance, first, present=[one.id for one in called(first)])
    assert came(first) == {hospital: (Presence.PRESENT, None), police: (Presence.PRESENT, None)}
    assert came(second) == {hospital: (Presence.PRESENT, None)}
    assert [one.action for one in rows(HistoryEntry, subject_id=second)].count("attendance.take") == 1


@pytest.mark.parametrize(
    ("presence", "there"),
    [
        (Presence.LATE, Presence.PRESENT),
        (Presence.LEFT_EARLY, Presence.ABSENT),
        (Presence.STAND_IN, Presence.STAND_IN),
        (Presence.ONLINE, Presence.ONLINE),
        (Presence.ABSENT, Presence.ABSENT),
    ],
)
def test_attendance_noted_in_the_first_tells_how_they_were_at_the_second(city, presence, there) -> None:
    first, second = both(city)
    hospital = city.agency(HOSPITAL)
    noted = {"presence": presence, "who_came": "森 あや", "remark": "別件の対応のため"}
    city.do("kiroku", note_attendance, call_of(first, hospital), was=was(call_of(first, hospital)), **noted)
    assert came(second) == {hospital: (there, "森 あや")}
    # A remark belongs to the conference for which it was written.
    assert [one.remark for one in rows(Attendance, conference_id=second)] == [None]


def test_attendance_noted_for_the_second_alone_is_not_written_over(city) -> None:
    first, second = both(city)
    hospital = city.agency(HOSPITAL)
    city.do(
        "kiroku",
        note_attendance,
        call_of(second, hospital),
        was=was(call_of(second, hospital)),
        presence=Presence.LATE,
        remark="電車の遅れ",
    )
    assert came(first) == {}
    city.do("kiroku", take_attendance, first, present=[one.id for one in called(first)])
    assert came(second) == {hospital: (Presence.LATE, None)}


def test_attendance_taken_in_the_second_fills_the_first_only_where_nothing_is_known(city) -> None:
    first, second = both(city)
    hospital = city.agency(HOSPITAL)
    city.do("kiroku", take_attendance, second, present=[])
    assert came(first) == {}
    here = [one.id for one in called(second)]
    city.do("kiroku", take_attendance, second, present=here, was=dict.fromkeys(here, Presence.ABSENT))
    assert came(first) == {hospital: (Presence.PRESENT, None)}
    city.do("kiroku", take_attendance, second, present=[], was=dict.fromkeys(here, Presence.PRESENT))
    assert came(first) == {hospital: (Presence.PRESENT, None)}


def test_attendance_is_not_written_where_the_person_runs_nothing_or_it_is_over(city) -> None:
    first = sitting(city, DUTY, 13, HOSPITAL)
    second = sitting(city, LIAISON, 14, HOSPITAL, recorder_id=None)
    city.do("kobayashi", chain, second, after_id=first)
    present = [one.id for one in called(first)]
    city.do("kiroku", take_attendance, first, present=present)
    assert came(second) == {}
    city.do("kobayashi", advance_conference, **step(city, second, "open"))
    city.do("kobayashi", advance_conference, **step(city, second, "adjourn"))
    city.do("kobayashi", take_attendance, first, present=present)
    assert came(second) == {}


def test_both_may_be_in_session_and_each_is_read_out_and_adjourned_by_itself(city) -> None:
    first, second = both(city)
    for one in (first, second):
        city.do("kiroku", advance_conference, **step(city, one, "open"))
    states = {one: city.row(Conference, one).state for one in (first, second)}
    assert set(states.values()) == {ConferenceState.IN_SESSION}
    city.do("kiroku", advance_conference, **step(city, first, "adjourn"))
    stored = city.row(Conference, second)
    assert (stored.state, stored.read_at, stored.adjourned_at) == (ConferenceState.IN_SESSION, None, None)
    assert None not in {city.row(Conference, first).serial, stored.serial}
