"""つなぎ: those that wait, those that were answered, and a new one in five fields."""

import streamlit as st

from models.relays import RelayConsent, RelayState, Urgency
from operations.relays import send_relay
from queries.choices import agencies, receivers
from queries.relays import RelayRow, relay_list
from rules.access import may
from rules.calendar import short_day
from ui import links
from ui.forms import act_form
from ui.menu import href
from ui.session import read, who
from ui.show import help_lines
from ui.spoken import spoken
from words import label_of, word


def _row(one: RelayRow) -> links.Row:
    waits = one.state is RelayState.ARRIVED
    tone = "late" if one.is_late else "soon" if waits else "done"
    return links.Row(
        kind=label_of(one.urgency),
        title=one.alias,
        note=word(
            "relay.from_to" if waits else "relay.from_to_done",
            sender=one.sender,
            receiver=one.receiver,
            days=one.age_days,
        ),
        href=href("relay", id=one.id),
        state=word("relay.late") if one.is_late else label_of(one.state),
        tone=tone,
        when=word("relay.due", day=short_day(one.due_on)) if waits else short_day(one.sent_on),
    )


actor = who()
page = links.asked_page()
view = read(relay_list, page=page)

st.title(word("menu.relays"), anchor=False)
left, right = st.columns([1.5, 1], gap="large")
with left:
    waiting = tuple(_row(one) for one in view.rows if one.state is RelayState.ARRIVED)
    answered = tuple(_row(one) for one in view.rows if one.state is not RelayState.ARRIVED)
    groups = [(word("relay.waiting"), waiting), (word("relay.answered"), answered)]
    links.rows(
        "relays",
        [links.Group(title, rows, word("today.count", count=len(rows))) for title, rows in groups if rows],
        word("relay.nothing"),
    )
    links.pages("relays", page, view.total)
with right:
    if may(actor, "relay.send"):
        st.subheader(word("relay.new"), anchor=False)
        with act_form(send_relay, onward="relay") as form:
            form.text("alias", hint=word("hint.alias"))
            form.text("complaint", hint=word("hint.complaint"))
            form.kind("urgency", Urgency, Urgency.ORDINARY)
            form.kind("consent", RelayConsent, RelayConsent.TO_BE_ASKED)
            form.one_of("to_agency_id", (to := read(receivers)), to[0].id if to else None)
            if may(actor, "case.describe"):
                spoken(form, read(agencies))
    help_lines("relays")
