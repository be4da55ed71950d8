"""Whether somebody may still listen to a conference: asked again before anything is said, beside the event loop."""

import asyncio
import time
from uuid import UUID

import anyio
from sqlalchemy.exc import DBAPIError

import settings
from models.database import reading
from queries.live import Hearing, heard_by
from queries.signed_in import alive_among

SIGNED_OUT, NOT_YOURS, LATER = 4401, 4404, 1013
ASKED_AGAIN_SECONDS = 1.0


class Gone(Exception):
    """The right is gone; the code says how."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Rights:
    """Whether somebody may still listen, asked beside the event loop; the tabs of one sign-in share an answer."""

    def __init__(self) -> None:
        self._known: dict[tuple[UUID, UUID], tuple[float, asyncio.Task[Hearing]]] = {}
        # Its own few threads, so that a full room never holds up the wall or what is being typed.
        self._threads = anyio.CapacityLimiter(2)

    async def asked(self, sign_in_id: UUID, conference_id: UUID, *, since: float) -> Hearing:
        """What they may hear, by an answer that was asked for after this moment. Raises Gone."""
        key = (sign_in_id, conference_id)
        began, answer = self._known.get(key, (0.0, None))
        if answer is None or began < since:
            began, answer = time.monotonic(), asyncio.ensure_future(self._ask(*key))
            self._known[key] = (began, answer)
            answer.add_done_callback(self._forget_old)
        return await asyncio.shield(answer)

    async def alive(self, sign_ins: set[UUID]) -> frozenset[UUID]:
        """Those of these sign-ins that are not over."""
        return await anyio.to_thread.run_sync(_alive, sign_ins, limiter=self._threads)

    async def _ask(self, sign_in_id: UUID, conference_id: UUID) -> Hearing:
        return await anyio.to_thread.run_sync(_asked, sign_in_id, conference_id, limiter=self._threads)

    def _forget_old(self, answer: asyncio.Task[Hearing]) -> None:
        answer.exception()  # whoever asked may have hung up meanwhile
        old = time.monotonic() - ASKED_AGAIN_SECONDS
        self._known = {key: one for key, one in self._known.items() if one[0] > old or not one[1].done()}


def _asked(sign_in_id: UUID, conference_id: UUID) -> Hearing:
    try:
        with reading() as session:
            lives, hearing = heard_by(session, sign_in_id, settings.now(), conference_id)
    except DBAPIError as away:
        raise Gone(LATER) from away
    if hearing is None:
        raise Gone(NOT_YOURS if lives else SIGNED_OUT)
    return hearing


def _alive(sign_ins: set[UUID]) -> frozenset[UUID]:
    with reading() as session:
        return alive_among(session, sign_ins, settings.now())
