"""進行台本: the agenda of one conference with who comes and goes, and what was promised last time."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.conferences import AgendaItem, Conference
from models.plans import Assignment, AssignmentState, DoerKind
from queries.conference import ConferenceFile, conference_file
from queries.projector_names import names_of
from queries.role_rows import role_rows
from queries.roles import looks_of
from queries.view import Confidential
from rules.access import Actor
from rules.projector import covered
from rules.refusal import require

_STANDING = (
    AssignmentState.ASKED, AssignmentState.TAKEN_BACK, AssignmentState.ACCEPTED,
    AssignmentState.ACCEPTED_WITH_CONDITION, AssignmentState.DONE,
)  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """What somebody said they would do."""

    agency: str
    doer: DoerKind
    task: str
    due_on: date | None
    state: AssignmentState


@dataclass(frozen=True)
class ItemWords:
    """One item in words that name nobody of a household; letter: what the wall calls its case."""

    title: str
    question: str
    letter: str


@dataclass(frozen=True)
class Script(Confidential):
    """What a facilitator needs on paper. words: by item. promises: by case, from before this conference."""

    whole: ConferenceFile
    words: dict[UUID, ItemWords]
    promises: dict[UUID, tuple[Promise, ...]]


def script(session: Session, actor: Actor, now: datetime, conference_id: UUID | None) -> Script:
    """The script of a conference. Raises Refused("not_found") for whoever does not run it."""
    whole = conference_file(session, actor, now, conference_id)
    require("conference.print" in whole.may, "not_found")
    standing = (AgendaItem.conference_id == whole.id, col(AgendaItem.removed_at).is_(None))
    items = session.exec(
        select(AgendaItem).where(*standing).order_by(col(AgendaItem.position), col(AgendaItem.id))
    ).all()
    names = names_of(session, session.get_one(Conference, whole.id), items)
    letters = {one.id: names.letter(one) for one in items}
    told = {
        one.id: ItemWords(
            covered(one.title, names.people), covered(one.question or "", names.people), letters[one.id]
        )
        for one in whole.agenda
    }  # fmt: skip
    cases = {one.case_id for one in whole.agenda if one.case_id is not None and not one.without_names}
    before = col(Assignment.conference_id).is_(None) | (col(Assignment.conference_id) != whole.id)
    wanted: list[ColumnElement[bool]] = [
        col(Assignment.case_id).in_(cases),
        col(Assignment.state).in_(_STANDING),
        before,
    ]
    rows = role_rows(session, actor, now, wanted) if cases else ()
    promises: dict[UUID, tuple[Promise, ...]] = {}
    for row in rows:
        one = Promise(row.agency, row.doer, covered(row.task, names.people), row.due_on, row.state)
        promises[row.case_id] = (*promises.get(row.case_id, ()), one)
    return Script(
        basis=whole.basis, looks=(*whole.looks, *looks_of(rows)), whole=whole, words=told, promises=promises,
    )  # fmt: skip
