"""会議室: the item in hand and its minutes."""

import streamlit as st

from queries.conference import conference_file
from queries.view import Choice
from ui.conferences import conference_title
from ui.links import asked_id
from ui.minutes_editor import editor
from ui.session import read
from ui.show import band, nothing
from words import word

view = read(conference_file, asked_id())
st.title(conference_title(view.row), anchor=False)
band(view.basis, word(f"care.{view.row.forum.sharing_basis}"))
if "line.write" not in view.may or not view.agenda:
    nothing("refusal.not_found")
    st.stop()
titles = {one.id: one.title for one in view.agenda}
item_id = st.radio(word("conference.agenda"), list(titles), format_func=titles.__getitem__, horizontal=True)
people = tuple(Choice(one.id, " ".join(part for part in (one.name, one.agency) if part)) for one in view.called)
editor(view.id, item_id, people, key="room_minutes")
