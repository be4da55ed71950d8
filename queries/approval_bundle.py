"""What goes to the 決裁 of one record: the record, the roles of its case, and the plan where it was decided."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.plans import PlanState, SupportPlan
from queries.record import RecordFile, record_file
from queries.role_paper import RolePaper, role_paper
from queries.view import Confidential, Seen
from rules.access import Actor
from rules.refusal import Refused, require
from rules.visibility import visible_to

_DECIDED = (PlanState.DECIDED, PlanState.EVALUATED)


@dataclass(frozen=True)
class ApprovalBundle(Confidential):
    """A whole record with what is attached to it."""

    record: RecordFile
    roles: RolePaper | None
    plan_decided_on: date | None
    plan_number: str
    drafter: str
    made_at: datetime


def approval_bundle_of(session: Session, actor: Actor, now: datetime, record_id: UUID | None) -> ApprovalBundle:
    """For those who file approvals of this record, and so read it whole. Raises Refused("not_found")."""
    record = record_file(session, actor, now, record_id)
    require(record.is_whole and {"record.print", "record.file_approval"} <= record.may, "not_found")
    roles = _roles(session, actor, now, record.case_id) if record.text.roles else None
    plan = _plan(session, actor, settings.tokyo_day(now), record)
    printed = tuple(replace(seen, action="record.print") for seen in record.looks)
    shown: tuple[Seen, ...] = tuple(replace(seen, action="assignment.print") for seen in roles.looks) if roles else ()
    return ApprovalBundle(
        basis=record.basis, looks=(*printed, *shown), record=record, roles=roles,
        plan_decided_on=plan.decided_on if plan else None, plan_number=(plan.decision_number or "") if plan else "",
        drafter=actor.name, made_at=now,
    )  # fmt: skip


def _roles(session: Session, actor: Actor, now: datetime, case_id: UUID | None) -> RolePaper | None:
    try:
        return role_paper(session, actor, now, case_id)
    except Refused:
        return None


def _plan(session: Session, actor: Actor, today: date, record: RecordFile) -> SupportPlan | None:
    """The plan that this conference examined, once it was decided."""
    if record.case_id is None:
        return None
    wanted = (SupportPlan.case_id == record.case_id, SupportPlan.conference_id == record.conference_id)
    seen = select(SupportPlan).where(
        *wanted, col(SupportPlan.state).in_(_DECIDED), visible_to(actor, SupportPlan, today)
    )
    return session.exec(seen).first()
