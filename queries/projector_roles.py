"""投影: the roles that were agreed in this sitting, where every agency in the room may know them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, col, or_, select

from models.cases import HouseholdMember, InformationClass
from models.conferences import AgendaItem, Conference, Invitation
from models.forums import forums
from models.people import Agency
from models.plans import Assignment, AssignmentState, DoerKind
from rules.projector import reach
from rules.room import absences_in, concerned_in, offices_in, runners_in, shares_in

_SAID = (
    AssignmentState.ASKED, AssignmentState.TAKEN_BACK, AssignmentState.ACCEPTED,
    AssignmentState.ACCEPTED_WITH_CONDITION, AssignmentState.DONE,
)  # fmt: skip


@dataclass(frozen=True)
class RoleTold:
    """Who, what, by when. doer: who carries it where no agency does; answer_due_on: 持ち帰り."""

    agency: str
    doer: DoerKind
    task: str
    due_on: date | None
    state: AssignmentState
    answer_due_on: date | None


def roles_told(
    session: Session, conference: Conference, current: AgendaItem, spoken: list[UUID],
    hide: Callable[[str | None], str], today: date,
) -> tuple[RoleTold, ...]:  # fmt: skip
    """The roles of the items that were spoken of before this very room; what is 限定 is never among them."""
    if current.case_id is None:
        return ()
    rows = session.exec(
        select(Assignment, Agency.name)
        .join(Agency, col(Agency.id) == Assignment.agency_id, isouter=True)
        .where(
            Assignment.case_id == current.case_id,
            Assignment.conference_id == conference.id,
            or_(col(Assignment.item_id).in_(spoken), _of_plan(conference, current)),
            col(Assignment.state).in_(_SAID),
            ~col(Assignment.is_restricted),
        )
        .order_by(col(Assignment.position), col(Assignment.id))
    ).all()
    known = _known(session, conference, current, [role.id for role, _ in rows], today)
    return tuple(
        RoleTold(agency or "", role.doer, hide(role.task), role.due_on, role.state, role.answer_due_on)
        for role, agency in rows
        if role.id in known or role.without_contents
    )


def _of_plan(conference: Conference, current: AgendaItem) -> ColumnElement[bool]:
    """Roles of a plan that was brought here belong to no item: only consent tells that this room may know them."""
    by_consent = forums()[conference.forum_key].sharing_basis == "consent"
    is_open = by_consent and not current.without_names and not current.family_present
    return col(Assignment.item_id).is_(None) if is_open else false()


def _known(
    session: Session, conference: Conference, current: AgendaItem, roles: list[UUID], today: date
) -> frozenset[UUID]:
    """Those of which everybody they speak of agreed that each agency in the room may know."""
    # 社会福祉法 第106条の6: where the duty of secrecy is the ground, the room hears what is agreed in it.
    if forums()[conference.forum_key].sharing_basis != "consent" or current.without_names or not roles:
        return frozenset(roles)
    fetch, case_id = session.execute, current.case_id
    away = absences_in(fetch, conference.id).get(current.id, frozenset())
    called = session.exec(
        select(Invitation.agency_id).where(
            Invitation.conference_id == conference.id, col(Invitation.withdrawn_at).is_(None)
        )
    ).all()
    room = ({one for one in called if one is not None} - away) | runners_in(fetch, conference.id)
    room -= offices_in(fetch, {case_id})[case_id]  # type: ignore[arg-type, index]
    living = session.exec(
        select(HouseholdMember.id).where(HouseholdMember.case_id == case_id, col(HouseholdMember.died_on).is_(None))
    ).all()
    shares, named = shares_in(fetch, {case_id}), concerned_in(fetch, roles)  # type: ignore[arg-type]
    return frozenset(
        role
        for role in roles
        if reach(set(living) & named.get(role, frozenset(living)), room, shares, InformationClass.SITUATION, today)
    )
