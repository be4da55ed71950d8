"""Hands at a real browser: open, type, choose, press; and ears for everything it complains about."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, TimeoutError, expect

from tests.server import House
from words import word

PATIENCE = 20_000
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Streamlit asks beside the page whether the app lives there, before it asks at the root.
PROBE = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
# A list that unfolds shuts again when anything scrolls, so movement must be over before it is opened.
AT_REST = """async part => {
  part.scrollIntoView({block: "center"});
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const moving = part.getAnimations({subtree: true}).map(one => one.finished);
  await Promise.race([Promise.allSettled(moving), new Promise(done => setTimeout(done, 2000))]);
}"""
# What was drawn listens to keys only once the browser has nothing left to do.
LISTENING = """async () => {
  for (let turn = 0; turn < 2; turn++) await new Promise(done => requestIdleCallback(done, {timeout: 2000}));
}"""
expect.set_options(timeout=PATIENCE)


class Tab:
    """One tab of one browser."""

    def __init__(self, page: Page, house: House) -> None:
        self.page, self.house = page, house
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"error {error}"))
        page.on("request", lambda request: self._watch(request.url))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBE.search(message.location["url"]):
            self.complaints.append(f"{message.text} {message.location['url']}")

    def _watch(self, url: str) -> None:
        if urlsplit(url).scheme in {"http", "https", "ws", "wss"} and urlsplit(url).netloc != self.house.server.host:
            self.complaints.append(f"left for {url}")

    def open(self, path: str) -> "Tab":
        """Type an address."""
        self.page.goto(self.house.server.origin + path)
        return self

    def ready(self) -> "Tab":
        """Wait until the screen is drawn, and listens."""
        self.page.locator(".yo-ac").wait_for(state="attached")
        self.page.locator(IDLE).wait_for()
        self.page.evaluate(LISTENING)
        return self

    def sign_in(self, login: str, password: str = "toyokawa-mihon") -> "Tab":
        """Fill in the sign-in form, which must be open."""
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.get_by_role("button", name=word("web.sign_in"), exact=True).click()
        return self.ready()

    def follow(self, name: str) -> "Tab":
        """Click a link by a part of its text."""
        self.page.get_by_role("link", name=name).first.click()
        return self

    def unfold(self, title: str, nth: int = 0) -> Locator:
        """Open a folded part and return it."""
        self.ready()
        part = self.page.locator("details").filter(has=self.page.locator("summary").get_by_text(title, exact=True))
        if part.nth(nth).get_attribute("open") is None:
            part.nth(nth).locator("summary").first.click()
            part.nth(nth).evaluate(AT_REST)
        return part.nth(nth)

    def form(self, button: str) -> Locator:
        """The form with this button."""
        return self.page.get_by_test_id("stForm").filter(has=self.page.get_by_role("button", name=button, exact=True))

    def sees(self, text: str) -> None:
        """Wait until a text stands on the screen."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def shows(self, *texts: str) -> list[str]:
        """Which of the texts stand on the screen now, folded parts included."""
        self.page.locator(IDLE).wait_for()
        whole = self.page.locator("body").text_content() or ""
        return [text for text in texts if text in whole]


def fill(part: Locator, **typed: str) -> None:
    """Type into the fields of a part; names are fields of the vocabulary."""
    for name, text in typed.items():
        box = part.get_by_role("textbox", name=word(f"field.{name}"))
        box.first.fill(text)


def pick(part: Locator, label: str, *options: str) -> None:
    """Mark options side by side: one of a radio group, or some of several pills."""
    for option in options:
        group = part.locator('[data-testid="stRadio"], [data-testid="stButtonGroup"]').filter(has_text=label)
        group.get_by_text(option, exact=True).click()


def choose(part: Locator, label: str, *options: str) -> None:
    """Choose from a list that unfolds; typing narrows a long one."""
    for option in options:
        _choose_one(part.get_by_role("combobox", name=label), option)
    if part.page.get_by_role("listbox").is_visible():
        part.page.keyboard.press("Tab")


def _choose_one(box: Locator, option: str) -> None:
    """A scroll event that comes late shuts a list that was opened; then it is opened once more."""
    page = box.page
    for patience in (2000, 2000, 2000, PATIENCE):
        box.evaluate(AT_REST)
        box.click()
        try:
            page.get_by_role("listbox").wait_for(timeout=patience)
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(option)
            page.get_by_role("option", name=option, exact=True).click(timeout=patience)
        except TimeoutError:
            if patience == PATIENCE:
                raise
            continue
        return


def press(part: Locator, button: str) -> None:
    """Press a button of a part."""
    part.get_by_role("button", name=button, exact=True).click()


def values(part: Locator) -> dict[str, str]:
    """What stands in the fields of a part, by their labels."""
    boxes = part.locator('input[type="text"]:not([role="combobox"]), textarea').all()
    marked = part.locator('[data-testid="stRadioGroup"]').all()
    chosen = {
        group.get_attribute("aria-label"): group.locator("[data-selected]").first.inner_text() for group in marked
    }
    return {str(box.get_attribute("aria-label")): box.input_value() for box in boxes} | chosen


def chosen(part: Locator) -> list[str]:
    """The marked ones of several pills."""
    return part.locator('[data-testid="stButtonGroup"] [data-selected="true"]').all_inner_texts()
