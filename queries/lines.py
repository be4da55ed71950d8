"""会議録の行: what stands in the minutes of a conference, or what changed there since a number."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false
from sqlmodel import Session, and_, col, or_, select

import settings
from models.conferences import AgendaItem, Conference
from models.minutes import LineKind, MinutesLine, MinutesRevision
from models.people import Person
from queries.view import Confidential, Seen
from rules.access import Actor, Office, may
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused, require
from rules.visibility import visible_to


@dataclass(frozen=True)
class BranchView:
    """A text that waits for somebody to choose."""

    revision: int
    text: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LineView:
    """One line; by and at tell of the text that stands. is_hidden: its text is kept back while the family is there."""

    id: UUID
    item_id: UUID
    kind: LineKind
    invitation_id: UUID | None
    text: str
    revision: int
    position: int
    change_no: int
    began_at: datetime
    is_finished: bool
    is_removed: bool
    by: str
    is_own: bool
    at: datetime
    branches: tuple[BranchView, ...]
    is_hidden: bool = False


@dataclass(frozen=True)
class Lines(Confidential):
    """Lines in their order. change_no: ask for what changed since this number the next time.

    hides: ご本人・ご家族が同席 at the item that was asked for, so the 見立て of others come without their text.
    """

    conference_id: UUID
    change_no: int
    lines: tuple[LineView, ...]
    hides: bool = False


def lines_of(
    session: Session, actor: Actor, now: datetime, conference_id: UUID | None, *, item_id: UUID | None = None,
    since: int = 0, hid: bool = False,
) -> Lines:  # fmt: skip
    """The lines of a conference, or of one item, that changed after a number; those taken out only after the first.

    hid: whether the asker was told before that 見立て are kept back; where that changed they are told again.
    Raises Refused("not_found") alike for an unknown conference and for one whose lines this person may not read.
    """
    today = settings.tokyo_day(now)
    conference, basis = _readable(session, actor, today, conference_id)
    kept_back = _kept_back(session, conference.id)
    hides = item_id in kept_back
    wanted = [
        col(MinutesLine.conference_id) == conference.id,
        or_(col(MinutesLine.change_no) > since, _changed_sides(item_id, hides=hides, hid=hid)),
        visible_to(actor, MinutesLine, today),
    ]
    if item_id is not None:
        wanted.append(col(MinutesLine.item_id) == item_id)
    if since == 0:
        wanted.append(col(MinutesLine.removed_at).is_(None))
    order = (col(MinutesLine.item_id), col(MinutesLine.position), col(MinutesLine.began_at), col(MinutesLine.id))
    found = list(session.exec(select(MinutesLine).where(*wanted).order_by(*order)))
    texts = _texts(session, found)
    return Lines(
        basis=basis,
        looks=_looks(found, basis),
        conference_id=conference.id,
        change_no=max((line.change_no for line in found), default=since),
        lines=tuple(_told(_line(line, texts[line.id], actor), kept_back) for line in found),
        hides=hides,
    )


def _kept_back(session: Session, conference_id: UUID) -> frozenset[UUID]:
    """The items at which ご本人 or ご家族 sit."""
    own = (AgendaItem.conference_id == conference_id, col(AgendaItem.family_present))
    return frozenset(session.exec(select(AgendaItem.id).where(*own)))


def _changed_sides(item_id: UUID | None, *, hides: bool, hid: bool) -> ColumnElement[bool]:
    """The 見立て of an item whose family came in or went since the asker last heard."""
    is_assessment = and_(col(MinutesLine.kind) == LineKind.ASSESSMENT, col(MinutesLine.removed_at).is_(None))
    return is_assessment if item_id is not None and hides != hid else false()


def _told(view: LineView, kept_back: frozenset[UUID]) -> LineView:
    """A 見立て without its text while the family is there, but for the one that this person is writing now."""
    is_in_hand = view.is_own and not view.is_finished
    if view.item_id not in kept_back or view.kind is not LineKind.ASSESSMENT or is_in_hand:
        return view
    return replace(view, text="", branches=(), is_hidden=True)


def _readable(session: Session, actor: Actor, today: date, conference_id: UUID | None) -> tuple[Conference, Basis]:
    """A conference whose minutes this person writes, or of which some lines are theirs to read by office."""
    known = (col(Conference.id) == conference_id, visible_to(actor, Conference, today))
    conference = session.exec(select(Conference).where(*known)).first()
    if conference is None:
        raise Refused("not_found")
    runs = ((conference.facilitator_id, Office.FACILITATOR), (conference.recorder_id, Office.RECORDER))
    offices = frozenset(office for person_id, office in runs if person_id == actor.person_id)
    own = (col(MinutesLine.conference_id) == conference.id, visible_to(actor, MinutesLine, today))
    is_reader = may(actor, "line.write", offices) or session.exec(select(MinutesLine.id).where(*own).limit(1)).first()
    require(is_reader, "not_found")
    return conference, Basis(BasisKind.RUNNING if offices and not may(actor, "line.write") else BasisKind.OFFICE)


Text = tuple[MinutesRevision, str]


def _texts(session: Session, lines: list[MinutesLine]) -> dict[UUID, list[Text]]:
    """The heads and the open branches, each with who typed it."""
    is_head = col(MinutesRevision.revision) == col(MinutesLine.revision)
    rows = session.exec(
        select(MinutesRevision, Person.name)
        .join(MinutesLine, col(MinutesLine.id) == MinutesRevision.line_id)
        .join(Person, col(Person.id) == MinutesRevision.by_id)
        .where(col(MinutesLine.id).in_([line.id for line in lines]), is_head | col(MinutesRevision.is_branch))
        .order_by(col(MinutesRevision.revision))
    )
    found: dict[UUID, list[Text]] = defaultdict(list)
    for revision, name in rows:
        found[revision.line_id].append((revision, name))
    return found


def _line(line: MinutesLine, texts: list[Text], actor: Actor) -> LineView:
    head = next((text for text in texts if text[0].revision == line.revision), None)
    return LineView(
        line.id, line.item_id, line.kind, line.invitation_id, line.text, line.revision, line.position, line.change_no,
        line.began_at, line.is_finished, line.removed_at is not None, head[1] if head else "",
        head is not None and head[0].by_id == actor.person_id, head[0].at if head else line.began_at,
        tuple(BranchView(one.revision, one.text, name, one.at) for one, name in texts if one.is_branch),
    )  # fmt: skip


def _looks(lines: list[MinutesLine], basis: Basis) -> tuple[Seen, ...]:
    """A look is written down where a line speaks of a case: once for each item."""
    spoken = {(line.item_id, line.case_id) for line in lines if line.case_id is not None}
    kind = basis.kind.value
    return tuple(Seen("record.look", "agenda_items", item, case, kind) for item, case in sorted(spoken, key=str))
