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
def test_draft_is_wiped_by_sign_out_and_unreadable_to_somebody_else(house, browser_of, room) -> None:
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
    at_the_desk(tab, room)
    until_kept(tab, 0)
    tab.page.locator(".yo-mi textarea").press_sequentially("小林の話")
    assert until_kept(tab, 1) != left
    tab.page.evaluate(
        "document.body.append(Object.assign(document.createElement('form'), {id: 'out', method: 'post', action: '/signout'}))"
    )
    tab.page.evaluate("document.getElementById('out').submit()")
    tab.sees(word("web.signed_out_title"))
    until_kept(tab, 0)
    assert lines(room) == []
    tab.complaints.clear()  # requests that were cut off


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
