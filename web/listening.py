"""LISTEN: what other processes stored, heard on a connection of its own that comes back when the database does."""

import asyncio
import logging
import random
from collections.abc import Callable

import psycopg

import settings
from models import announcing

_WAITS = (0.2, 0.5, 1.0, 2.0, 5.0)
_QUIET_SECONDS = 30.0
# A connection that some firewall forgot is noticed within a minute.
_KEPT = {"connect_timeout": 5, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
log = logging.getLogger("yoriai.live")


async def listening(look_again: Callable[[], None]) -> None:
    """Hear for ever. look_again: called after each connection but the first, when something may have been missed."""
    url = settings.database_url()
    if not url.startswith("postgresql+psycopg://"):
        return  # SQLite has one process, which hears itself
    tries, is_first = 0, True
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                url.replace("+psycopg", "", 1), autocommit=True, **_KEPT  # type: ignore[arg-type]
            ) as connection:  # fmt: skip
                await connection.execute(f"LISTEN {announcing.CHANNEL}")
                if not is_first:
                    look_again()
                tries, is_first = 0, False
                await _hear(connection)
        except psycopg.Error:
            log.warning("the live signal lost the database; it listens again as soon as it can")
        is_first = False
        wait = _WAITS[min(tries, len(_WAITS) - 1)]
        await asyncio.sleep(wait * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, no secret
        tries += 1


async def _hear(connection: psycopg.AsyncConnection) -> None:
    while True:
        async for told in connection.notifies(timeout=_QUIET_SECONDS):
            try:
                announcing.heard_payload(told.payload)
            except ValueError:
                log.warning("something that is no signal of ours was told on the channel")
        await connection.execute("SELECT 1")
