"""The wall: it follows the facilitator, and nothing of what was shown stays when it is left, lost or taken back."""

from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from models.database import reading
from models.sittings import ProjectorPass
from operations.agenda import add_item
from operations.projector import lend, take_back
from operations.room import begin_item
from rules.projector import code_of
from tests.journeys.screen import Tab
from tests.operations.recording import Room
from tests.operations.sittings import item
from tests.server import House, on
from words import word

WALL = {"width": 1920, "height": 1080}
SCROLLS = "() => [document.documentElement, document.body].some(box => box.scrollHeight > box.clientHeight + 1)"


def put_on(tab: Tab, house: House, conference: UUID) -> None:
    """Type the code at the projector's computer."""
    tab.page.set_viewport_size(WALL)  # type: ignore[arg-type]
    tab.open("/projector").page.fill("#code", code_of(house.city.do("kiroku", lend, conference).subject_id))
    tab.page.get_by_role("button", name=word("projector.code_go")).click()


def holds(tab: Tab, *texts: str) -> list[str]:
    """Which of the texts stand anywhere in the page, seen or not."""
    whole = tab.page.content()
    return [text for text in texts if text in whole]


@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_wall_follows_the_facilitator_and_keeps_nothing(house, browser_of) -> None:
    room, city = Room(house.city), house.city
    second = city.do(
        "kobayashi", add_item, room.conference, **item(case_id=city.case("002"), title="べつの家")
    ).subject_id
    room.opened()
    wall: Tab = browser_of()
    put_on(wall, house, room.conference)
    wall.sees(word("projector.between"))
    city.do("kobayashi", begin_item, room.item)
    expect(wall.page.get_by_text("朝の過ごし方")).to_be_visible(timeout=6000)
    assert (wall.page.evaluate(SCROLLS), holds(wall, "べつの家")) == (False, [])
    city.do("kobayashi", begin_item, second)
    expect(wall.page.get_by_text("べつの家")).to_be_visible(timeout=6000)
    assert holds(wall, "朝の過ごし方") == []

    wall.page.context.set_offline(True)
    wall.page.get_by_text(word("projector.away")).wait_for(timeout=15000)
    assert holds(wall, "べつの家") == []
    wall.page.context.set_offline(False)
    expect(wall.page.get_by_text("べつの家")).to_be_visible(timeout=6000)

    wall.open("/signed-out")
    with reading() as session:
        lent = session.exec(select(ProjectorPass.id)).one()
    city.do("kobayashi", take_back, lent)
    wall.page.go_back()
    expect(wall.page.locator("#code")).to_be_visible()
    assert holds(wall, "べつの家", "朝の過ごし方") == []
    wall.complaints[:] = [text for text in wall.complaints if "ERR_INTERNET_DISCONNECTED" not in text]
