"""積み残し: what a conference did not finish, and which conference the next one goes on with."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, select
from sqlmodel import col

from models.conferences import AgendaItem, Conference, ConferenceState, ItemKind, ItemResult
from models.forums import forums

Fetch = Callable[[Executable], Iterable[Any]]
_GOES_ON = frozenset({ItemResult.CONTINUED, ItemResult.OUT_OF_TIME})


def sitting_before(fetch: Fetch, conference: Conference, seen: ColumnElement[bool]) -> Conference | None:
    """前回: the one at which this was agreed, else the last of this body that is over, among those one sees."""
    over = select(Conference).where(
        col(Conference.forum_key) == conference.forum_key,
        col(Conference.state) == ConferenceState.ADJOURNED,
        col(Conference.starts_at) < conference.starts_at,
        col(Conference.id) != conference.id,
        seen,
    )
    if conference.previous_id is not None:
        over = select(Conference).where(col(Conference.id) == conference.previous_id, seen)
    row = next(iter(fetch(over.order_by(col(Conference.starts_at).desc()).limit(1))), None)
    return row[0] if row is not None else None


def left_over(fetch: Fetch, conference: Conference) -> list[AgendaItem]:
    """What was put off, not reached or out of time, and is on no later agenda; in its order. Two statements."""
    standing = select(AgendaItem).where(
        col(AgendaItem.conference_id) == conference.id, col(AgendaItem.removed_at).is_(None)
    )
    items = [row[0] for row in fetch(standing.order_by(col(AgendaItem.position), col(AgendaItem.id)))]
    routine = {one.title for one in forums()[conference.forum_key].standing_agenda}
    settled, carried = _settled_cases(items), _carried(fetch, items)
    return [
        item for item in items
        if item.id not in carried and _is_left(item, routine, is_settled=item.case_id in settled)
    ]  # fmt: skip


def _is_left(item: AgendaItem, routine: set[str], *, is_settled: bool) -> bool:
    if item.kind is ItemKind.DECIDE and item.result is not None:
        return item.result in _GOES_ON
    if item.parked_at is not None:
        return True
    # 開会 and 閉会 stand on every agenda; what led to a decision that was taken is done with it.
    is_routine = item.case_id is None and item.title in routine
    return item.began_at is None and not is_routine and not is_settled


def _settled_cases(items: list[AgendaItem]) -> set[UUID | None]:
    """The cases of which every decision was taken."""
    asked = [one for one in items if one.case_id is not None and one.kind is ItemKind.DECIDE]
    open_cases = {one.case_id for one in asked if one.result is None or one.result in _GOES_ON}
    return {one.case_id for one in asked} - open_cases


def _carried(fetch: Fetch, items: list[AgendaItem]) -> set[UUID | None]:
    """Those that stand on another agenda already; one that is not held does not count."""
    found = (
        select(col(AgendaItem.carried_from_id))
        .join(Conference, col(Conference.id) == col(AgendaItem.conference_id))
        .where(
            col(AgendaItem.carried_from_id).in_([item.id for item in items]),
            col(Conference.state) != ConferenceState.CANCELLED,
        )
    )
    return {row[0] for row in fetch(found)}
