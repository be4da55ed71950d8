"""Watched: parts of a page that are drawn again, each alone, when somebody changes what they show."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, Generic, TypeVar
from uuid import UUID

import streamlit as st

from queries.live import live_numbers
from ui.links import component
from ui.session import only_heard, read

View = TypeVar("View")
OPEN_LIST = '[data-testid="stPopoverBody"]'


class Watched(Generic[View]):
    """A view of one conference that several parts of a page show: asked once a run, and anew by parts drawn alone.

    part() for each of them, listen() after the last.
    """

    def __init__(self, conference_id: UUID | None, look: Callable[[], View]) -> None:
        self.id, self._look = conference_id, look
        self.may_move_on = True
        self._shows: dict[str, dict[str, Any]] = {}
        # The numbers first: a change that comes in between is heard of, and looked at twice.
        self._numbers = read(live_numbers, conference_id) if conference_id is not None else {}
        self._first = look()

    def part(
        self,
        name: str,
        parts: tuple[str, ...],
        draw: Callable[[View], None],
        *,
        pane: str = "",
        waits: str = "",
        holds: bool = False,
    ) -> None:
        """Draw a part of the page, and again whenever one of these parts of the conference changes.

        pane: the key of a container; while somebody is typing there, may_move_on is False, or nothing is drawn
        (holds). waits: a selector; while such a thing is open, nothing is drawn.
        """
        self._shows[name] = {"parts": list(parts), "pane": pane, "waits": waits, "holds": holds}
        fresh = [self._first]

        @st.fragment(key=f"{name}:{self.id}")
        def alone() -> None:
            may_move_on = st.session_state.pop(self._told(name), None)
            self.may_move_on = bool(fresh or may_move_on)
            with nullcontext() if fresh or may_move_on is None else only_heard():
                draw(fresh.pop() if fresh else self._look())

        alone()

    def listen(self) -> None:
        """Hear of changes from here on: one line for the whole tab."""
        if self.id is None:
            return
        key = f"live:{self.id}"
        data = {"conference": self.id.hex, "numbers": self._numbers, "shows": self._shows}

        def draw_again() -> None:
            heard = st.session_state[key].get("heard")
            names = [name for name in self._shows if name in _listed(heard, "names")]
            for name in names:
                st.session_state[self._told(name)] = name not in _listed(heard, "busy")
            if names:
                st.rerun([f"{name}:{self.id}" for name in names])

        # In a fragment of its own: what it hears never interrupts a run of the whole page.
        @st.fragment(key=f"ear:{self.id}")
        def ear() -> None:
            with st.container(key="ear"):
                component("live")(key=key, data=data, on_heard_change=draw_again)

        ear()

    def _told(self, name: str) -> str:
        return f"told:{name}:{self.id}"


def _listed(heard: object, what: str) -> list[object]:
    """A browser may claim anything."""
    found = heard.get(what) if isinstance(heard, dict) else None
    return found if isinstance(found, list) else []
