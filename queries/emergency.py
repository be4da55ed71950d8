"""緊急のときの連絡: the steps of one case in their order, for everybody who shares in it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

import settings
from models.cases import Case
from models.conferences import Conference
from models.people import Agency, Role
from models.plans import EmergencyStep
from queries.view import Confidential, Seen
from rules.access import Actor, Office, as_known_to, holds_the_office, may, runs
from rules.disclosure import Basis, BasisKind
from rules.refusal import require
from rules.visibility import visible_to


@dataclass(frozen=True)
class StepView:
    """One step: what happens, who is told and what is done; may: what this person may do to it."""

    id: UUID
    position: int
    sign: str
    response: str
    agency_id: UUID | None
    agency: str
    contact: str | None
    decides: bool
    may: frozenset[str] = frozenset()

    def seen(self, *names: str) -> dict[str, object]:
        """What a form of the step shows."""
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True)
class EmergencyPlan(Confidential):
    """The order of one case."""

    case_id: UUID
    steps: tuple[StepView, ...]


def emergency_plan(session: Session, actor: Actor, now: datetime, case_id: UUID) -> EmergencyPlan:
    """The steps this person may see; an empty order and one of a case that is not theirs look alike."""
    require(may(actor, "assignment.look"), "not_found")
    rows = session.exec(
        select(EmergencyStep, Case, Agency, Conference)
        .join(Case, col(Case.id) == EmergencyStep.case_id)
        .join(Agency, col(Agency.id) == EmergencyStep.agency_id, isouter=True)
        .join(Conference, col(Conference.id) == EmergencyStep.conference_id, isouter=True)
        .where(*_standing(actor, settings.tokyo_day(now), case_id))
        .order_by(col(EmergencyStep.position), col(EmergencyStep.created_at))
    ).all()
    is_office = any(holds_the_office(actor, case.district_key, case.in_charge_id) for _, case, *_ in rows)
    basis = Basis(BasisKind.OFFICE if is_office else _outside(actor))
    return EmergencyPlan(
        basis=basis, looks=(Seen("assignment.look", "cases", case_id, case_id, basis.kind.value),) if rows else (),
        case_id=case_id, steps=tuple(_view(actor, *row) for row in rows),
    )  # fmt: skip


def _standing(actor: Actor, today: date, case_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        col(EmergencyStep.case_id) == case_id, col(EmergencyStep.removed_at).is_(None),
        visible_to(actor, EmergencyStep, today),
    )  # fmt: skip


def _outside(actor: Actor) -> BasisKind:
    return BasisKind.CONSENT if Role.AGENCY_MEMBER in actor.roles else BasisKind.RUNNING


def _view(
    actor: Actor, step: EmergencyStep, case: Case, agency: Agency | None, conference: Conference | None
) -> StepView:
    here = as_known_to(actor, case.district_key, case.in_charge_id)
    offices = frozenset({Office.IN_CHARGE} if case.in_charge_id == actor.person_id else ())
    if conference is not None:
        offices |= runs(actor, conference.facilitator_id, conference.recorder_id)
    rights = frozenset(one for one in ("emergency.change", "emergency.remove") if may(here, one, offices))
    return StepView(
        step.id, step.position, step.sign, step.response, step.agency_id, agency.name if agency else "", step.contact,
        step.decides, rights,
    )  # fmt: skip
