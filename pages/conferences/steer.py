"""進行画面: for the facilitator alone, who watches faces: the clock, what comes next, three buttons."""

import streamlit as st

from models.conferences import ConferenceState
from queries.agreed import agreed_in
from queries.room import room
from ui import steering
from ui.conferences import conference_title
from ui.links import asked_id
from ui.menu import href
from ui.session import read
from ui.show import chip, nothing, show
from words import word

view = read(room, asked_id())
with st.container(key="steer"):
    show(
        '<p class="yo-when">$chip <b>$title</b> <a href="$to" target="_self">$room</a></p>', chip=chip(view.row.forum),
        title=conference_title(view.row, short=True), to=href("room", id=view.id), room=word("steer.to_room"),
    )  # fmt: skip
    steering.clocks(view)
    if view.row.state is ConferenceState.IN_SESSION:
        steering.in_hand(view)
        steering.buttons(view)
        steering.waiting(read(agreed_in, view.id), view.current)
    else:
        nothing("steer.not_open" if view.row.state is ConferenceState.CONVENED else "steer.over")
