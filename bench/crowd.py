"""Many people who listen to one conference: a socket and a sign-in each, in a thread beside the measurement."""

import asyncio
import json
import threading
import time

from websockets.asyncio.client import connect

from tests.operations.recording import Room
from tests.server import House

LOGINS = ("kobayashi", "kacho", "kiroku")
PARTS_AT_FIRST = 5
PATIENCE = 90


class Crowd:
    """While it is there, heard holds the moment of each signal about lines that one of them got."""

    def __init__(self, house: House, room: Room, people: int) -> None:
        visitors = [house.visitor(LOGINS[place % len(LOGINS)]) for place in range(people)]
        self._cookies = ["; ".join(f"{name}={value}" for name, value in one.cookies.items()) for one in visitors]
        self._address, self._origin = f"ws://{house.server.host}/live/{room.conference}", house.server.origin
        self._ready, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._everybody(),), daemon=True)
        self._waiting = people
        self.heard: list[float] = []

    def __enter__(self) -> "Crowd":
        self._thread.start()
        if not self._ready.wait(PATIENCE):
            raise RuntimeError(f"{self._waiting} of the crowd never heard the first numbers")
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(PATIENCE)

    async def _everybody(self) -> None:
        tasks = [asyncio.create_task(self._listen(cookie)) for cookie in self._cookies]
        while not self._ended.is_set():  # noqa: ASYNC110 - it is set from another thread
            await asyncio.sleep(0.1)
        for task in tasks:
            task.cancel()

    async def _listen(self, cookie: str) -> None:
        head = {"Cookie": cookie}
        async with connect(
            self._address, origin=self._origin, additional_headers=head, proxy=None  # type: ignore[arg-type]
        ) as socket:  # fmt: skip
            for _ in range(PARTS_AT_FIRST):
                await socket.recv()
            self._waiting -= 1
            if not self._waiting:
                self._ready.set()
            async for told in socket:
                if json.loads(told)["part"] == "lines":
                    self.heard.append(time.time())
