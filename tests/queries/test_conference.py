"""会議ひとつ: who is called in 五十音順, the agenda as far as it may be seen, clashes, holes, and what each may do."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

import settings
from models.conferences import AgendaItem, Conference, ItemKind, Part
from operations.agenda import add_item, change_item, leave_out, remove_item
from operations.conferences import advance_conference, change_conference, invite, withdraw_invitation
from operations.consents import withdraw_consent
from queries.conference import ConferenceFile, conference_file
from rules.disclosure import BasisKind
from rules.refusal import Refused
from tests.operations.sittings import CONSENT, DUTY, HOUR, at, convene, item, planned, prepared, ready, step
from tests.operations.stored import why_not
from tests.queries.statements import statements

WITHOUT = ("minami", "hayashi", "suishin", "kaigo-kacho", "iin", "system")


def absent(city, who: str, conference: UUID) -> bool:
    """Whether this person is answered as if there were none."""
    with pytest.raises(Refused) as caught:
        city.look(who, conference_file, conference)
    return caught.value.reason_key == "not_found"


@pytest.fixture
def shared(city) -> UUID:
    """A convened 重層的支援会議 with ogawa: 事例 1 without the hospital, 事例 6 with it, and one item about no case."""
    conference, first = prepared(city, theme="退院のあと")
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"))
    city.do("kobayashi", leave_out, first, agency_id=city.agency("general_hospital"))
    city.do("kobayashi", add_item, conference, **item(title="お金のこと", case_id=city.case("006")))
    city.do("kobayashi", add_item, conference, **item(title="次回の日程", question=None))
    convene(city, conference)
    return conference


def agenda(view: ConferenceFile) -> list[tuple[str, str]]:
    """Titles and cases."""
    return [(one.title, one.case) for one in view.agenda]


def test_conference_of_the_city_has_everything(city, shared) -> None:
    view = city.look("kobayashi", conference_file, shared)
    assert agenda(view) == [
        ("朝の過ごし方", "R7-001 南の坂の親子"), ("お金のこと", "R7-006 退院のあとの一人暮らし"), ("次回の日程", ""),
    ]  # fmt: skip
    assert [name for _, name in view.agenda[0].away] == ["星見野総合病院 地域連携室"]
    assert (view.recorder, view.convened_on, view.basis.kind) == ("藤井 こはる", settings.today(), BasisKind.OFFICE)


def test_conference_of_an_agency_leaves_out_what_it_may_not_see(city, shared) -> None:
    view = city.look("ogawa", conference_file, shared)
    assert agenda(view) == [("お金のこと", "R7-006 退院のあとの一人暮らし"), ("次回の日程", "")]
    assert (view.row.items, view.clashes, view.uncovered, view.offers) == (2, (), (), ())
    assert [(one.number, one.starts_at) for one in view.agenda] == [(2, at(13, 50)), (3, at(14, 10))]
    assert view.basis.kind is BasisKind.CONSENT
    assert view.basis.until == city.consents(city.case("006"))[0].ends_on
    assert {"R7-001", "南の坂の親子", "朝の過ごし方"} & set(repr(view).replace("'", " ").split()) == set()


def test_conference_of_an_agency_shows_an_item_without_names_and_no_case(city) -> None:
    conference, first = prepared(city, "003")
    seen = city.seen(AgendaItem, first, change_item)
    city.do("kobayashi", change_item, first, seen=seen, **{**seen, "without_names": True})
    convene(city, conference)
    view = city.look("ogawa", conference_file, conference)
    assert [(one.title, one.case_id, one.case) for one in view.agenda] == [("朝の過ごし方", None, "")]


def test_conference_leaves_out_what_was_taken_off(city) -> None:
    conference, first = prepared(city)
    city.do("kobayashi", add_item, conference, **item(title="二"))
    city.do("kobayashi", remove_item, first)
    assert agenda(city.look("kobayashi", conference_file, conference)) == [("二", "")]


@pytest.mark.parametrize("who", ["kobayashi", "kiroku"])
def test_conference_is_whole_for_who_writes_its_papers(city, who) -> None:
    conference = planned(city, forum_key=DUTY)
    city.do("kobayashi", add_item, conference, **item(title="夜の見守り", case_id=city.case("002")))
    city.do("kobayashi", add_item, conference, **item(title="次回の日程"))
    view = city.look(who, conference_file, conference)
    assert "conference.print" in view.may
    assert [title for title, _ in agenda(view)] == ["夜の見守り", "次回の日程"]


@pytest.mark.parametrize("who", WITHOUT)
def test_conference_of_others_is_absent(city, shared, who) -> None:
    assert absent(city, who, shared)
    assert absent(city, who, uuid4())


def test_conference_before_its_notice_is_absent_for_who_is_called(city) -> None:
    conference = ready(city)
    assert absent(city, "ogawa", conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="ご家族が入院した"))
    assert absent(city, "ogawa", conference)


@pytest.mark.parametrize("asked", [None, uuid4()])
def test_conference_that_does_not_exist_is_absent(city, asked) -> None:
    assert absent(city, "kobayashi", asked)


def test_called_stand_in_the_order_of_the_syllabary(city) -> None:
    conference = planned(city)
    names = ("わだ", "がとう", "かとう", "カトウ・あ", "あんどう", "ぱく", "はしもと", "きょうだ", "")
    for number, reading in enumerate(names):
        city.do("kobayashi", invite, conference, name=f"名{number}", reading=reading)
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"))
    readings = [one.reading for one in city.look("kobayashi", conference_file, conference).called]
    assert readings == [
        "あんどう", "おがわ なぎさ", "かとう", "がとう", "カトウ・あ", "きょうだ", "ぱく", "はしもと", "わだ", "",
    ]  # fmt: skip


def test_called_are_shown_by_agency_name_and_part(city) -> None:
    conference = planned(city)
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"), part=Part.ADVISER)
    city.do("kobayashi", invite, conference, agency_id=city.agency("farm"))
    gone = city.do("kobayashi", invite, conference, person_id=city.person("kacho")).subject_id
    city.do("kobayashi", withdraw_invitation, gone)
    called = city.look("kobayashi", conference_file, conference).called
    assert [(one.agency, one.name, one.title, one.part) for one in called] == [
        ("朝露農園", "", "", Part.ATTENDEE),
        ("星見野総合病院 地域連携室", "小川 なぎさ", "医療ソーシャルワーカー", Part.ADVISER),
    ]


def test_agencies_called_without_a_name_stand_in_the_order_of_the_syllabary(city) -> None:
    conference = planned(city)
    for key in ("social_welfare_council", "farm", "general_hospital"):
        city.do("kobayashi", invite, conference, agency_id=city.agency(key))
    called = [one.agency for one in city.look("kobayashi", conference_file, conference).called]
    assert called == ["朝露農園", "社会福祉協議会", "星見野総合病院 地域連携室"]


def test_holes_name_the_agency_and_the_persons(city) -> None:
    conference, first = prepared(city)
    (hole,) = city.look("kobayashi", conference_file, conference).uncovered
    assert (hole.item.id, hole.agency, hole.people) == (first, "星見野総合病院 地域連携室", ("長男",))
    city.do("kobayashi", leave_out, first, agency_id=city.agency("general_hospital"))
    assert city.look("kobayashi", conference_file, conference).uncovered == ()


def test_holes_of_a_support_conference_are_none(city) -> None:
    conference = prepared(city, forum_key=DUTY)[0]
    assert city.look("kobayashi", conference_file, conference).uncovered == ()


def stops(city, conference: UUID, who: str = "kobayashi") -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What stops each step, and what is told."""
    offers = city.look(who, conference_file, conference).offers
    return {offer.name: (offer.stops, offer.notices) for offer in offers}


def test_steps_say_what_is_missing(city) -> None:
    empty = planned(city, recorder_id=None)
    assert stops(city, empty)["convene"] == (("has_agenda", "somebody_is_called"), ("somebody_else_records",))
    city.do("kobayashi", add_item, empty, **item(kind=ItemKind.DECIDE, question=None))
    assert stops(city, empty)["convene"][1] == ("decisions_ask_something", "somebody_else_records")
    holed = prepared(city)[0]
    assert stops(city, holed) == {"convene": (("consents_cover_the_room",), ()), "cancel": ((), ())}
    assert set(stops(city, holed, "kiroku")) == {"convene", "cancel"}


def test_steps_after_the_notice_lead_into_the_room_or_out(city, shared) -> None:
    assert set(stops(city, shared)) == {"open", "cancel"}


def test_steps_and_acts_count_the_same_for_who_sees_less(city) -> None:
    conference = prepared(city, facilitator_id=city.person("hayashi"))[0]
    assert stops(city, conference, "hayashi")["convene"] == stops(city, conference)["convene"]
    assert why_not(city, "hayashi", advance_conference, **step(city, conference, "convene")) == (
        "consents_cover_the_room"
    )


def test_steps_of_a_support_conference_run_by_others_are_stopped(city) -> None:
    conference = ready(city, forum_key=DUTY, facilitator_id=city.person("nishi"))
    assert stops(city, conference, "nishi")["convene"][0] == ("its_convenor_convenes",)
    assert stops(city, conference)["convene"][0] == ()


@pytest.fixture
def two_cases(city) -> UUID:
    """A planned 重層的支援会議 run by 林 of the school: 事例 1, then 事例 6, then one about no case."""
    conference, _ = prepared(city, "006", facilitator_id=city.person("hayashi"))
    city.do("kobayashi", add_item, conference, **item(title="お金のこと", case_id=city.case("006"), minutes=15))
    city.do("kobayashi", add_item, conference, **item(title="次回の日程", kind=ItemKind.SHARE, minutes=5))
    return conference


def test_agency_that_runs_it_is_told_the_place_of_what_it_may_not_read(city, two_cases) -> None:
    view = city.look("hayashi", conference_file, two_cases)
    told = [(one.number, one.title, one.minutes, one.case, one.is_hidden, one.starts_at) for one in view.agenda]
    assert told == [
        (1, "", 20, "", True, at(13, 30)), (2, "", 15, "", True, at(13, 50)),
        (3, "次回の日程", 5, "", False, at(14, 5)),
    ]  # fmt: skip
    assert [text for text in ("R7-006", "お金のこと", "朝の過ごし方", "だれが") if text in repr(view.agenda[:2])] == []
    assert {one.item.number for one in view.uncovered} == {1, 2}
    assert {(one.people, one.unknown) for one in view.uncovered} == {((), 1)}


def test_holes_name_nobody_whom_the_recorder_may_not_know(city) -> None:
    conference = prepared(city)[0]
    (hole,) = city.look("kiroku", conference_file, conference).uncovered
    assert (hole.people, hole.unknown) == ((), 1)
    assert "長男" not in repr(city.look("kiroku", conference_file, conference))


def test_holes_of_the_agency_that_runs_it_cannot_be_sent_out(city) -> None:
    conference = prepared(city, "006", "farm", facilitator_id=city.person("hayashi"))[0]
    found = {one.agency: one.stays for one in city.look("kobayashi", conference_file, conference).uncovered}
    assert sorted(found.values()) == [False, True]


@pytest.mark.parametrize(("who", "basis"), [("kiroku", "running"), ("kobayashi", "office")])
def test_recorder_sees_every_item_with_its_case_as_running_it(city, who, basis) -> None:
    conference = prepared(city)[0]
    view = city.look(who, conference_file, conference)
    assert agenda(view) == [("朝の過ごし方", "R7-001 南の坂の親子")]
    assert [(one.case_id, one.basis) for one in view.looks] == [(city.case("001"), basis)]


def test_item_without_names_says_its_case_to_the_office_alone(city) -> None:
    conference, first = prepared(city, "006", "farm")
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"))
    city.do("kobayashi", change_item, **nameless(city, first))
    convene(city, conference)
    found = {who: city.look(who, conference_file, conference).agenda for who in ("kobayashi", "kiroku", "ogawa")}
    assert {who: (one.title, one.case) for who, (one,) in found.items()} == {
        "kobayashi": ("朝の過ごし方", "R7-006 退院のあとの一人暮らし"), "kiroku": ("朝の過ごし方", ""),
        "ogawa": ("朝の過ごし方", ""),
    }  # fmt: skip


def nameless(city, item_id: UUID) -> dict[str, Any]:
    """The inputs of item.change that keep names out."""
    seen = city.seen(AgendaItem, item_id, change_item)
    return {"subject_id": item_id, "seen": seen, **seen, "without_names": True}


def test_item_tells_whom_it_is_about_to_who_may_know_them(city) -> None:
    conference = planned(city)
    son = city.members(city.case("001"))[1]
    city.do("kobayashi", add_item, conference, **item(case_id=city.case("001"), members=[son.id]))
    told = {who: city.look(who, conference_file, conference).agenda[0].members for who in ("kobayashi", "kiroku")}
    assert {who: [one.label for one in members] for who, members in told.items()} == {
        "kobayashi": ["長男"],
        "kiroku": [],
    }


def test_item_stays_with_the_city_though_the_city_is_left_out(city) -> None:
    conference, first = prepared(city, "006", "community_welfare_division")
    city.do("kobayashi", change_conference, **given_away(city, conference))
    city.do("kacho", leave_out, first, agency_id=city.agency("community_welfare_division"))
    for who in ("kobayashi", "kacho", "mizuno"):
        assert [one.title for one in city.look(who, conference_file, conference).agenda] == ["朝の過ごし方"]


def given_away(city, conference: UUID) -> dict[str, Any]:
    """The inputs of conference.change that let the center run it."""
    seen = city.seen(Conference, conference, change_conference)
    runs = {"facilitator_id": city.person("minami"), "recorder_id": None}
    return {"subject_id": conference, "seen": seen, **seen, **runs}


def test_item_disappears_for_an_agency_with_the_consent_and_becomes_a_hole(city) -> None:
    conference = prepared(city, "006")[0]
    convene(city, conference)
    assert agenda(city.look("ogawa", conference_file, conference)) != []
    city.do("kobayashi", withdraw_consent, city.consents(city.case("006"))[0].id)
    assert agenda(city.look("ogawa", conference_file, conference)) == []
    (hole,) = city.look("kobayashi", conference_file, conference).uncovered
    assert (hole.agency, hole.people) == ("星見野総合病院 地域連携室", ("ご本人",))


@pytest.mark.parametrize("part", [Part.PERSON_CONCERNED, Part.FAMILY])
def test_called_of_the_household_are_named_to_the_office_and_who_runs_it(city, part) -> None:
    conference, first = prepared(city, "006")
    city.do("kobayashi", invite, conference, name="髙﨑 𠮷次", reading="たかさき", part=part)
    city.do("kobayashi", invite, conference, person_id=city.person("nishi"))
    city.do("kobayashi", leave_out, first, agency_id=city.agency("west_welfare_consultation_center"))
    city.do("kobayashi", invite, conference, person_id=city.person("minami"))
    convene(city, conference)
    shown = {
        who: [one.name for one in city.look(who, conference_file, conference).called if one.part is part]
        for who in ("kobayashi", "kiroku", "minami", "nishi", "ogawa")
    }
    assert shown == {
        "kobayashi": ["髙﨑 𠮷次"], "kiroku": ["髙﨑 𠮷次"], "minami": ["髙﨑 𠮷次"], "nishi": [""], "ogawa": [""],
    }  # fmt: skip


def test_steps_of_the_recorder_are_stopped_by_the_same(city) -> None:
    conference = prepared(city)[0]
    assert stops(city, conference, "kiroku") == stops(city, conference, "kobayashi")


def test_clashes_are_told_without_the_other_conference(city) -> None:
    other = planned(city, forum_key=DUTY, theme="ひみつ", recorder_id=None)
    city.do("kobayashi", invite, other, person_id=city.person("ogawa"))
    mine = planned(city, facilitator_id=city.person("mizuno"), starts_at=at(14), ends_at=at(15))
    city.do("kobayashi", invite, mine, person_id=city.person("ogawa"))
    view = city.look("mizuno", conference_file, mine)
    told = [(one.kind, one.name) for one in view.clashes]
    assert told == [("person_is_taken", "小川 なぎさ"), ("room_is_taken", "")]
    assert [text for text in ("ひみつ", str(other)) if text in repr(view)] == []
    city.do("kobayashi", advance_conference, **step(city, other, "cancel", reason="大雨"))
    assert city.look("mizuno", conference_file, mine).clashes == ()


def test_clash_with_the_day_for_the_materials_in_the_morning(city) -> None:
    begin = at(8, 30)
    conference = planned(city, starts_at=begin, ends_at=begin + HOUR, materials_due_on=settings.tokyo_day(begin))
    assert city.look("kobayashi", conference_file, conference).clashes == ()
    seen = city.seen(Conference, conference, change_conference)
    late = {**seen, "materials_due_on": settings.tokyo_day(begin) + timedelta(days=1)}
    city.do("kobayashi", change_conference, conference, seen=seen, **late)
    assert [one.kind for one in city.look("kobayashi", conference_file, conference).clashes] == [
        "materials_day_is_wrong"
    ]


def test_looks_name_each_case_and_the_ground(city, shared) -> None:
    views = {who: city.look(who, conference_file, shared) for who in ("kobayashi", "ogawa")}
    found = {who: {(one.case_id, one.basis) for one in view.looks} for who, view in views.items()}
    first, sixth = city.case("001"), city.case("006")
    assert found["kobayashi"] == {(first, "office"), (sixth, "office")}
    assert {case for case, _ in found["ogawa"]} == {sixth}
    assert {basis for _, basis in found["ogawa"]} == {views["ogawa"].basis.kind.value}


def test_seen_is_what_the_form_for_moving_needs(city) -> None:
    conference = planned(city, theme="秋", materials_due_on=settings.today())
    view = city.look("kobayashi", conference_file, conference)
    assert view.seen() == city.seen(Conference, conference, change_conference)


def test_conference_sends_the_same_statements_however_much_is_in_it(city) -> None:
    actor, (conference, _) = city.actor("kobayashi"), prepared(city)
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"))
    few = statements(city, actor, conference_file, conference)
    for number in ("002", "003", "006"):
        city.do("kobayashi", add_item, conference, **item(case_id=city.case(number)))
    for key in ("farm", "lower_secondary_school", "home_visit_nursing_station"):
        city.do("kobayashi", invite, conference, agency_id=city.agency(key))
    planned(city, forum_key=CONSENT)
    assert statements(city, actor, conference_file, conference) == few
