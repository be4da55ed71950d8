"""Nothing typed is lost: many trials in which the page or the server breaks off in the middle of a word."""

import random
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext

from operations.room import begin_item
from tests.journeys.desk import Restarted, at_the_desk, restarted, saved, stored
from tests.journeys.screen import Tab, expect
from tests.operations.recording import Room
from tests.server import House

__all__ = ["restarted"]
LETTERS = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもabcdefghij0123456789、。"
AT_P95, AT_WORST = 1.0, 1.3  # seconds that a letter waits while somebody types
PATIENCE = 60

# When each letter of a line was typed, and when the server's answer told that it is stored.
CLOCK = """
window.typedAt = []; window.storedAt = [];
addEventListener("input", ({target}) => {
  if (target.matches?.(".yo-mi textarea")) window.typedAt.push([performance.now(), target.value]);
}, true);
const real = window.fetch;
window.fetch = async (path, options) => {
  const answer = await real(path, options);
  const text = path === "/minutes/lines" && options?.method === "POST" ? JSON.parse(options.body).text : "";
  if (answer.ok && text) window.storedAt.push([performance.now(), text]);
  return answer;
};"""
WAITED = """mark => {
  const stored = window.storedAt.filter(([, text]) => text.startsWith(mark));
  return window.typedAt.filter(([, text]) => text.startsWith(mark)).map(([typed, text]) =>
    ((stored.find(([, sent]) => sent.length >= text.length)?.[0] ?? performance.now()) - typed) / 1000);
}"""


class Trials:
    """One recorder at one desk, and what befalls them."""

    def __init__(self, chromium: Browser, restarted: Restarted, seed: int) -> None:
        self.server, self.chance = restarted, random.Random(seed)
        self.house = House(restarted.server, restarted.database, "")
        self.room = Room(self.house.city).opened()
        self.house.city.do("kobayashi", begin_item, self.room.item)
        self.context: BrowserContext = chromium.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
        self.context.add_init_script(CLOCK)
        self.waits: list[float] = []
        self.said: list[str] = []
        self._sit()
        self.tab.open("/signin").sign_in("kiroku")
        self.box = at_the_desk(self.tab, self.room)

    def _sit(self) -> None:
        self.tab = Tab(self.context.new_page(), self.house)
        self.tab.page.on("dialog", lambda dialog: dialog.accept())

    def type(self, text: str, delay: int = 45) -> None:
        """Letters as they come from the keyboard; the box must have the focus."""
        self.tab.page.keyboard.type(text, delay=delay)

    def once(self, kind: str) -> None:
        """Begin a line, type, let it happen, and see that every letter of the line is stored."""
        mark = f"{len(self.said) + 1}回目:"
        said = "".join(self.chance.choices(LETTERS, k=self.chance.randint(18, 30)))
        self.box.press("Enter")
        self.type(mark + said)
        self.waits.append(max(self.tab.page.evaluate(WAITED, mark)))
        self.said.append(mark + said)
        getattr(self, kind)()
        self.until_stored()

    def reload(self) -> None:
        """F5 in the middle of a word."""
        self.tab.page.reload()
        self._back()

    def close(self) -> None:
        """The tab is closed and the room opened again."""
        self.tab.page.close(run_before_unload=True)
        self._sit()
        self._back()

    def leave(self) -> None:
        """Another address in the same tab, and back."""
        self.tab.open("/calendar")
        self._back()

    def kill(self) -> None:
        """The server dies; typing goes on until it is back, and after."""
        self.server.kill()
        self._go_on()
        self.server.start()
        self._go_on()

    def kill_and_close(self) -> None:
        """The server dies, typing goes on, the tab is closed; only then both come back."""
        self.server.kill()
        self._go_on()
        self.tab.page.close()
        self.server.start()
        self._sit()
        self._back()

    def _back(self) -> None:
        """In the room again, with the line that was being written in the hand."""
        self.box = at_the_desk(self.tab, self.room)
        expect(self.box).to_have_value(self.said[-1])

    def _go_on(self) -> None:
        more = "".join(self.chance.choices(LETTERS, k=12))
        self.type(more)
        self.said[-1] += more

    def until_stored(self) -> None:
        """Every line of every trial so far is in the database, whole and in its order."""
        until = time.monotonic() + PATIENCE
        while stored(self.room) != self.said and time.monotonic() < until:
            self.tab.page.wait_for_timeout(50)
        assert stored(self.room) == self.said

    def figures(self) -> tuple[float, float]:
        """The longest wait of a letter in each trial: at p95, and at worst."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1]


@pytest.fixture
def trials(chromium: Browser, restarted: Restarted, request: pytest.FixtureRequest) -> Callable[[int], Trials]:
    """A desk for some trials."""
    made: list[Trials] = []

    def begin(seed: int) -> Trials:
        made.append(Trials(chromium, restarted, seed))
        return made[-1]

    yield begin
    for one in made:
        one.context.close()


def run(trials: Trials, kinds: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """The trials one after the other, and their figures."""
    trials.chance.shuffle(kinds)
    for kind in kinds:
        trials.once(kind)
    at_p95, at_worst = trials.figures()
    letters = sum(len(one) for one in trials.said)
    with capsys.disabled():
        print(
            f"\nminutes: {len(kinds)} trials, {letters} letters typed, {letters} stored, "
            f"a letter waits {at_p95:.2f} s at p95, {at_worst:.2f} s at worst"
        )
    assert (at_p95 <= AT_P95, at_worst <= AT_WORST) == (True, True)


def test_each_kind_of_break_loses_nothing(trials, capsys) -> None:
    run(trials(1), ["reload", "close", "leave", "kill_and_close"], capsys)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(2, 6))
def test_a_hundred_breaks_lose_nothing(trials, capsys, seed) -> None:
    run(trials(seed), [*["reload", "close", "leave"] * 6, *["kill", "kill_and_close"] * 3, "kill"], capsys)


@pytest.mark.parametrize(("keys", "delay"), [(60, 90), pytest.param(600, 95, marks=pytest.mark.proof)])
def test_every_key_typed_across_an_outage_is_stored(trials, capsys, keys, delay) -> None:
    one = trials(keys)
    one.said = ["".join(one.chance.choices(LETTERS, k=50)) for _ in range(keys // 50)] or []
    one.said += ["".join(one.chance.choices(LETTERS, k=keys - 50 * len(one.said)))] if keys % 50 else []
    began = time.monotonic()
    one.server.kill()
    for line in one.said:
        one.type(line, delay)
        one.box.press("Enter")
    away = time.monotonic() - began
    one.server.start()
    one.until_stored()
    saved(one.tab)
    with capsys.disabled():
        print(
            f"\nminutes: {keys} keys typed in {away:.0f} s without a server, {sum(map(len, stored(one.room)))} stored"
        )
    assert (sum(map(len, stored(one.room))), away >= keys * delay / 1000) == (keys, True)
