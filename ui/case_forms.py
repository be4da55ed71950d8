"""The forms of a case: describe it, its household, its consents and the agencies around it."""

from collections.abc import Callable

import streamlit as st

import settings
from models.cases import ConsentWay, InformationClass
from models.relays import Urgency
from operations.cases import add_member as add_member_act
from operations.cases import correct_member, describe_case, involve_agency, put_in_charge, release_agency
from operations.consents import file_paper, record_consent, record_refusal, withdraw_consent
from queries.case import CaseFile
from queries.choices import districts, workers
from queries.household import ConsentView, MemberView
from queries.view import Choice
from ui.forms import ActForm, act_form
from ui.household import member_heading
from ui.session import read
from ui.show import definitions, long_day, nothing, show
from ui.spoken import spoken
from words import word

STEP_FIELDS: dict[str, Callable[[ActForm], None]] = {"suspend": lambda form: form.day("recontact_on")}
Places = tuple[Choice, ...]
_TEXTS = ("name", "reading", "born", "address", "telephone", "health", "livelihood")


def describe(case: CaseFile) -> None:
    """呼称, outline, urgency, 圏域 and the person in charge."""
    with st.expander(word("act.case_describe")):
        seen = {
            "alias": case.alias,
            "outline": case.outline,
            "urgency": case.urgency,
            "district_key": case.district_key,
        }
        with act_form(describe_case, case.id, seen=seen, border=False) as form:
            form.text("alias", case.alias, hint=word("hint.alias"))
            form.passage("outline", case.outline, hint=word("hint.outline"))
            form.kind("urgency", Urgency, case.urgency)
            form.code("district_key", read(districts), case.district_key)
    if "case.put_in_charge" in case.may:
        with (
            st.expander(word("act.case_put_in_charge")),
            act_form(put_in_charge, case.id, seen={"in_charge_id": case.in_charge_id}, border=False) as form,
        ):
            form.one_of("person_id", read(workers), case.in_charge_id)


def _member_fields(form: ActForm, member: MemberView | None = None) -> None:
    told = member.text if member else (lambda _: None)
    left, right = st.columns(2)
    with left:
        form.text("relation", told("relation"), hint=word("hint.relation"))
    for place, name in enumerate(_TEXTS):
        with (right, left)[place % 2]:
            form.text(name, told(name), need=False, hint=word(f"hint.{name}"))
    form.flag("is_minor", value=member.is_minor if member else False)


def add_member(case: CaseFile) -> None:
    """A person of the household; the name may be unknown."""
    with (
        st.expander(word("act.member_add"), expanded=not case.members),
        act_form(add_member_act, case.id, border=False) as form,
    ):
        _member_fields(form)


def correct(member: MemberView) -> None:
    """Correct what is known about a person."""
    seen = {name: member.text(name) for name in ("relation", *_TEXTS)} | {
        "is_minor": member.is_minor,
        "died_on": member.died_on,
    }
    with (
        st.expander(word("case.correct_member", name=member_heading(member))),
        act_form(correct_member, member.id, seen=seen, border=False) as form,
    ):
        _member_fields(form, member)
        form.day("died_on", member.died_on, need=False)


def _people(case: CaseFile) -> list[Choice]:
    return [Choice(member.id, member_heading(member)) for member in case.members if member.died_on is None]


def record_consent_form(case: CaseFile, places: Places) -> None:
    """The consent of one person: agencies × classes × period, way, spoken too; and a refusal."""
    with st.expander(word("act.consent_record")), act_form(record_consent, case.id, border=False) as form:
        people = _people(case)
        form.one_of("member_id", people, people[0].id if len(people) == 1 else None)
        form.kind("way", ConsentWay, ConsentWay.WRITTEN)
        first, second = st.columns(2)
        with first:
            form.day("given_on", settings.today())
        with second:
            form.day("ends_on", need=False)
        form.some_of("agencies", places)
        form.kinds("information", InformationClass)
        form.passage("read_out", word("consent.read_out_initial"))
        form.text("exclusions", need=False, hint=word("hint.exclusions"))
        with st.expander(word("consent.spoken_or_representative")):
            form.text("witness", need=False, hint=word("hint.witness"))
            form.day("paper_due_on", need=False)
            form.text("representative", need=False, hint=word("hint.representative"))
            form.text("power", need=False, hint=word("hint.power"))
            form.text("own_view", need=False, hint=word("hint.own_view"))
    with (
        st.expander(word("act.consent_refuse")),
        act_form(record_refusal, case.id, border=False, primary=False) as form,
    ):
        form.one_of("member_id", _people(case))
        form.day("refused_on", settings.today())


def about_consent(case: CaseFile, consent: ConsentView, places: Places) -> None:
    """Withdrawal, which counts at once, and the paper of a spoken consent."""
    if "consent.withdraw" in case.may:
        with (
            st.expander(word("act.consent_withdraw")),
            act_form(withdraw_consent, consent.id, border=False, onward="" if case.is_office else "cases") as form,
        ):
            show("<p>$text</p>", text=word("consent.withdraw_lead"))
            form.passage("words", need=False, hint=word("hint.withdrawal_words"))
            if case.is_office:
                spoken(form, places)
    if "consent.file_paper" in case.may and consent.paper_due_on is not None:
        with (
            st.expander(word("act.consent_file_paper")),
            act_form(file_paper, consent.id, border=False, primary=False) as form,
        ):
            form.day("paper_on", settings.today())


def agencies_around(case: CaseFile, places: Places) -> None:
    """The agencies that take part; an agency sees the case only as far as consent reaches it."""
    if not case.agencies:
        nothing("case.no_agencies")
    show(
        "$pairs", pairs=definitions((one.agency, word("case.since", day=long_day(one.since))) for one in case.agencies)
    )
    if "agency.involve" not in case.may:
        return
    with st.expander(word("act.agency_involve")), act_form(involve_agency, case.id, border=False) as form:
        form.one_of("agency_id", places)
    with st.expander(word("act.agency_release")):
        for one in case.agencies:
            with act_form(
                release_agency, one.id, border=False, primary=False, label=word("case.release", agency=one.agency)
            ):
                pass
