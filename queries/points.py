"""要点筆記: the lines of one case of a conference beside the paragraphs that are made of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

import settings
from models.cases import Case
from models.conferences import Conference
from models.forums import Forum, forums
from models.minutes import ConferenceRecord, LineKind, RecordPoint, RecordState
from models.plans import Assignment
from queries.record_seen import is_whole_for, record_basis, record_seen
from queries.recused import without_recused
from queries.view import Confidential, Seen
from rules.access import GRANTS, Actor, as_known_to, may, runs
from rules.composing import compose, latest_edition
from rules.points import sheets
from rules.record import RecordItem, RecordLine, RecordRole
from rules.recused import draws_on_recused
from rules.refusal import require
from rules.summing_up import sources_of, standing_points
from rules.visible_conferences import runs_by_appointment


@dataclass(frozen=True)
class PointLine:
    """One line; into: the numbers of the 要点 it went into."""

    id: UUID
    kind: LineKind
    speaker: str
    text: str
    into: tuple[int, ...]


@dataclass(frozen=True)
class PointItem:
    """One item of the agenda with its lines."""

    id: UUID
    number: int
    title: str
    lines: tuple[PointLine, ...]

    @property
    def unused(self) -> int:
        """How many lines stand in no 要点 yet."""
        return sum(not line.into for line in self.lines)


@dataclass(frozen=True)
class PointView:
    """One paragraph; lines: how many went into it."""

    id: UUID
    number: int
    text: str
    lines: int


@dataclass(frozen=True)
class PointsFile(Confidential):
    """Both panes. decisions and roles: what can be taken over as it stands, and was not yet."""

    record_id: UUID
    conference_id: UUID
    case_id: UUID | None
    forum: Forum
    case: str
    state: RecordState
    edition: int
    is_open: bool
    items: tuple[PointItem, ...]
    points: tuple[PointView, ...]
    decisions: tuple[RecordItem, ...]
    roles: tuple[RecordRole, ...]
    sheets: float
    may: frozenset[str]

    @property
    def unused(self) -> int:
        """How many lines of all items stand in no 要点 yet."""
        return sum(item.unused for item in self.items)


def points_file(session: Session, actor: Actor, now: datetime, record_id: UUID | None) -> PointsFile:
    """The lines and the 要点 of one part of a conference. Raises Refused("not_found")."""
    today = settings.tokyo_day(now)
    record, conference, case = record_seen(session, actor, record_id, today)
    here = actor if case is None else as_known_to(actor, case.district_key, case.in_charge_id)
    offices = runs(actor, conference.facilitator_id, conference.recorder_id)
    is_whole = is_whole_for(actor, case, offices, is_run=runs_by_appointment(actor, conference, today))
    require(is_whole and may(here, "point.look", offices), "not_found")
    basis = record_basis(session, actor, case, today, is_whole=True)
    rights = frozenset(action for action in GRANTS if may(here, action, offices))
    seen = Seen("record.look", "conference_records", record.id, record.case_id, basis.kind.value)
    return _filled(session, actor, record, conference, case, Confidential(basis=basis, looks=(seen,)), rights)


def _filled(
    session: Session, actor: Actor, record: ConferenceRecord, conference: Conference, case: Case | None,
    ground: Confidential, rights: frozenset[str],
) -> PointsFile:  # fmt: skip
    told = standing_points(conference.id, record.case_id).where(~draws_on_recused(actor))
    points = [row[0] for row in session.execute(told)]
    sources = sources_of(session.execute, points)
    text = without_recused(session, actor, compose(session.execute, conference, record.case_id), record.case_id)
    newest = session.execute(latest_edition(conference.id, record.case_id)).scalars().one()
    used = _used(points, {key: {line for line, _ in own} for key, own in sources.items()})
    return PointsFile(
        basis=ground.basis, looks=ground.looks, record_id=record.id, conference_id=conference.id,
        case_id=record.case_id, forum=forums()[conference.forum_key],
        case=f"{case.number} {case.alias}" if case is not None else "",
        state=newest.state, edition=newest.edition, is_open=newest.state is not RecordState.FIXED,
        items=tuple(_item(item, used) for item in text.items),
        points=tuple(
            PointView(one.id, number, one.text, len(sources[one.id])) for number, one in enumerate(points, start=1)
        ),
        decisions=_untold_results(text.items, points),
        roles=_untold_roles(_agreed_here(session, conference, text.roles), points),
        sheets=sheets(one.text for one in points), may=rights,
    )  # fmt: skip


def _used(points: list[RecordPoint], sources: dict[UUID, set[UUID]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for number, one in enumerate(points, start=1):
        for line_id in sources.get(one.id, ()):
            found[str(line_id)] += (number,)
    return found


def _item(item: RecordItem, used: dict[str, tuple[int, ...]]) -> PointItem:
    lines = tuple(_line(line, used.get(line.line_id, ())) for line in item.lines)
    return PointItem(UUID(item.item_id), item.number, item.title, lines)


def _line(line: RecordLine, into: tuple[int, ...]) -> PointLine:
    return PointLine(UUID(line.line_id), LineKind(line.kind), line.speaker or line.agency, line.text, into)


def _untold_results(items: tuple[RecordItem, ...], points: list[RecordPoint]) -> tuple[RecordItem, ...]:
    told = {str(one.item_id) for one in points}
    return tuple(item for item in items if item.result and item.item_id not in told)


def _agreed_here(session: Session, conference: Conference, roles: tuple[RecordRole, ...]) -> tuple[RecordRole, ...]:
    """Of the roles of the case those that this conference agreed."""
    agreed = select(Assignment.id).where(Assignment.conference_id == conference.id)
    here = {str(one) for one in session.exec(agreed)}
    return tuple(role for role in roles if role.assignment_id in here)


def _untold_roles(roles: tuple[RecordRole, ...], points: list[RecordPoint]) -> tuple[RecordRole, ...]:
    told = {str(one.assignment_id) for one in points}
    return tuple(role for role in roles if role.assignment_id not in told)
