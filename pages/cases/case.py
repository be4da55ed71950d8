"""事例ひとつ: where it stands, who agreed to what, who takes part, and what may be done next."""

import streamlit as st

from operations.cases import advance_case
from queries.case import CaseFile, case_file
from queries.choices import agencies
from ui import case_forms as forms
from ui import household
from ui.case_onward import onward
from ui.links import asked_id
from ui.session import read
from ui.show import band, definitions, heading, long_day, nothing, show, tag
from ui.steps import step_buttons
from ui.timeline import timeline
from words import label_of, word

# These steps stand on the screen of the end, beside what they ask for.
_AT_ITS_END = frozenset({"close", "go_on", "reopen"})


def _head(case: CaseFile) -> None:
    st.title(f"{case.number}　{case.alias}", anchor=False)
    band(case.basis, word("case.band_office") if case.is_office else word("case.band_agency"))


def _standing(case: CaseFile) -> None:
    heading(word("case.standing"))
    pairs: list[tuple[str, object]] = [
        (word("field.state"), tag(label_of(case.state), "ai") if case.state else ""),
        (word("field.urgency"), label_of(case.urgency)),
        (word("field.outline"), case.outline),
        (word("field.in_charge_id"), case.in_charge),
        (word("case.lead_agency"), case.lead_agency),
        (word("field.district_key"), case.district),
        (word("case.relayed_by"), case.relayed_by),
        (word("field.received_on"), long_day(case.received_on)),
        (word("field.recontact_on"), long_day(case.recontact_on)),
    ]
    show("$pairs", pairs=definitions(pairs))


def _household(case: CaseFile) -> None:
    heading(word("case.household"))
    if not case.members:
        nothing("case.no_members")
    for member in case.members:
        household.person(member)
        if "member.correct" in case.may:
            forms.correct(member)
    if "member.add" in case.may:
        forms.add_member(case)


def _consents(case: CaseFile, places: forms.Places) -> None:
    heading(word("case.consents"))
    if case.is_office and case.members and case.agencies:
        household.matrix(case)
    for one in case.consents:
        household.consent(one)
        if one.withdrawn_at is None:
            forms.about_consent(case, one, places)
    if not case.consents:
        nothing("case.no_consents")
    if "consent.record" in case.may and case.members:
        forms.record_consent_form(case, places)
    if "consent.print" in case.may and case.consents:
        show(
            '<p><a href="$to" target="_self">$label</a></p>',
            to=f"/files/consent-record/{case.id}",
            label=word("case.print_consents"),
        )


case = read(case_file, asked_id())
places = read(agencies) if case.is_office else ()
_head(case)
left, right = st.columns([1.55, 1], gap="large")
with left:
    _household(case)
    _consents(case, places)
with right:
    _standing(case)
    offers = [one for one in case.offers if one.name not in _AT_ITS_END]
    if offers:
        heading(word("case.next_steps"))
        step_buttons(
            advance_case, case.id, offers, lifecycle="case", seen={"state": case.state}, extra=forms.STEP_FIELDS
        )
    onward(case)
    heading(word("case.agencies"))
    forms.agencies_around(case, places)
    if case.reasoned:
        heading(word("menu.reasoned"))
        pairs = [(word(f"condition.{condition}").partition("。")[0], reason) for condition, reason in case.reasoned]
        show("$pairs", pairs=definitions(pairs))
    if "case.describe" in case.may:
        forms.describe(case)
    if case.timeline:
        timeline(word("case.timeline"), case.timeline, with_basis=False)
    if case.lookers:
        timeline(word("case.lookers"), case.lookers, with_basis=True)
