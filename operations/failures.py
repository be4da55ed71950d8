"""What the log keeps of a failure: a number, its kind and its place, never what was typed."""

import logging
import secrets
import traceback

log = logging.getLogger("yoriai.failures")


def written_down(failure: BaseException) -> str:
    """Write the failure down; returns the number under which it stands in the log."""
    number = secrets.token_hex(3)
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(failure.__traceback__)]
    log.error("%s %s at %s", number, type(failure).__name__, " < ".join(reversed(frames[-6:])))
    return number
