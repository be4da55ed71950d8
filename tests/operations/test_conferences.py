"""会議: planned, moved, called to, convened with a number without gaps, cancelled with a reason."""

import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

import settings
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemAbsence, ItemKind, Part
from models.database import reading, writing
from models.forums import forums
from models.people import Person
from operations.accounts import close_account
from operations.agenda import add_item
from operations.conferences import (
    advance_conference,
    change_conference,
    invite,
    schedule_conference,
    withdraw_invitation,
)
from operations.consents import withdraw_consent
from queries.conference import conference_file
from rules.calendar import fiscal_year
from tests.operations.sittings import (
    CONSENT,
    DUTY,
    HOUR,
    LIAISON,
    agreed,
    ahead,
    at,
    convene,
    in_later_year,
    item,
    later_year,
    planned,
    prepared,
    ready,
    rows,
    sitting,
    standing,
    step,
)
from tests.operations.stored import entries, refused, why_not
from ui.session import _twin_safe

AN_INSTANT = timedelta(microseconds=1)


def test_schedule_conference_keeps_what_was_typed(city) -> None:
    told: dict[str, Any] = {"theme": "夏の見守り", "place": "髙﨑会館 𠮷の間", "materials_due_on": settings.today()}
    row = city.row(Conference, planned(city, **told))
    assert {name: getattr(row, name) for name in told} == told
    assert (row.forum_key, row.starts_at, row.ends_at) == (CONSENT, at(13, 30), at(14, 30))
    assert (row.facilitator_id, row.recorder_id) == (city.person("kobayashi"), city.person("kiroku"))
    assert (row.state, row.serial, row.convened_on) == (ConferenceState.PLANNED, None, None)
    assert row.fiscal_year == fiscal_year(settings.tokyo_day(at(13, 30)))


def test_schedule_conference_copies_the_standing_agenda(city) -> None:
    items = standing(planned(city, with_standing_agenda=True))
    expected = [(one.title, one.kind, one.minutes) for one in forums()[CONSENT].standing_agenda if not one.each_case]
    assert [(one.title, one.kind.value, one.minutes) for one in items] == expected
    assert [one.position for one in items] == list(range(len(expected)))


def test_schedule_conference_before_nine_in_april_counts_in_tokyo(city) -> None:
    begin = in_later_year() - HOUR  # 8:00 in Tokyo is still the day before in UTC
    row = city.row(Conference, planned(city, starts_at=begin, ends_at=begin + HOUR))
    assert row.fiscal_year == later_year()


@pytest.mark.parametrize(
    ("who", "forum", "key"),
    [
        ("kobayashi", DUTY, None),
        ("kacho", CONSENT, None),
        ("suishin", LIAISON, None),
        ("nishi", "tier2_council", None),
        ("kaigo-kacho", "user_support_liaison_meeting", None),
        ("nishi", DUTY, "support_conference_is_convened_by_city"),
        ("suishin", DUTY, "support_conference_is_convened_by_city"),
        ("nishi", CONSENT, "forum_is_convened_by_others"),
        ("kaigo-kacho", LIAISON, "forum_is_convened_by_others"),
        ("kobayashi", "related_body", "forum_is_not_convened_here"),
        ("kobayashi", "nothing", "forum_is_not_convened_here"),
        ("kiroku", LIAISON, "not_yours"),
        ("iin", "system_promotion_council", "not_yours"),
        ("system", LIAISON, "not_yours"),
    ],
)
def test_schedule_conference_by_who_may_convene_the_body(city, who, forum, key) -> None:
    inputs = sitting(city, forum_key=forum)
    if key is None:
        assert city.row(Conference, city.do(who, schedule_conference, **inputs).subject_id).forum_key == forum
    else:
        assert why_not(city, who, schedule_conference, **inputs) == key


@pytest.mark.parametrize("who", ["hayashi", "ogawa"])
def test_schedule_support_conference_by_an_agency_is_the_citys(city, who) -> None:
    # 社会福祉法 第106条の6: an agency asks the city for it, and is told so.
    assert why_not(city, who, schedule_conference, **sitting(city, forum_key=DUTY)) == (
        "support_conference_is_convened_by_city"
    )


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"ends_at": at(13, 30)}, "conference_ends_before_it_starts"),
        ({"ends_at": at(13)}, "conference_ends_before_it_starts"),
        ({"ends_at": at(13, 30) + 12 * HOUR + AN_INSTANT}, "conference_is_too_long"),
        ({"ends_at": at(13, 30) + 12 * HOUR}, None),
        ({"place": " "}, "field_is_needed"),
        ({"place": "あ" * 201}, "text_too_long"),
        ({"theme": "123456789012"}, "text_has_my_number"),
        ({"theme": "a\x00"}, "text_has_unusable_signs"),
        ({"facilitator_id": uuid4()}, "not_found"),
        ({"recorder_id": uuid4()}, "not_found"),
    ],
)
def test_conference_with_what_cannot_be_kept_is_refused(city, other, key) -> None:
    conference, inputs = planned(city), sitting(city, **other)
    moved = moving(city, conference, **other)
    if key is None:
        city.do("kobayashi", schedule_conference, **inputs)
        city.do("kobayashi", change_conference, **moved)
        assert city.row(Conference, conference).ends_at == other["ends_at"]
    else:
        assert why_not(city, "kobayashi", schedule_conference, **inputs) == key
        assert why_not(city, "kobayashi", change_conference, **moved) == key


def test_schedule_conference_with_somebody_who_left_is_refused(city) -> None:
    city.do("kacho", close_account, city.person("mizuno"))
    for office in ("facilitator_id", "recorder_id"):
        inputs = sitting(city, **{office: city.person("mizuno")})
        assert why_not(city, "kobayashi", schedule_conference, **inputs) == "not_found"


def moving(city, conference: UUID, **other: Any) -> dict[str, Any]:
    """The inputs of conference.change: as it stands but for some fields."""
    seen = city.seen(Conference, conference, change_conference)
    return {"subject_id": conference, "seen": seen, **seen, **other}


def test_change_conference_moves_it(city) -> None:
    conference = planned(city)
    told = {
        "starts_at": at(15), "ends_at": at(16), "place": "庁議室", "theme": "秋", "recorder_id": None,
        "facilitator_id": city.person("mizuno"), "materials_due_on": settings.today(),
    }  # fmt: skip
    city.do("kobayashi", change_conference, **moving(city, conference, **told))
    row = city.row(Conference, conference)
    assert {name: getattr(row, name) for name in told} == told
    assert entries(conference)[-1].action == "conference.change"


@pytest.mark.parametrize(
    ("who", "key"),
    [("kacho", None), ("mizuno", None), ("kiroku", None), ("nishi", "not_found"), ("hayashi", "not_found")],
)
def test_change_conference_by_who_runs_it(city, who, key) -> None:
    inputs = moving(city, planned(city), place="庁議室")
    if key is None:
        city.do(who, change_conference, **inputs)
        assert city.row(Conference, inputs["subject_id"]).place == "庁議室"
    else:
        assert why_not(city, who, change_conference, **inputs) == key


def test_change_conference_by_somebody_who_is_only_called_is_refused(city) -> None:
    conference = ready(city)
    convene(city, conference)
    assert why_not(city, "ogawa", change_conference, **moving(city, conference, place="庁議室")) == "not_yours"


def test_change_conference_on_a_stale_form_is_refused_with_both_versions(city) -> None:
    conference = planned(city)
    old = moving(city, conference, place="わたしの部屋")
    city.do("kacho", change_conference, **moving(city, conference, place="先の部屋", theme="先のテーマ"))
    found = refused(city, "kobayashi", change_conference, **old)
    stored = vars(found)["stored"]
    assert (found.reason_key, stored["place"], stored["theme"]) == ("stale", "先の部屋", "先のテーマ")
    assert stored == city.seen(Conference, conference, change_conference)
    city.do("kobayashi", change_conference, **{**old, "seen": stored})
    assert city.row(Conference, conference).place == "わたしの部屋"


def test_change_conference_into_another_year_before_it_has_a_number(city) -> None:
    conference, begin = planned(city), in_later_year()
    city.do("kobayashi", change_conference, **moving(city, conference, starts_at=begin, ends_at=begin + HOUR))
    assert city.row(Conference, conference).fiscal_year == later_year()


def test_change_conference_out_of_the_year_of_its_number_is_refused(city) -> None:
    conference, begin = ready(city), in_later_year()
    convene(city, conference)
    inputs = moving(city, conference, starts_at=begin, ends_at=begin + HOUR)
    assert why_not(city, "kobayashi", change_conference, **inputs) == "conference_leaves_its_year"


def test_change_conference_within_the_year_keeps_its_number(city) -> None:
    conference = ready(city)
    number = convene(city, conference).serial
    city.do("kobayashi", change_conference, **moving(city, conference, starts_at=at(9), ends_at=at(10)))
    assert city.row(Conference, conference).serial == number


def test_change_conference_that_was_cancelled_is_refused(city) -> None:
    conference = planned(city)
    city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="会場が使えない"))
    assert why_not(city, "kobayashi", change_conference, **moving(city, conference)) == "step_not_open"


@pytest.mark.parametrize("part", list(Part))
def test_invite_keeps_who_is_called(city, part) -> None:
    conference = planned(city)
    person = city.do("kobayashi", invite, conference, person_id=city.person("ogawa"), part=part)
    agency = city.do("kobayashi", invite, conference, agency_id=city.agency("farm"), part=part)
    told = {"name": "髙﨑 𠮷男", "reading": "たかさき よしお"}
    named = city.do("kobayashi", invite, conference, part=part, **told)
    found = [city.row(Invitation, done.subject_id) for done in (person, agency, named)]
    hospital = city.agency("general_hospital")
    assert [(one.agency_id, one.person_id, one.name, one.reading, one.part) for one in found] == [
        (hospital, city.person("ogawa"), None, None, part),
        (city.agency("farm"), None, None, None, part),
        (None, None, *told.values(), part),
    ]


@pytest.mark.parametrize(
    ("inputs", "key"),
    [
        ({}, "field_is_needed"),
        ({"name": " "}, "field_is_needed"),
        ({"agency_id": uuid4()}, "not_found"),
        ({"person_id": uuid4()}, "not_found"),
        ({"name": "あ" * 201}, "text_too_long"),
        ({"name": "林", "reading": "1234-5678-9012"}, "text_has_my_number"),
        ({"name": "a\ud800"}, "text_has_unusable_signs"),
    ],
)
def test_invite_of_nobody_who_can_be_called_is_refused(city, inputs, key) -> None:
    assert why_not(city, "kobayashi", invite, planned(city), **inputs) == key


def test_invite_of_somebody_already_called_is_refused(city) -> None:
    conference = planned(city)
    for inputs in ({"person_id": city.person("ogawa")}, {"agency_id": city.agency("general_hospital")}):
        city.do("kobayashi", invite, conference, **inputs)
        assert why_not(city, "kobayashi", invite, conference, **inputs) == "is_already_called"


def test_invite_of_somebody_who_left_is_refused(city) -> None:
    city.do("kacho", close_account, city.person("ogawa"))
    assert why_not(city, "kobayashi", invite, planned(city), person_id=city.person("ogawa")) == "not_found"


def test_invite_after_a_call_was_taken_back_is_a_new_call(city) -> None:
    conference, inputs = planned(city), {"agency_id": city.agency("farm")}
    first = city.do("kobayashi", invite, conference, **inputs).subject_id
    city.do("kobayashi", withdraw_invitation, first)
    assert why_not(city, "kobayashi", withdraw_invitation, first) == "already_there"
    second = city.do("kobayashi", invite, conference, **inputs).subject_id
    assert [one.id for one in rows(Invitation, conference_id=conference, withdrawn_at=None)] == [second]


@pytest.mark.parametrize("who", ["nishi", "hayashi", "suishin", "system"])
def test_invite_by_somebody_who_does_not_run_it_is_refused(city, who) -> None:
    conference = planned(city)
    call = city.do("kobayashi", invite, conference, agency_id=city.agency("farm")).subject_id
    assert why_not(city, who, invite, conference, agency_id=city.agency("fire_station")) == "not_found"
    assert why_not(city, who, withdraw_invitation, call) == "not_found"


@pytest.mark.parametrize("state", [ConferenceState.ADJOURNED, ConferenceState.CANCELLED])
def test_calls_of_a_conference_that_is_past_calling_are_refused(city, state) -> None:
    conference = ready(city)
    (call,) = rows(Invitation, conference_id=conference)
    with writing() as session:
        session.get_one(Conference, conference).state = state
    assert why_not(city, "kobayashi", invite, conference, agency_id=city.agency("farm")) == "step_not_open"
    assert why_not(city, "kobayashi", withdraw_invitation, call.id) == "step_not_open"


HOSPITAL, SCHOOL = "general_hospital", "lower_secondary_school"
NOT_COVERED = "room_is_not_covered"


def covered(city, **other: Any) -> tuple[UUID, UUID]:
    """A convened conference about 事例 1 with the hospital, to which everybody of the household agreed; and its item."""
    conference, only = prepared(city, **other)
    agreed(city, "001", HOSPITAL)
    convene(city, conference)
    return conference, only


def test_invite_before_the_notice_only_makes_a_hole(city) -> None:
    conference, _ = prepared(city)
    city.do("kobayashi", invite, conference, agency_id=city.agency(SCHOOL))
    assert len(city.look("kobayashi", conference_file, conference).uncovered) == 2


def test_invite_after_the_notice_of_an_agency_no_consent_reaches_is_refused(city) -> None:
    conference, only = covered(city)
    school = {"agency_id": city.agency(SCHOOL)}
    found = refused(city, "kobayashi", invite, conference, **school)
    assert (found.reason_key, found.facts) == ("guest_is_not_covered", {"agency": "星見野中学校", "number": 1})
    city.do("kobayashi", invite, conference, **school, outside=[only])
    assert [(one.item_id, one.agency_id) for one in rows(ItemAbsence)] == [(only, city.agency(SCHOOL))]


def test_invite_after_the_notice_of_an_agency_the_consents_reach(city) -> None:
    conference, _ = covered(city)
    agreed(city, "001", SCHOOL)
    city.do("kobayashi", invite, conference, agency_id=city.agency(SCHOOL))
    assert city.look("kobayashi", conference_file, conference).uncovered == ()


def test_invite_outside_an_item_of_another_conference_is_refused(city) -> None:
    conference, _ = covered(city)
    other = prepared(city, "006")[1]
    inputs = {"agency_id": city.agency(SCHOOL), "outside": [other]}
    assert why_not(city, "kobayashi", invite, conference, **inputs) == "not_found"


def test_change_conference_to_a_day_beyond_a_consent_is_refused(city) -> None:
    conference, _ = prepared(city)
    agreed(city, "001", HOSPITAL, ends_on=ahead())
    convene(city, conference)
    later = {"starts_at": at(9, day=ahead(11)), "ends_at": at(10, day=ahead(11))}
    assert why_not(city, "kobayashi", change_conference, **moving(city, conference, **later)) == NOT_COVERED
    sooner = {"starts_at": at(9, day=ahead(9)), "ends_at": at(10, day=ahead(9))}
    city.do("kobayashi", change_conference, **moving(city, conference, **sooner))


def test_change_conference_to_somebody_whose_agency_no_consent_reaches_is_refused(city) -> None:
    conference, _ = covered(city)
    for office in ("facilitator_id", "recorder_id"):
        given = moving(city, conference, **{office: city.person("hayashi")})
        assert why_not(city, "kobayashi", change_conference, **given) == NOT_COVERED


def test_open_after_a_consent_was_taken_back_tells_the_hole_and_opens(city) -> None:
    conference, _ = covered(city)
    city.do("kobayashi", withdraw_consent, city.consents(city.case("001"))[-1].id)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    (hole,) = city.look("kobayashi", conference_file, conference).uncovered
    assert hole.people == ("長男",)


def test_acts_that_mend_nothing_are_not_stopped_by_a_hole_that_was_there(city) -> None:
    conference, _ = covered(city)
    city.do("kobayashi", withdraw_consent, city.consents(city.case("001"))[-1].id)
    city.do("kobayashi", change_conference, **moving(city, conference, place="庁議室"))
    city.do("kobayashi", add_item, conference, **item(title="次回の日程"))
    assert city.row(Conference, conference).place == "庁議室"


def test_convene_gives_the_number_and_the_day(city) -> None:
    row = convene(city, ready(city))
    assert (row.state, row.convened_on) == (ConferenceState.CONVENED, settings.today())
    with reading() as session:
        same = session.exec(select(Conference.serial).where(Conference.forum_key == CONSENT)).all()
    assert row.serial == max(number for number in same if number is not None)
    assert entries(row.id)[-1].action == "conference.advance"


def test_convene_without_an_agenda_or_anybody_called_is_refused(city) -> None:
    conference = planned(city)
    inputs = step(city, conference, "convene")
    assert why_not(city, "kobayashi", advance_conference, **inputs) == "has_agenda"
    city.do("kobayashi", add_item, conference, **item())
    assert why_not(city, "kobayashi", advance_conference, **inputs) == "somebody_is_called"
    call = city.do("kobayashi", invite, conference, agency_id=city.agency("farm")).subject_id
    city.do("kobayashi", withdraw_invitation, call)
    assert why_not(city, "kobayashi", advance_conference, **inputs) == "somebody_is_called"


def test_convene_with_a_question_unasked_and_nobody_to_record_is_only_told(city) -> None:
    conference = planned(city, recorder_id=None)
    city.do("kobayashi", invite, conference, agency_id=city.agency("farm"))
    city.do("kobayashi", add_item, conference, **item(kind=ItemKind.DECIDE, question=None))
    assert convene(city, conference).state is ConferenceState.CONVENED


@pytest.mark.parametrize(
    ("who", "key"),
    [("kacho", None), ("kiroku", None), ("nishi", "not_found"), ("ogawa", "not_found"), ("suishin", "not_found")],
)
def test_convene_by_who_runs_it(city, who, key) -> None:
    conference = ready(city)
    if key is None:
        assert convene(city, conference, who).state is ConferenceState.CONVENED
    else:
        assert why_not(city, who, advance_conference, **step(city, conference, "convene")) == key


@pytest.mark.parametrize("name", ["convene", "adjourn", "break_off", ""])
def test_advance_conference_by_a_step_that_is_not_open_is_refused(city, name) -> None:
    conference = ready(city)
    convene(city, conference)
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, name)) == "step_not_open"


@pytest.mark.parametrize("who", ["nishi", "hayashi", "kiroku"])
def test_convene_of_a_support_conference_is_the_citys(city, who) -> None:
    # 社会福祉法 第106条の6第1項: 市町村は、支援会議を組織することができる。
    conference = ready(city, forum_key=DUTY, facilitator_id=city.person(who))
    assert why_not(city, who, advance_conference, **step(city, conference, "convene")) == "its_convenor_convenes"
    assert convene(city, conference, "kacho").state is ConferenceState.CONVENED


def test_advance_conference_on_a_stale_form_is_refused(city) -> None:
    conference = ready(city)
    old = step(city, conference, "convene")
    convene(city, conference)
    found = refused(city, "kacho", advance_conference, **old)
    assert (found.reason_key, vars(found)["stored"]) == ("stale", {"state": ConferenceState.CONVENED})


@pytest.mark.parametrize("reason", [None, "", " \u3000"])
def test_cancel_without_a_reason_is_refused(city, reason) -> None:
    inputs = step(city, planned(city), "cancel", reason=reason)
    assert why_not(city, "kobayashi", advance_conference, **inputs) == "cancellation_is_explained"


def test_cancel_before_the_notice_takes_no_number(city) -> None:
    conference = planned(city)
    city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="会場が使えない"))
    row = city.row(Conference, conference)
    assert (row.state, row.cancel_reason, row.serial) == (ConferenceState.CANCELLED, "会場が使えない", None)


def test_cancel_keeps_its_number_and_the_next_one_counts_on(city) -> None:
    first, second = ready(city), ready(city)
    number = convene(city, first).serial
    city.do("kobayashi", advance_conference, **step(city, first, "cancel", reason="大雨"))
    row = city.row(Conference, first)
    assert (row.state, row.serial, row.cancel_reason) == (ConferenceState.CANCELLED, number, "大雨")
    assert convene(city, second).serial == (number or 0) + 1


def numbers() -> dict[tuple[str, int], list[int]]:
    """Every number given, by body and 年度."""
    with reading() as session:
        given = session.exec(select(Conference).where(Conference.serial != None)).all()  # noqa: E711 - SQL
    found = defaultdict(list)
    for one in given:
        found[(one.forum_key, one.fiscal_year)].append(one.serial or 0)
    return {body: sorted(serials) for body, serials in found.items()}


def test_numbers_count_by_body_and_year(city) -> None:
    begin = in_later_year()
    before = numbers()
    made = [
        ready(city),
        ready(city, starts_at=begin, ends_at=begin + HOUR),
        ready(city, forum_key=DUTY),
        ready(city),
    ]
    given = [convene(city, one) for one in made]
    counted = {body: len(serials) for body, serials in before.items()}
    for one in given:
        body = (one.forum_key, one.fiscal_year)
        counted[body] = counted.get(body, 0) + 1
        assert one.serial == counted[body]


def test_numbers_of_eight_racing_convenes_have_no_gap(city) -> None:
    begin = in_later_year()  # nobody has opened this counter yet, so its first use races too
    made = [ready(city, starts_at=begin, ends_at=begin + HOUR) for _ in range(8)]
    actor, gate = city.actor("kobayashi"), threading.Barrier(8)

    def race(conference: UUID) -> None:
        inputs = step(city, conference, "convene")
        gate.wait(10)
        _twin_safe(lambda: city.do(actor, advance_conference, **inputs))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(race, made))
    assert numbers()[(CONSENT, later_year())] == list(range(1, 9))


def test_number_of_a_convene_that_was_refused_is_given_again(city) -> None:
    first, second = prepared(city)[0], ready(city)
    assert why_not(city, "kobayashi", advance_conference, **step(city, first, "convene")) == "consents_cover_the_room"
    before = numbers().get((CONSENT, city.row(Conference, second).fiscal_year), [])
    assert convene(city, second).serial == len(before) + 1


def test_conference_at_rest_hides_names_and_reasons(city) -> None:
    conference = planned(city)
    city.do("kobayashi", invite, conference, name="髙﨑 𠮷男", reading="たかさき")
    city.do("kobayashi", add_item, conference, **item(title="ひみつの議題", question="ひみつの問い"))
    city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="ひみつのわけ"))
    with reading() as session:
        raw = [
            str(tuple(row))
            for model in (Conference, Invitation, AgendaItem)
            for row in session.connection().exec_driver_sql(f"SELECT * FROM {model.__tablename__}")
        ]
    secrets = ("髙﨑", "たかさき", "ひみつ")
    assert [text for text in secrets if any(text in row for row in raw)] == []


def test_schedule_conference_without_a_facilitator_is_run_by_who_schedules(city) -> None:
    conference = planned(city, "kacho", facilitator_id=None)
    assert city.row(Conference, conference).facilitator_id == city.row(Person, city.person("kacho")).id
