"""要点筆記: lines become paragraphs, which are written, put in order and taken out, until the record is fixed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from models.conferences import AgendaItem, Conference
from models.minutes import ConferenceRecord, MinutesLine, PointSource, RecordPoint, RecordState
from models.plans import Assignment
from operations.action import Act, action
from rules.composing import latest_edition
from rules.points import joined
from rules.refusal import Refused, require
from rules.summing_up import standing_points
from rules.typed_text import PASSAGE, needed
from rules.visibility import visible_to


@dataclass(frozen=True)
class _Part:
    """One part of a conference: of one case, or without a case the rest."""

    conference_id: UUID
    case_id: UUID | None

    def holds(self, record: RecordPoint | AgendaItem) -> bool:
        """Whether a record is of this part."""
        return (record.conference_id, record.case_id) == (self.conference_id, self.case_id)


def _still_open(newest: ConferenceRecord | None) -> None:
    if newest is None:
        raise Refused("not_found")
    require(newest.state is not RecordState.FIXED, "record_is_fixed")


def _newest(act: Act, part: _Part, *seen: ColumnElement[bool]) -> ConferenceRecord | None:
    """Shared with other writers; whoever fixes the record waits for us, or we for them."""
    statement = latest_edition(part.conference_id, part.case_id).where(*seen).with_for_update(read=True)
    found: ConferenceRecord | None = act.session.execute(statement).scalars().first()
    return found


@action("point.add", on=Conference)
def add_point(
    act: Act, conference: Conference, *, case_id: UUID | None, text: str | None = None,
    line_ids: Iterable[UUID] = (), into: UUID | None = None, item_id: UUID | None = None,
    assignment_id: UUID | None = None,
) -> RecordPoint:  # fmt: skip
    """Lines become a new 要点 or go into one; or a 要点 is written by hand, or tells a result or a role."""
    part = _Part(conference.id, case_id)
    _still_open(_newest(act, part, visible_to(act.actor, ConferenceRecord, act.today)))
    lines = _lines(act, part, list(line_ids))
    taken = joined((line.kind, line.text) for line in lines)
    point = _into(act, part, into) if into else None
    if point is None:
        made = _new(act, part, needed(text or taken, "field.point", most=PASSAGE))
        made.item_id, made.assignment_id = _item(act, part, item_id), _role(act, part, assignment_id)
        # visible_to decides about the new one as about any other.
        point = act.find(RecordPoint, act.add(made).id)
    else:
        point.text = needed(f"{point.text}\n{text or taken}", "field.point", most=PASSAGE)
    _use(act, point, lines)
    return point


def _lines(act: Act, part: _Part, ids: list[UUID]) -> list[MinutesLine]:
    """Every line named belongs to this part of the conference, in the order in which they were said."""
    of_case = MinutesLine.case_id == part.case_id if part.case_id else col(MinutesLine.case_id).is_(None)
    own = (MinutesLine.conference_id == part.conference_id, of_case, col(MinutesLine.removed_at).is_(None))
    asked = (col(MinutesLine.id).in_(ids), visible_to(act.actor, MinutesLine, act.today))
    item = aliased(AgendaItem)
    order = (col(item.position), col(MinutesLine.position), col(MinutesLine.id))
    joint = select(MinutesLine).join(item, col(item.id) == MinutesLine.item_id)
    found = list(act.session.exec(joint.where(*own, *asked).order_by(*order)))
    require(len(found) == len(set(ids)), "not_found")
    return found


def _into(act: Act, part: _Part, point_id: UUID) -> RecordPoint:
    point = act.find(RecordPoint, point_id)
    require(part.holds(point) and point.removed_at is None, "not_found")
    return point


def _item(act: Act, part: _Part, item_id: UUID | None) -> UUID | None:
    """The item whose result the 要点 tells; only one can."""
    if item_id is None:
        return None
    require(part.holds(act.find(AgendaItem, item_id)), "not_found")
    return _not_told(act, item_id, RecordPoint.item_id == item_id)


def _role(act: Act, part: _Part, assignment_id: UUID | None) -> UUID | None:
    """The role that the 要点 tells, in this part of the conference."""
    if assignment_id is None:
        return None
    role = act.find(Assignment, assignment_id)
    require(part.case_id is not None and role.case_id == part.case_id, "not_found")
    same = (RecordPoint.assignment_id == assignment_id, RecordPoint.conference_id == part.conference_id)
    return _not_told(act, assignment_id, *same)


def _not_told(act: Act, told: UUID, *same: Any) -> UUID:
    known = select(RecordPoint.id).where(*same, col(RecordPoint.removed_at).is_(None))
    require(act.session.exec(known).first() is None, "already_there")
    return told


def _new(act: Act, part: _Part, text: str) -> RecordPoint:
    """After the last one."""
    of_case = RecordPoint.case_id == part.case_id if part.case_id else col(RecordPoint.case_id).is_(None)
    own = (RecordPoint.conference_id == part.conference_id, of_case)
    last = act.session.exec(select(func.max(RecordPoint.position)).where(*own)).one()
    position = 0 if last is None else last + 1
    return RecordPoint(conference_id=part.conference_id, case_id=part.case_id, position=position, text=text)


def _use(act: Act, point: RecordPoint, lines: list[MinutesLine]) -> None:
    known = set(act.session.exec(select(PointSource.line_id).where(PointSource.point_id == point.id)))
    act.session.add_all(PointSource(point_id=point.id, line_id=line.id) for line in lines if line.id not in known)


def _standing(act: Act, point: RecordPoint) -> None:
    require(point.removed_at is None, "not_found")
    _still_open(_newest(act, _Part(point.conference_id, point.case_id)))


@action("point.change", on=RecordPoint, edits=("text",))
def change_point(act: Act, point: RecordPoint, *, text: str) -> RecordPoint:
    """Write a 要点 anew; the lines it came from stay with it."""
    _standing(act, point)
    point.text = needed(text, "field.point", most=PASSAGE)
    return point


@action("point.move", on=RecordPoint)
def move_point(act: Act, point: RecordPoint, *, up: bool) -> RecordPoint:
    """One place up or down."""
    _standing(act, point)
    standing = standing_points(point.conference_id, point.case_id).with_for_update()
    order = list(act.session.execute(standing).scalars())
    place = order.index(point)
    other = place - 1 if up else place + 1
    require(0 <= other < len(order), "point_is_at_the_end")
    order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order):
        one.position = position
    return point


@action("point.remove", on=RecordPoint)
def remove_point(act: Act, point: RecordPoint) -> RecordPoint:
    """Take a 要点 out; it is kept, and its lines are free again."""
    _standing(act, point)
    point.removed_at = act.now
    return point
