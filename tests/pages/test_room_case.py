"""会議室, the case in hand: a role in two fields, the answer at the table, the emergency order, a wanted resource, the review."""

import pytest

from models.cases import Case
from models.closure import ClosureReview
from models.conferences import AgendaItem
from models.database import writing
from models.gaps import GapOrigin
from models.plans import Assignment, AssignmentState, DoerKind, EmergencyStep
from operations.reviews import begin_review
from operations.room import begin_item
from tests.access.tabs import gone_to, screen, workspace
from tests.operations.sittings import opened, rows
from tests.pages.hands import field, press, warnings
from words import word

ROLE, STEP, WANT = word("act.assignment_agree"), word("act.emergency_agree"), word("act.gap_note")


def room(city, title: str, who: str = "kiroku"):
    """The room with an item of this title in hand, and the item."""
    conference, item = opened(city)
    with writing() as session:
        session.get_one(AgendaItem, item).title = title
    city.do("kiroku", begin_item, item)
    return gone_to(workspace(city, who), "conferences/room.py", id=conference), item


def test_role_takes_two_fields_and_one_press(small_city) -> None:
    tab, item = room(small_city, "役割分担")
    doer = next(one for one in tab.selectbox if one.label == word("field.doer"))
    doer.select(small_city.agency("general_hospital"))
    field(tab, "task").set_value("週に一度、電話で様子を聞く")
    press(tab, ROLE)
    (role,) = rows(Assignment, item_id=item)
    assert (role.task, role.state, warnings(tab)) == ("週に一度、電話で様子を聞く", AssignmentState.ASKED, [])


def test_neighbour_carries_a_role_without_an_account_and_without_contents(small_city) -> None:
    tab, item = room(small_city, "役割分担")
    next(one for one in tab.selectbox if one.label == word("field.doer")).select(DoerKind.NEIGHBOUR)
    field(tab, "task").set_value("雨戸が開かない日に電話する")
    next(one for one in tab.checkbox if one.label == word("field.without_contents")).check()
    press(tab, ROLE)
    (role,) = rows(Assignment, item_id=item)
    assert (role.doer, role.without_contents, len(tab.exception)) == (DoerKind.NEIGHBOUR, True, 0)


@pytest.mark.parametrize(
    ("step", "words", "state"),
    [
        ("accept_with_condition", "condition", AssignmentState.ACCEPTED_WITH_CONDITION),
        ("decline", "proposal", AssignmentState.DECLINED),
    ],
)
def test_condition_and_another_way_are_typed_at_the_table(small_city, step, words, state) -> None:
    test_role_takes_two_fields_and_one_press(small_city)
    (role,) = [one for one in rows(Assignment) if one.task == "週に一度、電話で様子を聞く"]
    tab = gone_to(workspace(small_city, "kiroku"), "conferences/room.py", id=role.conference_id)
    field(tab, words).set_value("夕方からなら")
    press(tab, word(f"assignment_step.{step}"))
    row = small_city.row(Assignment, role.id)
    assert (row.state, row.answer, warnings(tab)) == (state, "夕方からなら", [])


def test_emergency_step_is_agreed_on_its_item_and_stands_in_the_order(small_city) -> None:
    tab, item = room(small_city, "緊急のときの連絡の順番と判断する人")
    field(tab, "sign").set_value("電話に出ない")
    field(tab, "response").set_value("センターが訪ねる")
    press(tab, STEP)
    (step,) = rows(EmergencyStep, item_id=item)
    assert (step.sign, step.response, len(tab.exception)) == ("電話に出ない", "センターが訪ねる", 0)
    assert any("センターが訪ねる" in text for text in screen(tab))


def test_wanted_resource_is_noted_from_any_item_of_a_case(small_city) -> None:
    tab, item = room(small_city, "課題の整理")
    field(tab, "wanted_words").set_value("夜に話せるところがない")
    press(tab, WANT)
    (origin,) = rows(GapOrigin, item_id=item)
    assert (origin.words, origin.case_id, warnings(tab)) == ("夜に話せるところがない", small_city.case("001"), [])


@pytest.mark.parametrize("is_family_here", [False, True])
def test_review_is_talked_through_in_the_room_and_opinions_are_hidden_from_the_family(
    small_city, is_family_here
) -> None:
    city = small_city
    conference, item = opened(city)
    review = city.do(
        "kobayashi", begin_review, city.case("001"), seen=city.seen(Case, city.case("001"), begin_review)
    ).subject_id
    with writing() as session:
        session.get_one(ClosureReview, review).conference_id = conference
        session.get_one(AgendaItem, item).family_present = is_family_here
    city.do("kiroku", begin_item, item)
    tab = gone_to(workspace(city, "kiroku"), "conferences/room.py", id=conference)
    assert any(word("room.review_hidden") in text for text in screen(tab)) == is_family_here
    words = next(one for one in tab.text_area if one.label.startswith(word("field.manageable_words")))
    words.set_value("一部は窓口で受けられた")
    press(tab, word("closing.keep"))
    assert (city.row(ClosureReview, review).manageable_words, len(tab.exception)) == ("一部は窓口で受けられた", 0)
