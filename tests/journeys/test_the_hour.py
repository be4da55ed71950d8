"""An hour of a conference: two recorders, a facilitator and ten readers, three cases, and every line in its place."""

import time
from collections.abc import Callable
from itertools import count
from uuid import UUID

import pytest
from playwright.sync_api import Locator
from sqlmodel import col, select

from models.conferences import Conference, ConferenceState
from models.database import reading
from models.minutes import MinutesLine
from operations.conferences import advance_conference
from operations.room import read_out, settle_item, take_attendance
from queries.record import record_file
from tests.access.test_separation import CANARY, CASES, Sitting, everything, known_before
from tests.access.texts import shown_of
from tests.journeys.screen import Tab, expect
from tests.operations.sittings import called, convene, records, step
from tests.server import House, on
from words import word

RECORDERS = ("kiroku", "mizuno")
# Who looks on: at the room itself, at the projector, at the conference's own page.
READERS = (("kacho", "/room?id={}"), ("kobayashi", "/projector/{}"), ("hayashi", "/conference?id={}"))


def in_session(city) -> Sitting:
    """The three cases on the agenda of a conference that is open and read out."""
    made = Sitting(city)
    convene(city, made.whole)
    city.do("kobayashi", advance_conference, **step(city, made.whole, "open"))
    city.do("kiroku", read_out, made.whole)
    city.do("kiroku", take_attendance, made.whole, present=[one.id for one in called(made.whole)])
    return made


def stored(item: UUID) -> list[str]:
    """The lines of an item, in their order."""
    own = (MinutesLine.item_id == item, col(MinutesLine.removed_at).is_(None))
    with reading() as session:
        return [one.text for one in session.exec(select(MinutesLine).where(*own).order_by(col(MinutesLine.position)))]


def desk(tab: Tab, canary: str) -> Locator:
    """The box to type in, once the item of this case is in the hand of this recorder."""
    expect(tab.page.locator(".st-key-room_item")).to_contain_text(canary)
    box = tab.page.get_by_role("textbox", name=word("minutes.input"))
    box.wait_for()
    return box


def type_together(boxes: dict[str, Locator], told: list[dict[str, str]], pause: float) -> None:
    """Both recorders write at the same time: a half of a line each, in turns."""
    for texts in told:
        for half in (0, 1):
            for login, box in boxes.items():
                middle = len(texts[login]) // 2
                box.press_sequentially(texts[login][:middle] if half == 0 else texts[login][middle:], delay=5)
        for box in boxes.values():
            box.press("Enter")
        time.sleep(pause)


def until(item: UUID, texts: set[str], tab: Tab) -> None:
    """Wait until exactly these lines are stored."""
    for _ in range(100):
        if set(stored(item)) == texts:
            return
        tab.page.wait_for_timeout(100)
    assert set(stored(item)) == texts


def hour(house: House, browser_of: Callable[..., Tab], *, lines: int, pause: float) -> None:
    """From the first item to the records: `lines` of each recorder for each case, `pause` seconds between them."""
    made, number = in_session(house.city), count(1)
    facilitator = browser_of("kobayashi").open(f"/room?id={made.whole}").ready()
    recorders = {login: browser_of(login).open(f"/room?id={made.whole}").ready() for login in RECORDERS}
    readers = [
        browser_of(login).open(path.format(made.whole))
        for turn, (login, path) in zip(range(10), READERS * 4, strict=False)
    ]
    assert len(readers) == 10
    written: dict[str, dict[str, list[str]]] = {}
    for case, item in made.items.items():
        facilitator.page.locator(f'.yo-rail [data-id="{item}"]').click()
        boxes = {login: desk(tab, CANARY[case]) for login, tab in recorders.items()}
        told = [
            {who: f"{CANARY[case]}、{next(number)}つめの話を{who}が書く。" for who in RECORDERS} for _ in range(lines)
        ]
        type_together(boxes, told, pause)
        written[case] = {login: [one[login] for one in told] for login in RECORDERS}
        until(item, {text for texts in written[case].values() for text in texts}, facilitator)
        expect(readers[0].page.locator(".yo-mi li .tx")).to_have_count(2 * lines)
    finished(house, made, written, readers)


def finished(house: House, made: Sitting, written: dict[str, dict[str, list[str]]], readers: list[Tab]) -> None:
    """Each recorder's lines in their order; each record only its case; nothing of C for the agency of A."""
    city = house.city
    for case, item in made.items.items():
        for login in RECORDERS:
            own = set(written[case][login])
            assert [text for text in stored(item) if text in own] == written[case][login]
    for item in [*made.items.values(), made.greeting]:
        city.do("kiroku", settle_item, item, **made._settled(item, f"{item}の結論"))
    city.do("kiroku", advance_conference, **step(city, made.whole, "adjourn"))
    assert city.row(Conference, made.whole).state is ConferenceState.ADJOURNED
    for case in CASES:
        (record,) = records(made.whole, city.case(case))
        text = city.look("kobayashi", record_file, record.id)
        assert shown_of(set(CANARY.values()), text) == {CANARY[case]}
        spoken = {one for texts in written[case].values() for one in texts}
        assert shown_of(spoken, text) == spoken
    foreign = {text for case in ("003", "005") for texts in written[case].values() for text in texts}
    foreign |= {CANARY["003"], CANARY["005"]}
    made_known = known_before(city, "hayashi")
    assert shown_of(foreign - made_known, everything_of(made)) == set()
    agency = next(tab for tab, (login, _) in zip(readers, READERS * 4, strict=False) if login == "hayashi")
    for path in (f"/conference?id={made.whole}", "/", "/calendar", "/records"):
        assert agency.open(path).ready().shows(*foreign) == []


def everything_of(made: Sitting) -> list[object]:
    """All that the agency of the first case can ask for."""
    made.roles = dict.fromkeys(CASES, made.whole)
    return everything(made, "hayashi", own="001")


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_two_recorders_ten_readers_and_three_cases_keep_every_line_in_its_place(house, browser_of) -> None:
    hour(house, browser_of, lines=3, pause=0.0)


@pytest.mark.proof
@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_an_hour_in_five_minutes(house, browser_of) -> None:
    hour(house, browser_of, lines=40, pause=1.5)
