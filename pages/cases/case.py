"""事例ひとつ: where it stands, who agreed to what, who takes part, and what may be done next."""

import streamlit as st

from operations.cases import advance_case
from queries.case import CaseFile, case_file
from queries.choices import agencies
from queries.happenings import Happening
from ui import case_forms as forms
from ui import household
from ui.links import asked_id
from ui.menu import href
from ui.session import read
from ui.show import Safe, band, definitions, heading, joined, long_day, made, moment, nothing, show, tag
from ui.steps import step_buttons
from words import label_of, short, word


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


def _line(one: Happening, *, with_basis: bool) -> Safe:
    what = word(one.step or f"action.{one.action.replace('.', '_')}")
    if with_basis and one.basis:
        what = f"{what}({short(f'basis_kind.{one.basis}')})"
    return made(
        '<li><time>$at</time><span class="who">$who<small>$place</small></span><span class="what">$what</span></li>',
        at=moment(one.moment), who=one.who, place=one.place, what=what,
    )  # fmt: skip


def _timeline(title: str, lines: tuple[Happening, ...], *, with_basis: bool) -> None:
    heading(title)
    show('<ol class="yo-tl">$lines</ol>', lines=joined(_line(one, with_basis=with_basis) for one in lines))


case = read(case_file, asked_id())
places = read(agencies) if case.is_office else ()
_head(case)
left, right = st.columns([1.55, 1], gap="large")
with left:
    _household(case)
    _consents(case, places)
with right:
    _standing(case)
    if case.offers:
        heading(word("case.next_steps"))
        step_buttons(
            advance_case, case.id, case.offers, lifecycle="case", seen={"state": case.state}, extra=forms.STEP_FIELDS
        )
    heading(word("menu.plan"))
    show('<p><a href="$to" target="_self">$label</a></p>', to=href("plan", id=case.id), label=word("plan.open"))
    heading(word("case.agencies"))
    forms.agencies_around(case, places)
    if case.reasoned:
        heading(word("menu.reasoned"))
        pairs = [(word(f"condition.{condition}").partition("。")[0], reason) for condition, reason in case.reasoned]
        show("$pairs", pairs=definitions(pairs))
    if "case.describe" in case.may:
        forms.describe(case)
    if case.timeline:
        _timeline(word("case.timeline"), case.timeline, with_basis=False)
    if case.lookers:
        _timeline(word("case.lookers"), case.lookers, with_basis=True)
