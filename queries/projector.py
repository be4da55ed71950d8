"""投影: what the whole room may see of the item in hand, and nothing of what any agency in it may not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.conferences import AgendaItem, Conference, ConferenceState, ItemAbsence, ItemKind, ItemResult
from models.forums import Forum, forums
from models.minutes import LineKind, MinutesLine
from models.sittings import ItemRecusal
from queries.projector_names import Names, names_of
from queries.projector_roles import RoleTold, roles_told
from queries.view import Confidential, Seen
from rules.access import Actor
from rules.disclosure import Basis, BasisKind
from rules.recused import is_recused
from rules.refusal import require
from rules.room import uncovered_in

_AS_PLANNED = timedelta(minutes=30)


@dataclass(frozen=True)
class ItemTold:
    """The item in hand as the wall shows it. is_kept: somebody's consent does not reach the room, so nothing of it."""

    id: UUID
    number: int
    of: int
    label: str
    kind: ItemKind
    minutes: int
    began_at: datetime | None
    is_kept: bool
    title: str = ""
    question: str = ""
    result: ItemResult | None = None
    result_words: str = ""
    decisions: tuple[str, ...] = ()
    roles: tuple[RoleTold, ...] = ()


@dataclass(frozen=True)
class NextTold:
    """What comes after: its title where everybody here may know it, else the letter of its case, else nothing."""

    label: str
    title: str


@dataclass(frozen=True)
class Projected(Confidential):
    """What is on the wall now."""

    forum: Forum
    serial: int | None
    fiscal_year: int
    state: ConferenceState
    starts_at: datetime
    ends_at: datetime
    shows_names: bool
    item: ItemTold | None
    next: NextTold | None


@dataclass(frozen=True)
class _Here:
    """The conference as it stands, with who is outside for each item."""

    session: Session
    conference: Conference
    items: tuple[AgendaItem, ...]
    names: Names
    outside: Mapping[UUID, frozenset[UUID]]
    kept: frozenset[UUID]
    today: date

    def is_for_all_here(self, one: AgendaItem, current: AgendaItem) -> bool:
        """Everybody in the room for the item in hand was, or will be, in the room for this one too."""
        return self.outside.get(one.id, frozenset()) <= self.outside.get(current.id, frozenset())

    def same_case(self, one: AgendaItem, current: AgendaItem) -> bool:
        """匿名検討: an item without names is told to belong to no other one."""
        of_one = one.case_id == current.case_id and not one.without_names and not current.without_names
        return one.id == current.id or (current.case_id is not None and of_one)


def projected(session: Session, now: datetime, conference_id: UUID, *, actor: Actor | None = None) -> Projected:
    """What the wall shows at this moment; whoever asks was let in by showing(). actor: who signed in for the screen."""
    found = session.get(Conference, conference_id)
    require(found, "not_found")
    closed = _recused(session, conference_id, actor)
    here = _here(session, found, closed, settings.tokyo_day(now))  # type: ignore[arg-type]
    conference = here.conference
    is_open = conference.state is ConferenceState.IN_SESSION
    in_hand = conference.current_item_id if is_open and conference.current_item_id not in closed else None
    current = next((one for one in here.items if one.id == in_hand), None)
    basis = Basis(BasisKind.RUNNING)
    look = Seen("conference.look", "conferences", conference.id, current.case_id if current else None, basis.kind.value)
    return Projected(
        basis=basis, looks=(look,) if current else (), forum=forums()[conference.forum_key], serial=conference.serial,
        fiscal_year=conference.fiscal_year, state=conference.state, starts_at=conference.starts_at,
        ends_at=_ends(conference), shows_names=conference.shows_names,
        item=_told(here, current) if current else None, next=_next(here, current) if is_open else None,
    )  # fmt: skip


def _ends(one: Conference) -> datetime:
    """As planned; opened at quite another time, its length counts from the opening."""
    if one.opened_at is None or abs(one.opened_at - one.starts_at) < _AS_PLANNED:
        return one.ends_at
    return one.opened_at + (one.ends_at - one.starts_at)


def _recused(session: Session, conference_id: UUID, actor: Actor | None) -> frozenset[UUID]:
    """利害関係: whoever takes no part in an item does not look at it on the wall either."""
    if actor is None:
        return frozenset()
    own = (AgendaItem.conference_id == conference_id, is_recused(actor, AgendaItem.id))
    return frozenset(session.exec(select(AgendaItem.id).where(*own)))


def _here(session: Session, conference: Conference, closed: frozenset[UUID], today: date) -> _Here:
    standing = (col(AgendaItem.conference_id) == conference.id, col(AgendaItem.removed_at).is_(None))
    rows = session.exec(select(AgendaItem).where(*standing).order_by(col(AgendaItem.position), col(AgendaItem.id)))
    items = tuple(rows)
    lacking = uncovered_in(session.execute, conference.id, today)
    return _Here(
        session, conference, items, names_of(session, conference, items),
        _outside(session, [one.id for one in items]), closed | {one.item_id for one in lacking}, today,
    )  # fmt: skip


def _outside(session: Session, item_ids: list[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Which agencies, and which of those who were called, are not in the room for each item."""
    absences = select(ItemAbsence.item_id, ItemAbsence.agency_id).where(col(ItemAbsence.item_id).in_(item_ids))
    recusals = select(ItemRecusal.item_id, ItemRecusal.invitation_id).where(col(ItemRecusal.item_id).in_(item_ids))
    found: dict[UUID, frozenset[UUID]] = {}
    for item_id, who in (*session.exec(absences), *session.exec(recusals)):
        found[item_id] = found.get(item_id, frozenset()) | {who}
    return found


def _told(here: _Here, one: AgendaItem) -> ItemTold:
    number = 1 + next(place for place, item in enumerate(here.items) if item.id == one.id)
    is_kept, hide = one.id in here.kept, here.names.hider(one)
    plain = ItemTold(
        one.id, number, len(here.items), here.names.label(one), one.kind, one.minutes, one.began_at, is_kept
    )
    if is_kept:
        return plain
    spoken = [
        item for item in here.items
        if here.same_case(item, one) and here.is_for_all_here(item, one) and item.id not in here.kept
        # ご本人・ご家族が同席: what was said while they were not here stays unsaid.
        and (item.family_present or not one.family_present)
    ]  # fmt: skip
    roles = roles_told(here.session, here.conference, one, [item.id for item in spoken], hide, here.today)
    return replace(
        plain, title=hide(one.title), question=hide(one.question), result=one.result,
        result_words=hide(one.result_words), decisions=_decisions(here, spoken, hide), roles=roles,
    )  # fmt: skip


def _decisions(here: _Here, spoken: list[AgendaItem], hide: Callable[[str | None], str]) -> tuple[str, ...]:
    """Finished lines of the kind 決定; what somebody is typing, or has not sorted yet, is nobody's business."""
    lines = here.session.exec(
        select(MinutesLine)
        .where(
            col(MinutesLine.item_id).in_([one.id for one in spoken]),
            MinutesLine.kind == LineKind.DECISION,
            col(MinutesLine.is_finished),
            col(MinutesLine.removed_at).is_(None),
        )
        .order_by(col(MinutesLine.began_at), col(MinutesLine.id))
    ).all()
    return tuple(text for line in lines if (text := hide(line.text).strip()))


def _next(here: _Here, current: AgendaItem | None) -> NextTold | None:
    waiting = [one for one in here.items if one.ended_at is None and (current is None or one.id != current.id)]
    place = current.position if current is not None else -1
    ordered = sorted(waiting, key=lambda one: (one.parked_at is not None, one.position < place, one.position))
    if not ordered:
        return None
    one = ordered[0]
    is_told = current is not None and here.is_for_all_here(one, current) and one.id not in here.kept
    may_know = is_told and (one.case_id is None or here.same_case(one, current))  # type: ignore[arg-type]
    return NextTold(here.names.letter(one), here.names.hider(one)(one.title) if may_know else "")
