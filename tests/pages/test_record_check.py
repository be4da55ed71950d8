"""出席機関の確認 on the screen: nothing is chosen beforehand, and what is asked for may have several lines."""

from uuid import UUID

from streamlit.testing.v1 import AppTest

from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck
from operations.records import advance_record
from tests.access.tabs import gone_to, workspace
from tests.city import City
from tests.operations.sittings import adjourned, records, rows
from tests.pages.hands import press, warnings
from words import sentence, word


def in_check(city: City) -> UUID:
    """A record that the hospital is asked to read."""
    conference, _ = adjourned(city)
    record = records(conference, city.case("001"))[0].id
    seen = city.seen(ConferenceRecord, record, advance_record)
    city.do("kobayashi", advance_record, record, seen=seen, step="send_for_check")
    return record


def page(city: City, record: UUID) -> AppTest:
    """The record as the hospital sees it."""
    return gone_to(workspace(city, "ogawa"), "conferences/record.py", id=record)


def stored(record: UUID) -> tuple[CheckAnswer, str | None]:
    """What the hospital said."""
    (check,) = rows(RecordCheck, record_id=record)
    return check.answer, check.words


def test_answer_check_with_nothing_chosen_is_refused_and_keeps_what_was_typed(city) -> None:
    record = in_check(city)
    tab = page(city, record)
    assert [one.value for one in tab.radio] == [None]
    tab.text_area[0].set_value("一行目\n二行目")
    press(tab, word("act.record_answer"))
    assert warnings(tab) == [sentence("check_answer_is_chosen", {})]
    assert (stored(record), tab.text_area[0].value) == ((CheckAnswer.WAITING, None), "一行目\n二行目")


def test_answer_check_after_an_objection_has_nothing_chosen(city) -> None:
    record = in_check(city)
    tab = page(city, record)
    tab.radio[0].set_value(CheckAnswer.OBJECTED)
    tab.text_area[0].set_value("一行目\n二行目")
    press(tab, word("act.record_answer"))
    assert stored(record) == (CheckAnswer.OBJECTED, "一行目\n二行目")
    assert ([one.value for one in tab.radio], len(tab.exception)) == ([None], 0)
