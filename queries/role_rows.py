"""役割 as one person may see them: one row each, on its own ground, in as many statements for one as for a hundred."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col, func

import settings
from models.cases import Case, Consent, HouseholdMember, InformationClass
from models.conferences import Conference
from models.history import EnteredFor
from models.people import Agency, Person, Role
from models.plans import Assignment, AssignmentReport, DoerKind
from queries.relays import Spoken
from queries.role_view import Report, RoleRow
from rules.access import Actor, Office, as_known_to, may, runs
from rules.disclosure import Basis, BasisKind
from rules.plan_steps import ASSIGNMENT, AssignmentFacts
from rules.roles import concerned, has_somebody, is_late
from rules.visibility import cases_by_office, consent_is_valid, names_visible_to, visible_to
from rules.visible_cases import cases_by_consent, covers_everyone, covers_household, within
from rules.visible_conferences import cases_run
from rules.visible_plans import told_with_its_case

_RIGHTS = ("assignment.change", "assignment.advance", "assignment.report", "assignment.accept_condition")
_OWN_FAMILY = frozenset({DoerKind.PERSON_CONCERNED, DoerKind.FAMILY})
_ANSWER_FOR_AGENCY = frozenset({Role.AGENCY_MEMBER, Role.CENTER_WORKER, Role.WELFARE_WORKER})


@dataclass(frozen=True)
class _Found:
    """A role with all that stands beside it in the same statement."""

    role: Assignment
    agency: str | None
    person: Person | None
    case: Case
    runs: frozenset[Office]
    is_held: bool
    is_run: bool
    is_shared: bool
    is_covered: bool
    knows_family: bool


def counted(session: Session, wanted: list[ColumnElement[bool]]) -> int:
    """How many roles there are."""
    statement = select(func.count()).select_from(Assignment).join(Case, col(Case.id) == col(Assignment.case_id))
    return int(session.execute(statement.where(*wanted)).scalar_one())


def role_rows(
    session: Session, actor: Actor, now: datetime, wanted: list[ColumnElement[bool]], *,
    order: tuple[Any, ...] = (), limit: int | None = None, offset: int = 0, unknowing: frozenset[UUID] = frozenset(),
) -> tuple[RoleRow, ...]:  # fmt: skip
    """The roles that this person may see among these; unknowing are drafts whose agency may not know the case."""
    today = settings.tokyo_day(now)
    wanted = [visible_to(actor, Assignment, today), *wanted]
    found = _found(session, actor, today, wanted, order or (col(Assignment.position),), limit, offset)
    ids = [one.role.id for one in found]
    named = concerned(session.execute, ids)
    relations = _relations(session, actor, today, {member for members in named.values() for member in members})
    until = _until(session, actor, today, {one.case.id for one in found})
    spoken = _spoken(session, ids)
    reports = _reports(session, ids)
    replaced = set(
        session.execute(select(col(Assignment.replaces_id)).where(col(Assignment.replaces_id).in_(ids))).scalars()
    )
    return tuple(
        _row(
            actor, today, one, _basis(one, until),
            tuple((member, relations[member]) for member in sorted(named[one.role.id]) if member in relations),
            named[one.role.id], reports[one.role.id], spoken.get(one.role.id),
            is_replaced=one.role.id in replaced, knows=one.role.id not in unknowing,
        )
        for one in found
    )  # fmt: skip


def _found(
    session: Session, actor: Actor, today: date, wanted: list[ColumnElement[bool]], order: tuple[Any, ...],
    limit: int | None, offset: int,
) -> list[_Found]:  # fmt: skip
    shared = and_(cases_by_consent(actor, today), told_with_its_case(actor, today))
    covers = covers_everyone(actor, today, Assignment.id, Assignment.case_id, InformationClass.SITUATION)
    family = and_(shared, covers_household(actor, today, Assignment.case_id, InformationClass.IDENTITY))
    grounds = (cases_by_office(actor), cases_run(actor, today), shared, and_(shared, covers), family)
    statement = (
        select(
            Assignment, col(Agency.name), Person, Case, col(Conference.facilitator_id), col(Conference.recorder_id),
            *(ground.label(f"ground_{place}") for place, ground in enumerate(grounds)),
        )
        .join(Case, col(Case.id) == col(Assignment.case_id))
        .join(Agency, col(Agency.id) == col(Assignment.agency_id), isouter=True)
        .join(Person, col(Person.id) == col(Assignment.person_id), isouter=True)
        .join(Conference, col(Conference.id) == col(Assignment.conference_id), isouter=True)
        .where(*wanted)
        .order_by(*order, col(Assignment.id))
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return [
        _Found(
            role,
            agency,
            person,
            case,
            _offices(actor, role, case, facilitator, recorder),
            *(bool(one) for one in grounds),
        )
        for role, agency, person, case, facilitator, recorder, *grounds in session.execute(statement)
    ]


def _offices(
    actor: Actor, role: Assignment, case: Case, facilitator_id: UUID | None, recorder_id: UUID | None
) -> frozenset[Office]:
    is_assignee = role.agency_id == actor.agency_id and bool(actor.roles & _ANSWER_FOR_AGENCY)
    held = ((is_assignee, Office.ASSIGNEE), (case.in_charge_id == actor.person_id, Office.IN_CHARGE))
    return runs(actor, facilitator_id, recorder_id) | {office for is_held, office in held if is_held}


def _relations(session: Session, actor: Actor, today: date, members: set[UUID]) -> dict[UUID, str]:
    known = or_(names_visible_to(actor, today), within(HouseholdMember.case_id, cases_run(actor, today)))
    rows = session.execute(select(HouseholdMember).where(col(HouseholdMember.id).in_(members), known))
    return {one.id: one.relation for one in rows.scalars()}


def _until(session: Session, actor: Actor, today: date, cases: set[UUID]) -> dict[UUID, date | None]:
    """When the consent that ends first ends, case by case, for an agency."""
    if Role.AGENCY_MEMBER not in actor.roles:
        return {}
    statement = (
        select(col(Consent.case_id), func.min(col(Consent.ends_on)))
        .where(col(Consent.case_id).in_(cases), visible_to(actor, Consent, today), consent_is_valid(today))
        .group_by(col(Consent.case_id))
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _basis(one: _Found, until: dict[UUID, date | None]) -> Basis:
    if one.is_held:
        return Basis(BasisKind.OFFICE)
    if one.is_run:
        return Basis(BasisKind.RUNNING)
    return Basis(BasisKind.CONSENT, until.get(one.case.id)) if one.is_covered else Basis(BasisKind.ROLE)


def _spoken(session: Session, ids: list[UUID]) -> dict[UUID, Spoken]:
    """The last words that somebody typed for another, by the record they are about."""
    statement = select(EnteredFor).where(col(EnteredFor.subject_id).in_(ids)).order_by(col(EnteredFor.said_at))
    return {
        one.subject_id: Spoken(one.said_by, one.channel, settings.tokyo_day(one.said_at))
        for one in session.execute(statement).scalars()
    }


def _reports(session: Session, ids: list[UUID]) -> dict[UUID, tuple[Report, ...]]:
    statement = (
        select(AssignmentReport, Person)
        .join(Person, col(Person.id) == col(AssignmentReport.by_id))
        .where(col(AssignmentReport.assignment_id).in_(ids))
        .order_by(col(AssignmentReport.reported_at).desc())
    )
    rows = session.execute(statement).all()
    spoken = _spoken(session, [report.id for report, _ in rows])
    found: dict[UUID, tuple[Report, ...]] = defaultdict(tuple)
    for report, who in rows:
        found[report.assignment_id] += (Report(report.reported_at, who.name, report.words, spoken.get(report.id)),)
    return found


def _contact(person: Person | None) -> str:
    """顔の見える関係: how the one who carries it is reached, and on which days."""
    if person is None:
        return ""
    return "　".join(text for text in (person.direct_line, person.work_days) if text)


def _row(
    actor: Actor, today: date, one: _Found, basis: Basis, people: tuple[tuple[UUID, str], ...],
    members: frozenset[UUID], reports: tuple[Report, ...], spoken: Spoken | None, *, is_replaced: bool, knows: bool,
) -> RoleRow:  # fmt: skip
    role, case, person = one.role, one.case, one.person
    here = as_known_to(actor, case.district_key, case.in_charge_id)
    is_mine, is_office = Office.ASSIGNEE in one.runs, one.is_held or one.is_run
    is_told, has_heading = is_office or one.is_covered, is_office or (one.is_shared and not role.without_contents)
    # Who of the family does it is theirs to be told by name who may know all of the household by name.
    is_named = is_office or one.knows_family or role.doer not in _OWN_FAMILY
    facts = AssignmentFacts(knows_the_case=knows)
    # What another agency answered in words is for those who lead the case; that it answered is for everybody.
    hears = is_office or is_mine
    return RoleRow(
        basis=basis, id=role.id, version=role.version, case_id=case.id,
        case_number=case.number if has_heading else "", case_alias=case.alias if has_heading else "",
        plan_id=role.plan_id, conference_id=role.conference_id, replaces_id=role.replaces_id, state=role.state,
        doer=role.doer, agency_id=role.agency_id, agency=one.agency or "", person_id=role.person_id,
        person=person.name if person is not None else "", title=person.title if person is not None else "",
        contact=_contact(person), doer_name=role.doer_name if is_named else None,
        problem=role.problem if is_told else None, task=role.task, service=role.service,
        programme=role.programme, due_on=role.due_on, frequency=role.frequency, done_when=role.done_when,
        is_restricted=role.is_restricted, without_contents=role.without_contents, asked_on=role.asked_on,
        answer=role.answer if hears else None, answered_at=role.answered_at,
        answer_by=role.answer_by if hears else None, answer_due_on=role.answer_due_on,
        condition_accepted_at=role.condition_accepted_at, ended_on=role.ended_on,
        members=tuple(sorted(members)) if is_office else (),
        people=tuple(relation for _, relation in people) if is_told else (),
        is_mine=is_mine, is_told=is_told, is_named=is_named or role.doer_name is None,
        is_late=is_late(role, today), is_replaced=is_replaced, lacks_person=not has_somebody(role),
        offers=ASSIGNMENT.offered(role.state, here.roles, one.runs, facts),
        may=frozenset(right for right in _RIGHTS if may(here, right, one.runs)),
        reports=reports, spoken=spoken if hears else None,
    )  # fmt: skip
