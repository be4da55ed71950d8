"""A case as those hold it who follow it to its end: by office, or by running a conference that has it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from models.cases import Case
from models.conferences import AgendaItem, Conference
from rules.access import GRANTS, Actor, Office, as_known_to, holds_the_office, may, runs
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from rules.visibility import cases_by_office
from rules.visible_conferences import cases_run


@dataclass(frozen=True)
class Held:
    """The case, the ground on which it is read, and what this person is for it."""

    case: Case
    is_office: bool
    here: Actor
    offices: frozenset[Office]

    @property
    def basis(self) -> Basis:
        """The office, or the conference that is run."""
        return Basis(BasisKind.OFFICE if self.is_office else BasisKind.RUNNING)

    def may(self, conference: Conference | None = None) -> frozenset[str]:
        """Every right on the case; a conference lends those of who runs it."""
        held = self.offices
        if conference is not None:
            held |= runs(self.here, conference.facilitator_id, conference.recorder_id)
        return frozenset(action for action in GRANTS if may(self.here, action, held))


def held_case(session: Session, actor: Actor, today: date, case_id: UUID | None) -> Held:
    """One case. Raises Refused("not_found") alike for a forbidden and an absent one."""
    known = or_(cases_by_office(actor), cases_run(actor, today))
    case = session.execute(select(Case).where(col(Case.id) == case_id, known)).scalars().first()
    if case is None:
        raise Refused("not_found")
    is_office = holds_the_office(actor, case.district_key, case.in_charge_id)
    offices = frozenset({Office.IN_CHARGE} if case.in_charge_id == actor.person_id else ())
    return Held(case, is_office, as_known_to(actor, case.district_key, case.in_charge_id), offices)


def conferences_of(case_id: UUID) -> ColumnElement[bool]:
    """The conferences whose agenda has a case, as a condition on Conference."""
    items = select(col(AgendaItem.conference_id)).where(
        col(AgendaItem.case_id) == case_id, col(AgendaItem.removed_at).is_(None)
    )
    return col(Conference.id).in_(items)
