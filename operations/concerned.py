"""Whom a plan or a role speaks of: written down whole, and not over somebody else's choice."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, select

from models.cases import Case, HouseholdMember, Involvement
from models.conferences import ConcernedMember
from models.people import Agency
from operations.action import Act
from rules.refusal import require
from rules.roles import by_office


def members_of(act: Act, subject_id: UUID) -> frozenset[UUID]:
    """The members a plan or a role names; none: the whole household."""
    named = select(ConcernedMember.member_id).where(ConcernedMember.subject_id == subject_id)
    return frozenset(act.session.exec(named))


def name_members(
    act: Act, subject_id: UUID, case: Case, members: Iterable[UUID], were: Iterable[UUID] | None = None
) -> frozenset[UUID]:
    """Name the members a plan or a role speaks of. were: those the form showed, so that nobody's choice is lost."""
    wanted, stored = frozenset(members), members_of(act, subject_id)
    require(were is None or frozenset(were) == stored, "members_were_changed")
    own = select(HouseholdMember.id).where(HouseholdMember.case_id == case.id, col(HouseholdMember.id).in_(wanted))
    require(len(act.session.exec(own).all()) == len(wanted), "not_found")
    gone = select(ConcernedMember).where(
        ConcernedMember.subject_id == subject_id, col(ConcernedMember.member_id).in_(stored - wanted)
    )
    for one in act.session.exec(gone):
        act.session.delete(one)
    for member_id in sorted(wanted - stored):
        act.session.add(ConcernedMember(subject_id=subject_id, member_id=member_id))
    return wanted


def take_part(act: Act, case: Case, agency_id: UUID) -> None:
    """An agency that carries a role takes part in the case; those who hold it by office do so anyway."""
    holds = select(Agency.id).where(Agency.id == agency_id, by_office(case))
    current = select(Involvement).where(
        Involvement.case_id == case.id, Involvement.agency_id == agency_id, col(Involvement.until).is_(None)
    )
    if act.session.exec(holds).first() is None and act.session.exec(current).first() is None:
        act.session.add(Involvement(case_id=case.id, agency_id=agency_id, since=act.today))
