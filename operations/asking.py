"""A role is written down, and asked of whoever is to carry it."""

from datetime import date
from typing import TypedDict
from uuid import UUID

from sqlmodel import func, select

from models.cases import Case
from models.people import Agency, Person
from models.plans import Assignment, AssignmentState, DoerKind, Programme
from operations.action import Act
from operations.concerned import members_of, take_part
from rules.plan_steps import ASSIGNMENT, AssignmentFacts
from rules.refusal import require
from rules.roles import asked, without_right
from rules.typed_text import LINE, PASSAGE, kept, needed

A = AssignmentState


class Terms(TypedDict, total=False):
    """The rest of a role, which may wait until after the conference."""

    person_id: UUID | None
    doer_name: str | None
    problem: str | None
    service: str | None
    programme: Programme | None
    due_on: date | None
    frequency: str | None
    done_when: str | None
    is_restricted: bool
    without_contents: bool


TERMS = tuple(Terms.__annotations__)
_TEXTS = {"doer_name": LINE, "problem": PASSAGE, "service": LINE, "frequency": LINE, "done_when": LINE}


def write_terms(act: Act, role: Assignment, terms: Terms) -> None:
    """Put checked terms into a role; the person must belong to the agency that carries it."""
    require(set(terms) <= set(TERMS), "not_found")
    for name, value in terms.items():
        setattr(role, name, kept(str(value or ""), most=_TEXTS[name]) if name in _TEXTS else value)
    if role.person_id is not None:
        person = act.session.get(Person, role.person_id)
        require(person is not None and person.agency_id == role.agency_id, "person_is_of_another_agency")


def new_role(act: Act, case: Case, doer: DoerKind, agency_id: UUID | None, task: str, terms: Terms) -> Assignment:
    """A role with who and what, at the end of the case's table; not stored yet."""
    require((agency_id is not None) == (doer is DoerKind.AGENCY), "field_is_needed", field="field.doer")
    require(agency_id is None or act.session.get(Agency, agency_id), "not_found")
    last = act.session.exec(select(func.max(Assignment.position)).where(Assignment.case_id == case.id)).one()
    role = Assignment(
        case_id=case.id, position=0 if last is None else last + 1, doer=doer, agency_id=agency_id,
        task=needed(task, "field.task", most=PASSAGE),
    )  # fmt: skip
    write_terms(act, role, terms)
    return role


def facts_of(
    act: Act, role: Assignment, case: Case, words: str | None = None, by: str | None = None, day: date | None = None
) -> AssignmentFacts:
    """What the conditions of a role ask about, counted now."""
    unknowing = without_right(act.session.execute, case, [asked(role, members_of(act, role.id))], act.today)
    return AssignmentFacts(
        has_doer=role.agency_id is not None or role.doer is not DoerKind.AGENCY, has_words=words is not None,
        has_answerer=by is not None, has_answer_day=day is not None, knows_the_case=not unknowing,
    )  # fmt: skip


def ask(act: Act, role: Assignment, case: Case) -> None:
    """打診, where the one who is asked may know."""
    step = next(one for one in ASSIGNMENT.steps if one.name == "ask")
    act.weigh(step.conditions, facts_of(act, role, case))
    mark_asked(act, role, case)


def mark_asked(act: Act, role: Assignment, case: Case) -> None:
    """From now on the agency sees the role, and takes part in the case where it may know it."""
    role.state, role.asked_on = A.ASKED, act.today
    if role.agency_id is not None and not role.without_contents:
        take_part(act, case, role.agency_id)
