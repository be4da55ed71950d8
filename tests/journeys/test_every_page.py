"""Every screen for every role: a silent console, nothing from outside, no fault, nothing wider than the window."""

from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from models.conferences import Conference, ConferenceState, ItemKind
from models.database import reading
from models.gaps import GapKind, GapState, ResourceGap
from models.minutes import ConferenceRecord
from operations.gaps import advance_gap, raise_gap
from tests.journeys.screen import AT_REST, Tab, press
from tests.server import House, on
from words import label_of, word

OF_EACH_ROLE = ("kobayashi", "kacho", "minami", "kiroku", "hayashi", "suishin", "kaigo-kacho", "iin", "system")
# How far the page itself would have to be scrolled; its panes scroll inside.
HIGHER = """() => { const page = document.querySelector('[data-testid="stMain"]'); return page.scrollHeight - page.clientHeight; }"""
CONFERENCE_PAGES = ("conference", "room", "steer", "readback")
SHOWN = (ConferenceState.CONVENED, ConferenceState.ADJOURNED, ConferenceState.PLANNED)
FAILED = word("web.failed", number="…").partition("…")[0]
# Streamlit's own frame scrolls inside the window; whatever is wider than its box would have to be pushed sideways.
WIDER = """() => [document.documentElement, ...document.querySelectorAll('[data-testid="stMain"]')]
  .filter(box => box.scrollWidth > box.clientWidth)
  .map(box => `${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`)"""


def menu(tab: Tab) -> list[str]:
    """Where the menu leads, with its folded sections."""
    found = [str(link.get_attribute("href")) for link in tab.page.get_by_role("navigation").get_by_role("link").all()]
    for section in tab.page.get_by_test_id("stTopNavSection").all():
        section.click()
        own = tab.page.get_by_test_id("stTopNavDropdownLink")
        own.first.wait_for()
        found += [str(link.get_attribute("href")) for link in own.all()]
        tab.page.keyboard.press("Escape")
        own.first.wait_for(state="detached")
    return found


def conference(state: ConferenceState) -> UUID:
    """The first conference in a state; of those whose notice is out it is today's."""
    with reading() as session:
        chosen = select(Conference.id).where(Conference.state == state).order_by(col(Conference.starts_at))
        return session.exec(chosen).first() or UUID(int=0)


def record() -> UUID:
    """A record of a case."""
    with reading() as session:
        chosen = select(ConferenceRecord.id).where(col(ConferenceRecord.case_id).is_not(None))
        return session.exec(chosen).first() or UUID(int=0)


def entry(house: House) -> UUID:
    """An entry of the ledger that everybody may read who reads any."""
    with reading() as session:
        known = session.exec(select(ResourceGap.id)).first()
    if known is not None:
        return known
    told = {
        "code": "G04",
        "kind": GapKind.ABSENT,
        "words": "窓口で続いた",
        "public_summary": "短い時間から試せる場がない",
    }
    made = house.city.do("kobayashi", raise_gap, **told).subject_id
    house.city.do("kobayashi", advance_gap, made, seen={"state": GapState.CANDIDATE}, step="confirm")
    return made


def addresses(tab: Tab, house: House) -> list[str]:
    """The screens of this person's menu, and one of each that is reached by a link."""
    origin = house.server.origin
    found = [path.removeprefix(origin) for path in menu(tab)]
    ids = {
        "/relays": [f"/relay?id={house.city.relay('雨戸の閉まった家')}"],
        "/cases": [f"/case?id={house.city.case(number)}" for number in ("R7-001", "R7-003")],
        "/people": [f"/person?id={house.city.person('hayashi')}"],
        "/calendar": [f"/{page}?id={conference(state)}" for page in CONFERENCE_PAGES for state in SHOWN],
        "/records": [f"/record?id={record()}", f"/points?id={record()}"],
        "/reasoned": [f"/{page}?id={house.city.case('R7-007')}" for page in ("monitoring", "closing")],
        "/gaps": ["/gaps?view=heat", "/gaps?view=list", f"/gap?id={entry(house)}"],
        "/roles": [f"/plan?id={house.city.case(number)}" for number in ("R7-007", "R7-008")],
    }
    return [*found, *(one for path in found for one in ids.get(path, ()))]


def faults(tab: Tab) -> list[str]:
    """What is wrong with the screen that is open, with everything unfolded."""
    tab.page.evaluate("() => document.querySelectorAll('details:not([open]) > summary').forEach(one => one.click())")
    tab.page.locator("body").evaluate(AT_REST)
    broken = tab.page.get_by_test_id("stException").count() + tab.page.get_by_text(FAILED).count()
    return [*tab.page.evaluate(WIDER), *(["failed"] if broken else [])]


@pytest.mark.parametrize("login", OF_EACH_ROLE)
@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_every_screen_of_a_role_is_in_order(house, browser_of, login) -> None:
    tab = browser_of(login)
    paths = addresses(tab, house)
    assert "/forums" in paths
    assert {path: faults(tab.open(path).ready()) for path in paths} == {path: [] for path in paths}


@pytest.mark.parametrize("login", ["hayashi", "ogawa"])
@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_every_screen_of_an_agency_fits_a_telephone(house, browser_of, login) -> None:
    tab = browser_of(login, phone=True)
    relay = house.city.relay("雨戸の閉まった家" if login == "hayashi" else "七階の窓の方")
    plans = [f"/plan?id={house.city.case(number)}" for number in ("R7-007", "R7-008")]
    cases = [f"/case?id={house.city.case('R7-001')}", *plans, f"/record?id={record()}"]
    conferences = ["/calendar", "/records", f"/conference?id={conference(ConferenceState.CONVENED)}"]
    paths = ["/", "/relays", "/cases", "/forums", "/roles", *cases, *conferences, f"/relay?id={relay}"]
    assert {path: faults(tab.open(path).ready()) for path in paths} == {path: [] for path in paths}


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_room_fits_the_recorder(house, browser_of) -> None:
    tab = browser_of("kiroku").open(f"/room?id={conference(ConferenceState.CONVENED)}").ready()
    press(tab.page.locator("body"), word("conference_step.open"))
    tab.sees(word("room.left"))
    tab.ready().page.locator(".yo-rail li", has_text=label_of(ItemKind.DECIDE)).first.get_by_role("button").click()
    tab.sees(word("room.roles"))
    assert (tab.ready().page.evaluate(HIGHER), faults(tab)) == (0, [])
    expect(tab.page.get_by_role("button", name=word("act.item_begin"))).to_be_in_viewport(ratio=1)
    expect(tab.page.get_by_label(word("minutes.input"))).to_be_in_viewport(ratio=1)
    expect(tab.page.locator(".yo-band").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", ["/signin", "/signed-out", "/password"])
@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_pages_before_and_after_fit_a_telephone(house, browser_of, path) -> None:
    tab = browser_of("hayashi", phone=True).open(path)
    assert tab.page.evaluate(WIDER) == []
