"""The other ways of holding a conference, on its page: after another one, in writing, on paper."""

from datetime import timedelta

import streamlit as st

import settings
from models.conferences import ConferenceState, Manner
from operations.continuing import chain, unchain
from operations.in_writing import ask_in_writing
from operations.on_paper import enter_from_paper
from queries.calendar import ConferenceRow
from queries.conference import ConferenceFile
from queries.continuing import may_follow, sitting_of
from ui.conferences import conference_title, hours
from ui.forms import act_form
from ui.menu import href
from ui.session import read
from ui.show import Safe, chip, heading, joined, long_day, made, show, tag
from words import label_of, word

_AHEAD = frozenset({ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION})
_FORTNIGHT = timedelta(days=14)


def standing(view: ConferenceFile) -> list[tuple[str, object]]:
    """How it is held, where that is not the ordinary way."""
    if view.row.manner is Manner.REGULAR:
        return []
    return [
        (word("conference.manner"), tag(label_of(view.row.manner), "soon")),
        (word("field.urgent_reason"), view.urgent_reason),
        (word("field.answers_due_on"), long_day(view.answers_due_on)),
    ]


def written_link(view: ConferenceFile) -> None:
    """The way to the questions in writing, for who asks and for who answers."""
    if view.row.manner is Manner.IN_WRITING:
        to, name = href("in_writing", id=view.id), word("menu.in_writing")
        show('<p class="yo-go"><a href="$to" target="_self">$name</a></p>', to=to, name=name)


def manners(view: ConferenceFile) -> None:
    """What stands together with it, and the ways it may still be held; folded until somebody wants one."""
    written_link(view)
    _sitting(read(sitting_of, view.id), view)
    if "conference.chain" in view.may and view.row.state in _AHEAD:
        _chain(view)
        _in_writing(view)
        _on_paper(view)


def _sitting(rows: tuple[ConferenceRow, ...], view: ConferenceFile) -> None:
    if rows:
        heading(word("continuing.sitting"))
        show('<ul class="yo-ahead">$lines</ul>', lines=joined(_line(one, view) for one in rows))


def _line(one: ConferenceRow, view: ConferenceFile) -> Safe:
    name = made("<b>$name</b>", name=conference_title(one, short=True))
    if one.id != view.id:
        to = href("conference", id=one.id)
        name = made('<a href="$to" target="_self">$name</a>', to=to, name=conference_title(one, short=True))
    return made("<li>$hours $chip $name</li>", hours=hours(one), chip=chip(one.forum), name=name)


def _chain(view: ConferenceFile) -> None:
    if view.follows_id is not None:
        with act_form(unchain, view.id, border=False, primary=False):
            return
    part = st.expander(word("continuing.plan"), key=f"chain:{view.id}", on_change="rerun")
    if not part.open:
        return
    with part:
        ahead = read(may_follow, view.id)
        show('<p class="s">$text</p>', text=word("continuing.lead" if ahead else "continuing.none"))
        if ahead:
            with act_form(chain, view.id, border=False, primary=False) as form:
                form.one_of("after_id", ahead, ahead[0].id)


def _in_writing(view: ConferenceFile) -> None:
    is_on = view.row.state is ConferenceState.IN_SESSION
    if is_on and view.row.manner is not Manner.IN_WRITING:
        return
    part = st.expander(word("written.again" if is_on else "written.plan"), key=f"ask:{view.id}", on_change="rerun")
    if part.open:
        with part:
            show('<p class="s">$text</p>', text=word("written.lead"))
            seen = {"state": view.row.state}
            with act_form(
                ask_in_writing, view.id, seen=seen, border=False, primary=False, onward="in_writing"
            ) as form:  # fmt: skip
                form.day("answers_due_on", view.answers_due_on or settings.today() + _FORTNIGHT)


def _on_paper(view: ConferenceFile) -> None:
    if view.row.state is ConferenceState.PLANNED or view.row.manner is Manner.IN_WRITING:
        return
    part = st.expander(word("paper_entry.plan"), key=f"paper:{view.id}", on_change="rerun")
    if part.open:
        with part:
            show('<p class="s">$text</p>', text=word("paper_entry.lead"))
            begin, end = (one.astimezone(settings.TOKYO) for one in (view.row.starts_at, view.row.ends_at))
            seen = {"state": view.row.state}
            with act_form(
                enter_from_paper, view.id, seen=seen, border=False, primary=False, onward="room"
            ) as form:  # fmt: skip
                form.when(begin.date(), f"{begin:%H:%M}", f"{end:%H:%M}")
                for act_calls, drawn in (("began_at", "starts_at"), ("ended_at", "ends_at")):
                    if drawn in form.inputs:
                        form.named(act_calls, drawn)
                if view.row.forum.reads:
                    form.flag("was_read", value=False)
