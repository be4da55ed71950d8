"""The loop of the jobs: who holds the lock does what is due. So far that is the daily anchor."""

import logging
import os
import socket
import threading

import settings
from jobs import anchor, lock

EVERY_SECONDS = 60
log = logging.getLogger("yoriai.jobs")


def turn(holder: str) -> bool:
    """One turn: take the lock and do what is due. False where another process holds it."""
    if not lock.take("jobs", holder, settings.now()):
        return False
    anchor.write(settings.today())
    return True


def start() -> threading.Event:
    """Run turns in the background until the returned event is set."""
    ended, holder = threading.Event(), f"{socket.gethostname()}:{os.getpid()}"

    def run() -> None:
        while not ended.wait(EVERY_SECONDS):
            try:
                turn(holder)
            except Exception:
                log.exception("a job failed; the next turn tries again")

    threading.Thread(target=run, name="jobs", daemon=True).start()
    return ended
