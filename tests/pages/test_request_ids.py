"""The id of a form: the same after the server was away, another after an answer, and its own in every window."""

from sqlmodel import select

import settings
from models.closure import CaseProblem
from models.database import reading
from tests.access.tabs import gone_to, opened
from tests.pages.hands import press, warnings
from words import word

NOTE = word("act.problem_note")


def window(city, sign_in_id, case):
    """進み具合 of a case, in a window of a sign-in."""
    return gone_to(opened(settings.ROOT / "ui" / "workspace.py", sign_in_id), "cases/monitoring.py", id=case)


def box(tab):
    """Where a new problem is typed."""
    return next(one for one in tab.text_area if one.label == word("field.problem_words"))


def problems() -> list[str]:
    """What was noted, in no order."""
    with reading() as session:
        return sorted(str(one.words) for one in session.exec(select(CaseProblem)))


def test_form_of_a_new_session_has_the_same_id_so_that_typed_text_finds_its_way(small_city) -> None:
    case, sign_in = small_city.case("001"), small_city.sign_in_id(small_city.sign_in("kobayashi"))
    before, after = window(small_city, sign_in, case), window(small_city, sign_in, case)
    assert box(before).key == box(after).key
    other = window(small_city, small_city.sign_in_id(small_city.sign_in("kobayashi")), case)
    assert box(other).key != box(before).key


def test_form_that_was_answered_gets_another_id_also_in_a_new_session(small_city) -> None:
    case, sign_in = small_city.case("001"), small_city.sign_in_id(small_city.sign_in("kobayashi"))
    tab = window(small_city, sign_in, case)
    first = box(tab).key
    box(tab).set_value("鍵をなくした")
    press(tab, NOTE)
    second = box(tab).key
    assert (first != second, box(tab).value) == (True, "")
    assert box(window(small_city, sign_in, case)).key == second


def test_two_windows_of_one_person_keep_what_was_typed_in_each(small_city) -> None:
    case, sign_in = small_city.case("001"), small_city.sign_in_id(small_city.sign_in("kobayashi"))
    one, other = window(small_city, sign_in, case), window(small_city, sign_in, case)
    box(one).set_value("鍵をなくした")
    box(other).set_value("電話が止まった")
    press(one, NOTE)
    press(other, NOTE)
    assert (warnings(one), warnings(other)) == ([], [])
    assert problems() == sorted(["鍵をなくした", "電話が止まった"])


def test_form_pressed_again_after_a_refusal_keeps_its_id_and_is_stored_once(small_city) -> None:
    case, sign_in = small_city.case("001"), small_city.sign_in_id(small_city.sign_in("kobayashi"))
    tab = window(small_city, sign_in, case)
    first = box(tab).key
    box(tab).set_value("番号は 1234 5678 9012 です")
    press(tab, NOTE)
    assert (warnings(tab), box(tab).key) == ([word("refusal.text_has_my_number")], first)
    box(tab).set_value("鍵をなくした")
    press(tab, NOTE)
    assert (warnings(tab), problems()) == ([], ["鍵をなくした"])
