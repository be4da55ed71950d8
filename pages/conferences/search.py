"""会議録をさがす: words of any length in every line, result and role that this person may read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from models.forums import forums
from queries.search import Cursor, cases_talked_of, found_in_minutes, years_held
from queries.search_places import Wish
from rules.calendar import era_of
from ui import found as parts
from ui.menu import href
from ui.session import read
from ui.show import band, help_lines, nothing, show
from words import word

_AFTER = "search:after"


def _begin_anew() -> None:
    """Other words, other places: the list begins at its newest."""
    st.session_state[_AFTER] = []


def _year(one: int) -> str:
    return word("search.fiscal_year", n=era_of(date(one, 5, 1))[2])


def _one_of(name: str, known: Mapping[Any, str]) -> Any:
    """One way to narrow it down; its first choice leaves it open."""
    return st.selectbox(
        word(f"search.{name}"), list(known), key=f"search:{name}", format_func=known.__getitem__,
        on_change=_begin_anew,
    )  # fmt: skip


def _asked() -> Wish:
    bodies = {key: one.plain for key, one in forums().items() if one.has_minutes}
    first, second, third = st.columns([1.3, 1, 1.7], gap="small")
    with first:
        body = _one_of("forum_key", {"": word("search.every_body"), **bodies})
    with second:
        year = _one_of("year", {0: word("search.every_year"), **{one: _year(one) for one in read(years_held)}})
    with third:
        cases = {one.id: one.label for one in read(cases_talked_of)}
        case_id = _one_of("case_id", {"": word("search.every_case"), **cases})
    return Wish(body, year or None, case_id or None)


st.title(word("menu.search"), anchor=False)
# What is looked for may be a name: it stays out of the address.
words = st.text_input(
    word("field.search_words"),
    key="search:words",
    placeholder=word("hint.search_words"),
    on_change=_begin_anew,
    max_chars=200,
)
asked = _asked()
if not words.strip():
    nothing("search.begin")
else:
    turned: list[Cursor] = st.session_state.setdefault(_AFTER, [])
    view = read(found_in_minutes, words, asked, after=turned[-1] if turned else None)
    if view.rows:
        band(view.basis, word("search.found", n=view.total))
        parts.places(view.rows)
    else:
        nothing("search.none")
    with st.container(horizontal=True, key="dense_search_pages"):
        if turned and st.button(word("list.newer"), key="search:newer"):
            turned.pop()
            st.rerun()
        if view.after is not None and st.button(word("list.older"), key="search:older"):
            turned.append(view.after)
            st.rerun()
show('<p class="yo-links"><a href="$to" target="_self">$name</a></p>', to=href("records"), name=word("menu.records"))
help_lines("search")
