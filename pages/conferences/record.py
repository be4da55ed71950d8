"""会議録ひとつ: what stands in it, who has checked it, fixed for ever, corrected as a new edition."""

import streamlit as st

from models.minutes import RecordState
from queries.record import RecordFile, record_file
from ui import emergency
from ui import record_answers as answers
from ui import records as parts
from ui.links import asked_id, at_head
from ui.masking import masked_copy
from ui.menu import href
from ui.session import read
from ui.show import Safe, band, heading, joined, made, nothing, show
from words import word


def _link(to: str, text: str) -> Safe:
    return made('<a href="$to" target="_self">$text</a>', to=to, text=text)


def _links(view: RecordFile) -> None:
    links = [
        _link(f"/files/record/{view.id}", word("record.print")),
        _link(f"/files/record-pdf/{view.id}", word("pdf.link")),
    ]
    if view.is_whole and "record.file_approval" in view.may:
        links.append(_link(f"/files/approval/{view.id}", word("document.approval")))
    if "point.look" in view.may and view.is_whole:
        links.append(_link(href("points", id=view.id), word("record.to_points")))
    if view.is_whole:
        links.append(_link(href("room", id=view.conference_id), word("record.room")))
    show('<p class="yo-links">$links</p>', links=joined(links))


view = read(record_file, asked_id())
at_head(view.id, '[data-testid="stMain"]')
st.title(f"{word('record.title')}　{view.text.case_number} {view.text.case_alias}".strip(), anchor=False)
band(view.basis, word("record.band") if view.is_whole else word("record.band_agency"))
left, right = st.columns([1.75, 1], gap="large")
with left:
    if view.changes:
        heading(word("record.changes"), view.correction or "")
        answers.changes(view)
    if view.text.leads_with_points:
        heading(word("record.points"))
        parts.points(view)
        heading(word("record.lines"))
    if view.text.items:
        parts.items(view)
    else:
        nothing("record.no_items")
    if view.text.roles:
        heading(word("record.roles"))
        parts.roles(view.text.roles)
    if view.text.emergency:
        heading(word("emergency.title"))
        emergency.told(view.text.emergency)
with right:
    parts.standing(view)
    _links(view)
    if view.offers:
        heading(word("case.next_steps"))
        parts.steps(view)
    if view.checks:
        heading(word("record.checks"))
        answers.checks(view)
    answers.route(view)
    if "record.file_approval" in view.may and view.is_newest:
        with st.expander(word("act.record_file_approval")):
            answers.approval(view)
    if "record.correct" in view.may and view.state is RecordState.FIXED and view.is_newest:
        with st.expander(word("act.record_correct")):
            answers.correction(view)
    masked_copy(view)
    heading(word("record.people"))
    parts.people(view)
