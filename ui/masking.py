"""伏せた写し on the screen: read before it leaves; words that may name somebody stop it until they were looked at."""

import streamlit as st

from operations.masking import mark_general_words
from queries.masked_record import MaskedRecord, masked_record
from queries.record import RecordFile
from rules.masking import MaskLevel
from rules.record import RecordItem
from ui.forms import act_form
from ui.session import read
from ui.show import Safe, joined, made, show
from words import label_of, word


def masked_copy(view: RecordFile) -> None:
    """The copy of a record, where this person may make one; nothing is worked out before it is asked for."""
    if "record.mask" not in view.may or view.case_id is None or not view.is_whole:
        return
    if not st.toggle(word("mask.open"), key=f"mask:{view.id}"):
        return
    levels = {one.value: label_of(one) for one in MaskLevel}
    level = st.radio(word("mask.level"), list(levels), format_func=levels.__getitem__, key=f"mask:{view.id}:level")
    copy = read(masked_record, view.id, level=level)
    show('<p class="s">$lead</p>', lead=word(f"mask_lead.{level}"))
    _text(copy)
    if copy.hits:
        _look_at(copy)
    else:
        to = f"/files/record-masked/{view.id}?level={level}"
        show('<p class="yo-links"><a href="$to">$text</a></p>', to=to, text=word("document.masked"))


def _text(copy: MaskedRecord) -> None:
    lines = (
        made(
            "<li><b>$title</b></li>$said",
            title=item.title,
            said=joined(made("<li>$t</li>", t=x.text) for x in item.lines),
        )
        for item in copy.text.items
    )
    show('<ul class="yo-inv">$lines</ul>', lines=joined(lines))


def _said(item: RecordItem) -> Safe:
    return joined(made("<li>$text</li>", text=line.text) for line in item.lines)


def _look_at(copy: MaskedRecord) -> None:
    """Reworded in the record, or marked as a general word with the reason."""
    show('<p class="yo-why">$text</p>', text=word("gaps.hits", words=word("mask.between").join(copy.hits)))
    with act_form(mark_general_words, copy.record_id, border=False, primary=False, name=copy.level.value) as form:
        form.codes("general", [(one, one) for one in copy.hits])
