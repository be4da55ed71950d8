"""理由つきで進めたこと: which condition was passed over, by whom, why, and whether it was read since."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

import settings
from models.cases import Case
from models.conferences import Conference
from models.forums import forums
from models.history import ReasonedAct
from models.minutes import ConferenceRecord
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
    page: str
    about_id: UUID
    about: str
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
    today, size = settings.tokyo_day(now), settings.city().page_rows
    return ReasonedList(basis=Basis(BasisKind.OFFICE), rows=reasoned(session, actor, today, limit=size))


def reasoned(
    session: Session, actor: Actor, today: date, *wanted: ColumnElement[bool], limit: int
) -> tuple[Reasoned, ...]:
    """Acts with a reason, those that wait for 後閲 first, then the latest."""
    of_conference = col(Conference.id).in_((ReasonedAct.subject_id, ConferenceRecord.conference_id))
    rows = session.exec(
        select(ReasonedAct, Case, Conference, Person)
        .join(Case, col(Case.id) == ReasonedAct.case_id, isouter=True)
        .join(ConferenceRecord, col(ConferenceRecord.id) == ReasonedAct.subject_id, isouter=True)
        .join(Conference, of_conference, isouter=True)
        .join(Person, col(Person.id) == ReasonedAct.by_id)
        .where(visible_to(actor, ReasonedAct, today), *wanted)
        .order_by(col(ReasonedAct.approved_at).is_not(None), col(ReasonedAct.at).desc())
        .limit(limit)
    ).all()
    readers = {one.approved_by_id for one, *_ in rows}
    names = {person.id: person.name for person in session.exec(select(Person).where(col(Person.id).in_(readers)))}
    may_approve = may(actor, "approval.give")
    return tuple(
        Reasoned(
            one.id, *_about(case, conference), one.action, one.condition, one.reason, who.name, one.at,
            one.approved_at, names[one.approved_by_id] if one.approved_by_id is not None else "",
            may_approve and one.approved_at is None and one.by_id != actor.person_id,
        )
        for one, case, conference, who in rows
    )  # fmt: skip


def _about(case: Case | None, conference: Conference | None) -> tuple[str, UUID, str]:
    """The screen it leads to, and its words: the case, or the conference where it is about no single case."""
    if case is not None:
        return "case", case.id, f"{case.number} {case.alias}"
    if conference is None:
        raise LookupError("a reason that is about nothing")
    return "conference", conference.id, f"{forums()[conference.forum_key].plain} {conference.theme}".strip()
