"""What a person sees when a screen fails, and what the log keeps of it: where, never what was typed."""

import logging
import secrets
import traceback

import streamlit as st

from words import word

log = logging.getLogger("yoriai.screens")
# Streamlit would print the exception's message, which may hold a name.
logging.getLogger("streamlit.error_util").setLevel(logging.CRITICAL)


def on_script_error(failure: Exception) -> bool:
    """A sentence with a number that leads to the place in the log; nothing of the data in either."""
    number = secrets.token_hex(3)
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(failure.__traceback__)]
    log.error("screen failed %s %s at %s", number, type(failure).__name__, " < ".join(reversed(frames[-6:])))
    st.warning(word("web.failed", number=number), icon=":material/info:")
    return True
