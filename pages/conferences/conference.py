"""会議ひとつ, before the day: who is called, what is asked, the papers, and what still lacks."""

import streamlit as st

import settings
from models.conferences import ConferenceState
from operations.conferences import advance_conference
from queries.conference import ConferenceFile, conference_file
from ui import agenda_forms
from ui import conference_forms as forms
from ui import manner_forms as manner
from ui.conferences import agenda, called, clashes, conference_title, hours
from ui.holes import of_conference
from ui.links import asked_id
from ui.menu import href
from ui.session import read
from ui.show import band, chip, definitions, heading, joined, long_day, made, nothing, show, tag
from ui.steps import step_buttons
from words import label_of, word

_IN_THE_ROOM = frozenset({ConferenceState.CONVENED, ConferenceState.IN_SESSION, ConferenceState.ADJOURNED})
_PAPERS = ("notice", "notice-pdf", "agenda", "roster", "script", "blank")


def _when_and_where(view: ConferenceFile) -> None:
    row = view.row
    show(
        '<p class="yo-when">$chip $state <b>$when</b> <span>$place</span></p>',
        chip=chip(row.forum), state=tag(label_of(row.state), "ai"), place=row.place,
        when=f"{long_day(settings.tokyo_day(row.starts_at))} {hours(row)}",
    )  # fmt: skip


def _standing(view: ConferenceFile) -> None:
    row = view.row
    pairs: list[tuple[str, object]] = [
        (word("field.theme"), row.theme),
        (word("field.facilitator_id"), row.facilitator),
        (word("field.recorder_id"), view.recorder or word("conference.recorded_by_facilitator")),
        (word("field.materials_due_on"), long_day(view.materials_due_on)),
        (word("conference.convened_on"), long_day(view.convened_on)),
        (word("conference.cancelled_because"), view.cancel_reason),
        *manner.standing(view),
    ]
    show("$pairs", pairs=definitions(pairs))
    clashes(view)


def _papers(view: ConferenceFile) -> None:
    kinds = _PAPERS if "conference.print" in view.may else ()
    named = {kind: word(f"document.{kind.replace('-', '_')}") for kind in (*kinds, "ics")}
    links = [
        made('<a href="$to" target="_self">$name</a>', to=f"/files/{kind}/{view.id}", name=name)
        for kind, name in named.items()
    ]
    show('<p class="yo-links">$links</p>', links=joined(links))


def _next(view: ConferenceFile) -> None:
    """The steps before the day; from the notice on, the way into the room."""
    seen, extra = {"state": view.row.state}, {"cancel": lambda form: form.passage("reason")}
    offers = {one.name: one for one in view.offers}
    if "convene" in offers:
        heading(word("case.next_steps"))
        step_buttons(
            advance_conference, view.id, [offers["convene"]], lifecycle="conference", seen=seen, primary="convene"
        )
    if view.row.state in _IN_THE_ROOM and "conference.change" in view.may:
        to, name = href("room", id=view.id), word("record.room")
        show('<p class="yo-go"><a href="$to" target="_self">$name</a></p>', to=to, name=name)
    if "cancel" in offers:
        with st.expander(word("conference_step.cancel")):
            step_buttons(
                advance_conference, view.id, [offers["cancel"]], lifecycle="conference", seen=seen, extra=extra
            )


view = read(conference_file, asked_id())
st.title(conference_title(view.row), anchor=False)
_when_and_where(view)
band(view.basis, word(f"care.{view.row.forum.sharing_basis}"))
if "conference.change" in view.may:
    of_conference(view.id)
left, right = st.columns([1.55, 1], gap="large")
with left:
    heading(word("conference.agenda"))
    if view.agenda:
        agenda(view)
    else:
        nothing("conference.no_agenda")
    agenda_forms.holes(view)
    if "item.add" in view.may:
        agenda_forms.agenda(view)
with right:
    _standing(view)
    _next(view)
    manner.manners(view)
    heading(word("conference.called"))
    if view.called:
        called(view)
    else:
        nothing("conference.nobody_called")
    if "invitation.add" in view.may:
        forms.call(view)
    heading(word("conference.papers"))
    _papers(view)
    if "conference.change" in view.may:
        forms.change(view)
