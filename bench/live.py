"""The room: how long until fifty people see a line, and whether twenty tabs of one browser slow the typing."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from bench.crowd import Crowd
from bench.house import city_house
from bench.measure import Measure, at
from operations.room import begin_item
from queries.typists import typist
from tests.chromium import launch
from tests.journeys.screen import Tab
from tests.operations.recording import Room
from tests.server import House
from tests.web.test_autosave import body
from words import word

OTHERS, LINES, TABS = 49, 40, 20
EVERY_SECONDS = 0.8  # as fast as two quick recorders finish their lines
# When each line came to stand in the list, and when the signal came.
WATCH = """() => {
  window.seen = {};
  window.told = [];
  addEventListener("yoriai:live", ({detail}) => detail.part === "lines" && window.told.push(Date.now()));
  new MutationObserver(() => {
    for (const {textContent} of document.querySelectorAll(".yo-mi li .tx")) window.seen[textContent] ??= Date.now();
  }).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""
ACKNOWLEDGED = """() => performance.getEntriesByType("resource")
  .filter(({name}) => name.endsWith("/minutes/lines")).map(({duration}) => duration)"""


def live() -> Iterator[Measure]:
    """All measures of the room."""
    with city_house() as house, sync_playwright() as playwright:
        room = Room(house.city).opened()
        house.city.do("kobayashi", begin_item, room.item)
        browser = launch(playwright)
        yield from _visible(house, room, browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo"))
        yield from _typing(house, room, browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo"))
        browser.close()


def _in_the_room(context: BrowserContext, house: House, room: Room, login: str = "") -> Page:
    tab = Tab(context.new_page(), house)
    if login:
        tab.open("/signin").sign_in(login)
    tab.open(f"/room?id={room.conference}").ready()
    tab.page.locator(".yo-mi textarea").wait_for()
    while not tab.page.evaluate("window.yoriaiLive === true"):
        tab.page.wait_for_timeout(50)
    return tab.page


def _visible(house: House, room: Room, context: BrowserContext) -> Iterator[Measure]:
    """A recorder finishes lines; one reads in Chromium, 49 others hold a socket each, every one signed in by itself."""
    reader = _in_the_room(context, house, room, "kobayashi")
    reader.evaluate(WATCH)
    with Crowd(house, room, OTHERS) as crowd:
        recorder, sent = house.visitor("kiroku"), {}
        who = typist(house.city.person("kiroku"))
        with closing(http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=20)) as connection:
            for number in range(LINES):
                reader.wait_for_timeout(int(EVERY_SECONDS * 1000))
                text = f"{number}つめの行"
                sent[text] = _write(connection, recorder.cookies, house, body(room, text=text, finished=True, who=who))
        reader.wait_for_timeout(3000)
    seen, told = reader.evaluate("window.seen"), reader.evaluate("window.told")
    context.close()
    late = [seen[text] - began for text, began in sent.items() if text in seen]
    signalled = [min(after) - began for began in sent.values() if (after := [one for one in told if one >= began])]
    yield Measure("lines that never came to be seen", LINES - len(late), 0.5, "lines")
    yield Measure(f"write → signal in a browser, {OTHERS + 1} in the room, median", at(0.5, signalled), 300)
    yield Measure(f"write → visible in a browser, {OTHERS + 1} in the room, median", at(0.5, late), 300)
    yield Measure(f"write → visible in a browser, {OTHERS + 1} in the room, p95", at(0.95, late), 1000)
    yield Measure(
        f"signals the {OTHERS} others missed, of a hundred", 100 - 100 * len(crowd.heard) / OTHERS / LINES, 1, "%"
    )


def _write(
    connection: http.client.HTTPConnection, cookies: dict[str, str], house: House, sent: dict[str, Any]
) -> float:
    """One finished line as a browser sends it; the moment before it left, in milliseconds."""
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    headers = {"origin": house.server.origin, "content-type": "application/json", "cookie": cookie}
    began = time.time() * 1000
    connection.request("POST", "/minutes/lines", json.dumps(sent), headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"a line was answered with {answer.status}")
    return began


def _typing(house: House, room: Room, context: BrowserContext) -> Iterator[Measure]:
    """The same hand types in a browser with one tab, then with twenty."""
    page = _in_the_room(context, house, room, "kiroku")
    alone = _acknowledged(page)
    for _ in range(TABS - 1):
        _in_the_room(context, house, room)
    page.bring_to_front()
    page.wait_for_timeout(3000)
    beside = _acknowledged(page)
    context.close()
    yield Measure("autosave acknowledged, one tab, median", at(0.5, alone), 0)
    yield Measure(f"autosave acknowledged, {TABS} tabs to one tab, median", at(0.5, beside) / at(0.5, alone), 2, "×")
    yield Measure(f"autosave acknowledged, {TABS} tabs, p95", at(0.95, beside), 1000)


def _acknowledged(page: Page) -> list[float]:
    page.evaluate("performance.clearResourceTimings()")
    box = page.get_by_role("textbox", name=word("minutes.input"))
    box.press_sequentially("母は朝の支度に一時間ほどかかる。" * 8, delay=110)
    page.wait_for_timeout(1500)
    found: list[float] = page.evaluate(ACKNOWLEDGED)
    return found
