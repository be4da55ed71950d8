"""理由つきで進めたこと: what went on with a reason, and its 後閲."""

import streamlit as st

from operations.approvals import give_approval
from queries.reasoned import reasoned_list
from rules.access import may
from ui.forms import act_form
from ui.menu import href
from ui.session import read, who
from ui.show import band, definitions, help_lines, made, moment, nothing, show, tag
from words import word

view = read(reasoned_list)
st.title(word("menu.reasoned"), anchor=False)
band(view.basis)
if not view.rows:
    nothing("reasoned.nothing")
for one in view.rows:
    waits = one.approved_at is None
    state = (
        tag(word("reasoned.waits"), "soon") if waits else tag(word("reasoned.approved", name=one.approved_by), "done")
    )
    link = made('<a href="$to" target="_self">$label</a>', to=href(one.page, id=one.about_id), label=one.about)
    pairs = [
        (word("reasoned.condition"), word(f"condition.{one.condition}").partition("。")[0]),
        (word("field.reason"), one.reason),
        (word("reasoned.by"), f"{one.who} {moment(one.at)}"),
    ]
    show(
        '<div class="yo-card"><div class="t">$link $state</div>$pairs</div>',
        link=link,
        state=state,
        pairs=definitions(pairs),
    )
    if one.may_approve:
        with act_form(give_approval, one.id, border=False):
            pass
    elif waits and may(who(), "approval.give"):
        show('<p class="yo-why">$text</p>', text=word("reasoned.by_another"))
help_lines("reasoned")
