"""Running the sitting: one row of small buttons under the item in hand, each with what it needs behind it."""

from collections.abc import Callable

import streamlit as st

from models.conferences import ConferenceState, ItemKind
from models.plans import AssignmentState
from operations.agenda import add_item
from operations.agenda_in_session import family_joins, park_item
from operations.handing_over import hand_over
from operations.recusals import come_back, recuse
from queries.agreed import CaseInHand
from queries.choices import colleagues
from queries.room import Room, RoomItem
from queries.view import Choice
from ui.forms import act_form
from ui.next_conference import next_one
from ui.room_case import before
from ui.room_rail import break_off, do_at_once, take_in_hand
from ui.session import read
from ui.show import show
from words import word


def next_item(view: Room) -> RoomItem | None:
    """What comes next: the first after the item in hand that was not begun, then before it, then what was put off."""
    number = view.current.number if view.current is not None else 0
    waiting = [one for one in view.items if one.began_at is None and not one.is_parked]
    parked = [one for one in view.items if one.is_parked and one.result is None]
    return next((one for one in (*(one for one in waiting if one.number > number), *waiting, *parked)), None)


def put_off(view: Room, after: RoomItem | None, *, is_wide: bool = False) -> None:
    """あとに回して次へ: the item in hand is not over; what comes next is taken in hand."""
    current = view.current
    if current is None or current.result is not None or "item.park" not in view.may:
        return
    label = word("room.park_and_go_on" if after is not None and not after.is_parked else "act.item_park")
    width = "stretch" if is_wide else "content"
    if st.button(label, icon=":material/schedule:", key=f"park:{current.id}", width=width):  # type: ignore[arg-type]
        goes_on = after is not None and not after.is_parked
        if do_at_once(park_item, current.id, again=not goes_on) and after is not None:
            take_in_hand(after.id)


def family_band(one: RoomItem) -> None:
    """While they sit here, what others make of them is on no screen; said above everything."""
    if one.family_present:
        show('<div class="yo-family" role="status">$text</div>', text=word("room.family_here"))


def promises(in_hand: CaseInHand) -> None:
    """前回の約束 at the top of the case: how many went well stands on the fold."""
    done = sum(one.state is AssignmentState.DONE for one in in_hand.promises)
    count = word("room.promises_done", done=done, all=len(in_hand.promises)) if in_hand.promises else ""
    with st.expander(f"{word('room.promises')} {count}".strip(), expanded=False, key=f"promises:{in_hand.case_id}"):
        before(in_hand)


def run_panel(view: Room) -> None:
    """What is needed at once while eight people wait: one press opens it, one does it."""
    if view.row.state is not ConferenceState.IN_SESSION:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="room_run"):
        _family(view)
        _behind(view, "item.add", "add", _add)
        if view.current is not None:
            _behind(view, "item.recuse", "recuse", _recuse)
        _behind(view, "conference.hand_over", "hand_over", _hand_over)
        _behind(view, "conference.plan_next", "next", next_one)
        if any(one.name == "break_off" for one in view.offers):
            with st.popover(word("room.alarm"), icon=":material/emergency:", key="run:alarm"):
                _alarm(view)


def _behind(view: Room, right: str, name: str, part: Callable[[Room], None]) -> None:
    """A small button with its form; nothing is asked of the database while it is folded, and an act folds it."""
    if right not in view.may:
        return
    stored = (view.current, view.items, view.people, view.facilitator_id, view.recorder_id, view.next_id)
    opened = st.popover(word(f"room.run_{name}"), key=f"run:{name}:{hash(stored)}", on_change="rerun")
    if opened.open:
        with opened:
            part(view)


def _family(view: Room) -> None:
    current = view.current
    if current is None or "item.family_joins" not in view.may:
        return
    label = word("room.family_left" if current.family_present else "room.family_joins")
    kind = "primary" if current.family_present else "secondary"
    if st.button(label, type=kind, key=f"family:{current.id}"):  # type: ignore[arg-type]
        do_at_once(family_joins, current.id, is_here=not current.family_present)


def _add(view: Room) -> None:
    """Two fields: behind the item in hand and of its case, or at the end of the agenda."""
    current = view.current
    with act_form(add_item, view.id, border=False, name="run") as form:
        form.text("item_title")
        form.named("title", "item_title")
        form.kind("kind", ItemKind, ItemKind.DISCUSS)
        form.number("minutes", 5)
        if current is not None and current.case_id is not None:
            form.flag("of_this_case", value=True)
            form.fix(like_id=current.id if form.inputs.pop("of_this_case") else None)


def _recuse(view: Room) -> None:
    """利害関係: who takes no part in the item in hand; those who do not stand below, to be let in again."""
    current = view.current
    if current is None:
        return
    outside = {one for one, _ in current.recused}
    show('<p class="s">$text</p>', text=word("room.recuse_hint", item=current.title))
    with act_form(recuse, current.id, border=False) as form:
        form.one_of("invitation_id", [Choice(one.id, one.label) for one in view.people if one.id not in outside])
        form.text("recusal_reason", need=False)
        form.named("reason", "recusal_reason")
    for invitation_id, name in current.recused:
        label = word("room.comes_back", name=name)
        with act_form(come_back, current.id, name=str(invitation_id), border=False, primary=False, label=label) as form:
            form.fix(invitation_id=invitation_id)


def _hand_over(view: Room) -> None:
    """Whoever takes over may do so from this second, and whoever gives it up no longer."""
    people = read(colleagues)
    seen = {"facilitator_id": view.facilitator_id, "recorder_id": view.recorder_id}
    show('<p class="s">$text</p>', text=word("room.hand_over_hint"))
    with act_form(hand_over, view.id, seen=seen, border=False) as form:
        form.one_of("facilitator_id", people, view.facilitator_id)
        form.maybe_one_of("recorder_id", people, view.recorder_id, none=word("conference.recorded_by_facilitator"))


def _alarm(view: Room) -> None:
    """Asked once; the chord asks nothing."""
    show("<p><b>$text</b></p>", text=word("room.alarm_asked"))
    show('<p class="s">$text</p>', text=word("room.alarm_hint"))
    if st.button(word("room.alarm_yes"), type="primary", key="alarm:yes"):
        break_off(view)
