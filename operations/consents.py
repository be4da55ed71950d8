"""同意: record what one person of the household agreed to, a refusal, and a withdrawal that counts at once."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case, Consent, ConsentShare, ConsentWay, HouseholdMember, InformationClass
from models.people import Agency
from operations.action import Act, action
from rules.consent import CONSENT_CONDITIONS, ConsentFacts
from rules.refusal import require
from rules.typed_text import PASSAGE, kept, needed


def _member_of(act: Act, case: Case, member_id: UUID) -> HouseholdMember:
    """The person, who must belong to this very case: an id from elsewhere answers like none at all."""
    member = act.find(HouseholdMember, member_id)
    require(member.case_id == case.id, "not_found")
    return member


_CONSENT_TEXTS = ("witness", "representative", "power", "own_view", "exclusions")


@action("consent.record", on=Case)
def record_consent(
    act: Act,
    case: Case,
    *,
    member_id: UUID,
    way: ConsentWay,
    given_on: date,
    agencies: Iterable[UUID],
    information: Iterable[InformationClass],
    read_out: str,
    ends_on: date | None = None,
    paper_due_on: date | None = None,
    **typed: str | None,
) -> Consent:
    """Record the consent of one person: which agencies may know which classes, until when, given how.

    typed may hold witness, representative, power, own_view and exclusions.
    """
    member, agencies, information = _member_of(act, case, member_id), set(agencies), set(information)
    require(set(typed) <= set(_CONSENT_TEXTS), "not_found")
    texts = {name: kept(typed.get(name), most=PASSAGE) for name in _CONSENT_TEXTS}
    act.weigh(CONSENT_CONDITIONS, _facts(act, member, way, texts, (given_on, ends_on, paper_due_on)))
    consent = Consent(
        case_id=case.id,
        member_id=member.id,
        way=way,
        given_on=given_on,
        heard_by_id=act.actor.person_id,
        read_out=needed(read_out, "field.read_out", most=PASSAGE),
        paper_due_on=paper_due_on,
        starts_on=given_on,
        ends_on=ends_on,
    )
    for name, text in texts.items():
        setattr(consent, name, text)
    act.add(consent)
    _share(act, consent, agencies, information)
    member.refused_on = None
    return consent


def _facts(
    act: Act,
    member: HouseholdMember,
    way: ConsentWay,
    texts: dict[str, str | None],
    days: tuple[date, date | None, date | None],
) -> ConsentFacts:
    given_on, ends_on, paper_due_on = days
    return ConsentFacts(
        way=way,
        has_representative=texts["representative"] is not None,
        has_power=texts["power"] is not None,
        is_minor=member.is_minor,
        own_view_is_told=texts["own_view"] is not None,
        is_alive=member.died_on is None,
        given_on=given_on,
        ends_on=ends_on,
        has_paper_day=paper_due_on is not None,
        today=act.today,
    )


def _share(act: Act, consent: Consent, agencies: set[UUID], information: set[InformationClass]) -> None:
    """One row a cell; every agency must be one the city knows."""
    require(agencies, "consent_names_no_agency")
    require(information, "consent_names_no_information")
    known = act.session.exec(select(Agency.id).where(col(Agency.id).in_(agencies))).all()
    require(len(known) == len(agencies), "not_found")
    for agency_id in sorted(agencies):
        for one in sorted(information):
            act.session.add(ConsentShare(consent_id=consent.id, agency_id=agency_id, information=one))


@action("consent.refuse", on=Case)
def record_refusal(act: Act, case: Case, *, member_id: UUID, refused_on: date) -> HouseholdMember:
    """Record that a person was asked and did not agree; an earlier consent must be withdrawn, not refused."""
    member = _member_of(act, case, member_id)
    require(refused_on <= act.today, "day_in_future")
    standing = select(Consent).where(Consent.member_id == member.id, col(Consent.withdrawn_at).is_(None))
    valid = [c for c in act.session.exec(standing).all() if c.ends_on is None or c.ends_on >= act.today]
    require(not valid, "consent_stands_withdraw_it")
    member.refused_on = refused_on
    return member


@action("consent.withdraw", on=Consent)
def withdraw_consent(act: Act, consent: Consent, *, words: str | None = None) -> Consent:
    """撤回: sharing stops from this second on every channel; the support itself goes on."""
    require(consent.withdrawn_at is None, "consent_is_already_withdrawn")
    consent.withdrawn_at, consent.withdrawn_by_id = act.now, act.actor.person_id
    consent.withdrawal_words = kept(words, most=PASSAGE)
    return consent


@action("consent.file_paper", on=Consent)
def file_paper(act: Act, consent: Consent, *, paper_on: date) -> Consent:
    """The paper of a spoken consent has come; the consent counted before it."""
    require(paper_on <= act.today, "day_in_future")
    consent.paper_on, consent.paper_due_on = paper_on, None
    return consent
