"""Reviews, opinions and the ledger: who reads the answers, who reads 公開文 alone, and whose case it came from."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from models.closure import AgencyOpinion, CaseProblem, OpinionState
from models.gaps import Engagement, GapOrigin, GapState, ResourceGap
from models.people import Role
from models.record import Record
from rules.access import Actor
from rules.visible_cases import cases_by_consent, cases_by_office, within
from rules.visible_conferences import cases_run

CITY = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
# 公開文 is what these may read: municipal divisions, and the agencies whose opinions it came from.
_READERS = frozenset({Role.CENTER_WORKER, Role.AGENCY_MEMBER, Role.PROMOTION_OFFICER, Role.DIVISION_MANAGER})
_ANSWER_FOR_AGENCY = frozenset({Role.AGENCY_MEMBER, Role.CENTER_WORKER, Role.WELFARE_WORKER})
_WORK_FOR_OWNER = frozenset({Role.PROMOTION_OFFICER, Role.DIVISION_MANAGER})
_OWN_ROWS_STAY = timedelta(days=90)


def _held(actor: Actor, today: date) -> ColumnElement[bool]:
    return or_(cases_by_office(actor), cases_run(actor, today))


def of_held_cases(actor: Actor, model: type[Record], today: date) -> ColumnElement[bool]:
    """Rows of the cases held by office, and of those on the agenda of a conference this person runs."""
    return within(model.case_id, _held(actor, today))  # type: ignore[attr-defined]


def problems(actor: Actor, today: date) -> ColumnElement[bool]:
    """新しい課題: those who hold the case; an agency what it noticed itself."""
    own = and_(
        col(CaseProblem.noticed_by_id) == actor.agency_id,
        within(CaseProblem.case_id, cases_by_consent(actor, today)),
    )
    return or_(of_held_cases(actor, CaseProblem, today), own)


def opinions(actor: Actor, today: date) -> ColumnElement[bool]:
    """Side by side for those who hold the case; else one's own agency's, for a time."""
    if not actor.roles & _ANSWER_FOR_AGENCY:
        return of_held_cases(actor, AgencyOpinion, today)
    since = today - _OWN_ROWS_STAY
    is_recent = or_(col(AgencyOpinion.asked_on) >= since, col(AgencyOpinion.reminded_on) >= since)
    waits = col(AgencyOpinion.state) == OpinionState.ASKED
    own = and_(col(AgencyOpinion.agency_id) == actor.agency_id, or_(is_recent, waits))
    return or_(own, of_held_cases(actor, AgencyOpinion, today))


def within_ledger(gap_id: Any, entries: ColumnElement[bool]) -> ColumnElement[bool]:
    """The entry of the row is among these entries."""
    return col(gap_id).in_(select(col(ResourceGap.id)).where(entries).correlate(None))


def owns(actor: Actor) -> ColumnElement[bool]:
    """An entry whose 所管課 is the actor's own; the SQL twin of is_owner()."""
    return col(ResourceGap.owner_id) == actor.agency_id if actor.roles & _WORK_FOR_OWNER else false()


def is_owner(actor: Actor, gap: ResourceGap) -> bool:
    """Somebody of 所管課 who works on it: its head, or its 推進員."""
    return bool(actor.roles & _WORK_FOR_OWNER) and gap.owner_id is not None and gap.owner_id == actor.agency_id


def gaps(actor: Actor, today: date) -> ColumnElement[bool]:
    """The city sees all; others what has a confirmed 公開文, and a candidate where they may read any of its origins."""
    if actor.roles & CITY:
        return true()
    # Under a name of its own, so that a statement which joins origins itself is not taken for ours.
    origin = aliased(GapOrigin)
    own = exists().where(col(origin.gap_id) == col(ResourceGap.id), _is_known(actor, origin, today))
    # A merged entry may never have been looked through: it is found only by those who held it.
    told = and_(col(ResourceGap.confirmed_on).is_not(None), col(ResourceGap.state) != GapState.MERGED)
    return or_(own, told if actor.roles & _READERS else false())


def text_is_told(actor: Actor, today: date) -> ColumnElement[bool]:
    """公開文 before it is confirmed: it may name a household still, so it is read by who may read all it came from."""
    if actor.roles & CITY:
        return true()
    origin, mine = aliased(GapOrigin), select(col(GapOrigin.id)).where(origins(actor, today))
    others = exists().where(col(origin.gap_id) == col(ResourceGap.id), col(origin.id).not_in(mine))
    return or_(col(ResourceGap.confirmed_on).is_not(None), ~others)


def origins(actor: Actor, today: date) -> ColumnElement[bool]:
    """Where it was said: of a case, those who hold it; of no case, the city and whoever wrote it down."""
    if actor.roles & CITY:
        return true()
    return _is_known(actor, GapOrigin, today)


def _is_known(actor: Actor, origin: type[GapOrigin], today: date) -> ColumnElement[bool]:
    of_no_case = and_(col(origin.case_id).is_(None), col(origin.raised_by_id) == actor.person_id)
    return or_(of_held_cases(actor, origin, today), of_no_case)


def engagements(actor: Actor, today: date) -> ColumnElement[bool]:
    """働きかけ: of a review, those who hold its case; of an entry, the city and its 所管課."""
    if actor.roles & CITY:
        return true()
    owned = within_ledger(Engagement.gap_id, owns(actor))
    return or_(of_held_cases(actor, Engagement, today), and_(col(Engagement.case_id).is_(None), owned))
