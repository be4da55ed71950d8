"""要点筆記 and 閉会後の仕上げ on the screen: lines are taken in one press, what is done vanishes from the list."""

from uuid import UUID, uuid4

from streamlit.testing.v1 import AppTest

from models.database import writing
from models.minutes import LineKind, RecordPoint
from operations.minutes import sort_lines, write_line
from operations.points import add_point
from operations.records import advance_record
from tests.access.tabs import gone_to, screen, workspace
from tests.city import City
from tests.operations.sittings import adjourned, records, rows
from tests.pages.hands import press, warnings
from tests.queries.many_said import held, more_said, record_of, written_anew
from ui.points import _plain
from words import word


def asked(city: City) -> tuple[UUID, UUID]:
    """The conference of the sample city about 事例 7 with three lines more, and its record, which goes round."""
    conference = held(city)
    more_said(city, conference, 3)
    record = record_of(city, conference)
    written_anew(record)
    return conference, record


def page(city: City, record: UUID, who: str = "kiroku") -> AppTest:
    """要点筆記 with every item."""
    tab = gone_to(workspace(city, who), "conferences/points.py", id=record)
    choosing = next(one for one in tab.selectbox if one.key == f"points:item:{record}")
    return choosing.set_value(choosing.options and len(choosing.options) - 1).run()


def tick(tab: AppTest, text: str) -> None:
    """Tick one line."""
    next(one for one in tab.checkbox if text in one.label).check()


def texts(conference: UUID) -> list[str]:
    """What stands, in its order."""
    found = [one for one in rows(RecordPoint, conference_id=conference) if one.removed_at is None]
    return [one.text for one in sorted(found, key=lambda one: one.position)]


def test_lines_are_taken_into_a_new_point_and_into_one_that_is_there(small_city) -> None:
    conference, record = asked(small_city)
    tab = page(small_city, record)
    for text in ("行0", "行1"):
        tick(tab, text)
    press(tab, word("points.take"))
    assert (texts(conference), warnings(tab), len(tab.exception)) == (["行0\n行1"], [], 0)
    assert not [one.label for one in tab.checkbox if "行0" in one.label]
    tick(tab, "行2")
    into = next(one for one in tab.selectbox if one.label.startswith(word("field.into")))
    into.set_value(rows(RecordPoint, conference_id=conference)[0].id)
    press(tab, word("points.take"))
    assert (texts(conference), warnings(tab), len(tab.exception)) == (["行0\n行1\n行2"], [], 0)


def test_press_without_a_line_says_what_is_missing(small_city) -> None:
    conference, record = asked(small_city)
    tab = press(page(small_city, record), word("points.take"))
    assert (texts(conference), len(warnings(tab))) == ([], 1)
    assert word("field.line_ids") in warnings(tab)[0]


def test_point_is_written_and_somebody_elses_text_is_not_lost(small_city) -> None:
    city, (conference, record) = small_city, asked(small_city)
    point = city.do("kiroku", add_point, conference, case_id=city.case("007"), text="はじめ").subject_id
    tab = page(city, record)
    next(one for one in tab.button if one.key == f"edit_{point.hex}").click().run()
    box = next(one for one in tab.text_area if one.value == "はじめ")
    box.set_value("わたしの文")
    with writing() as session:
        session.get_one(RecordPoint, point).text = "先の文"
    press(tab, word("act.point_change"))
    assert warnings(tab) == [word("refusal.stale")]
    assert any("先の文" in one for one in screen(tab))
    press(tab, word("form.mine_stands"))
    assert (texts(conference), warnings(tab), len(tab.exception)) == (["わたしの文"], [], 0)
    assert not [one for one in tab.text_area if one.value == "わたしの文"]


def test_what_was_decided_and_agreed_is_taken_in_one_press(small_city) -> None:
    conference, record = asked(small_city)
    tab = page(small_city, record)
    press(tab, word("points.take_all"))
    assert (len(texts(conference)) >= 5, warnings(tab), len(tab.exception)) == (True, [], 0)
    assert word("points.take_all") not in [one.label for one in tab.button]


def test_markup_in_a_line_stays_letters() -> None:
    assert _plain("**太字** [x](http://a) :red[赤] $1$") == (
        "\\*\\*太字\\*\\* \\[x\\]\\(http\\://a\\) \\:red\\[赤\\] \\$1\\$"
    )


def finishing_of(city: City, conference: UUID) -> str:
    """Everything on the screen of 読み上げ確認 after the adjournment."""
    tab = gone_to(workspace(city, "kiroku"), "conferences/readback.py", id=conference)
    assert len(tab.exception) == 0
    return "\n".join(screen(tab))


def test_finishing_lists_what_is_open_and_what_is_done_vanishes(small_city) -> None:
    city = small_city
    conference, item = adjourned(city)
    record = records(conference, city.case("001"))[0].id
    long = word("finishing.minutes", n=9)
    assert (long in finishing_of(city, conference), word("finishing.send") in finishing_of(city, conference)) == (
        False, True,
    )  # fmt: skip
    typed = {"client": uuid4().hex, "seq": 1, "base": 0, "text": "母の話"}
    line = city.do("kiroku", write_line, conference, item_id=item, line_id=uuid4(), **typed).subject_id
    unsorted, points = word("finishing.unsorted", n=1), f"/points?id={record}"
    shown = finishing_of(city, conference)
    # Of the two records one has a line to be read through.
    assert (shown.count(long), shown.count(word("finishing.send"))) == (1, 2)
    assert [one in shown for one in (word("finishing.open"), unsorted, points, f"/record?id={record}")] == [True] * 4
    city.do("kiroku", sort_lines, conference, line_ids=[line], kind=LineKind.FACT)
    city.do("kiroku", add_point, conference, case_id=city.case("001"), line_ids=[line])
    shown = finishing_of(city, conference)
    assert [one in shown for one in (unsorted, points, word("finishing.send"))] == [False, False, True]
    for one in records(conference) + records(conference, city.case("001")):
        seen = {"state": one.state}
        city.do("kiroku", advance_record, one.id, seen=seen, step="send_for_check")
    assert word("finishing.done") in finishing_of(city, conference)
