"""What a person sees when a screen fails: a sentence, and the number under which the log knows the place."""

import logging

import streamlit as st

from operations.failures import written_down
from words import word

# Streamlit would print the exception's message, which may hold a name.
logging.getLogger("streamlit.error_util").setLevel(logging.CRITICAL)


def on_script_error(failure: Exception) -> bool:
    """Say it in Japanese; nothing of the data, and nothing of Streamlit's own box."""
    st.warning(word("web.failed", number=written_down(failure)), icon=":material/info:")
    return True
