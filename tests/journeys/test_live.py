"""Two browsers in one room: what one does the other sees by itself, and nobody's hand is disturbed."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from uuid import UUID

import pytest
from playwright.sync_api import Locator
from sqlmodel import col, select, text

from models.announcing import CHANNEL
from models.database import writing
from models.people import SignIn
from operations.room import begin_item, take_attendance
from tests.journeys.screen import Tab, expect
from tests.operations.recording import Room
from tests.server import House, on
from words import word

LONG = "来月の見学に母と二人で行く。" * 8
HEARD = """() => {
  window.heard = [];
  addEventListener("yoriai:live", ({detail}) => window.heard.push(detail.part));
}"""


@pytest.fixture
def room(house: House) -> Room:
    """A conference in session with its first item in hand."""
    room = Room(house.city).opened()
    house.city.do("kobayashi", begin_item, room.item)
    return room


def in_the_room(tab: Tab, room: Room) -> Tab:
    """The room, with its line open."""
    tab.open(f"/room?id={room.conference}").ready()
    tab.page.locator(".yo-mi textarea").wait_for()
    _until(tab, "window.yoriaiLive === true")
    tab.page.evaluate(HEARD)
    return tab


def _until(tab: Tab, condition: str) -> None:
    """Wait for something of the page; the policy lets no text be evaluated in it, so it is asked again and again."""
    for _ in range(200):
        if tab.page.evaluate(condition):
            return
        tab.page.wait_for_timeout(50)
    raise AssertionError(condition)


def task(tab: Tab) -> Locator:
    """The box of what is to be done, in the line of a role."""
    return tab.page.locator(".st-key-room_middle").get_by_role("textbox", name=word("field.task"))


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_item_taken_in_hand_elsewhere_shows_by_itself_and_a_half_filled_form_stays(house, browser_of, room) -> None:
    reader, recorder = in_the_room(browser_of("kobayashi"), room), in_the_room(browser_of("kiroku"), room)
    other = in_the_room(browser_of("kacho"), room)
    box = task(reader)
    box.press_sequentially("まだ途中の")
    box.evaluate("box => { box.kept = true; }")
    reader.page.locator(".yo-mi textarea").evaluate("box => { box.kept = true; }")
    recorder.page.locator(".yo-rail button", has_text="次回の日程").click()
    for tab in (reader, recorder, other):
        expect(tab.page.locator(".yo-rail li.on")).to_contain_text("次回の日程")
    expect(other.page.locator(".st-key-room_item h2.yo-h").first).to_contain_text("次回の日程")
    expect(other.page.get_by_role("button", name=word("room.move_on"))).to_have_count(0)
    reader.sees(word("room.move_on"))
    expect(box).to_be_focused()
    box.press_sequentially("文")
    expect(box).to_have_value("まだ途中の文")
    assert box.evaluate("box => box.kept") is True
    assert reader.page.locator(".yo-mi textarea").evaluate("box => box.kept") is True
    reader.page.get_by_role("button", name=word("room.move_on")).click()
    expect(reader.page.locator(".st-key-room_item h2.yo-h").first).to_contain_text("次回の日程")
    expect(reader.page.get_by_role("button", name=word("room.move_on"))).to_have_count(0)


def idling(minutes: int = 20) -> set[datetime]:
    """Nobody did anything for so long; when each did something last."""
    with writing() as session:
        rows = session.exec(select(SignIn).where(col(SignIn.ended_at).is_(None))).all()
        for row in rows:
            row.last_act_at -= timedelta(minutes=minutes)
        return {row.last_act_at for row in rows}


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_signal_disturbs_neither_typing_nor_scrolling(house, browser_of, room) -> None:
    for number in range(40):
        room.write(text=f"{number}行目の話", finished=True)
    reader = in_the_room(browser_of("kobayashi"), room)
    expect(reader.page.locator(".yo-mi li[data-line]")).to_have_count(40)
    lines, box = reader.page.locator(".yo-mi ol"), reader.page.locator(".yo-mi textarea")
    box.press_sequentially(LONG[:30])
    box.evaluate("box => { box.kept = true; box.setSelectionRange(5, 5); }")
    lines.evaluate("list => { list.scrollTop = 100; }")
    expect(reader.page.locator(".yo-mi .ft .ok")).to_be_visible()
    idle_since = idling()
    room.write(text="あとから来た行", finished=True)
    house.city.do("kobayashi", take_attendance, room.conference, present=[room.call])
    _until(reader, "window.heard.includes('lines') && window.heard.includes('attendance')")
    expect(reader.page.locator(".st-key-room_head_dense .yo-band")).to_contain_text("1/")
    expect(reader.page.locator(".yo-mi li[data-line]")).to_have_count(41)
    reader.ready()
    assert lines.evaluate("list => list.scrollTop") == 100
    expect(box).to_be_focused()
    assert box.evaluate("box => [box.value, box.selectionStart, box.kept]") == [LONG[:30], 5, True]
    assert idle_since <= idling(0)  # what was heard is no activity; those who acted have sign-ins of their own


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_line_that_was_cut_comes_back_and_brings_what_was_missed(house, browser_of, room) -> None:
    reader = in_the_room(browser_of("kobayashi"), room)
    recorder = in_the_room(browser_of("kiroku"), room)
    reader.page.context.set_offline(True)
    reader.page.evaluate("() => dispatchEvent(new Event('offline'))")
    recorder.page.locator(".yo-mi textarea").fill("そのあいだの行")
    recorder.page.locator(".yo-mi textarea").press("Enter")
    expect(recorder.page.locator(".yo-mi .ft")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))
    reader.page.context.set_offline(False)
    expect(reader.page.locator(".yo-mi li .tx")).to_have_text(["そのあいだの行"])
    _until(reader, "window.yoriaiLive === true")
    reader.complaints.clear()  # the browser notes every try without a network


@contextmanager
def roles_changing(conference_id: UUID) -> Iterator[None]:
    """Somebody changes the roles many times a second, as far as anybody hears."""
    over = Event()
    payload = json.dumps([(conference_id.hex, "roles", "")])

    def tell() -> None:
        while not over.wait(0.06):
            with writing() as session:
                session.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})

    telling = Thread(target=tell)
    telling.start()
    try:
        yield
    finally:
        over.set()
        telling.join()


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_press_is_carried_out_while_everything_changes(house, browser_of, room) -> None:
    tab = in_the_room(browser_of("kobayashi"), room)
    items = [one.get_attribute("data-id") for one in tab.page.locator(".yo-rail button[data-id]").all()]
    assert len(items) == 2
    with roles_changing(room.conference):
        for item in reversed(items * 3):
            tab.page.locator(f'.yo-rail button[data-id="{item}"]').click()
            expect(tab.page.locator(f'.yo-rail li.on button[data-id="{item}"]')).to_be_visible()
    tab.ready()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_line_ends_with_the_page(house, browser_of, room) -> None:
    tab = in_the_room(browser_of("kiroku"), room)
    tab.page.get_by_role("button", name=word("room.leave")).click()
    tab.page.wait_for_url("**/conference?*")
    _until(tab, "window.yoriaiLive === false")
