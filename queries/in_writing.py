"""書面開催: what is asked of whom, and the answers: an agency its own, who runs it all of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.conferences import ConferenceState, Manner
from models.people import Agency, Role
from models.sittings import WrittenAnswer, WrittenAnswerKind
from queries.agenda import ItemView
from queries.calendar import ConferenceRow
from queries.conference import conference_file
from queries.view import Confidential
from rules.access import Actor
from rules.refusal import require
from rules.visibility import visible_to

_ANSWERS_FOR_AGENCY = frozenset({Role.AGENCY_MEMBER, Role.CENTER_WORKER, Role.WELFARE_WORKER})
_TYPES_FOR_OTHERS = frozenset({Role.WELFARE_WORKER, Role.CENTER_WORKER, Role.DIVISION_CHIEF, Role.CONFERENCE_RECORDER})


@dataclass(frozen=True)
class WrittenView:
    """The answer of one agency to one item; may_answer: by this person, for their own agency or for another one."""

    id: UUID
    agency_id: UUID
    agency: str
    answer: WrittenAnswerKind
    words: str | None
    answered_at: datetime | None
    is_own: bool
    may_answer: bool

    def seen(self) -> dict[str, object]:
        """What the form of the answer shows."""
        return {"answer": self.answer, "words": self.words}


@dataclass(frozen=True)
class AskedItem:
    """One item that was asked in writing."""

    item: ItemView
    answers: tuple[WrittenView, ...]


@dataclass(frozen=True)
class InWriting(Confidential):
    """A conference held in writing, for one person."""

    row: ConferenceRow
    due_on: date | None
    is_past: bool
    items: tuple[AskedItem, ...]
    runs: bool

    @property
    def waiting(self) -> int:
        """How many answers of those shown have not come."""
        return sum(one.answer is WrittenAnswerKind.WAITING for asked in self.items for one in asked.answers)


def in_writing(session: Session, actor: Actor, now: datetime, conference_id: UUID | None) -> InWriting:
    """The questions and answers. Raises Refused("not_found") alike for a forbidden, an absent and another one."""
    view = conference_file(session, actor, now, conference_id)
    require(view.row.manner is Manner.IN_WRITING, "not_found")
    today = settings.tokyo_day(now)
    runs, is_open = "conference.change" in view.may, view.row.state is ConferenceState.IN_SESSION
    found: dict[UUID, list[WrittenView]] = defaultdict(list)
    rows = session.exec(
        select(WrittenAnswer, Agency.name)
        .join(Agency, col(Agency.id) == WrittenAnswer.agency_id)
        .where(WrittenAnswer.conference_id == view.id, visible_to(actor, WrittenAnswer, today))
        .order_by(col(Agency.reading))
    )
    for one, agency in rows:
        found[one.item_id].append(_answer(actor, one, agency, runs=runs, is_open=is_open))
    asked = tuple(AskedItem(item, tuple(found[item.id])) for item in view.agenda if found.get(item.id))
    require(runs or asked, "not_found")
    due = view.answers_due_on
    return InWriting(
        basis=view.basis, looks=view.looks, row=view.row, due_on=due, is_past=due is not None and due < today,
        items=asked, runs=runs,
    )  # fmt: skip


def _answer(actor: Actor, one: WrittenAnswer, agency: str, *, runs: bool, is_open: bool) -> WrittenView:
    is_own = one.agency_id == actor.agency_id
    own = is_own and bool(actor.roles & _ANSWERS_FOR_AGENCY)
    may_answer = is_open and (own or (runs and bool(actor.roles & _TYPES_FOR_OTHERS)))
    return WrittenView(
        one.id, one.agency_id, agency, one.answer, one.words, one.answered_at, is_own=is_own, may_answer=may_answer
    )
