"""Watched: parts of a page that are drawn again, each alone, when somebody changes what they show."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar
from uuid import UUID

import streamlit as st

from queries.live import live_numbers
from ui.links import component
from ui.session import read

View = TypeVar("View")
OPEN_LIST = '[data-testid="stPopoverBody"]'


class Watched(Generic[View]):
    """A view of one conference that several parts of a page show: asked once a run, and anew by a part drawn alone."""

    def __init__(self, conference_id: UUID | None, look: Callable[[], View]) -> None:
        self._id, self._ask = conference_id, look
        self.may_move_on = True
        self._first = self._look()

    @property
    def view(self) -> View:
        """As it was at the beginning of this run."""
        return self._first[1]

    def part(
        self, name: str, parts: tuple[str, ...], draw: Callable[[View], None], *, pane: str = "", waits: str = ""
    ) -> None:  # fmt: skip
        """Draw a part of the page, and again whenever one of these parts of the conference changes.

        pane: the key of a container; while somebody is typing there, may_move_on is False. waits: a selector; while
        such a thing is open, nothing is drawn.
        """
        fresh = [self._first]

        @st.fragment
        def alone() -> None:
            is_whole_run = bool(fresh)
            numbers, view = fresh.pop() if fresh else self._look()
            heard = self._ear(name, parts, numbers, pane, waits)
            self.may_move_on = is_whole_run or (heard is not None and not heard["busy"])
            draw(view)

        alone()

    def _look(self) -> tuple[Mapping[str, int], View]:
        # The numbers first: a change that comes in between is heard of, and looked at twice.
        numbers = read(live_numbers, self._id) if self._id is not None else {}
        return numbers, self._ask()

    def _ear(
        self, name: str, parts: tuple[str, ...], numbers: Mapping[str, int], pane: str, waits: str
    ) -> Mapping[str, object] | None:
        if self._id is None:
            return None
        data = {"conference": self._id.hex, "parts": list(parts), "numbers": numbers, "pane": pane, "waits_for": waits}
        with st.container(key=f"ear_{name}"):
            ear = component("live")(key=f"live:{self._id}:{name}", data=data, on_heard_change=lambda: None)
        return ear.heard  # type: ignore[no-any-return]
