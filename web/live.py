"""/live/…: one websocket a tab. It says that a part of a conference changed, never what; who listens says nothing."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from models import announcing
from operations.failures import written_down
from web.listening import listening
from web.live_rights import ASKED_AGAIN_SECONDS, LATER, NOT_YOURS, SIGNED_OUT, Gone, Rights
from words import word

NOT_ASKED = 4400
QUIET_SECONDS = 0.5


class Listener:
    """One open socket: the first change of a part goes at once, what follows at most twice a second."""

    def __init__(self, socket: WebSocket, sign_in_id: UUID, conference_id: UUID) -> None:
        self.socket, self.sign_in_id, self.conference_id = socket, sign_in_id, conference_id
        self.ended = asyncio.get_running_loop().create_future()
        self._waiting: dict[str, dict[UUID | None, int]] = defaultdict(dict)
        self._came_at = 0.0
        self._quiet_until: dict[str, float] = {}
        self._woken = asyncio.Event()

    def hear(self, part: str, about: UUID | None, number: int) -> None:
        """Something changed."""
        self._waiting[part][about] = number
        self._came_at = time.monotonic()
        self._woken.set()

    def end(self, code: int) -> None:
        """The right is gone: nothing more is said."""
        if not self.ended.done():
            self.ended.set_result(code)

    async def speak(self) -> None:
        """The numbers as they are, then whatever changes, until the right is gone."""
        try:
            hearing = await rights.asked(self.sign_in_id, self.conference_id, since=time.monotonic())
            for part, number in hearing.numbers(self.conference_id).items():
                await self._say(part, number)
            while True:
                await self._woken.wait()
                self._woken.clear()
                await self._tell(self._due(time.monotonic()))
        except Gone as gone:
            self.end(gone.code)
        except (WebSocketDisconnect, RuntimeError):
            pass  # it hung up meanwhile
        finally:
            self.end(LATER)

    def _due(self, now: float) -> list[str]:
        """The parts that may speak now; for the others the clock is set."""
        quiet = [until for part in self._waiting if (until := self._quiet_until.get(part, 0)) > now]
        if quiet:
            asyncio.get_running_loop().call_later(min(quiet) - now, self._woken.set)
        return [part for part in self._waiting if self._quiet_until.get(part, 0) <= now]

    async def _tell(self, due: list[str]) -> None:
        if not due:
            return
        changed = [(part, about, number) for part in due for about, number in self._waiting.pop(part).items()]
        came_at, whole = self._came_at, (self.sign_in_id, self.conference_id)
        hearing = await rights.asked(*whole, since=came_at - ASKED_AGAIN_SECONDS)
        if not all(hearing.hears(part, about) for part, about, _ in changed):
            # An item or a record may be new: what is not theirs is only believed of an answer that knows of it.
            hearing = await rights.asked(*whole, since=came_at)
        theirs = {part: number for part, about, number in sorted(changed, key=_by_number) if hearing.hears(part, about)}
        for part, number in theirs.items():
            self._quiet_until[part] = time.monotonic() + QUIET_SECONDS
            await self._say(part, number)

    async def _say(self, part: str, number: int) -> None:
        if not self.ended.done():
            await self.socket.send_json({"conference": self.conference_id.hex, "part": part, "number": number})


def _by_number(change: tuple[str, UUID | None, int]) -> int:
    return change[2]


rights = Rights()
listeners: dict[UUID, set[Listener]] = defaultdict(set)


async def follow(socket: WebSocket) -> None:
    """/live/{conference}, for whoever the wall let in."""
    await socket.accept()
    conference_id = _id(socket.path_params["conference"])
    if conference_id is None:
        await socket.close(NOT_YOURS)
        return
    listener = Listener(socket, UUID(socket.headers["x-yoriai-session"]), conference_id)
    # Before the numbers are read, so that nothing falls in between.
    listeners[conference_id].add(listener)
    speaking, hanging_up = asyncio.create_task(listener.speak()), asyncio.create_task(_hung_up(listener))
    try:
        code = await listener.ended
    finally:
        listeners[conference_id].discard(listener)
        if not listeners[conference_id]:
            del listeners[conference_id]
        speaking.cancel()
        hanging_up.cancel()
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.close(code)


async def _hung_up(listener: Listener) -> None:
    """Nothing is asked here: whoever speaks is hung up on."""
    message = await listener.socket.receive()
    listener.end(LATER if message["type"] == "websocket.disconnect" else NOT_ASKED)


async def send_numbers(request: Request) -> Response:
    """/live/{conference}/numbers, for a browser whose socket some proxy cuts. Looking is no activity."""
    conference_id = _id(request.path_params["conference"])
    if conference_id is None:
        return JSONResponse({"refused": word("refusal.not_found")}, 404)
    try:
        hearing = await rights.asked(UUID(request.headers["x-yoriai-session"]), conference_id, since=time.monotonic())
    except Gone as gone:
        status = {SIGNED_OUT: 401, NOT_YOURS: 404}.get(gone.code, 503)
        told = word("web.sign_in_first") if status == 401 else word("refusal.not_found")
        return JSONResponse({"refused": told}, status)
    return JSONResponse(hearing.numbers(conference_id))


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """As long as this process serves: hear what is stored, and hang up on whoever's sign-in is over."""
    loop = asyncio.get_running_loop()

    def ear(conference_id: UUID, part: str, about: UUID | None, number: int) -> None:
        with contextlib.suppress(RuntimeError):  # the loop ended before the last commit
            loop.call_soon_threadsafe(_pass_on, conference_id, part, about, number)

    announcing.ears.add(ear)
    tasks = [asyncio.create_task(_sweep()), asyncio.create_task(listening(_look_again))]
    try:
        yield
    finally:
        announcing.ears.discard(ear)
        for task in tasks:
            task.cancel()


def _pass_on(conference_id: UUID, part: str, about: UUID | None, number: int) -> None:
    for listener in listeners.get(conference_id, ()):
        listener.hear(part, about, number)


def _look_again() -> None:
    """Something may have been missed while the database was away."""
    number = announcing.numbers.all_raised()
    for conference_id in listeners:
        for part in announcing.PARTS:
            _pass_on(conference_id, part, None, number)


async def _sweep() -> None:
    while True:
        await asyncio.sleep(ASKED_AGAIN_SECONDS)
        try:
            await _hang_up_on_the_gone()
        except Exception as failure:  # noqa: BLE001 - the database is away, or worse; nobody else hangs up on them
            written_down(failure)


async def _hang_up_on_the_gone() -> None:
    everybody = [one for some in listeners.values() for one in some]
    alive = await rights.alive({one.sign_in_id for one in everybody}) if everybody else frozenset()
    for one in everybody:
        if one.sign_in_id not in alive:
            one.end(SIGNED_OUT)
