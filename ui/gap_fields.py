"""What several forms of the ledger ask: kind, place, severity; and the words that may name somebody."""

import streamlit as st

from models.gaps import GapKind
from queries.choices import districts
from rules.identifiers import Hits
from ui.forms import ActForm
from ui.session import read
from ui.show import Safe, made
from words import word


def entry_fields(form: ActForm, kind: GapKind = GapKind.ABSENT, district_key: str = "", severity: int = 2) -> None:
    """In which way it is missing, where, and how badly."""
    form.kind("gap_kind", GapKind, kind)
    form.named("kind", "gap_kind")
    left, right = st.columns(2)
    with left:
        form.code("gap_district", read(districts), district_key)
        form.named("district_key", "gap_district")
    with right:
        form.level("severity", severity)


def hits_words(hits: Hits) -> Safe | str:
    """地名かお名前かもしれない言葉 of a 公開文, said beside it."""
    found = (*hits.certain, *hits.possible)
    if not found:
        return ""
    return made('<p class="yo-why bad">$text</p>', text=word("gaps.hits", words="」「".join(found)))
