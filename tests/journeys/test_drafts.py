"""What was typed while the server was away outlives the tab: sealed in the browser, sent at the next visit, then wiped."""

import pytest

from operations.room import begin_item
from tests.journeys.desk import LONG, Restarted, at_the_desk, lines, restarted, room, saved, until
from tests.journeys.screen import Tab
from tests.operations.recording import Room, revisions
from tests.server import House, on
from words import word

__all__ = ["restarted", "room"]
KEPT = """async () => {
  const all = await indexedDB.databases();
  if (!all.some(({name}) => name === "yoriai-minutes")) return [];
  const store = await new Promise(give => { indexedDB.open("yoriai-minutes").onsuccess = e => give(e.target.result); });
  const asked = store.transaction("drafts").objectStore("drafts").getAll();
  const found = await new Promise(give => { asked.onsuccess = () => give(asked.result); });
  store.close();
  return found.map(({text}) => new TextDecoder().decode(text));
}"""


def until_kept(tab: Tab, count: int) -> list[str]:
    """Wait until the browser keeps so many drafts; what they look like."""
    for _ in range(50):
        if len(found := tab.page.evaluate(KEPT)) == count:
            return found
        tab.page.wait_for_timeout(100)
    raise AssertionError(found)


def sat_down(chromium, restarted: Restarted, login: str = "kiroku") -> tuple[Tab, Room]:
    """A conference in session on a server that can be killed, and somebody signed in."""
    house = House(restarted.server, restarted.database, "")
    room = Room(house.city).opened()
    house.city.do("kobayashi", begin_item, room.item)
    tab = Tab(chromium.new_context(locale="ja-JP", timezone_id="Asia/Tokyo").new_page(), house)
    return tab.open("/signin").sign_in(login), room


def test_text_typed_while_the_server_is_dead_outlives_the_tab(chromium, restarted) -> None:
    tab, room = sat_down(chromium, restarted)
    box = at_the_desk(tab, room)
    box.press_sequentially("届いた話")
    saved(tab)
    restarted.kill()
    box.press_sequentially("と届かない続き", delay=20)
    box.press("Enter")
    box.press_sequentially(LONG[:60], delay=5)
    tab.sees(word("minutes.unsaved_kept"))
    sealed = until_kept(tab, 2)
    assert [one for one in sealed if "届" in one or LONG[:4] in one or room.item.hex in one] == []
    context = tab.page.context
    tab.page.close()
    restarted.start()
    again = Tab(context.new_page(), tab.house)
    again.open("/calendar").ready()  # any page of ours sends what an earlier one could not
    until(again, room, "届いた話と届かない続き", LONG[:60])
    box = at_the_desk(again, room)
    assert [one.is_branch for line in lines(room) for one in revisions(line.id)].count(True) == 0
    again.page.wait_for_function("text => document.querySelector('.yo-mi textarea').value === text", arg=LONG[:60])
    box.press("End")
    again.page.keyboard.type("とその続き")
    until(again, room, "届いた話と届かない続き", LONG[:60] + "とその続き")
    saved(again)
    until_kept(again, 0)
    context.close()


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_draft_outlives_the_visit_and_the_sign_out_of_somebody_else_and_is_wiped_by_ones_own(
    house, browser_of, room
) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    away = ["**/minutes/lines"]
    tab.page.route(away[0], lambda route: route.abort())
    box.press_sequentially("届かない話")
    tab.sees(word("minutes.unsaved_kept"))
    left = until_kept(tab, 1)
    tab.page.on("dialog", lambda dialog: dialog.accept())
    tab.page.context.clear_cookies()  # no sign-out: the computer was simply taken over
    tab.open("/signin").sign_in("kobayashi")
    at_the_desk(tab, room).press_sequentially("小林の話")
    assert left[0] in until_kept(tab, 2)
    assert tab.page.locator(".yo-mi").get_by_text("届かない話").count() == 0
    signed_out(tab)
    assert until_kept(tab, 1) == left
    tab.open("/signin").sign_in("kiroku")
    tab.page.wait_for_timeout(1000)
    assert (until_kept(tab, 1), lines(room)) == (left, [])
    signed_out(tab)
    until_kept(tab, 0)
    tab.complaints.clear()  # requests that were cut off


def signed_out(tab: Tab) -> None:
    """As the button does it."""
    tab.page.evaluate(
        "document.body.append(Object.assign(document.createElement('form'), {id: 'out', method: 'post', action: '/signout'}))"
    )
    tab.page.evaluate("document.getElementById('out').submit()")
    tab.sees(word("web.signed_out_title"))


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_line_of_an_open_tab_waits_for_its_own_writer_while_somebody_else_is_signed_in(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    box = at_the_desk(tab, room)
    box.press_sequentially("藤井の話")
    saved(tab)
    tab.page.context.clear_cookies()  # the sign-in ran out
    box.press_sequentially("の続き")
    tab.sees(word("minutes.sign_in_kept"))
    other = browser_of(beside=tab).open("/signin").sign_in("kobayashi")
    tab.page.bring_to_front()
    tab.sees(word("minutes.another_kept"))
    at_the_desk(other, room)
    other.page.wait_for_timeout(6000)  # longer than between two tries of the other tab
    assert ([line.text for line in lines(room)], len(until_kept(tab, 1))) == (["藤井の話"], 1)
    other.open("/signin").sign_in("kiroku")
    until(tab, room, "藤井の話の続き")
    saved(tab)
    assert {one.by_id for line in lines(room) for one in revisions(line.id)} == {house.city.person("kiroku")}
    until_kept(tab, 0)
    tab.complaints.clear()  # answers that were refused


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_no_draft_is_kept_where_the_browser_cannot_seal_it(house, browser_of, room) -> None:
    tab = browser_of("kiroku")
    tab.page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    box = at_the_desk(tab, room)
    tab.page.route("**/minutes/lines", lambda route: route.abort())
    box.press_sequentially("届かない話")
    tab.sees(word("minutes.unsaved"))
    assert tab.page.evaluate(KEPT) == []
    tab.page.unroute("**/minutes/lines")
    until(tab, room, "届かない話")
    saved(tab)
    tab.complaints.clear()
