"""Another item and another edition are shown from their head; the same one, drawn again, stays where one reads."""

import pytest

from operations.agenda import add_item
from tests.journeys.desk import at_the_desk, room
from tests.journeys.screen import Tab, press
from tests.operations.recording import Room
from tests.operations.sittings import item, records
from tests.queries.many_said import held, record_of
from tests.server import on
from words import word

__all__ = ["room"]
PANE = '[data-testid="stLayoutWrapper"]:has(> .st-key-room_item)'
PAGE = '[data-testid="stMain"]'


def place(tab: Tab, pane: str, to: int | None = None) -> int:
    """How far a pane is scrolled; to: scroll it first."""
    code = """([pane, to]) => {
      const part = document.querySelector(pane);
      if (to !== null) part.scrollTop = to;
      return part.scrollTop;
    }"""
    return round(tab.page.evaluate(code, [pane, to]))


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_room_begins_another_item_at_its_head_and_leaves_the_same_one(house, browser_of, room: Room) -> None:
    other = house.city.do(
        "kobayashi", add_item, room.conference, **item(case_id=house.city.case("001"), title="夜の連絡")
    ).subject_id
    tab = browser_of("kobayashi")
    tab.page.set_viewport_size({"width": 1366, "height": 480})
    at_the_desk(tab, room)
    for one in (other, room.item):
        assert place(tab, PANE, 60) == 60
        tab.page.locator(f'.yo-rail button[data-id="{one}"]').click()
        tab.page.locator(f'.yo-rail button[data-id="{one}"][aria-current="step"]').wait_for()
        tab.ready().page.wait_for_function("pane => document.querySelector(pane).scrollTop === 0", arg=PANE)
    assert place(tab, PANE, 60) == 60
    house.city.do("kobayashi", add_item, room.conference, **item(title="日程"))
    tab.sees("日程")
    assert place(tab, PANE) == 60


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_another_edition_begins_at_its_head(house, browser_of) -> None:
    conference = held(house.city)
    tab = browser_of("kobayashi")
    tab.page.set_viewport_size({"width": 1366, "height": 480})
    tab.open(f"/record?id={record_of(house.city, conference)}").ready()
    part = tab.unfold(word("act.record_correct"))
    part.get_by_role("textbox", name=word("field.correction")).fill("日付の誤り")
    assert place(tab, PAGE) > 0
    before = tab.page.url
    press(part, word("act.record_correct"))
    tab.page.wait_for_url(lambda url: url != before)
    tab.ready().page.wait_for_function("pane => document.querySelector(pane).scrollTop === 0", arg=PAGE)
    assert len(records(conference, house.city.case("007"))) == 2
