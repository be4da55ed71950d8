"""The forms of an agenda: put something on it, change it, say who waits outside, mend its holes."""

from uuid import UUID

import streamlit as st

from models.conferences import ItemKind
from operations.agenda import add_item, change_item, leave_out, let_in, remove_item
from operations.carrying import carry_over
from operations.case_agenda import take_up_case
from queries.carried import left_over_before
from queries.choices import cases, household
from queries.conference import ConferenceFile, ItemView, UncoveredView
from queries.room import Room
from queries.view import Choice
from ui.forms import ActForm, act_form
from ui.menu import href
from ui.session import read
from ui.show import show
from words import word


def _fields(form: ActForm, one: ItemView | None = None) -> None:
    form.kind("kind", ItemKind, one.kind if one else ItemKind.DISCUSS)
    form.text("item_title", one.title if one else None)
    form.named("title", "item_title")
    form.text("question", one.question if one else None, need=False, hint=word("hint.question"))
    form.number("minutes", one.minutes if one else 10)


def agenda(view: ConferenceFile) -> None:
    """Add, change and remove items; nothing is asked of the database while its part is folded."""
    speaks_of_cases = view.row.forum.scope == "case"
    _left_over(view)
    if speaks_of_cases:
        part = st.expander(word("act.item_take_up"), key=f"take_up:{view.id}", on_change="rerun")
        if part.open:
            with part:
                _take_up(view)
    part = st.expander(word("act.item_add"), key=f"add:{view.id}", on_change="rerun")
    if part.open:
        with part:
            _add(view, _which_case("agenda:case") if speaks_of_cases else None)
    readable = [one for one in view.agenda if not one.is_hidden]
    if not readable:
        return
    part = st.expander(word("act.item_change"), key=f"edit:{view.id}", on_change="rerun")
    if part.open:
        with part:
            chosen = st.selectbox(
                word("conference.which_item"), readable, format_func=lambda one: f"{one.number} {one.title}",
                key=f"item:{view.id}", index=None, placeholder=word("form.choose"),
            )  # fmt: skip
            if chosen is not None:
                _change(view, chosen)


def _left_over(view: ConferenceFile) -> None:
    """What 前回 did not finish, where it does not stand here yet."""
    count = read(left_over_before, view.id) if "item.carry_over" in view.may else 0
    if count:
        show('<p class="s">$text</p>', text=word("agenda.left_over", n=count))
        with act_form(carry_over, view.id, border=False, primary=False):
            pass


def _take_up(view: ConferenceFile) -> None:
    case_id = _which_case("agenda:take_up")
    if case_id is None:
        return
    with act_form(take_up_case, view.id, border=False) as form:
        form.fix(case_id=case_id)
        form.text("question", need=False, hint=word("hint.question"))
        form.flag("in_steps", value=True)
        _room(form, view, case_id)


def _add(view: ConferenceFile, case_id: UUID | None) -> None:
    with act_form(add_item, view.id, border=False) as form:
        _fields(form)
        if case_id is not None:
            form.fix(case_id=case_id)
            _room(form, view, case_id)


def _room(form: ActForm, view: ConferenceFile, case_id: UUID) -> None:
    """Whom it speaks of, who waits outside meanwhile, and whether names are kept out."""
    form.some_of("members", read(household, case_id))
    form.some_of("without", _agencies(view))
    form.flag("without_names")


def _which_case(key: str) -> UUID | None:
    """Chosen before the form, because the household to choose from follows from it."""
    known: dict[UUID | None, str] = {None: word("form.none"), **{one.id: one.label for one in read(cases)}}
    chosen: UUID | None = st.selectbox(word("field.case_id"), list(known), format_func=known.__getitem__, key=key)
    return chosen


def _agencies(view: ConferenceFile) -> list[Choice]:
    """The agencies called, each once."""
    named = {one.agency_id: Choice(one.agency_id, one.agency) for one in view.called if one.agency_id is not None}
    return list(named.values())


def _change(view: ConferenceFile, chosen: ItemView) -> None:
    with act_form(change_item, chosen.id, seen=_seen(chosen), border=False) as form:
        _fields(form, chosen)
        form.number("item_place", chosen.number, most=max(chosen.number, len(view.agenda)))
        place = form.inputs.pop("item_place") - 1
        form.fix(position=None if place == chosen.number - 1 else place)
        if chosen.case_id is not None:
            people = read(household, chosen.case_id)
            if people:
                _members(form, people, chosen)
            form.flag("without_names", value=chosen.without_names)
        else:
            form.fix(without_names=chosen.without_names)
    with act_form(remove_item, chosen.id, border=False, primary=False):
        pass
    for agency_id, agency in chosen.away:
        label = word("conference.let_in", agency=agency)
        with act_form(let_in, chosen.id, name=str(agency_id), border=False, primary=False, label=label) as form:
            form.fix(agency_id=agency_id)


def _members(form: ActForm, people: tuple[Choice, ...], chosen: ItemView) -> None:
    """Only a choice that was changed is sent: whom it spoke of may meanwhile have been said by somebody else."""
    shown = {one.id for one in chosen.members}
    form.some_of("members", people, shown)
    if set(form.inputs["members"]) == shown:
        form.fix(members=None)


def _seen(one: ItemView) -> dict[str, object]:
    return {name: getattr(one, name) for name in change_item.edits}


def holes(view: ConferenceFile | Room) -> None:
    """Whose consent does not reach the room, told before the day, with the four ways out; a case in steps once."""
    alike: dict[object, list[UncoveredView]] = {}
    for one in view.uncovered:
        whose = one.item.id if one.item.is_hidden or one.item.case_id is None else one.item.case_id
        alike.setdefault((whose, one.agency_id, one.people, one.unknown), []).append(one)
    for found in alike.values():
        first = found[0]
        with st.container(border=True, key=f"hole_{first.item.id}_{first.agency_id}"):
            show('<p class="yo-why bad">$text</p>', text=_told(found))
            if len(found) > 1:
                _ways_out_of_case(view, found)
            elif not first.item.is_hidden:
                with st.container(horizontal=True, vertical_alignment="center"):
                    _leave_out(first)
                    _widen(view, first)
                    _without_names(first)
                show('<p class="s">$text</p>', text=word("room.support"))


def _told(found: list[UncoveredView]) -> str:
    one = found[0]
    others = [word("room.one_of_household" if one.unknown == 1 else "room.some_of_household", n=one.unknown)]
    people = word("list.and").join([*one.people, *(others if one.unknown else [])])
    if len(found) > 1:
        numbers = _numbers([each.item.number for each in found])
        return word("room.uncovered_case", n=numbers, agency=one.agency, people=people, case=one.item.case)
    title = word("agenda.hidden") if one.item.is_hidden else one.item.title
    return word("room.uncovered", n=one.item.number, agency=one.agency, people=people, item=title)


def _numbers(found: list[int]) -> str:
    if found == list(range(found[0], found[-1] + 1)):
        return word("list.through", first=found[0], last=found[-1])
    return word("list.and").join(str(number) for number in found)


def _ways_out_of_case(view: ConferenceFile | Room, found: list[UncoveredView]) -> None:
    """One press for the whole case; item by item for those who want it otherwise."""
    first = found[0]
    _leave_out(first, whole_case=True)
    _widen(view, first)
    show('<p class="s">$text</p>', text=word("room.support"))
    part = st.expander(word("room.by_item"), key=f"by_item:{first.item.id}:{first.agency_id}", on_change="rerun")
    if part.open:
        with part:
            for one in found:
                show("<p><b>$n</b> $title</p>", n=one.item.number, title=one.item.title)
                with st.container(horizontal=True):
                    _leave_out(one)
                    _without_names(one)


def _leave_out(one: UncoveredView, *, whole_case: bool = False) -> None:
    if one.stays:
        show('<p class="s">$text</p>', text=word("room.runner_stays"))
        return
    label = word("room.leave_out_of_case" if whole_case else "room.leave_out", agency=one.agency)
    place = f"{one.agency_id}:{whole_case}"
    with act_form(leave_out, one.item.id, name=place, border=False, label=label, primary=whole_case) as form:
        form.fix(agency_id=one.agency_id, whole_case=whole_case)


def _widen(view: ConferenceFile | Room, one: UncoveredView) -> None:
    if one.item.case_id is not None and "consent.record" in view.may:
        to = href("case", id=one.item.case_id)
        show('<p class="yo-links"><a href="$to" target="_self">$label</a></p>', to=to, label=word("room.widen"))


def _without_names(one: UncoveredView) -> None:
    seen, label = _seen(one.item), word("room.without_names")
    place = f"names{one.agency_id}"
    with act_form(change_item, one.item.id, seen=seen, name=place, border=False, primary=False, label=label) as form:
        form.fix(**{**seen, "without_names": True})
