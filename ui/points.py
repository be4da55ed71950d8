"""要点筆記 on the screen: how long it became, and the lines of one item, ticked and taken in one press."""

import re

import streamlit as st

from models.minutes import LineKind
from operations.points import add_point
from queries.points import PointItem, PointLine, PointsFile
from queries.view import Choice
from rules.refusal import Refused
from ui.forms import ActForm, act_form
from ui.show import Safe, show, tag
from words import label_of, word

_TONES = {LineKind.DECISION: "ai", LineKind.HELD_OVER: "hole", LineKind.WISH: "wish", LineKind.UNSORTED: ""}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|$~:^])")
_MOST_SHEETS = 2


def title(view: PointsFile) -> str:
    """The case, or the rest of its conference."""
    return view.case or f"{view.forum.plain} {word('record.rest')}"


def length(view: PointsFile) -> Safe:
    """A4で約1.3ページ; more than two are too many."""
    if not view.points:
        return tag(word("points.wanted"), "wait")
    is_long = view.sheets > _MOST_SHEETS
    return tag(word("points.too_long" if is_long else "points.sheets", n=view.sheets), "soon" if is_long else "done")


def lines(view: PointsFile) -> None:
    """One item at a time, so that a long conference stays quick; ticked lines go into a 要点 in one press."""
    choosing, only = st.columns([1.7, 1], vertical_alignment="center")
    wanted: list[PointItem | None] = [*view.items, None]
    begin = next((place for place, one in enumerate(view.items) if one.unused), 0)
    with choosing:
        chosen = st.selectbox(
            word("points.item"), range(len(wanted)), begin, key=f"points:item:{view.record_id}",
            format_func=lambda place: _item_name(view, wanted[place]), label_visibility="collapsed",
        )  # fmt: skip
    with only:
        unused_only = st.toggle(word("points.unused_only"), key=f"points:unused:{view.record_id}")
    item = wanted[chosen or 0]
    shown = [line for one in view.items if item is None or one.id == item.id for line in one.lines]
    shown = [line for line in shown if not (unused_only and line.into)]
    if not shown:
        show('<p class="yo-none">$text</p>', text=word("points.all_used" if unused_only else "points.no_lines"))
    elif view.is_open and "point.add" in view.may and any(not line.into for line in shown):
        _to_take(view, shown, place=str(item.id) if item else "all")
    else:
        for line in shown:
            _told(line)


def _item_name(view: PointsFile, item: PointItem | None) -> str:
    if item is None:
        return word("points.every_item", n=view.unused)
    return word("points.item_name", n=item.number, title=item.title, left=item.unused, all=len(item.lines))


def _to_take(view: PointsFile, shown: list[PointLine], *, place: str) -> None:
    with act_form(
        add_point, view.conference_id, name=f"lines:{view.record_id}:{place}", border=False, label=word("points.take")
    ) as form:
        ticked = [line.id for line in shown if _line(form, line)]
        with st.container(key="points_take"):
            into = [Choice(one.id, word("points.into", n=one.number, text=one.text[:24])) for one in view.points]
            form.maybe_one_of("into", into, None, none=word("points.new"))
        form.fix(line_ids=ticked, case_id=view.case_id)
        if not ticked:
            form.refused = Refused("field_is_needed", field="field.line_ids")


def _line(form: ActForm, line: PointLine) -> bool:
    """A line to be ticked; a used one is grey and says where it went."""
    if line.into:
        _told(line)
        return False
    who = f"({_plain(line.speaker)})" if line.speaker else ""
    label = f"**{label_of(line.kind)}**　{_plain(line.text)}{who}"
    return bool(st.checkbox(label, key=f"{form.key}:{line.id}"))


def _plain(text: str) -> str:
    """A text as a label shows it letter by letter: nothing in it is markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _told(line: PointLine) -> None:
    where = word("points.went", n=word("list.and").join(str(one) for one in line.into)) if line.into else ""
    show(
        '<p class="yo-pt $used"><span class="yo-st $tone">$kind</span> <span>$text</span> <small>$where</small></p>',
        used="used" if line.into else "", tone=_TONES.get(line.kind, "wait"), kind=label_of(line.kind), text=line.text,
        where=where,
    )  # fmt: skip
