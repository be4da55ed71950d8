"""事例: describe, put in charge, the household, the agencies around it, and the steps of its lifecycle."""

from datetime import date
from uuid import UUID

from sqlmodel import col, func, select

from models.cases import Case, CaseState, HouseholdMember, Involvement
from models.people import Agency, Person, Role, RoleHolding
from models.places import District
from models.relays import Urgency
from operations.action import Act, action
from operations.closing import close, reopen
from operations.sign_ins import is_open
from rules.case_facts import case_facts
from rules.lifecycles import CASE
from rules.refusal import require
from rules.typed_text import PASSAGE, kept, needed


@action("case.describe", on=Case, edits=("alias", "outline", "urgency", "district_key"))
def describe_case(act: Act, case: Case, *, alias: str, outline: str, urgency: Urgency, district_key: str) -> Case:
    """Write down what the household is about, in words that name nobody."""
    known = act.session.exec(select(District).where(District.key == district_key)).first()
    require(known is not None or district_key == "", "not_found")
    case.alias, case.outline = needed(alias, "field.alias"), needed(outline, "field.outline", most=PASSAGE)
    case.urgency, case.district_key = urgency, district_key
    return case


@action("case.put_in_charge", on=Case, edits=("in_charge_id",))
def put_in_charge(act: Act, case: Case, *, person_id: UUID) -> Case:
    """Name the CSW of a case: somebody who may see it by office."""
    person = act.session.get(Person, person_id)
    workers = select(RoleHolding.person_id).where(
        RoleHolding.person_id == person_id,
        col(RoleHolding.role).in_([Role.WELFARE_WORKER, Role.CENTER_WORKER]),
        RoleHolding.since <= act.today,
        (col(RoleHolding.until).is_(None)) | (col(RoleHolding.until) >= act.today),
    )
    is_worker = act.session.exec(workers).first() is not None
    require(person is not None and is_open(person, act.today) and is_worker, "in_charge_must_be_worker")
    case.in_charge_id = person_id
    return case


_MEMBER_TEXTS = ("name", "reading", "born", "address", "telephone", "health", "livelihood")


def _write(member: HouseholdMember, texts: dict[str, str | None]) -> HouseholdMember:
    """Put checked texts into a member; a name outside the list is nobody's field."""
    require(set(texts) <= set(_MEMBER_TEXTS), "not_found")
    for name, text in texts.items():
        setattr(member, name, kept(text))
    return member


@action("member.add", on=Case)
def add_member(act: Act, case: Case, *, relation: str, is_minor: bool = False, **texts: str | None) -> HouseholdMember:
    """Add a person of the household. The name may be unknown (氏名不詳); what they are in the family may not."""
    count = select(func.count()).select_from(HouseholdMember).where(HouseholdMember.case_id == case.id)
    place = act.session.exec(count).one()
    word = needed(relation, "field.relation")
    return act.add(_write(HouseholdMember(case_id=case.id, position=place, relation=word, is_minor=is_minor), texts))


@action("member.correct", on=HouseholdMember, edits=("relation", *_MEMBER_TEXTS, "is_minor", "died_on"))
def correct_member(
    act: Act,
    member: HouseholdMember,
    *,
    relation: str,
    is_minor: bool,
    died_on: date | None = None,
    **texts: str | None,
) -> HouseholdMember:
    """Correct what is known about a person of the household; a death ends consent, not the record."""
    require(died_on is None or died_on <= act.today, "day_in_future")
    member.relation, member.is_minor, member.died_on = needed(relation, "field.relation"), is_minor, died_on
    return _write(member, texts)


@action("agency.involve", on=Case)
def involve_agency(act: Act, case: Case, *, agency_id: UUID) -> Involvement:
    """Let an agency take part. It sees the case only as far as a consent covers it."""
    require(act.session.get(Agency, agency_id), "not_found")
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    current = select(Involvement).where(
        Involvement.case_id == case.id, Involvement.agency_id == agency_id, col(Involvement.until).is_(None)
    )
    require(act.session.exec(current).first() is None, "agency_is_already_involved")
    return act.add(Involvement(case_id=case.id, agency_id=agency_id, since=act.today))


@action("agency.release", on=Involvement)
def release_agency(act: Act, involvement: Involvement) -> Involvement:
    """End an agency's part in a case: from the next look on it finds the case nowhere."""
    require(involvement.until is None, "agency_is_already_released")
    # until is the last whole day; a part that ends today must be over now, so it is yesterday.
    involvement.until = date.fromordinal(act.today.toordinal() - 1)
    return involvement


@action("case.advance", on=Case, edits=("state",))
def advance_case(
    act: Act, case: Case, *, step: str, recontact_on: date | None = None, words: str | None = None
) -> Case:
    """Take a step of the lifecycle; 終結 confirms its review, and opening again brings back what ended with it."""
    taken = CASE.step(step, case.state, act.actor.roles, act.offices)
    require(recontact_on is None or recontact_on > act.today, "recontact_must_lie_ahead")
    told = kept(words, most=PASSAGE)
    facts = case_facts(
        act.session.execute, case, act.today, has_recontact_day=recontact_on is not None, has_words=told is not None
    )
    act.weigh(taken.conditions, facts)
    case.state = CaseState(taken.target.value)
    case.recontact_on = recontact_on if case.state is CaseState.SUSPENDED else None
    if step == "close":
        close(act, case)
    if step == "reopen":
        case.reopened_words = told
        reopen(act, case)
    return case
