"""代理入力: somebody else's words, by telephone, FAX, paper, mail or in person, typed by who heard them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import streamlit as st

import settings
from models.history import Channel
from operations.action import Said
from queries.view import Choice
from rules.calendar import read_day
from rules.refusal import Refused
from ui.fields import ActForm, written
from words import label_of, word


def spoken(form: ActForm, agencies: Iterable[Choice]) -> None:
    """Whose words they are, where they are somebody else's."""
    known = {choice.id: choice.label for choice in agencies}
    with st.expander(word("form.spoken")):
        agency = st.selectbox(
            word("field.said_agency"), list(known), None, key=f"{form.key}:said_agency",
            format_func=known.__getitem__, placeholder=word("form.spoken_by_me"),
        )  # fmt: skip
        told = _told(form)
    _says(form, agency, *told)


def said_for(form: ActForm, agency_id: UUID) -> None:
    """The words of one agency: who said them, how and when; whoever types them is not that agency."""
    _says(form, agency_id, *_told(form))
    if form.said is not None and not form.said.said_by.strip():
        form.lacks("said_by")


def _told(form: ActForm) -> tuple[str, Channel | None, str]:
    said_by = st.text_input(word("field.said_by"), key=f"{form.key}:said_by")
    channel = st.radio(
        word("field.channel"), list(Channel), key=f"{form.key}:channel", format_func=label_of, horizontal=True
    )
    said_on = st.text_input(word("field.said_on"), written(settings.today()), key=f"{form.key}:said_on")
    return said_by, channel, said_on


def _says(form: ActForm, agency: UUID | None, said_by: str, channel: Channel | None, said_on: str) -> None:
    if agency is None:
        return
    day = read_day(said_on, era_now=settings.today())
    if day is None:
        form.refused = Refused("day_cannot_be_read", field="field.said_on")
        return
    midnight = datetime(day.year, day.month, day.day, tzinfo=settings.TOKYO)
    form.said = Said(agency, said_by, channel or Channel.TELEPHONE, midnight)
