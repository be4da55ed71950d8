"""Which record somebody sees, on which ground, and whether the whole of it."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select

from models.cases import Case, Consent
from models.conferences import Conference
from models.minutes import ConferenceRecord
from models.people import Role
from rules.access import Actor, Office, holds_the_office
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from rules.visibility import consent_is_valid, visible_to


def record_seen(
    session: Session, actor: Actor, record_id: UUID | None, today: date
) -> tuple[ConferenceRecord, Conference, Case | None]:
    """The record with its conference and its case. Raises Refused("not_found") alike for forbidden and absent."""
    found = session.exec(
        select(ConferenceRecord, Conference, Case)
        .join(Conference, col(Conference.id) == ConferenceRecord.conference_id)
        .join(Case, col(Case.id) == ConferenceRecord.case_id, isouter=True)
        .where(ConferenceRecord.id == record_id, visible_to(actor, ConferenceRecord, today))
    ).first()
    if found is None:
        raise Refused("not_found")
    return found


def is_whole_for(actor: Actor, case: Case | None, offices: frozenset[Office], *, is_run: bool) -> bool:
    """By office, or by running the conference as its appointed recorder or facilitator, one sees all of it."""
    if case is None:
        return bool(offices) or bool(actor.roles & {Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
    return is_run or holds_the_office(actor, case.district_key, case.in_charge_id)


def record_basis(session: Session, actor: Actor, case: Case | None, today: date, *, is_whole: bool) -> Basis:
    """On which ground this person reads it."""
    if case is not None and holds_the_office(actor, case.district_key, case.in_charge_id):
        return Basis(BasisKind.OFFICE)
    if is_whole:
        return Basis(BasisKind.RUNNING)
    return (
        Basis(BasisKind.INVITATION) if case is None else Basis(BasisKind.CONSENT, _until(session, actor, case, today))
    )


def _until(session: Session, actor: Actor, case: Case, today: date) -> date | None:
    """The day on which the first of the consents ends that open this record to the agency."""
    valid = (Consent.case_id == case.id, visible_to(actor, Consent, today), consent_is_valid(today))
    return session.exec(select(func.min(col(Consent.ends_on))).where(*valid)).one()
