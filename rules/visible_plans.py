"""Plans and roles: the own rows, and the whole table of a case for the agencies that share in it."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlmodel import col

from models.cases import InformationClass
from models.people import Role
from models.plans import Assignment, AssignmentReport, AssignmentState, EmergencyStep, PlanState, SupportPlan
from rules.access import Actor
from rules.nameless import heard_without_names
from rules.recused import is_recused
from rules.visible_cases import cases_by_consent, cases_by_office, covers_everyone, within
from rules.visible_conferences import cases_run

# An agency has to keep records of what it did: its own ended roles stay readable so long.
_OWN_ROWS_STAY = timedelta(days=90)


def is_own(actor: Actor, today: date) -> ColumnElement[bool]:
    """A role that the actor's agency was asked to carry."""
    if not actor.roles & {Role.AGENCY_MEMBER, Role.CENTER_WORKER, Role.WELFARE_WORKER}:
        return false()
    return and_(
        col(Assignment.agency_id) == actor.agency_id,
        col(Assignment.state) != AssignmentState.DRAFT,
        or_(col(Assignment.ended_on).is_(None), col(Assignment.ended_on) >= today - _OWN_ROWS_STAY),
    )


def _by_office(actor: Actor, today: date) -> ColumnElement[bool]:
    return or_(cases_by_office(actor), cases_run(actor, today))


def assignments(actor: Actor, today: date) -> ColumnElement[bool]:
    """プランの共有 (実施計画 2(5)): who shares in a case sees its whole table, less what is restricted.

    Whoever took no part in an item for 利害関係 sees nothing of what was agreed there. Who sat there while nobody was
    named finds nothing of it in the table: they would know whose it was.
    """
    takes_part = ~is_recused(actor, Assignment.item_id)
    if actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF}:
        return takes_part
    shared = and_(
        col(Assignment.state) != AssignmentState.DRAFT,
        ~col(Assignment.is_restricted),
        ~heard_without_names(actor, Assignment.item_id),
        within(Assignment.case_id, cases_by_consent(actor, today)),
        covers_everyone(actor, today, Assignment.id, Assignment.case_id, InformationClass.SITUATION),
    )
    return and_(takes_part, or_(is_own(actor, today), within(Assignment.case_id, _by_office(actor, today)), shared))


def told_with_its_case(actor: Actor, today: date) -> ColumnElement[bool]:
    """A role may stand beside its case: an own one that was agreed where nobody was named is told without it."""
    held = within(Assignment.case_id, _by_office(actor, today))
    return or_(held, ~heard_without_names(actor, Assignment.item_id))


def plans(actor: Actor, today: date) -> ColumnElement[bool]:
    """A plan is shared once it was brought before a conference, where everybody it speaks of agreed."""
    if actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF}:
        return true()
    shared = and_(
        col(SupportPlan.state) != PlanState.DRAFT,
        within(SupportPlan.case_id, cases_by_consent(actor, today)),
        covers_everyone(actor, today, SupportPlan.id, SupportPlan.case_id, InformationClass.SITUATION),
    )
    return or_(within(SupportPlan.case_id, _by_office(actor, today)), shared)


def emergency_steps(actor: Actor, today: date) -> ColumnElement[bool]:
    """Whom to tell first in an emergency, for every agency that shares in the case: as its roles are shared."""
    takes_part = ~is_recused(actor, EmergencyStep.item_id)
    if actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF}:
        return takes_part
    shared = and_(
        ~heard_without_names(actor, EmergencyStep.item_id),
        within(EmergencyStep.case_id, cases_by_consent(actor, today)),
        covers_everyone(actor, today, EmergencyStep.id, EmergencyStep.case_id, InformationClass.SITUATION),
    )
    return and_(takes_part, or_(within(EmergencyStep.case_id, _by_office(actor, today)), shared))


def reports(actor: Actor, today: date) -> ColumnElement[bool]:
    """How a role is going, for those who see the role."""
    return exists(
        select(1)
        .select_from(Assignment)
        .where(col(Assignment.id) == col(AssignmentReport.assignment_id), assignments(actor, today))
    )
