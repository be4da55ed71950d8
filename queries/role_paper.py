"""役割分担表 and 回答票 as papers get them: the roles of one case, less what this reader may not see."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.people import Agency
from models.plans import Assignment, AssignmentState, EmergencyStep, SupportPlan
from queries.role_rows import role_rows
from queries.role_view import RoleRow
from queries.roles import looks_of
from queries.view import Confidential
from rules.access import Actor, may
from rules.calendar import after_business_days
from rules.emergency_order import steps_in_order
from rules.nameless import heard_by
from rules.record import RecordRole, RecordStep
from rules.refusal import require
from rules.visibility import visible_to
from rules.visible_plans import told_with_its_case

_NOT_PRINTED = (AssignmentState.NOT_NEEDED,)
REPLY_DAYS = 5


@dataclass(frozen=True)
class RolePaperRow:
    """One role, and how the one who carries it is reached."""

    role: RecordRole
    contact: str


@dataclass(frozen=True)
class RolePaper(Confidential):
    """The roles of one case on a day. only_agency: the one agency whose roles alone go on the paper, or nothing."""

    number: str
    alias: str
    printed_on: date
    wish: str
    aim: str
    starts_on: date | None
    ends_on: date | None
    monitoring_on: date | None
    lead_agency: str
    rows: tuple[RolePaperRow, ...]
    only_agency: str = ""
    reply_due_on: date | None = None
    emergency: tuple[RecordStep, ...] = ()


def role_paper(
    session: Session, actor: Actor, now: datetime, case_id: UUID | None, *, agency_id: UUID | None = None
) -> RolePaper:
    """The table of a case, or the rows of one agency alone. Raises Refused("not_found") where there is no row."""
    require(may(actor, "assignment.print"), "not_found")
    today = settings.tokyo_day(now)
    of_case = (col(Assignment.case_id) == case_id, told_with_its_case(actor, today))
    wanted = [*of_case, col(Assignment.state).not_in(_NOT_PRINTED)]
    if agency_id is not None:
        # A draft is not asked yet, and asking is where the agency's right to know is tested.
        wanted += [col(Assignment.agency_id) == agency_id, col(Assignment.state) != AssignmentState.DRAFT]
        # What it agreed to where nobody was named goes on its nameless 回答票.
        wanted.append(~heard_by(agency_id, Assignment.item_id))
    else:
        # The whole table goes round the agencies of the case; a 限定 row stays with who carries it.
        wanted.append(col(Assignment.is_restricted).is_(False))
    rows = role_rows(session, actor, now, wanted)
    require(rows and any(row.case_number for row in rows), "not_found")
    head = next(row for row in rows if row.case_number)
    plan, lead = _plan(session, actor, today, head.case_id)
    return RolePaper(
        basis=head.basis, looks=looks_of(rows), number=head.case_number, alias=head.case_alias, printed_on=today,
        wish=plan.wish if plan else "", aim=(plan.aim or "") if plan else "",
        starts_on=plan.starts_on if plan else None, ends_on=plan.ends_on if plan else None,
        monitoring_on=plan.monitoring_on if plan else None, lead_agency=lead,
        rows=tuple(RolePaperRow(_printed(row), row.contact) for row in rows),
        only_agency=rows[0].agency if agency_id is not None else "",
        # One agency's own paper goes to helpers outside the consent.
        emergency=() if agency_id is not None else steps_in_order(
            session.execute, head.case_id, visible_to(actor, EmergencyStep, today)
        ),
        reply_due_on=after_business_days(today, REPLY_DAYS) if agency_id is not None else None,
    )  # fmt: skip


def _plan(session: Session, actor: Actor, today: date, case_id: UUID) -> tuple[SupportPlan | None, str]:
    newest = session.exec(
        select(SupportPlan, Agency.name)
        .join(Agency, col(Agency.id) == SupportPlan.lead_agency_id, isouter=True)
        .where(SupportPlan.case_id == case_id, visible_to(actor, SupportPlan, today))
        .order_by(col(SupportPlan.round).desc())
        .limit(1)
    ).first()
    return (newest[0], newest[1] or "") if newest is not None else (None, "")


def _printed(row: RoleRow) -> RecordRole:
    return RecordRole(
        assignment_id=str(row.id), agency_id=str(row.agency_id or ""), agency=row.agency, doer=row.doer.value,
        doer_name=row.person or row.doer_name or "",
        problem="" if row.without_contents else row.problem or "", task=row.task,
        service=row.service or "", programme=row.programme.value if row.programme else "",
        due_on=row.due_on.isoformat() if row.due_on else "", frequency=row.frequency or "",
        done_when=row.done_when or "", state=row.state.value, answer=row.answer or "",
    )  # fmt: skip
