"""The id of a form is its request: the same again after the server was away, so that what was typed finds its way.

A session lives in the memory of one process. Were its ids random, the first press after a restart would meet a form
that nobody knows, and the typed text would go with it. So an id follows from the sign-in, the place of the form and
what it showed; one that was answered is never given again.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import streamlit as st

from queries.answered import answered
from ui.session import read, sign_in_id

_BEGINNING = 12
_DONE = "answered_requests"


def request_id(place: str, seen: Mapping[str, object]) -> str:
    """The first id (32 hex letters) for this place and what it shows that was neither answered nor given up."""
    own = str(sign_in_id()).encode()
    beginning = blake2b(own, digest_size=_BEGINNING // 2).hexdigest()
    if _DONE not in st.session_state:
        st.session_state[_DONE] = set(read(answered, beginning))
    shown = repr(sorted(seen.items()))
    number = 0
    while (found := beginning + _digest(own, f"{place}\n{shown}\n{number}")) in st.session_state[_DONE]:
        number += 1
    return found


def given_up(request: str) -> None:
    """This id is answered, or what was typed under it was dropped: the next form has another."""
    st.session_state.setdefault(_DONE, set()).add(request)


def another_id(place: str, state: Mapping[str, Any]) -> str:
    """The id of this form was answered in another window of the same person; what was typed here has one of its own."""
    given_up(state["id"])
    return request_id(place, state["seen"])


def _digest(own: bytes, text: str) -> str:
    return blake2b(text.encode(errors="surrogatepass"), key=own, digest_size=10).hexdigest()
