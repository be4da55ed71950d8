"""緊急の会議を開く: five fields and one press; reached by one button from きょう, a case and 会議の予定."""

from uuid import UUID

import streamlit as st

from models.forums import Forum, forums
from operations.urgent import call_urgently
from queries.choices import agencies, colleagues, involved
from rules.access import Actor, may
from ui.forms import act_form
from ui.menu import href
from ui.session import read
from ui.show import made, show
from words import word


def bodies(actor: Actor) -> list[Forum]:
    """The bodies about cases that this person convenes; the one that needs no consent stands first."""
    roles = {role.value for role in actor.roles}
    own = [one for one in forums().values() if one.scope == "case" and roles & set(one.may_convene)]
    return sorted(own, key=lambda one: one.sharing_basis != "confidentiality_duty")


def way_there(actor: Actor, case_id: UUID | None = None) -> None:
    """The one button; nobody sees it who may not press it."""
    if may(actor, "conference.call_urgently") and bodies(actor):
        to = href("urgent", id=case_id) if case_id is not None else href("urgent")
        link = made('<a href="$to" target="_self">$label</a>', to=to, label=word("act.conference_call_urgently"))
        show('<p class="yo-urgent">$link</p>', link=link)


def call(actor: Actor, case_id: UUID) -> None:
    """The form about one case; who calls it facilitates."""
    own = bodies(actor)
    with act_form(call_urgently, case_id, border=False, onward="room") as form:
        chosen = st.radio(
            word("field.forum_key"), own, key=f"{form.key}:forum", horizontal=True, format_func=_named,
            captions=[word(f"care.{one.sharing_basis}") for one in own],
        )  # fmt: skip
        form.fix(forum_key=chosen.key)
        form.some_of("urgent_agencies", read(agencies), read(involved, case_id))
        form.named("agencies", "urgent_agencies")
        form.text("conference_place", actor.place)
        form.named("place", "conference_place")
        form.passage("urgent_reason", hint=word("hint.urgent_reason"))
        form.maybe_one_of("recorder_id", read(colleagues), None, none=word("conference.recorded_by_facilitator"))
        form.flag("opens", value=True)


def _named(forum: Forum) -> str:
    return f"{forum.plain}〔{forum.short}〕"
