"""Chromium before a real server; whatever a page complains about on its console fails the journey."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from tests.chromium import launch
from tests.journeys.screen import Tab
from tests.server import House, house, postgres_house, sqlite_house

__all__ = ["house", "postgres_house", "sqlite_house"]
AT_HOME: Any = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo"}
LAPTOP, PHONE = ViewportSize(width=1366, height=768), ViewportSize(width=390, height=844)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole session."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> dict[bool, list[BrowserContext]]:
    """Browsers that nobody uses now, those of a laptop and those of a telephone; they keep what they loaded."""
    return {True: [], False: []}


def _forget_drafts(tab: Tab) -> None:
    """What a browser kept for the city before this one."""
    asked = {"origin": tab.house.server.origin, "storageTypes": "indexeddb"}
    tab.page.context.new_cdp_session(tab.page).send("Storage.clearDataForOrigin", asked)


@pytest.fixture
def browser_of(
    chromium: Browser, windows: dict[bool, list[BrowserContext]], house: House
) -> Iterator[Callable[..., Tab]]:
    """A browser of one's own, signed in by its form, or not at all; journeys end without a complaint."""
    tabs: list[Tab] = []
    used: list[tuple[bool, BrowserContext]] = []

    def opened(login: str = "", *, beside: Tab | None = None, phone: bool = False) -> Tab:
        if beside is None:
            view = PHONE if phone else LAPTOP
            free = windows[phone]
            used.append((phone, free.pop() if free else chromium.new_context(viewport=view, **AT_HOME)))
        tabs.append(Tab((beside.page.context if beside else used[-1][1]).new_page(), house))
        if beside is None:
            _forget_drafts(tabs[-1])
        return tabs[-1].open("/signin").sign_in(login) if login else tabs[-1]

    yield opened
    complaints = [text for tab in tabs for text in tab.complaints]
    for tab in tabs:
        tab.page.close()
    for phone, context in used:
        context.clear_cookies()
        windows[phone].append(context)
    assert complaints == []
