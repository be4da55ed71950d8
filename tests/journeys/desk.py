"""Hands at the desk of the minutes: the box to type in, what is stored, and a server that can be killed."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator
from sqlmodel import col, select

from models.database import reading
from models.minutes import MinutesLine
from operations.room import begin_item
from tests.conftest import forget, use
from tests.journeys.screen import Tab, expect
from tests.operations.recording import Room
from tests.postgres import _free_port
from tests.server import House, Server, _wait, command, environment
from words import word

LONG = (
    "母は朝の支度に一時間ほどかかり長男が声をかけると落ち着いて食卓につく。昼はひとりで過ごすことが多く、電話には出ない。"
    * 2
)
SAVED = re.compile(word("minutes.saved", time="").strip() + r" \d\d:\d\d:\d\d")


@pytest.fixture
def room(house: House) -> Room:
    """A conference in session with its first item in hand."""
    room = Room(house.city).opened()
    house.city.do("kobayashi", begin_item, room.item)
    return room


def at_the_desk(tab: Tab, room: Room) -> Locator:
    """The room with its editor; the box to type in."""
    tab.open(f"/room?id={room.conference}").ready()
    box = tab.page.get_by_role("textbox", name=word("minutes.input"))
    box.wait_for()
    return box


def stored(room: Room) -> list[str]:
    """The texts of the first item in their order."""
    return [line.text for line in lines(room)]


def lines(room: Room, item: object = None) -> list[MinutesLine]:
    """The lines of an item that stand."""
    own = (MinutesLine.item_id == (item or room.item), col(MinutesLine.removed_at).is_(None))
    with reading() as session:
        return list(session.exec(select(MinutesLine).where(*own).order_by(col(MinutesLine.position))))


def saved(tab: Tab) -> None:
    """Wait until the status says so and nothing is on its way."""
    expect(tab.page.locator(".yo-mi .ft .ok")).to_have_text(SAVED)


def until(tab: Tab, room: Room, *texts: str) -> None:
    """Wait until exactly these texts are stored."""
    for _ in range(100):
        if stored(room) == list(texts):
            return
        tab.page.wait_for_timeout(100)
    assert stored(room) == list(texts)


class Restarted:
    """A server of its own that can be killed and started again on the same port."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder, database
        self.server = Server(_free_port(), folder / "server.log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.server.log.open("ab") as log:
            given = environment(self.folder, self.database)
            self.process = subprocess.Popen(command(self.server.port), env=given, stdout=log, stderr=log)
        _wait(self.server, self.process)

    def kill(self) -> None:
        """As the power fails."""
        assert self.process is not None
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def restarted(sqlite_template: Path, tmp_path: Path) -> Iterator[Restarted]:
    """Such a server with a sample city."""
    shutil.copy2(sqlite_template, tmp_path / "city.db")
    use(f"sqlite:///{tmp_path / 'city.db'}")
    one = Restarted(tmp_path, os.environ["DATABASE_URL"])
    one.start()
    yield one
    one.kill()
    forget()
