"""積み残し: what a conference did not finish goes on at the next one with its history, and never twice."""

from uuid import UUID

from sqlmodel import col, select

from models.conferences import (
    AgendaItem,
    Conference,
    ConferenceState,
    ItemKind,
    ItemResult,
)
from models.forums import forums
from operations.action import Act, action
from operations.agenda_order import ending_of, put_at_the_end, standing_items, with_people_of
from operations.covering import room_stays_covered
from rules.refusal import require
from rules.visibility import visible_to

_OPEN = (ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION)
_GOES_ON = frozenset({ItemResult.CONTINUED, ItemResult.OUT_OF_TIME})


@action("item.carry_over", on=Conference)
def carry_over(act: Act, conference: Conference) -> Conference:
    """前回の残りを載せる: what 前回, or the last sitting of this body, did not finish, as far as one sees it."""
    require(conference.state in _OPEN, "step_not_open")
    before = _before(act, conference)
    if before is not None:
        wanted = (AgendaItem.conference_id == before.id, visible_to(act.actor, AgendaItem, act.today))
        seen = set(act.session.exec(select(AgendaItem.id).where(*wanted)))
        with room_stays_covered(act, conference):
            carry(act, conference, [item for item in left_over(act, before) if item.id in seen])
    return conference


def _before(act: Act, conference: Conference) -> Conference | None:
    if conference.previous_id is not None:
        return act.session.get(Conference, conference.previous_id)
    over = select(Conference).where(
        Conference.forum_key == conference.forum_key,
        Conference.state == ConferenceState.ADJOURNED,
        Conference.starts_at < conference.starts_at,
        Conference.id != conference.id,
        visible_to(act.actor, Conference, act.today),
    )
    return act.session.exec(over.order_by(col(Conference.starts_at).desc()).limit(1)).first()


def carry_onward(act: Act, conference: Conference) -> None:
    """To the conference that was agreed as 次回, once this one is over and that one is planned."""
    if conference.state is not ConferenceState.ADJOURNED:
        return
    found = select(Conference).where(Conference.previous_id == conference.id, col(Conference.state).in_(_OPEN))
    onward = act.session.exec(found.order_by(col(Conference.starts_at)).limit(1)).first()
    if onward is not None:
        carry(act, onward, left_over(act, conference))


def left_over(act: Act, conference: Conference) -> list[AgendaItem]:
    """What was put off, not reached or out of time, and is on no later agenda."""
    items = standing_items(act, conference)
    routine = {one.title for one in forums()[conference.forum_key].standing_agenda}
    settled = _settled_cases(items)
    carried = _carried(act, items)
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


def _carried(act: Act, items: list[AgendaItem]) -> set[UUID | None]:
    """Those that stand on another agenda already; one that is not held does not count."""
    found = (
        select(AgendaItem.carried_from_id)
        .join(Conference, col(Conference.id) == AgendaItem.conference_id)
        .where(
            col(AgendaItem.carried_from_id).in_([item.id for item in items]),
            Conference.state != ConferenceState.CANCELLED,
        )
    )
    return set(act.session.exec(found).all())


def carry(act: Act, onward: Conference, items: list[AgendaItem]) -> None:
    """Each with its case, whom it speaks of, who waits outside and who takes no part, before what ends the agenda."""
    ending = ending_of(act, onward)
    last = max((one.position for one in standing_items(act, onward)), default=-1)
    for place, old in enumerate(items, start=last + 1):
        new = act.add(AgendaItem(
            conference_id=onward.id, position=place, kind=old.kind, title=old.title, question=old.question,
            minutes=old.minutes, case_id=old.case_id, without_names=old.without_names, carried_from_id=old.id,
        ))  # fmt: skip
        with_people_of(act, old, new)
    put_at_the_end(act, onward, ending)
