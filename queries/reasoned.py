"""理由つきで進めたこと: which condition was passed over, by whom, why, and whether it was read since."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

import settings
from models.cases import Case
from models.history import ReasonedAct
from models.people import Person
from queries.view import Confidential
from rules.access import Actor, may
from rules.disclosure import Basis, BasisKind
from rules.refusal import require
from rules.visibility import visible_to


@dataclass(frozen=True)
class Reasoned:
    """One act with a reason."""

    id: UUID
    case_id: UUID
    number: str
    alias: str
    action: str
    condition: str
    reason: str
    who: str
    at: datetime
    approved_at: datetime | None
    approved_by: str
    may_approve: bool


@dataclass(frozen=True)
class ReasonedList(Confidential):
    """Those that wait for 後閲 first."""

    rows: tuple[Reasoned, ...]


def reasoned_list(session: Session, actor: Actor, now: datetime) -> ReasonedList:
    """The latest acts with a reason in the cases this person holds by office."""
    require(may(actor, "case.advance"), "not_found")

    reader = aliased(Person)
    rows = session.exec(
        select(ReasonedAct, Case, Person, reader)
        .join(Case, col(Case.id) == ReasonedAct.case_id)
        .join(Person, col(Person.id) == ReasonedAct.by_id)
        .join(reader, col(reader.id) == ReasonedAct.approved_by_id, isouter=True)
        .where(visible_to(actor, ReasonedAct, settings.tokyo_day(now)))
        .order_by(col(ReasonedAct.approved_at).is_not(None), col(ReasonedAct.at).desc())
        .limit(settings.city().page_rows)
    )
    may_approve = may(actor, "approval.give")
    views = tuple(
        Reasoned(
            one.id,
            case.id,
            case.number,
            case.alias,
            one.action,
            one.condition,
            one.reason,
            who.name,
            one.at,
            one.approved_at,
            by.name if by is not None else "",
            may_approve and one.approved_at is None and one.by_id != actor.person_id,
        )
        for one, case, who, by in rows
    )
    return ReasonedList(basis=Basis(BasisKind.OFFICE), rows=views)
