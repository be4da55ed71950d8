"""望まれる社会資源: what is missing in this city, as a board, as need × 圏域 and as a list."""

from datetime import date

import streamlit as st

from models.gaps import OriginKind
from models.taxonomies import taxonomy
from operations.gaps import raise_gap
from queries.choices import districts
from queries.gap_heat import gap_heat
from queries.gaps import COLUMNS, Wish, gap_board, gap_list
from rules.access import may
from rules.calendar import era_of
from ui import gaps as parts
from ui import links, menu
from ui.forms import act_form
from ui.gap_fields import entry_fields
from ui.monitoring_forms import labels
from ui.session import read, who
from ui.show import heading, help_lines, nothing, show
from words import word

VIEWS = ("board", "heat", "list")


def _board() -> None:
    view = read(gap_board)
    if not view.total:
        nothing("gaps.none_yet")
    parts.board(view)


def _year(year: int | None) -> str:
    return word("gaps.year", year=era_of(date(year, 5, 1))[2]) if year is not None else word("gaps.every_year")


def _heat() -> None:
    known = read(gap_heat)
    year = st.selectbox(word("gaps.since"), [None, *known.years], format_func=_year, key="gaps:year", width=240)
    view = known if year is None else read(gap_heat, year=year)
    heading(word("gaps.heat"), word("gaps.heat_exact" if view.is_exact else "gaps.heat_masked"))
    if not view.codes:
        nothing("gaps.none_yet")
        return
    parts.heat(view)
    with st.expander(word("gaps.as_table")):
        parts.heat_table(view)


def _place(key: str | None, names: dict[str, str]) -> str:
    return word("gaps.every_place") if key is None else names.get(key, word("gaps.whole_city"))


def _list() -> None:
    asked = st.query_params
    names, needs = dict(read(districts)), {code: one.label for code, one in taxonomy("gap").items()}
    columns = [*COLUMNS, "resting"]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        words = st.text_input(word("gaps.search"), key="gaps:words", width=300)
        code = st.selectbox(
            word("field.gap_code"), ["", *needs], key="gaps:code", width=300,
            index=[*["", *needs]].index(asked.get("code", "")) if asked.get("code", "") in needs else 0,
            format_func=lambda one: needs.get(one, word("gaps.every_need")),
        )  # fmt: skip
        places = [None, "", *names]
        place = {"city": ""}.get(asked.get("place", ""), asked.get("place"))
        district = st.selectbox(
            word("field.district_key"), places, key="gaps:district", width=200,
            index=places.index(place) if place in places else 0,
            format_func=lambda one: _place(one, names),
        )  # fmt: skip
        column = st.selectbox(
            word("field.state"), ["", *columns], key="gaps:column", width=240,
            index=[*["", *columns]].index(asked.get("column", "")) if asked.get("column", "") in columns else 0,
            format_func=lambda one: word(f"gap_column.{one}") if one else word("case.every_state"),
        )  # fmt: skip
    page = links.asked_page()
    view = read(gap_list, Wish(words, code, district, column), page=page)
    group = links.Group(
        word("menu.gaps"), tuple(parts.row(one) for one in view.rows), word("today.count", count=view.total)
    )
    links.rows("gaps", [group] if view.rows else [], word("gaps.none_found"))
    links.pages("gaps", page, view.total, view="list")


def _raise() -> None:
    """What was said elsewhere than at the end of a case."""
    with st.expander(word("act.gap_raise")), act_form(raise_gap, border=False, onward="gap") as form:
        form.code("gap_code", labels("gap"), need=True)
        form.named("code", "gap_code")
        form.passage("wanted_words", hint=word("hint.raised_words"))
        form.named("words", "wanted_words")
        form.passage("public_summary", need=False, hint=word("hint.public_summary"))
        entry_fields(form)
        form.kind("origin", OriginKind, only=[one for one in OriginKind if one is not OriginKind.REVIEW])


actor = who()
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    st.title(word("menu.gaps"), anchor=False, width="content")
    show('<span class="s">$text</span>', text=word("gaps.lead"))
chosen = st.query_params.get("view", "board")
chosen = chosen if chosen in VIEWS else "board"
view_as = st.segmented_control(
    word("gaps.view"), list(VIEWS), default=chosen, required=True, label_visibility="collapsed",
    format_func=lambda name: word(f"gaps.view_{name}"),
)  # fmt: skip
if view_as != chosen:
    menu.switch("gaps", {"view": str(view_as)})
{"board": _board, "heat": _heat, "list": _list}[chosen]()
if may(actor, "gap.export"):
    show('<p class="yo-links"><a href="/files/gaps" target="_self">$text</a></p>', text=word("document.gaps"))
if may(actor, "gap.raise"):
    _raise()
help_lines("gaps")
