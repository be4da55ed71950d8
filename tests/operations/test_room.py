"""会議室: the reading, who is here, the item in hand, results, and the end."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

import settings
from models.conferences import AgendaItem, Attendance, Conference, ConferenceState, ItemKind, ItemResult, Presence
from models.forums import forums
from models.history import ReasonedAct
from models.minutes import RecordState
from operations.agenda import add_item, leave_out
from operations.conferences import advance_conference, invite
from operations.consents import withdraw_consent
from operations.room import begin_item, note_attendance, read_out, settle_item, take_attendance
from tests.operations.racing import race
from tests.operations.sittings import (
    CONSENT,
    LIAISON,
    adjourned,
    agreed,
    called,
    convene,
    item,
    opened,
    planned,
    prepared,
    ready,
    records,
    rows,
    step,
    was,
)
from tests.operations.stored import refused, why_not

_MINUTE = timedelta(minutes=1)


def settling(city, item_id: UUID, result: ItemResult, **other: object) -> dict[str, object]:
    """The inputs of item.settle."""
    return {"subject_id": item_id, "seen": city.seen(AgendaItem, item_id, settle_item), "result": result, **other}


def test_open_conference_begins_it_without_waiting_for_the_reading(city) -> None:
    conference, _ = opened(city)
    row = city.row(Conference, conference)
    assert (row.state, row.read_at, row.opened_at is not None) == (ConferenceState.IN_SESSION, None, True)


def test_open_conference_is_refused_before_its_notice(city) -> None:
    conference = ready(city)
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "open")) == "step_not_open"


def test_open_conference_is_the_recorders_too_and_nobody_elses(city) -> None:
    conference = ready(city)
    convene(city, conference)
    assert why_not(city, "ogawa", advance_conference, **step(city, conference, "open")) in {"not_found", "not_yours"}
    city.do("kiroku", advance_conference, **step(city, conference, "open"))
    assert city.row(Conference, conference).state is ConferenceState.IN_SESSION


def test_read_out_keeps_who_when_and_the_words_of_the_day(city) -> None:
    conference, _ = opened(city)
    then = settings.now() - timedelta(minutes=5)
    city.do("kiroku", read_out, conference, read_at=then)
    row = city.row(Conference, conference)
    assert (row.read_at, row.read_by_id) == (then, city.person("kiroku"))
    assert row.read_words == forums()[CONSENT].reads_text.strip()


def test_read_out_twice_or_ahead_of_time_is_refused(city) -> None:
    conference, _ = opened(city)
    ahead = settings.now() + timedelta(hours=1)
    assert why_not(city, "kiroku", read_out, conference, read_at=ahead) == "read_in_future"
    city.do("kiroku", read_out, conference)
    assert why_not(city, "kiroku", read_out, conference) == "already_there"


def test_read_out_where_nothing_is_read_is_refused(city) -> None:
    conference = planned(city, forum_key=LIAISON)
    assert why_not(city, "kobayashi", read_out, conference) == "nothing_is_read_here"


def three_called(city):
    """A conference whose notice is out, and its calls: an agency and two people."""
    conference = ready(city)
    for login in ("ogawa", "kacho"):
        city.do("kobayashi", invite, conference, person_id=city.person(login))
    convene(city, conference)
    return conference, called(conference)


def test_take_attendance_counts_everybody_in_one_act(city) -> None:
    conference, (agency, first, second) = three_called(city)
    city.do("kobayashi", take_attendance, conference, present=[first.id], online=[second.id])
    told = {row.invitation_id: row.presence for row in rows(Attendance, conference_id=conference)}
    assert told == {agency.id: Presence.ABSENT, first.id: Presence.PRESENT, second.id: Presence.ONLINE}


def test_take_attendance_again_keeps_what_was_noted_of_one(city) -> None:
    conference, _ = opened(city)
    (one,) = called(conference)
    city.do(
        "kiroku",
        note_attendance,
        one.id,
        was=was(one.id),
        presence=Presence.STAND_IN,
        who_came="河村 みのり",
        remark="係長の代わり",
    )
    city.do("kiroku", take_attendance, conference, present=[one.id])
    (row,) = rows(Attendance, conference_id=conference)
    assert (row.presence, row.name, row.remark) == (Presence.STAND_IN, "河村 みのり", "係長の代わり")


def test_take_attendance_writes_only_who_is_otherwise_now_and_not_over_somebody_else(city) -> None:
    conference, (agency, first, second) = three_called(city)
    everybody = [agency.id, first.id, second.id]
    city.do("kiroku", note_attendance, second.id, was=was(second.id), presence=Presence.ABSENT, remark="会議が重なった")
    # On this screen nothing was noted yet.
    refusal = why_not(city, "kobayashi", take_attendance, conference, present=everybody)
    assert (refusal, [one.presence for one in rows(Attendance, conference_id=conference)]) == (
        "attendance_was_changed", [Presence.ABSENT],
    )  # fmt: skip
    city.do("kobayashi", take_attendance, conference, present=[agency.id, first.id], was={})
    told = {row.invitation_id: (row.presence, row.remark) for row in rows(Attendance, conference_id=conference)}
    assert told == {
        agency.id: (Presence.PRESENT, None), first.id: (Presence.PRESENT, None),
        second.id: (Presence.ABSENT, "会議が重なった"),
    }  # fmt: skip
    seen = {agency.id: Presence.PRESENT, first.id: Presence.PRESENT, second.id: Presence.ABSENT}
    city.do("kobayashi", take_attendance, conference, present=everybody, was=seen)
    assert {row.presence for row in rows(Attendance, conference_id=conference)} == {Presence.PRESENT}


@pytest.mark.parametrize("change", [{"presence": Presence.LATE}, {"remark": "遅れる見込み"}, {"who_came": "森 あや"}])
def test_note_attendance_of_what_somebody_else_noted_first_is_refused_and_of_another_row_is_not(city, change) -> None:
    conference = ready(city)
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"))
    convene(city, conference)
    one, other = called(conference)
    shown = {each.id: was(each.id) for each in (one, other)}
    city.do("kiroku", note_attendance, one.id, was=shown[one.id], **{"presence": Presence.PRESENT, **change})
    kept = was(one.id)
    again = {"was": shown[one.id], "presence": Presence.ABSENT}
    assert why_not(city, "kobayashi", note_attendance, one.id, **again) == "attendance_was_changed"
    city.do("kobayashi", note_attendance, other.id, was=shown[other.id], presence=Presence.ABSENT)
    assert (was(one.id), was(other.id)["presence"]) == (kept, Presence.ABSENT)
    city.do("kobayashi", note_attendance, one.id, was=kept, presence=Presence.ABSENT)
    assert was(one.id)["presence"] is Presence.ABSENT


def test_note_attendance_by_eight_at_once_is_kept_once(city) -> None:
    conference, _ = opened(city)
    (one,) = called(conference)
    actors = [city.actor(who) for who in ("kobayashi", "kiroku") * 4]
    answers = race(city, actors, note_attendance, one.id, was=was(one.id), presence=Presence.LATE)
    assert answers == ["attendance_was_changed"] * 7 + ["done"]


def test_take_attendance_of_somebody_from_elsewhere_is_refused(city) -> None:
    conference, _ = opened(city)
    assert why_not(city, "kiroku", take_attendance, conference, present=[uuid4()]) == "not_found"


def test_note_attendance_of_a_stand_in_needs_a_name(city) -> None:
    conference, _ = opened(city)
    (one,) = called(conference)
    assert refused(city, "kiroku", note_attendance, one.id, was=was(one.id), presence=Presence.STAND_IN).facts == {
        "field": "field.who_came"
    }


def test_begin_item_ends_the_one_before_and_one_may_come_back(city) -> None:
    conference, first = opened(city)
    second = city.do("kobayashi", add_item, conference, **item()).subject_id
    began = settings.now()
    city.do("kiroku", begin_item, first, now=began)
    city.do("kiroku", begin_item, second, now=began + 6 * _MINUTE)
    assert city.row(AgendaItem, first).ended_at == began + 6 * _MINUTE
    city.do("kiroku", begin_item, first, now=began + 16 * _MINUTE)
    row = city.row(AgendaItem, first)
    # Six minutes in hand so far: the ten spent on the other one are not its own.
    assert (row.began_at, row.ended_at) == (began + 10 * _MINUTE, None)
    assert city.row(Conference, conference).current_item_id == first
    city.do("kiroku", begin_item, first, now=began + 17 * _MINUTE)
    assert city.row(AgendaItem, first).began_at == began + 10 * _MINUTE
    city.do("kiroku", begin_item, second, now=began + 20 * _MINUTE)
    city.do("kiroku", begin_item, first, now=began + 30 * _MINUTE)
    row = city.row(AgendaItem, second)
    assert row.ended_at - row.began_at == 20 * _MINUTE
    assert city.row(AgendaItem, first).began_at == began + 20 * _MINUTE


def test_begin_item_before_the_opening_is_refused(city) -> None:
    conference = ready(city)
    convene(city, conference)
    (first,) = rows(AgendaItem, conference_id=conference)
    assert why_not(city, "kiroku", begin_item, first.id) == "conference_is_not_open"


def test_settle_item_keeps_the_result_in_words(city) -> None:
    conference, _ = opened(city)
    asked = city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE)).subject_id
    words = "<b>7月10日</b>までに見学に行く & 髙﨑さんへ連絡"
    city.do("kiroku", settle_item, **settling(city, asked, ItemResult.DECIDED, result_words=words))
    assert (city.row(AgendaItem, asked).result, city.row(AgendaItem, asked).result_words) == (ItemResult.DECIDED, words)


def test_settle_item_without_words_or_with_a_day_that_has_passed_is_refused(city) -> None:
    conference, shared = opened(city)
    asked = city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE)).subject_id
    assert why_not(city, "kiroku", settle_item, **settling(city, asked, ItemResult.DECIDED)) == "field_is_needed"
    past = settings.today() - timedelta(days=1)
    again = settling(city, asked, ItemResult.CONTINUED, continued_on=past)
    assert why_not(city, "kiroku", settle_item, **again) == "day_in_past"
    assert (
        why_not(city, "kiroku", settle_item, **settling(city, shared, ItemResult.CONTINUED)) == "item_asks_no_decision"
    )


def test_adjourn_with_an_open_decision_is_refused_and_with_a_result_is_not(city) -> None:
    conference, _ = opened(city)
    asked = city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE)).subject_id
    adjourn = step(city, conference, "adjourn")
    assert why_not(city, "kiroku", advance_conference, **adjourn) == "decisions_have_results"
    city.do("kiroku", settle_item, **settling(city, asked, ItemResult.OUT_OF_TIME))
    city.do("kiroku", advance_conference, **adjourn)
    assert city.row(Conference, conference).state is ConferenceState.ADJOURNED


def test_break_off_closes_open_decisions_as_out_of_time(city) -> None:
    conference, _ = opened(city)
    asked = city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE)).subject_id
    city.do("kiroku", advance_conference, **step(city, conference, "break_off"))
    assert city.row(AgendaItem, asked).result is ItemResult.OUT_OF_TIME


def test_adjourn_ends_the_item_in_hand_and_begins_a_record_for_each_case_and_the_rest(city) -> None:
    conference, first = adjourned(city)
    row = city.row(Conference, conference)
    assert (row.current_item_id, row.adjourned_at, city.row(AgendaItem, first).ended_at) == (
        None, row.adjourned_at, row.adjourned_at,
    )  # fmt: skip
    parts = [records(conference, case_id) for case_id in (city.case("001"), None)]
    assert [[(one.state, one.edition) for one in part] for part in parts] == [[(RecordState.DRAFT, 1)]] * 2


@pytest.mark.parametrize("who", ["ogawa", "hayashi", "suishin", "iin", "system", "nishi"])
def test_nobody_else_runs_the_room(city, who) -> None:
    conference, first = opened(city)
    for operation, subject in ((read_out, conference), (begin_item, first)):
        assert why_not(city, who, operation, subject) in {"not_found", "not_yours"}


def test_adjourn_passes_over_nothing_without_a_reason(city) -> None:
    conference, _ = adjourned(city)
    assert rows(ReasonedAct, subject_id=conference) == []


def withdrawn(city, number: str) -> None:
    """Every consent of a household is taken back."""
    for consent in city.consents(city.case(number)):
        if consent.withdrawn_at is None:
            city.do("kobayashi", withdraw_consent, consent.id)


def test_consent_taken_back_on_the_day_stops_its_item_and_not_the_conference(city) -> None:
    conference, named = prepared(city)
    agreed(city, "001", "general_hospital")
    free = city.do("kobayashi", add_item, conference, **item()).subject_id
    convene(city, conference)
    withdrawn(city, "001")
    city.do("kiroku", advance_conference, **step(city, conference, "open"))
    told = refused(city, "kiroku", begin_item, named)
    assert (told.reason_key, told.facts["number"]) == ("room_is_not_covered", 1)
    city.do("kiroku", begin_item, free)
    city.do("kiroku", leave_out, named, agency_id=city.agency("general_hospital"))
    city.do("kiroku", begin_item, named)
    assert city.row(Conference, conference).current_item_id == named


def test_item_is_begun_where_the_agency_it_may_not_reach_did_not_come(city) -> None:
    conference, named = opened(city)
    withdrawn(city, "001")
    assert why_not(city, "kiroku", begin_item, named) == "room_is_not_covered"
    city.do("kiroku", take_attendance, conference, present=[])
    city.do("kiroku", begin_item, named)
    assert city.row(Conference, conference).current_item_id == named
