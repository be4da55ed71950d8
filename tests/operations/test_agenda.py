"""次第: items put on, changed, moved and taken off, and the ways out when a consent does not reach the room."""

from typing import Any
from uuid import UUID, uuid4

import pytest

import settings
from models.cases import Case, ConsentWay, HouseholdMember, InformationClass
from models.conferences import AgendaItem, ConcernedMember, Conference, ConferenceState, ItemAbsence, ItemKind
from models.database import writing
from models.forums import forums
from models.people import Person
from operations.agenda import add_item, change_item, leave_out, let_in, remove_item
from operations.case_agenda import take_up_case
from operations.cases import correct_member, involve_agency
from operations.conferences import advance_conference, invite
from operations.consents import record_consent, withdraw_consent
from operations.minutes import remove_line, write_line
from operations.room import begin_item
from tests.operations.sittings import (
    CONSENT,
    DUTY,
    LIAISON,
    agreed,
    ahead,
    convene,
    item,
    opened,
    planned,
    prepared,
    rows,
    standing,
    step,
)
from tests.operations.stored import entries, refused, why_not

HOSPITAL, SCHOOL, WEST = "general_hospital", "lower_secondary_school", "west_welfare_consultation_center"
UNCOVERED = "consents_cover_the_room"


@pytest.fixture
def agenda(city) -> UUID:
    """A planned conference with three items: 一, 二, 三."""
    conference = planned(city)
    for title in "一二三":
        city.do("kobayashi", add_item, conference, **item(title=title))
    return conference


def titles(conference: UUID) -> str:
    """The agenda in its order."""
    return "".join(one.title for one in standing(conference))


def changing(city, item_id: UUID, **other: Any) -> dict[str, Any]:
    """The inputs of item.change: as it stands but for some fields."""
    seen = city.seen(AgendaItem, item_id, change_item)
    return {"subject_id": item_id, "seen": seen, **seen, **other}


def test_add_item_keeps_what_was_typed_at_the_end(city, agenda) -> None:
    told = item(kind=ItemKind.DECIDE, title="髙﨑町の見守り", case_id=city.case("001"), without_names=True)
    row = city.row(AgendaItem, city.do("kobayashi", add_item, agenda, **told).subject_id)
    assert {name: getattr(row, name) for name in told} == told
    assert (row.position, row.removed_at, titles(agenda)) == (3, None, "一二三髙﨑町の見守り")


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"title": " "}, "field_is_needed"),
        ({"title": "あ" * 201}, "text_too_long"),
        ({"question": "123456789012"}, "text_has_my_number"),
        ({"question": "a\x00"}, "text_has_unusable_signs"),
        ({"minutes": 0}, "minutes_out_of_range"),
        ({"minutes": -1}, "minutes_out_of_range"),
        ({"minutes": 481}, "minutes_out_of_range"),
        ({"minutes": 480}, None),
        ({"minutes": 1, "question": None}, None),
    ],
)
def test_item_with_what_cannot_be_kept_is_refused(city, agenda, other, key) -> None:
    first = changing(city, standing(agenda)[0].id, **other)
    if key is None:
        added = city.do("kobayashi", add_item, agenda, **item(**other)).subject_id
        changed = city.do("kobayashi", change_item, **first).subject_id
        assert {city.row(AgendaItem, one).minutes for one in (added, changed)} == {other["minutes"]}
    else:
        assert why_not(city, "kobayashi", add_item, agenda, **item(**other)) == key
        assert why_not(city, "kobayashi", change_item, **first) == key


@pytest.mark.parametrize("forum", [LIAISON, "system_promotion_council", "platform_conference", "tier2_council"])
def test_add_item_with_a_case_to_a_body_without_cases_is_refused(city, forum) -> None:
    conference = planned(city, forum_key=forum)
    told = item(case_id=city.case("001"), without_names=True)
    assert why_not(city, "kobayashi", add_item, conference, **told) == "forum_speaks_of_no_case"


def test_add_item_with_a_case_that_is_not_theirs_is_refused(city) -> None:
    conference = planned(city, facilitator_id=city.person("minami"))
    assert why_not(city, "kobayashi", add_item, conference, **item(case_id=uuid4())) == "not_found"
    assert why_not(city, "minami", add_item, conference, **item(case_id=city.case("002"))) == "not_found"
    done = city.do("minami", add_item, conference, **item(case_id=city.case("006")))
    assert city.row(AgendaItem, done.subject_id).case_id == city.case("006")


@pytest.mark.parametrize(("who", "key"), [("kiroku", None), ("nishi", "not_found"), ("hayashi", "not_found")])
def test_agenda_is_set_by_who_runs_the_conference(city, agenda, who, key) -> None:
    if key is None:
        city.do(who, add_item, agenda, **item(title="四"))
        assert titles(agenda) == "一二三四"
        return
    first = standing(agenda)[0].id
    assert why_not(city, who, add_item, agenda, **item()) == key
    assert why_not(city, who, change_item, **changing(city, first)) == key
    assert why_not(city, who, remove_item, first) == key
    assert why_not(city, who, leave_out, first, agency_id=city.agency(HOSPITAL)) == key
    assert why_not(city, who, let_in, first, agency_id=city.agency(HOSPITAL)) == key


@pytest.mark.parametrize("state", [ConferenceState.ADJOURNED, ConferenceState.CANCELLED])
def test_agenda_of_a_conference_that_is_over_stays(city, state) -> None:
    conference, first = prepared(city)
    hospital = {"agency_id": city.agency(HOSPITAL)}
    farm = {"agency_id": city.agency("farm")}
    city.do("kobayashi", invite, conference, **farm)
    city.do("kobayashi", leave_out, first, **hospital)
    with writing() as session:
        session.get_one(Conference, conference).state = state
    assert why_not(city, "kobayashi", add_item, conference, **item()) == "step_not_open"
    assert why_not(city, "kobayashi", change_item, **changing(city, first)) == "step_not_open"
    assert why_not(city, "kobayashi", remove_item, first) == "step_not_open"
    assert why_not(city, "kobayashi", leave_out, first, **farm) == "step_not_open"
    assert why_not(city, "kobayashi", let_in, first, **hospital) == "step_not_open"


def test_agenda_may_change_while_the_conference_sits(city, agenda) -> None:
    with writing() as session:
        session.get_one(Conference, agenda).state = ConferenceState.IN_SESSION
    city.do("kobayashi", add_item, agenda, **item(title="四"))
    assert titles(agenda) == "一二三四"


def test_change_item_writes_every_field(city, agenda) -> None:
    first = standing(agenda)[0].id
    told = {"kind": ItemKind.DECIDE, "title": "<b>&\"'", "question": None, "minutes": 7, "without_names": True}
    city.do("kobayashi", change_item, **changing(city, first, **told))
    row = city.row(AgendaItem, first)
    assert {name: getattr(row, name) for name in told} == told
    assert entries(first)[-1].action == "item.change"


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [
        (0, 2, "二三一"),
        (0, 1, "二一三"),
        (2, 0, "三一二"),
        (1, 1, "一二三"),
        (1, None, "一二三"),
        (0, 99, "二三一"),
        (2, -5, "三一二"),
    ],
)
def test_change_item_moves_it_in_the_order(city, agenda, moved, place, order) -> None:
    chosen = standing(agenda)[moved].id
    city.do("kobayashi", change_item, **changing(city, chosen, position=place))
    assert titles(agenda) == order
    assert [one.position for one in standing(agenda)] == [0, 1, 2]


def test_change_item_moves_over_one_that_was_taken_off(city, agenda) -> None:
    city.do("kobayashi", remove_item, standing(agenda)[0].id)
    city.do("kobayashi", add_item, agenda, **item(title="四"))
    city.do("kobayashi", change_item, **changing(city, standing(agenda)[-1].id, position=0))
    assert titles(agenda) == "四二三"


def test_change_item_on_a_stale_form_is_refused_with_both_versions(city, agenda) -> None:
    first = standing(agenda)[0].id
    old = changing(city, first, title="わたしの題")
    city.do("kacho", change_item, **changing(city, first, title="先の題", minutes=3))
    found = refused(city, "kobayashi", change_item, **old)
    stored = vars(found)["stored"]
    assert (found.reason_key, stored["title"], stored["minutes"]) == ("stale", "先の題", 3)
    assert stored == city.seen(AgendaItem, first, change_item)


def test_remove_item_takes_it_off_once(city, agenda) -> None:
    second = standing(agenda)[1].id
    city.do("kobayashi", remove_item, second)
    assert titles(agenda) == "一三"
    assert why_not(city, "kobayashi", remove_item, second) == "already_there"
    assert why_not(city, "kobayashi", change_item, **changing(city, second, title="二の二")) == "already_there"


def test_remove_item_of_which_something_is_written_or_decided_is_refused(city) -> None:
    conference, item_id = opened(city)
    city.do("kiroku", begin_item, item_id)
    line = {"item_id": item_id, "line_id": uuid4(), "client": "one", "seq": 1, "base": 0, "text": "母の話"}
    line_id = city.do("kiroku", write_line, conference, **line).subject_id
    assert why_not(city, "kiroku", remove_item, item_id) == "item_was_spoken_of"
    city.do("kiroku", remove_line, line_id)
    city.do("kiroku", remove_item, item_id)
    row = city.row(Conference, conference)
    assert (city.row(AgendaItem, item_id).removed_at is None, row.current_item_id) == (False, None)


def test_convene_before_an_agency_that_a_consent_does_not_reach_is_refused(city) -> None:
    conference, _ = prepared(city)  # the eldest son of 事例 1 said no
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


def test_convene_with_the_agency_left_out(city) -> None:
    conference, only = prepared(city)
    hospital = {"agency_id": city.agency(HOSPITAL)}
    city.do("kobayashi", leave_out, only, **hospital)
    assert why_not(city, "kobayashi", leave_out, only, **hospital) == "already_there"
    assert [(one.item_id, one.agency_id) for one in rows(ItemAbsence)] == [(only, hospital["agency_id"])]
    assert convene(city, conference).state is ConferenceState.CONVENED


def test_convene_after_the_agency_was_let_in_again_is_refused(city) -> None:
    conference, only = prepared(city)
    hospital = {"agency_id": city.agency(HOSPITAL)}
    assert why_not(city, "kobayashi", let_in, only, **hospital) == "already_there"
    city.do("kobayashi", leave_out, only, **hospital)
    city.do("kobayashi", let_in, only, **hospital)
    assert rows(ItemAbsence) == []
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


@pytest.mark.parametrize("key", ["farm", None])
def test_leave_out_of_an_agency_that_is_not_called_is_refused(city, key) -> None:
    agency = city.agency(key) if key else uuid4()
    assert why_not(city, "kobayashi", leave_out, prepared(city)[1], agency_id=agency) == "agency_is_not_called"


def test_convene_without_names(city) -> None:
    conference, only = prepared(city)
    city.do("kobayashi", change_item, **changing(city, only, without_names=True))
    assert convene(city, conference).state is ConferenceState.CONVENED


def consent(city, number: str, member: HouseholdMember, *agencies: str, **other: Any) -> UUID:
    """A consent of one person of the household to be known to these agencies."""
    told = {
        "member_id": member.id, "way": ConsentWay.SPOKEN, "given_on": settings.today(), "read_out": "お伝えします。",
        "agencies": [city.agency(key) for key in agencies], "information": [InformationClass.IDENTITY], **other,
    }  # fmt: skip
    done = city.do("kobayashi", record_consent, city.case(number), **told)
    return UUID(str(done.subject_id))


def test_convene_after_the_consent_was_widened(city) -> None:
    conference, _ = prepared(city)
    consent(city, "001", city.members(city.case("001"))[1], HOSPITAL)
    assert convene(city, conference).state is ConferenceState.CONVENED


def test_convene_after_a_consent_was_taken_back_is_refused(city) -> None:
    conference, _ = prepared(city)
    given = consent(city, "001", city.members(city.case("001"))[1], HOSPITAL)
    city.do("kobayashi", withdraw_consent, given)
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


@pytest.mark.parametrize("short_by", [0, 1])
def test_convene_asks_the_consents_of_the_day_of_the_conference(city, short_by) -> None:
    conference, _ = prepared(city)
    last = ahead() if short_by == 0 else settings.today()
    consent(city, "001", city.members(city.case("001"))[1], HOSPITAL, ends_on=last)
    if short_by == 0:
        assert convene(city, conference).state is ConferenceState.CONVENED
    else:
        assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


def test_convene_does_not_ask_for_the_consent_of_the_dead(city) -> None:
    conference, _ = prepared(city)
    son = city.members(city.case("001"))[1]
    seen = city.seen(HouseholdMember, son.id, correct_member)
    city.do("kobayashi", correct_member, son.id, seen=seen, **{**seen, "died_on": settings.today()})
    assert convene(city, conference).state is ConferenceState.CONVENED


def test_convene_after_the_item_was_moved_to_the_support_conference(city) -> None:
    conference, only = prepared(city)
    city.do("kobayashi", remove_item, only)
    city.do("kobayashi", add_item, conference, **item())
    duty = prepared(city, forum_key=DUTY)[0]
    assert [convene(city, one).forum_key for one in (conference, duty)] == [CONSENT, DUTY]


def test_convene_before_the_centers_of_a_case_needs_no_consent(city) -> None:
    conference, _ = prepared(city, "002", WEST)
    city.do("kobayashi", invite, conference, person_id=city.person("kacho"))
    assert convene(city, conference).state is ConferenceState.CONVENED


def test_convene_before_the_center_of_another_district_is_refused(city) -> None:
    conference, _ = prepared(city, "001", WEST)
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


def test_convene_before_a_center_that_holds_only_the_other_case_is_refused(city) -> None:
    conference, _ = prepared(city, "001", WEST)
    city.do("kobayashi", add_item, conference, **item(case_id=city.case("002")))
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


def test_convene_before_somebody_of_an_agency_asks_for_that_agency(city) -> None:
    conference = planned(city)
    city.do("kobayashi", invite, conference, person_id=city.person("ogawa"))
    city.do("kobayashi", add_item, conference, **item(case_id=city.case("001")))
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


def test_convene_asks_for_the_consent_whoever_is_involved(city) -> None:
    conference, _ = prepared(city, "006", "farm")
    city.do("kobayashi", involve_agency, city.case("006"), agency_id=city.agency("farm"))
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED


NOT_COVERED = "room_is_not_covered"


@pytest.fixture(params=[ConferenceState.CONVENED, ConferenceState.IN_SESSION])
def told(request, city) -> tuple[UUID, UUID]:
    """A conference after its notice about 事例 6 with the hospital, to which everybody agreed; and its item."""
    conference, only = prepared(city, "006")
    agreed(city, "006", HOSPITAL)
    convene(city, conference)
    with writing() as session:
        session.get_one(Conference, conference).state = request.param
    return conference, only


def test_add_item_after_the_notice_beyond_a_consent_is_refused_but_for_the_ways_out(city, told) -> None:
    conference, _ = told
    about = item(case_id=city.case("001"))
    found = refused(city, "kobayashi", add_item, conference, **about)
    assert (found.reason_key, found.facts) == (NOT_COVERED, {"agency": "星見野総合病院 地域連携室", "number": 2})
    city.do("kobayashi", add_item, conference, **about, without=[city.agency(HOSPITAL)])
    city.do("kobayashi", add_item, conference, **about, without_names=True)
    assert [one.without_names for one in standing(conference)] == [False, False, True]
    assert [one.agency_id for one in rows(ItemAbsence)] == [city.agency(HOSPITAL)]


def test_add_item_after_the_notice_about_the_one_who_agreed(city, told) -> None:
    conference, _ = told
    mother, son = city.members(city.case("001"))
    consent(city, "001", mother, HOSPITAL)
    about = item(case_id=city.case("001"))
    assert why_not(city, "kobayashi", add_item, conference, **about, members=[son.id]) == NOT_COVERED
    city.do("kobayashi", add_item, conference, **about, members=[mother.id])


def test_change_item_after_the_notice_back_to_names_is_refused(city, told) -> None:
    conference, _ = told
    nameless = item(case_id=city.case("001"), without_names=True)
    added = city.do("kobayashi", add_item, conference, **nameless).subject_id
    named = changing(city, added, without_names=False)
    assert why_not(city, "kobayashi", change_item, **named) == NOT_COVERED
    city.do("kobayashi", change_item, **changing(city, added, title="言いかえた題"))


def test_change_item_after_the_notice_to_more_of_the_household_is_refused(city, told) -> None:
    conference, _ = told
    mother, son = city.members(city.case("001"))
    consent(city, "001", mother, HOSPITAL)
    about = item(case_id=city.case("001"), members=[mother.id])
    added = city.do("kobayashi", add_item, conference, **about).subject_id
    for more in ([mother.id, son.id], []):
        assert why_not(city, "kobayashi", change_item, **changing(city, added, members=more)) == NOT_COVERED


def test_let_in_after_the_notice_beyond_a_consent_is_refused(city, told) -> None:
    conference, _ = told
    hospital = {"agency_id": city.agency(HOSPITAL)}
    about = item(case_id=city.case("001"), without=[city.agency(HOSPITAL)])
    added = city.do("kobayashi", add_item, conference, **about).subject_id
    assert why_not(city, "kobayashi", let_in, added, **hospital) == NOT_COVERED
    son = city.members(city.case("001"))[1]
    consent(city, "001", son, HOSPITAL)
    city.do("kobayashi", let_in, added, **hospital)
    assert rows(ItemAbsence) == []


def named(item_id: UUID) -> set[UUID]:
    """Whom an item speaks of."""
    return {one.member_id for one in rows(ConcernedMember, subject_id=item_id)}


def test_item_names_whom_it_speaks_of(city) -> None:
    conference = planned(city)
    mother, son = city.members(city.case("001"))
    about = item(case_id=city.case("001"), members=[mother.id, mother.id])
    only = city.do("kobayashi", add_item, conference, **about).subject_id
    assert named(only) == {mother.id}
    city.do("kobayashi", change_item, **changing(city, only, title="言いかえた題"))
    assert named(only) == {mother.id}
    city.do("kobayashi", change_item, **changing(city, only, members=[mother.id, son.id]))
    assert named(only) == {mother.id, son.id}
    city.do("kobayashi", change_item, **changing(city, only, members=[son.id]))
    assert named(only) == {son.id}
    city.do("kobayashi", change_item, **changing(city, only, without_names=True))
    assert named(only) == set()


def test_item_without_names_names_nobody(city) -> None:
    mother = city.members(city.case("001"))[0]
    about = item(case_id=city.case("001"), members=[mother.id], without_names=True)
    assert named(city.do("kobayashi", add_item, planned(city), **about).subject_id) == set()


def test_item_that_names_somebody_of_another_household_is_refused(city) -> None:
    stranger = city.members(city.case("006"))[0].id
    conference = planned(city)
    for member in (stranger, uuid4()):
        about = item(case_id=city.case("001"), members=[member])
        assert why_not(city, "kobayashi", add_item, conference, **about) == "not_found"
    assert why_not(city, "kobayashi", add_item, conference, **item(members=[stranger])) == "not_found"


def test_convene_asks_only_for_the_consent_of_whom_the_item_names(city) -> None:
    conference, only = prepared(city)  # the hospital has the mother's consent; the son said no
    mother, son = city.members(city.case("001"))
    consent(city, "001", mother, HOSPITAL)
    city.do("kobayashi", change_item, **changing(city, only, members=[son.id]))
    assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED
    city.do("kobayashi", change_item, **changing(city, only, members=[mother.id]))
    assert convene(city, conference).state is ConferenceState.CONVENED


def test_convene_counts_the_agency_of_who_runs_it(city) -> None:
    for office in ("facilitator_id", "recorder_id"):
        conference, only = prepared(
            city, "006", "south_welfare_consultation_center", **{office: city.person("hayashi")}
        )
        assert why_not(city, "kobayashi", advance_conference, **step(city, conference, "convene")) == UNCOVERED
        city.do("kobayashi", invite, conference, person_id=city.person("hayashi"))
        left = {"agency_id": city.row(Person, city.person("hayashi")).agency_id}
        assert why_not(city, "kobayashi", leave_out, only, **left) == "agency_runs_the_conference"


def test_convene_with_a_center_that_runs_it_and_holds_the_case(city) -> None:
    conference, _ = prepared(city, "006", "south_welfare_consultation_center", facilitator_id=city.person("minami"))
    assert convene(city, conference).state is ConferenceState.CONVENED


@pytest.mark.parametrize("what", ["change", "leave_out", "let_in", "remove"])
def test_item_that_was_taken_off_is_left_alone(city, what) -> None:
    conference, only = prepared(city)
    city.do("kobayashi", invite, conference, agency_id=city.agency("farm"))
    city.do("kobayashi", leave_out, only, agency_id=city.agency("farm"))
    city.do("kobayashi", remove_item, only)
    tries: dict[str, Any] = {
        "change": (change_item, changing(city, only)),
        "leave_out": (leave_out, {"subject_id": only, "agency_id": city.agency(HOSPITAL)}),
        "let_in": (let_in, {"subject_id": only, "agency_id": city.agency("farm")}),
        "remove": (remove_item, {"subject_id": only}),
    }
    operation, inputs = tries[what]
    assert why_not(city, "kobayashi", operation, **inputs) == "already_there"


def test_change_item_after_another_item_was_moved_is_not_stale(city, agenda) -> None:
    first, second, third = (one.id for one in standing(agenda))
    open_form = changing(city, third, title="三の三")
    city.do("kobayashi", change_item, **changing(city, first, position=2))
    city.do("kobayashi", change_item, **open_form)
    assert [one.id for one in standing(agenda)] == [second, third, first]
    assert city.row(AgendaItem, third).title == "三の三"


def test_item_and_its_history_belong_to_the_case(city) -> None:
    _, only = prepared(city)
    before = city.row(Case, city.case("001")).signal_no
    city.do("kobayashi", leave_out, only, agency_id=city.agency(HOSPITAL))
    assert entries(only)[-1].case_id == city.case("001")
    assert city.row(Case, city.case("001")).signal_no == before + 1


def test_take_up_case_puts_its_steps_before_the_ending(city) -> None:
    conference = planned(city, with_standing_agenda=True)
    case, other = city.case("001"), city.case("003")
    city.do("kobayashi", take_up_case, conference, case_id=case, question="どこから始めるか")
    city.do("kobayashi", take_up_case, conference, case_id=other, in_steps=False)
    agenda, found = forums()[CONSENT].standing_agenda, standing(conference)
    steps = [one.title for one in agenda if one.each_case]
    assert [one.title for one in found if one.case_id == case] == steps
    assert [one.case_id for one in found] == [None] * 2 + [case] * len(steps) + [other] + [None] * 2
    assert [one.title for one in found if one.case_id is None] == [one.title for one in agenda if not one.each_case]
    assert [one.question for one in found if one.question] == ["どこから始めるか"]
    (whole,) = (one for one in found if one.case_id == other)
    assert (whole.kind, whole.minutes) == (ItemKind.DECIDE, sum(one.minutes for one in agenda if one.each_case))


def test_take_up_case_in_a_body_without_cases_or_of_a_case_unknown_is_refused(city) -> None:
    liaison = planned(city, forum_key=LIAISON)
    told = {"case_id": city.case("001")}
    assert why_not(city, "kobayashi", take_up_case, liaison, **told) == "forum_speaks_of_no_case"
    assert why_not(city, "kobayashi", take_up_case, planned(city), case_id=uuid4()) == "not_found"
