"""Chromium before a real server; whatever a page complains about on its console fails the journey."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import launch
from tests.journeys.screen import Tab
from tests.server import House, house, postgres_house, sqlite_house

__all__ = ["house", "postgres_house", "sqlite_house"]
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def browser_of(chromium: Browser, house: House) -> Iterator[Callable[..., Tab]]:
    """A browser of one's own, signed in by its form, or not at all; journeys end without a complaint."""
    tabs: list[Tab] = []

    def opened(login: str = "", *, beside: Tab | None = None, phone: bool = False) -> Tab:
        made = {"viewport": PHONE if phone else LAPTOP, "locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
        context = beside.page.context if beside else chromium.new_context(**made)
        tabs.append(Tab(context.new_page(), house))
        return tabs[-1].open("/signin").sign_in(login) if login else tabs[-1]

    yield opened
    complaints = [text for tab in tabs for text in tab.complaints]
    for context in {tab.page.context for tab in tabs}:
        context.close()
    assert complaints == []
