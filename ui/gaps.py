"""望まれる社会資源 on the screen: the board, rows of a list, need × 圏域, and the road of one entry."""

import plotly.graph_objects as go
import streamlit as st

from models.gaps import GapState
from models.taxonomies import taxonomy
from queries.gap import GapFile, MoveView
from queries.gap_heat import Heat
from queries.gaps import Board, Column, GapRow
from rules.calendar import short_day
from rules.small_cells import Count
from ui import links
from ui.menu import href
from ui.show import Safe, chip, joined, long_day, made, show
from words import label_of, word

TONES = {
    GapState.CANDIDATE: "soon", GapState.CONFIRMED: "wait", GapState.ASSIGNED: "ai", GapState.IN_WORK: "ai",
    GapState.ON_TRIAL: "ai", GapState.USABLE: "done", GapState.PUT_OFF: "wait", GapState.NOT_WANTED: "wait",
    GapState.MERGED: "wait",
}  # fmt: skip
# Paper to ink, as the stylesheet has them: five steps that print as five greys.
_SCALE = ((0, "#FFFFFF"), (0.2, "#E3EAF0"), (0.45, "#B5C8D8"), (0.7, "#8FABC2"), (0.9, "#3F6487"), (1, "#23405F"))
# From so many on a cell is darkest, so that a sheet of small numbers stays light.
_DARKEST = 6
_FONT = "BIZ UDPGothic, Meiryo, Noto Sans CJK JP, sans-serif"
_ROAD = ("confirm", "assign", "begin", "try_out", "make_usable")


def count_words(count: Count) -> str:
    """3件, 1〜2件 outside the office, or nothing where even that is not told."""
    if count.exact is not None:
        return word("gaps.count", n=count.exact)
    return word("gaps.count_up_to", most=count.at_most) if count.at_most is not None else ""


def need(row: GapRow) -> str:
    """The kind of need in words."""
    return taxonomy("gap")[row.code].label


def _meta(row: GapRow) -> str:
    return "　".join(part for part in (row.number, count_words(row.count), row.district) if part)


def _state(row: GapRow) -> tuple[str, str]:
    """What stands on a card besides: who has it and until when, or what opened."""
    if row.state is GapState.CANDIDATE:
        return (word("gaps.to_look_through"), "soon") if row.public_summary else (word("gaps.no_public_text"), "hole")
    if row.state is GapState.CONFIRMED:
        return word("gaps.without_owner"), "wait"
    if row.resource:
        return row.resource, "done"
    day = short_day(row.due_on) if row.due_on else ""
    return word("gaps.owner_until", owner=row.owner, day=day) if day else row.owner, "late" if row.is_late else "ai"


def _card(row: GapRow) -> dict[str, str]:
    state, tone = _state(row)
    return {
        "href": href("gap", id=row.id), "title": need(row), "text": row.public_summary or "", "meta": _meta(row),
        "state": state, "tone": tone,
    }  # fmt: skip


def _column(column: Column) -> dict[str, object]:
    left = column.total - len(column.rows)
    more = {"href": href("gaps", view="list", column=column.name), "label": word("gaps.more", n=left)}
    return {
        "title": word(f"gap_column.{column.name}"), "note": word(f"gap_column.{column.name}_note"),
        "count": word("today.count", count=column.total), "cards": [_card(row) for row in column.rows],
        "more": more if left > 0 else None,
    }  # fmt: skip


def board(view: Board) -> None:
    """候補 to 使えるようになった; each card is a link."""
    # Who never sees a candidate is not shown an empty place for them.
    shown = [column for column in view.columns if column.total or column.name != "candidate" or view.is_city]
    data = {"columns": [_column(column) for column in shown]}
    pressed = links.component("board")(key="board", data=data, on_open_change=lambda: None)
    if pressed.open:
        links.go(pressed.open)
    if view.resting:
        show(
            '<p class="s"><a href="$to" target="_self">$text</a></p>', to=href("gaps", view="list", column="resting"),
            text=word("gaps.resting", n=view.resting),
        )  # fmt: skip


def row(one: GapRow) -> links.Row:
    """One row of the list."""
    note = "　".join(part for part in (need(one), one.district, one.owner, one.resource or "") if part)
    return links.Row(
        kind=one.number, title=one.public_summary or word("gaps.no_public_text"), note=note,
        href=href("gap", id=one.id), state=label_of(one.state), tone="late" if one.is_late else TONES[one.state],
        when=count_words(one.count),
    )  # fmt: skip


def _cell(count: Count | None) -> str:
    if count is None:
        return ""
    return str(count.exact) if count.exact is not None else word("gaps.up_to", most=count.at_most or 0)


def _value(count: Count | None) -> float:
    if count is None:
        return 0
    return float(count.exact) if count.exact is not None else 1


def _district(key: str, name: str) -> str:
    return name if key else word("gaps.whole_city")


def heat(view: Heat) -> None:
    """何が、どの圏域で: a map for the eye, and the same as a table whose cells lead to the list."""
    names = [_district(key, name) for key, name in view.districts]
    needs = [taxonomy("gap")[code].label for code in view.codes]
    cells = [[view.cells.get((code, key)) for key, _ in view.districts] for code in view.codes]
    figure = go.Figure(
        go.Heatmap(
            z=[[_value(one) for one in line] for line in cells], x=names, y=needs, xgap=2, ygap=2,
            text=[[_cell(one) for one in line] for line in cells], texttemplate="%{text}", hoverinfo="skip",
            colorscale=[list(one) for one in _SCALE], zmin=0, zmax=_DARKEST, showscale=False,
        )
    )  # fmt: skip
    figure.update_layout(
        height=60 + 30 * len(needs), margin={"l": 330, "r": 10, "t": 34, "b": 4}, plot_bgcolor="#FFFFFF",
        font={"family": _FONT, "size": 14, "color": "#1C2733"},
        xaxis={"side": "top", "fixedrange": True, "ticks": ""},
        yaxis={"autorange": "reversed", "fixedrange": True, "ticks": ""},
    )  # fmt: skip
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False, "staticPlot": True}, key="gap_heat")


def heat_table(view: Heat) -> None:
    """The same in numbers; each opens the entries behind it. No totals, which would give small numbers away."""
    head = joined(made('<th scope="col">$name</th>', name=_district(key, name)) for key, name in view.districts)
    lines = joined(
        made(
            '<tr><th scope="row">$need</th>$cells</tr>', need=taxonomy("gap")[code].label,
            cells=joined(_linked(code, key, view.cells.get((code, key))) for key, _ in view.districts),
        )
        for code in view.codes
    )  # fmt: skip
    show(
        '<div class="yo-wide"><table class="yo-tb c"><thead><tr><th scope="col">$corner</th>$head</tr></thead>'
        "<tbody>$lines</tbody></table></div>",
        corner=word("field.gap_code"), head=head, lines=lines,
    )  # fmt: skip


def _linked(code: str, district: str, count: Count | None) -> Safe:
    if count is None:
        return made("<td></td>")
    to = href("gaps", view="list", code=code, place=district or "city")
    return made('<td class="num"><a href="$to" target="_self">$n</a></td>', to=to, n=_cell(count))


def road(view: GapFile) -> None:
    """道のり: what was done, when and by whom; what is still to come is dashed."""
    done = [_step(move.step, long_day(move.moved_on), move.who, move.words or "", _met(move)) for move in view.road]
    taken = {move.step for move in view.road}
    last = max((_ROAD.index(step) for step in taken if step in _ROAD), default=-1)
    ahead = [] if view.row.state in {GapState.NOT_WANTED, GapState.MERGED} else _ROAD[last + 1 :]
    begun = _step("begun", "", word("gaps.heard", count=count_words(view.row.count)), "", Safe(""))
    to_come = [_step(step, "", "", "", Safe(""), is_ahead=True) for step in ahead]
    steps = joined(_numbered(place, one) for place, one in enumerate([begun, *done, *to_come], start=1))
    show('<ol class="yo-road">$steps</ol>', steps=steps)


def _met(move: MoveView) -> Safe:
    return chip(move.forum) if move.forum is not None else Safe("")


def _step(step: str, day: str, who: str, words: str, met: Safe, *, is_ahead: bool = False) -> tuple[bool, Safe]:
    body = made(
        "<small>$day</small><b>$name</b><small>$who</small><span>$words</span>$met", day=day,
        name=word(f"road_ahead.{step}" if is_ahead else f"road.{step}"), who=who, words=words, met=met,
    )  # fmt: skip
    return is_ahead, body


def _numbered(place: int, told: tuple[bool, Safe]) -> Safe:
    is_ahead, body = told
    return made('<li class="$mark"><i>$n</i>$body</li>', mark="todo" if is_ahead else "", n=place, body=body)
