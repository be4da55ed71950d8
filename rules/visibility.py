"""On this record? One clause per table: lists, counts, search and single records go through it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import col

from models.cases import Case, Consent, ConsentShare, HouseholdMember, InformationClass, Involvement
from models.closure import AgencyOpinion, CaseProblem, ClosureReview, Evaluation, MonitoringCheck, RoleProgress
from models.conferences import AgendaItem, Attendance, Conference, Invitation
from models.gaps import Engagement, GapMove, GapOrigin, ResourceGap
from models.history import HistoryEntry, ReasonedAct
from models.minutes import ConferenceRecord, MinutesLine, RecordCheck, RecordPoint
from models.people import Agency, Person
from models.plans import Assignment, AssignmentReport, EmergencyStep, SupportPlan
from models.record import Record
from models.relays import Relay
from models.sittings import ProjectorPass, WrittenAnswer
from rules import visible_cases, visible_conferences, visible_gaps, visible_plans
from rules.access import Actor
from rules.recused import quotes_recused
from rules.visible_cases import cases_by_consent, cases_by_office, consent_is_valid, members, of_cases

_OF_HELD_CASES: tuple[type[Record], ...] = (MonitoringCheck, RoleProgress, Evaluation, ClosureReview)
__all__ = ["cases_by_office", "consent_is_valid", "names_visible_to", "visible_to"]


def names_visible_to(actor: Actor, today: date) -> ColumnElement[bool]:
    """The people of a household whose name this person may see, and so may search by."""
    return members(actor, today, col(ConsentShare.information) == InformationClass.IDENTITY)


def visible_to(actor: Actor, model: type[Record], today: date) -> ColumnElement[bool]:
    """One clause per table: lists, counts and single records go through it, so they cannot disagree."""
    clauses: dict[type[Record], Callable[[], ColumnElement[bool]]] = {
        Case: lambda: or_(cases_by_office(actor), cases_by_consent(actor, today)),
        HouseholdMember: lambda: members(actor, today),
        Consent: lambda: visible_cases.consents(actor, today),
        Involvement: lambda: of_cases(actor, Involvement, today),
        Relay: lambda: visible_cases.relays(actor),
        HistoryEntry: lambda: visible_cases.history(actor),
        ReasonedAct: lambda: visible_cases.reasoned(actor),
        Person: lambda: visible_cases.people(actor),
        Agency: true,
        Conference: lambda: visible_conferences.conferences(actor),
        Invitation: lambda: visible_conferences.invitations(actor),
        AgendaItem: lambda: visible_conferences.items(actor, today),
        Attendance: lambda: visible_conferences.attendances(actor),
        ProjectorPass: lambda: visible_conferences.of_conferences(actor, ProjectorPass),
        MinutesLine: lambda: visible_conferences.lines(actor, today),
        ConferenceRecord: lambda: visible_conferences.records(actor, today),
        RecordPoint: lambda: visible_conferences.points(actor, today),
        RecordCheck: lambda: and_(visible_conferences.checks(actor, today), ~quotes_recused(actor)),
        WrittenAnswer: lambda: visible_conferences.written_answers(actor, today),
        SupportPlan: lambda: visible_plans.plans(actor, today),
        Assignment: lambda: visible_plans.assignments(actor, today),
        EmergencyStep: lambda: visible_plans.emergency_steps(actor, today),
        AssignmentReport: lambda: visible_plans.reports(actor, today),
        **{model: partial(visible_gaps.of_held_cases, actor, model, today) for model in _OF_HELD_CASES},
        CaseProblem: lambda: visible_gaps.problems(actor, today),
        AgencyOpinion: lambda: visible_gaps.opinions(actor, today),
        ResourceGap: lambda: visible_gaps.gaps(actor, today),
        GapMove: lambda: visible_gaps.within_ledger(GapMove.gap_id, visible_gaps.gaps(actor, today)),
        GapOrigin: lambda: visible_gaps.origins(actor, today),
        Engagement: lambda: visible_gaps.engagements(actor, today),
    }
    if model not in clauses:
        raise LookupError(f"no rule says who may see {model.__name__}")
    return clauses[model]()
