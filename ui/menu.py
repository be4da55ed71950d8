"""Which screens this person has: the menu is built anew in every run, and each screen asks for the right again."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

import settings
from models.people import Role
from rules.access import Actor, may
from words import word

_PAGES = settings.ROOT / "pages"


@dataclass(frozen=True)
class Screen:
    """A screen: its file, its address, the right it needs; hidden ones are reached by links."""

    key: str
    file: str
    right: str
    hidden: bool = False
    section: str = ""

    def page(self, actor: Actor) -> st.Page:
        """The screen for st.navigation."""
        return st.Page(
            _PAGES / self.file,
            title=word("menu.my_roles" if self.key == "roles" and carries_only(actor) else f"menu.{self.key}"),
            url_path=self.key,
            default=self.key == "today",
            visibility="hidden" if self.hidden else "visible",
        )


SCREENS = (
    Screen("today", "today/today.py", "today.look"),
    Screen("calendar", "conferences/calendar.py", "conference.look", section="conferences"),
    Screen("conference", "conferences/conference.py", "conference.look", hidden=True),
    Screen("room", "conferences/room.py", "conference.look", hidden=True),
    Screen("steer", "conferences/steer.py", "conference.look", hidden=True),
    Screen("readback", "conferences/readback.py", "conference.look", hidden=True),
    # Who may call one at once, and who is told that 支援会議 is the city's to convene.
    Screen("urgent", "conferences/urgent.py", "conference.call_urgently", hidden=True),
    Screen("in_writing", "conferences/in_writing.py", "conference.look", hidden=True),
    Screen("records", "conferences/records.py", "record.look", section="conferences"),
    Screen("search", "conferences/search.py", "record.look", section="conferences"),
    # Whoever runs a body without personal cases finishes its record: the page asks for the office by itself.
    Screen("record", "conferences/record.py", "conference.look", hidden=True),
    Screen("points", "conferences/points.py", "conference.look", hidden=True),
    Screen("forums", "forums/forums.py", "forums.look", section="conferences"),
    Screen("relays", "relays/relays.py", "relay.look", section="cases"),
    Screen("relay", "relays/relay.py", "relay.look", hidden=True),
    Screen("cases", "cases/cases.py", "case.look", section="cases"),
    Screen("case", "cases/case.py", "case.look", hidden=True),
    Screen("reasoned", "cases/reasoned.py", "case.advance", section="cases"),
    Screen("plan", "cases/plan.py", "assignment.look", hidden=True),
    Screen("monitoring", "cases/monitoring.py", "review.look", hidden=True),
    Screen("closing", "cases/closing.py", "review.look", hidden=True),
    Screen("roles", "roles/roles.py", "assignment.look"),
    Screen("role", "roles/role.py", "assignment.look", hidden=True),
    Screen("opinion", "roles/opinion.py", "opinion.look", hidden=True),
    Screen("gaps", "gaps/gaps.py", "gap.look"),
    Screen("gap", "gaps/gap.py", "gap.look", hidden=True),
    Screen("looks", "office/looks.py", "looks.look", section="office"),
    Screen("people", "office/people.py", "people.look", section="office"),
    Screen("person", "office/person.py", "people.look", hidden=True),
)
# As many stand beside each other at 1366 px and are found at a glance; a longer menu folds into its sections.
_MOST_BESIDE = 7


def carries_only(actor: Actor) -> bool:
    """Somebody of an agency who leads no case: わたしの役割, where the staff has 役割分担."""
    return not may(actor, "case.advance") and Role.AGENCY_MEMBER in actor.roles


def screens_of(actor: Actor) -> tuple[Screen, ...]:
    """The screens of a person, in the order of the menu."""
    return tuple(screen for screen in SCREENS if may(actor, screen.right))


def sections_of(actor: Actor) -> dict[str, list[st.Page]]:
    """The menu of a person: side by side where it is short, else folded into its sections."""
    own = screens_of(actor)
    folds = sum(not screen.hidden for screen in own) > _MOST_BESIDE
    menu: dict[str, list[st.Page]] = {}
    for screen in own:
        title = word(f"menu_section.{screen.section}") if folds and screen.section else ""
        menu.setdefault(title, []).append(screen.page(actor))
    return menu


def switch(key: str, query: Mapping[str, str]) -> None:
    """Go to another screen of ours; an unknown one leads to きょう."""
    known = {screen.key: screen for screen in SCREENS}
    st.switch_page(_PAGES / known.get(key, SCREENS[0]).file, query_params=dict(query))


def href(key: str, **query: object) -> str:
    """The address of a screen. Ids stand in it, names never."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/{key}?{asked}" if asked else f"/{key}"
