"""つなぎひとつ: what was told, by when an answer is due, and the answer."""

import streamlit as st

from operations.relays import answer_relay, take_relay
from queries.relays import RelayFile, Spoken, relay_file
from rules.calendar import short_day
from ui.forms import act_form
from ui.links import asked_id
from ui.menu import href
from ui.session import read
from ui.show import band, definitions, heading, made, moment, show, tag
from ui.steps import step_reasons
from words import label_of, word


def _spoken(spoken: Spoken | None) -> str:
    if spoken is None:
        return ""
    return word("relay.spoken", who=spoken.said_by, how=label_of(spoken.channel), day=short_day(spoken.said_on))


def _answered(relay: RelayFile) -> None:
    heading(word("relay.answer"), moment(relay.replied_at) if relay.replied_at else "")
    pairs = [
        (word("field.state"), label_of(relay.row.state)),
        (word("field.reply"), relay.reply),
        (word("relay.replied_by"), relay.replied_by),
    ]
    show("$pairs", pairs=definitions(pairs))
    if relay.case_id is not None:
        link = made(
            '<a href="$to" target="_self">$label</a>',
            to=href("case", id=relay.case_id),
            label=word("relay.to_case", number=relay.case_number),
        )
        show("<p>$link</p>", link=link)


def _to_answer(relay: RelayFile) -> None:
    heading(word("relay.answer"), word("relay.answer_lead"))
    for offer in relay.offers:
        if offer.name != "take":
            continue
        with act_form(take_relay, relay.id, onward="case", name="take") as form:
            step_reasons(offer.notices)
            form.passage("reply", need=False, hint=word("hint.reply_take"))
    with st.expander(word("relay.answer_without_case")):
        for offer in relay.offers:
            if offer.name == "take":
                continue
            with act_form(
                answer_relay, relay.id, name=offer.name, label=word(f"relay_step.{offer.name}"), primary=False
            ) as form:
                form.fix(step=offer.name)
                form.passage("reply", hint=word(f"hint.reply_{offer.name}"))


relay = read(relay_file, asked_id())
st.title(relay.row.alias, anchor=False)
band(relay.basis, word("relay.band"))
left, right = st.columns([1.2, 1], gap="large")
with left:
    tone = "late" if relay.row.is_late else "wait"
    show("<p>$tag $urgency</p>", tag=tag(label_of(relay.row.state), tone), urgency=tag(label_of(relay.row.urgency)))
    show(
        "$pairs",
        pairs=definitions(
            [
                (word("field.complaint"), relay.complaint),
                (word("relay.sender"), relay.row.sender),
                (word("relay.sent_by"), f"{relay.sent_by} {moment(relay.sent_at)}"),
                (word("relay.said_by"), _spoken(relay.spoken)),
                (word("field.to_agency_id"), relay.row.receiver),
                (word("field.consent"), label_of(relay.consent)),
                (
                    word("field.reply_due_on"),
                    word("relay.due_long", day=short_day(relay.row.due_on), days=relay.row.age_days),
                ),
            ]
        ),
    )
with right:
    if relay.offers:
        _to_answer(relay)
    elif relay.replied_at is not None:
        _answered(relay)
    else:
        heading(word("relay.answer"))
        show("<p class='yo-none'>$text</p>", text=word("relay.waits_for_answer"))
