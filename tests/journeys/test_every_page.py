"""Every screen for every role: a silent console, nothing from outside, no fault, nothing wider than the window."""

import pytest

from tests.journeys.screen import AT_REST, Tab
from tests.server import House, on
from words import word

OF_EACH_ROLE = ("kobayashi", "kacho", "minami", "kiroku", "hayashi", "suishin", "kaigo-kacho", "iin", "system")
FAILED = word("web.failed", number="…").partition("…")[0]
# Streamlit's own frame scrolls inside the window; whatever is wider than its box would have to be pushed sideways.
WIDER = """() => [document.documentElement, ...document.querySelectorAll('[data-testid="stMain"]')]
  .filter(box => box.scrollWidth > box.clientWidth)
  .map(box => `${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`)"""


def addresses(tab: Tab, house: House) -> list[str]:
    """The screens of this person's menu, and one of each that is reached by a link."""
    origin = house.server.origin
    links = tab.page.get_by_role("navigation").get_by_role("link").all()
    found = [str(link.get_attribute("href")).removeprefix(origin) for link in links]
    ids = {
        "/relays": [f"/relay?id={house.city.relay('雨戸の閉まった家')}"],
        "/cases": [f"/case?id={house.city.case(number)}" for number in ("R7-001", "R7-003")],
        "/people": [f"/person?id={house.city.person('hayashi')}"],
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
    paths = ["/", "/relays", "/cases", "/forums", f"/case?id={house.city.case('R7-001')}", f"/relay?id={relay}"]
    assert {path: faults(tab.open(path).ready()) for path in paths} == {path: [] for path in paths}


@pytest.mark.parametrize("path", ["/signin", "/signed-out", "/password"])
@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_pages_before_and_after_fit_a_telephone(house, browser_of, path) -> None:
    tab = browser_of("hayashi", phone=True).open(path)
    assert tab.page.evaluate(WIDER) == []
