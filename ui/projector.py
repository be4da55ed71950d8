"""投影 from the 会議室: on this computer in a new tab, on another one by its code; with 呼称 or with 事例A."""

from uuid import UUID, uuid4

import streamlit as st

from models.conferences import ConferenceState
from operations.projector import lend, project, take_back
from queries.calendar import ConferenceRow
from queries.projector_door import Desk, LentView, desk
from rules.projector import BEFORE_THE_END
from rules.refusal import Refused
from ui.forms import act_form
from ui.menu import href, switch
from ui.session import perform, read, show_refusal
from ui.show import Safe, heading, made, moment, show
from words import word


def projecting(conference_id: UUID, state: ConferenceState) -> None:
    """The two ways to put the sitting on the wall, the way to 進行画面, and what is lent now."""
    if state not in BEFORE_THE_END:
        return
    with st.popover(word("projector.title"), icon=":material/connected_tv:"):
        view = read(desk, conference_id)
        show(
            '<p class="yo-go"><a href="$to" target="_blank" rel="noopener">$here</a></p><p class="s">$note</p>',
            to=f"/projector/{view.conference_id}", here=word("projector.on_this"), note=word("projector.on_this_note"),
        )  # fmt: skip
        heading(word("projector.on_other"))
        show('<p class="s">$text</p>', text=word("projector.on_other_note"))
        for one in view.lent:
            _lent(one)
        if st.button(word("act.projector_lend"), key=f"lend:{view.conference_id}"):
            _lend(view.conference_id)
        _names(view)
        if st.button(word("steer.open"), icon=":material/timer:", type="tertiary", key="to_steer"):
            switch("steer", {"id": str(conference_id)})


def steers(row: ConferenceRow) -> Safe:
    """The way to 進行画面 from きょう, for who runs a sitting that is open."""
    if not row.runs or row.state is not ConferenceState.IN_SESSION:
        return Safe("")
    return made(' <a href="$to" target="_self">$name</a>', to=href("steer", id=row.id), name=word("menu.steer"))


def _lent(one: LentView) -> None:
    code = f"{one.code[:4]} {one.code[4:]}" if one.code else word("projector.is_on")
    show('<p class="yo-code8">$code <small>$by</small></p>', code=made("<b>$code</b>", code=code),
         by=word("projector.lent_by", who=one.made_by, at=moment(one.made_at)))  # fmt: skip
    label = word("projector.drop_code") if one.code else word("act.projector_take_back")
    with act_form(take_back, one.id, border=False, primary=False, label=label):
        pass


def _lend(conference_id: UUID) -> None:
    try:
        perform(lend, conference_id, request_id=uuid4().hex)
    except Refused as refused:
        show_refusal(refused)
    else:
        st.rerun()


def _names(view: Desk) -> None:
    heading(word("projector.names"))
    seen = {"shows_names": view.shows_names}
    with act_form(project, view.conference_id, seen=seen, border=False, primary=False) as form:
        form.flag("shows_names", value=view.shows_names)
