"""The other ways of holding a conference on the screen: what somebody fills in, and how often they press."""

from datetime import timedelta

import settings
from models.conferences import Conference, ConferenceState, Manner
from models.sittings import WrittenAnswer, WrittenAnswerKind
from operations.conferences import advance_conference
from operations.continuing import chain
from operations.on_paper import enter_from_paper
from tests.access.tabs import gone_to, screen, workspace
from tests.operations.sittings import CONSENT, DUTY, HOUR, at, planned, rows, standing, step
from tests.operations.test_continuing import sitting
from tests.operations.test_in_writing import HOSPITAL, POLICE, answer_of, held
from tests.pages.hands import press, warnings
from ui.menu import href
from words import label_of, word

URGENT = word("act.conference_call_urgently")


def test_urgent_conference_takes_five_fields_and_two_presses(small_city) -> None:
    city = small_city
    case = city.case("002")
    tab = gone_to(workspace(city, "kobayashi"), "cases/case.py", id=case)
    # The first press: one link on the page of the case, on きょう and over 会議の予定.
    assert any(href("urgent", id=case) in text for text in screen(tab))
    for page in ("today/today.py", "conferences/calendar.py"):
        assert any(f'href="{href("urgent")}"' in text for text in screen(gone_to(tab, page)))
    tab = gone_to(tab, "conferences/urgent.py", id=case)
    asked = [*tab.selectbox, *tab.radio, *tab.multiselect, *tab.text_input, *tab.text_area]
    optional = {word("field.recorder_id")}
    wanted = [one.label for one in asked if one.label not in optional]
    assert (len(wanted), len(tab.exception)) == (5, 0)
    # Of those five only the reason is empty: who takes part and where stands there already.
    assert len(tab.multiselect[0].value) > 0
    tab.text_area[0].set_value("呼びかけに答えがない")
    press(tab, URGENT)
    (made,) = rows(Conference, manner=Manner.URGENT)
    assert (made.state, warnings(tab), len(tab.exception)) == (ConferenceState.IN_SESSION, [], 0)
    assert {one.case_id for one in standing(made.id)} == {case}


def test_urgent_conference_tells_a_center_whose_it_is(small_city) -> None:
    tab = gone_to(workspace(small_city, "minami"), "conferences/urgent.py")
    assert any(word("refusal.support_conference_is_convened_by_city") in text for text in screen(tab))
    assert not any(one.label == URGENT for one in tab.button)
    tab = gone_to(tab, "today/today.py")
    assert not any(href("urgent") in text for text in screen(tab))


def test_room_of_one_sitting_has_a_tab_for_each_body_and_one_press_to_the_next(small_city) -> None:
    city = small_city
    first, second = sitting(city, DUTY, 13, HOSPITAL), sitting(city, CONSENT, 14, HOSPITAL)
    city.do("kobayashi", chain, second, after_id=first)
    city.do("kiroku", advance_conference, **step(city, first, "open"))
    tab = gone_to(workspace(city, "kiroku"), "conferences/room.py", id=first)
    tabs = next(text for text in screen(tab) if "yo-tabs" in text)
    assert f'<span class="on b-{DUTY}" aria-current="page">' in tabs
    assert f'<a class="b-{CONSENT}" href="{href("room", id=second)}"' in tabs
    press(tab, word("continuing.open", forum="重層的支援会議"))
    assert city.row(Conference, second).state is ConferenceState.IN_SESSION
    tab = gone_to(tab, "conferences/room.py", id=second)
    tabs = next(text for text in screen(tab) if "yo-tabs" in text)
    assert f'<span class="on b-{CONSENT}" aria-current="page">' in tabs
    assert (len(tab.exception), [one for one in screen(tab) if f"care.{DUTY}" in one]) == (0, [])


def test_room_after_another_body_tells_nothing_of_its_items(small_city) -> None:
    city = small_city
    first, second = sitting(city, DUTY, 13, HOSPITAL), sitting(city, CONSENT, 14, HOSPITAL)
    city.do("kobayashi", chain, second, after_id=first)
    secret = standing(first)[0].title
    for login in ("kobayashi", "kiroku"):
        for page in ("conferences/room.py", "conferences/conference.py", "conferences/readback.py"):
            tab = gone_to(workspace(city, login), page, id=second)
            shown = [text for text in screen(tab) if str(standing(first)[0].id) in text]
            assert (page, shown, len(tab.exception)) == (page, [], 0)
    assert secret == standing(second)[0].title  # the same words, but its own item


def test_agency_answers_each_item_on_its_own_screen(small_city) -> None:
    city = small_city
    conference, _ = held(city)
    tab = gone_to(workspace(city, "ogawa"), "conferences/in_writing.py", id=conference)
    answer = word("act.written_answer")
    press(tab, answer)
    assert (len(warnings(tab)), answer_of(conference, city.agency(HOSPITAL)).answer) == (1, WrittenAnswerKind.WAITING)
    choice = next(one for one in tab.radio if one.label == word("field.written_answer"))
    choice.set_value(WrittenAnswerKind.OBJECTED)
    tab.text_area[0].set_value("火曜は受け持てない")
    press(tab, answer)
    row = answer_of(conference, city.agency(HOSPITAL))
    assert (row.answer, row.words) == (WrittenAnswerKind.OBJECTED, "火曜は受け持てない")
    assert (warnings(tab), len(tab.exception)) == ([], 0)
    police = next(one for one in rows(WrittenAnswer, agency_id=city.agency(POLICE)))
    assert not any(str(police.id) in text for text in screen(tab))


def test_whoever_runs_it_sees_the_answers_side_by_side(small_city) -> None:
    city = small_city
    conference, _ = held(city)
    for login in ("kobayashi", "kiroku"):
        tab = gone_to(workspace(city, login), "conferences/in_writing.py", id=conference)
        table = next(text for text in screen(tab) if "<tbody>" in text)
        assert table.count(label_of(WrittenAnswerKind.WAITING)) == 2
        assert (any(one.label == word("act.item_settle") for one in tab.button), len(tab.exception)) == (True, 0)


def test_after_paper_the_room_takes_lines_results_and_roles_item_by_item(small_city) -> None:
    city = small_city
    conference = sitting(city, DUTY, 13, HOSPITAL)
    told = {"began_at": settings.now() - 3 * HOUR, "ended_at": settings.now() - 2 * HOUR}
    seen = city.seen(Conference, conference, enter_from_paper)
    city.do("kiroku", enter_from_paper, conference, seen=seen, **told)
    tab = gone_to(workspace(city, "kiroku"), "conferences/room.py", id=conference)
    choice = next(one for one in tab.selectbox if one.label == word("room.finish_item"))
    editor = [text for text in screen(tab) if text == standing(conference)[0].id.hex]
    choice.set_value(standing(conference)[0].id).run()
    shown = [text for text in screen(tab) if text == standing(conference)[0].id.hex]
    assert (editor, len(shown) > 0, len(tab.exception)) == ([], True, 0)


def test_conference_page_offers_the_ways_that_are_still_open(small_city) -> None:
    city = small_city
    conference = planned(city, forum_key=CONSENT, starts_at=at(14), ends_at=at(14) + timedelta(hours=1))

    def offered() -> list[bool]:
        tab = gone_to(workspace(city, "kobayashi"), "conferences/conference.py", id=conference)
        labels = {one.label for one in tab.expander}
        assert len(tab.exception) == 0
        return [word(one) in labels for one in ("continuing.plan", "written.plan", "paper_entry.plan")]

    assert offered() == [True, True, False]
    city.do("kobayashi", advance_conference, **step(city, conference, "cancel", reason="大雨のため"))
    assert offered() == [False, False, False]
