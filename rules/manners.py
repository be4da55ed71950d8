"""What goes on with a reason in the other ways of holding a conference: called at once, or in writing."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, func, select
from sqlmodel import col

from models.people import Agency, Role
from models.sittings import WrittenAnswer, WrittenAnswerKind
from rules.access import Office
from rules.lifecycle import reason
from rules.record import RecordAnswer

Fetch = Callable[[Executable], Iterable[Any]]
_CITY: frozenset[Role | Office] = frozenset({Role.WELFARE_WORKER, Role.DIVISION_CHIEF})
_DECIDES = _CITY | {Office.FACILITATOR}


@dataclass(frozen=True)
class MannerFacts:
    """What these conditions ask about."""

    in_good_time: bool = True
    objections: int = 0
    unanswered: int = 0


def called_in_good_time(facts: MannerFacts) -> bool:
    """People are called to a conference some days before; in an emergency at once, and why is kept."""
    return facts.in_good_time


def nobody_objected(facts: MannerFacts) -> bool:
    """What an agency objects to in writing nobody talked over: it is decided all the same with a reason."""
    return facts.objections == 0


def answers_have_come(facts: MannerFacts) -> bool:
    """Before the day until which answers are asked, nothing is decided without those that wait."""
    return facts.unanswered == 0


URGENT = (reason(called_in_good_time, by=_CITY),)
DECIDED_IN_WRITING = (reason(nobody_objected, by=_DECIDES), reason(answers_have_come, by=_DECIDES))


def answered_facts(fetch: Fetch, item_id: UUID, due_on: date | None, today: date) -> MannerFacts:
    """How one item was answered. One statement."""
    counted = select(col(WrittenAnswer.answer), func.count()).where(col(WrittenAnswer.item_id) == item_id)
    answers = {row[0]: int(row[1]) for row in fetch(counted.group_by(col(WrittenAnswer.answer)))}
    is_over = due_on is not None and due_on < today
    waiting = 0 if is_over else answers.get(WrittenAnswerKind.WAITING, 0)
    return MannerFacts(objections=answers.get(WrittenAnswerKind.OBJECTED, 0), unanswered=waiting)


def answers_in(fetch: Fetch, item_ids: list[UUID]) -> dict[UUID, list[RecordAnswer]]:
    """書面開催: what each agency answered to each item, side by side. One statement."""
    wrote: dict[UUID, list[RecordAnswer]] = defaultdict(list)
    statement = (
        select(WrittenAnswer, col(Agency.name))
        .join(Agency, col(Agency.id) == col(WrittenAnswer.agency_id))
        .where(col(WrittenAnswer.item_id).in_(item_ids))
        .order_by(col(Agency.reading))
    )
    for one, agency in fetch(statement):
        wrote[one.item_id].append(RecordAnswer(agency, one.answer.value, one.words or ""))
    return wrote
