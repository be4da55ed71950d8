"""投影: only what every agency in the room may know, without names, without restricted roles, without another case."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

import settings
from models.cases import Case, ConsentWay, HouseholdMember, InformationClass
from models.conferences import AgendaItem, Conference, Invitation, ItemKind, ItemResult
from models.database import reading, writing
from models.minutes import LineKind
from models.plans import Assignment
from operations.agenda import add_item, leave_out
from operations.assignments import agree_assignment
from operations.conferences import advance_conference, invite
from operations.consents import record_consent, withdraw_consent
from operations.minutes import remove_line, write_line
from operations.room import begin_item, settle_item
from queries.projector import ItemTold, Projected, projected
from rules.projector import covered
from tests.operations.recording import Room
from tests.operations.sittings import DUTY, agreed, convene, item, opened, planned, prepared, rows, step
from words import word

HIDDEN = word("projector.somebody")
A, B = word("projector.case", letter="A"), word("projector.case", letter="B")


def wall(conference: UUID) -> Projected:
    """What is on the wall."""
    with reading() as session:
        return projected(session, settings.now(), conference)


def told(conference: UUID) -> ItemTold:
    """The item in hand."""
    found = wall(conference).item
    assert found is not None
    return found


def change(model: type, record_id: UUID, **values: Any) -> None:
    """Set fields as they would be after other acts."""
    with writing() as session:
        row = session.get_one(model, record_id)
        for name, value in values.items():
            setattr(row, name, value)


def say(
    city, conference: UUID, item_id: UUID, text: str, kind: LineKind = LineKind.DECISION, *, finished: bool = True
) -> UUID:
    """A line of the minutes."""
    typed = {"item_id": item_id, "line_id": uuid4(), "client": uuid4().hex, "seq": 1, "base": 0, "text": text}
    return city.do("kiroku", write_line, conference, kind=kind, finished=finished, **typed).subject_id


@pytest.fixture
def begun(city) -> tuple[UUID, UUID]:
    """A 重層的支援会議 with the hospital in session about case 001, with its item in hand."""
    conference, item_id = opened(city)
    city.do("kobayashi", begin_item, item_id)
    return conference, item_id


def test_wall_follows_the_item_in_hand(city, begun) -> None:
    conference, _ = begun
    one = told(conference)
    assert (one.label, one.title, one.question, one.number, one.of) == (A, "朝の過ごし方", "だれが声をかけるか", 1, 1)


def test_wall_is_empty_before_the_opening_and_after_the_end(city) -> None:
    conference, item_id = prepared(city)
    agreed(city, "001", "general_hospital")
    convene(city, conference)
    assert (wall(conference).item, wall(conference).next) == (None, None)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    city.do("kobayashi", begin_item, item_id)
    city.do("kobayashi", advance_conference, **step(city, conference, "break_off"))
    assert (wall(conference).item, wall(conference).next) == (None, None)


def test_nobody_of_the_household_is_named_wherever_it_was_typed(city, begun) -> None:
    conference, item_id = begun
    case, member = city.case("001"), city.members(city.case("001"))[0]
    change(HouseholdMember, member.id, name="髙瀬 つばさ", reading="たかせ つばさ")
    change(AgendaItem, item_id, title="高瀬つばささんの朝", question="タカセ家の鍵をだれが持つか", kind=ItemKind.DECIDE)
    say(city, conference, item_id, "つばさ君の母、髙瀬さんに電話する。")
    seen = city.seen(AgendaItem, item_id, settle_item)
    city.do("kobayashi", settle_item, item_id, seen=seen, result=ItemResult.DECIDED, result_words="髙瀬　つばさを待つ")
    task = "髙瀬さんを訪ねる"
    city.do("kobayashi", agree_assignment, item_id, task=task, agency_id=city.agency("general_hospital"))
    found = str(asdict(told(conference)))
    assert [name for name in ("髙", "高瀬", "つばさ", "タカセ", str(case)) if name in found] == []
    assert (told(conference).title, told(conference).roles[0].task) == (f"{HIDDEN}さんの朝", f"{HIDDEN}さんを訪ねる")


def test_alias_and_number_are_hidden_until_the_facilitator_shows_them(city, begun) -> None:
    conference, item_id = begun
    whole = city.row(AgendaItem, item_id)
    case = city.row(Case, whole.case_id)
    change(AgendaItem, item_id, title=f"{case.alias}({case.number})のこと")
    assert (told(conference).label, told(conference).title) == (A, f"{A}({A})のこと")
    change(Conference, conference, shows_names=True)
    assert (told(conference).label, told(conference).title) == (case.alias, f"{case.alias}({case.number})のこと")


def test_item_without_names_has_a_letter_of_its_own_and_never_its_alias(city, begun) -> None:
    conference, item_id = begun
    more = item(case_id=city.case("001"), title="匿名で", without_names=True)
    nameless = city.do("kobayashi", add_item, conference, **more).subject_id
    change(Conference, conference, shows_names=True)
    say(city, conference, item_id, "ひとつめ")
    city.do("kobayashi", begin_item, nameless)
    assert (told(conference).label, told(conference).decisions) == (B, ())


def test_decisions_are_finished_and_sorted_lines_alone(city, begun) -> None:
    conference, item_id = begun
    say(city, conference, item_id, "週に一度電話する")
    for kind in LineKind:
        if kind is not LineKind.DECISION:
            say(city, conference, item_id, f"行 {kind.value}", kind)
    say(city, conference, item_id, "打ちかけ", finished=False)
    city.do("kiroku", remove_line, say(city, conference, item_id, "取り消した"))
    assert told(conference).decisions == ("週に一度電話する",)


def test_restricted_role_is_never_on_the_wall(city, begun) -> None:
    conference, item_id = begun
    for task in ("声をかける", "鍵を預かる"):
        city.do("kobayashi", agree_assignment, item_id, task=task, agency_id=city.agency("general_hospital"))
    role = rows(Assignment, task="鍵を預かる")[0]
    change(Assignment, role.id, is_restricted=True)
    assert [one.task for one in told(conference).roles] == ["声をかける"]


def test_role_of_which_one_agency_in_the_room_may_not_know_is_not_on_the_wall(city) -> None:
    conference, item_id = prepared(city)
    agreed(city, "001", "general_hospital", "police_station")
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    city.do("kobayashi", begin_item, item_id)
    due = settings.today() + timedelta(days=7)
    asked = {"task": "声をかける", "agency_id": city.agency("general_hospital"), "due_on": due}
    city.do("kobayashi", agree_assignment, item_id, **asked)
    assert [(one.agency, one.task, one.due_on) for one in told(conference).roles] == [
        ("星見野総合病院 地域連携室", "声をかける", due)
    ]
    fire = city.agency("fire_station")
    with writing() as session:
        session.add(Invitation(conference_id=conference, agency_id=fire))
    assert told(conference).is_kept
    for member in city.members(city.case("001")):
        if member.died_on is None:
            consent = {
                "way": ConsentWay.SPOKEN,
                "given_on": settings.today(),
                "read_out": "お伝えします。",
                "own_view": "よい",
            }
            told_so = {"member_id": member.id, "agencies": [fire], "information": [InformationClass.IDENTITY]}
            city.do("kobayashi", record_consent, city.case("001"), **consent, **told_so)
    assert (told(conference).is_kept, told(conference).roles) == (False, ())
    city.do("kobayashi", leave_out, item_id, agency_id=fire)
    assert [one.task for one in told(conference).roles] == ["声をかける"]


def test_item_is_kept_from_the_wall_once_a_consent_was_taken_back(city, begun) -> None:
    conference, item_id = begun
    say(city, conference, item_id, "週に一度電話する")
    for consent in city.consents(city.case("001")):
        if consent.withdrawn_at is None:
            city.do("kobayashi", withdraw_consent, consent.id, words="やめたい")
    one = told(conference)
    assert (one.is_kept, one.title, one.question, one.decisions, one.roles) == (True, "", "", (), ())


def test_nothing_of_another_case_is_on_the_wall(city) -> None:
    room = Room(city)
    second = city.do(
        "kobayashi", add_item, room.conference, **item(case_id=city.case("002"), title="べつの家")
    ).subject_id
    room.opened()
    city.do("kobayashi", begin_item, room.item)
    say(city, room.conference, room.item, "一つめの決定")
    view = wall(room.conference)
    assert ("べつの家" in str(view), view.next and view.next.label) == (False, "")
    city.do("kobayashi", begin_item, room.rest)
    assert wall(room.conference).next is not None
    assert "べつの家" not in str(wall(room.conference))
    city.do("kobayashi", begin_item, second)
    one = told(room.conference)
    assert (one.label, one.decisions, "一つめ" in str(wall(room.conference))) == (B, (), False)


def test_next_of_another_case_is_its_letter_alone(city) -> None:
    conference = planned(city, forum_key=DUTY)
    city.do("kobayashi", invite, conference, agency_id=city.agency("general_hospital"))
    first, _ = (
        city.do("kobayashi", add_item, conference, **item(case_id=city.case(number), title=title)).subject_id
        for number, title in (("001", "一つめ"), ("002", "二つめ"))
    )
    convene(city, conference)
    city.do("kobayashi", advance_conference, **step(city, conference, "open"))
    city.do("kobayashi", begin_item, first)
    following = wall(conference).next
    assert following is not None
    assert (following.label, following.title) == (B, "")


def test_decision_that_somebody_here_did_not_hear_is_not_on_the_wall(city) -> None:
    room = Room(city)
    more = item(case_id=city.case("001"), title="つづき")
    second = city.do("kobayashi", add_item, room.conference, **more).subject_id
    city.do("kobayashi", leave_out, room.item, agency_id=city.agency("general_hospital"))
    room.opened()
    city.do("kobayashi", begin_item, room.item)
    say(city, room.conference, room.item, "病院のいない間に決めた")
    city.do("kobayashi", begin_item, second)
    assert told(room.conference).decisions == ()
    city.do("kobayashi", leave_out, second, agency_id=city.agency("general_hospital"))
    assert told(room.conference).decisions == ("病院のいない間に決めた",)


def test_what_was_said_before_the_family_came_in_is_not_on_the_wall(city) -> None:
    room = Room(city)
    second = city.do(
        "kobayashi", add_item, room.conference, **item(case_id=city.case("001"), title="つづき")
    ).subject_id
    room.opened()
    city.do("kobayashi", begin_item, room.item)
    say(city, room.conference, room.item, "ご家族のいない間に決めた")
    city.do("kobayashi", begin_item, second)
    assert told(room.conference).decisions == ("ご家族のいない間に決めた",)
    change(AgendaItem, second, family_present=True)
    assert told(room.conference).decisions == ()


@pytest.mark.parametrize(
    ("text", "hidden", "left"),
    [
        ("髙﨑さん宅", {"高崎": "○"}, "○さん宅"),
        ("高崎 太郎へ", {"高崎太郎": "○", "高崎": "△"}, "○へ"),
        ("ﾀｶｻｷと", {"たかさき": "○"}, "○と"),
        ("なにもない", {"高崎": "○", "": "×"}, "なにもない"),
        ("森森森", {"森": "○"}, "○○○"),
    ],
)
def test_covered_finds_a_name_however_it_was_typed(text, hidden, left) -> None:
    assert covered(text, hidden) == left
