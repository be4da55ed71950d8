"""次第 while people wait: put off and moved in one press, and ご本人・ご家族が同席."""

from sqlmodel import col, select

from models.conferences import AgendaItem, Conference, ConferenceState
from operations.action import Act, action
from operations.agenda_order import standing_items
from rules.refusal import require

_OPEN = frozenset({ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION})


def in_session(act: Act, item: AgendaItem) -> Conference:
    """The conference of an item that stands on its agenda, while it sits. Raises Refused."""
    conference = act.session.get_one(Conference, item.conference_id)
    require(conference.state is ConferenceState.IN_SESSION, "conference_is_not_open")
    require(item.removed_at is None, "not_found")
    return conference


@action("item.park", on=AgendaItem)
def park_item(act: Act, item: AgendaItem) -> AgendaItem:
    """あとに回す: it ends being in hand and stands 「あとで」; to begin it again takes that back."""
    conference = in_session(act, item)
    require(item.ended_at is None and item.parked_at is None and item.result is None, "item_is_over")
    item.parked_at = act.now
    if item.began_at is not None:
        item.ended_at = act.now
    if conference.current_item_id == item.id:
        conference.current_item_id = None
    return item


@action("item.move", on=AgendaItem)
def move_item(act: Act, item: AgendaItem, *, by: int) -> AgendaItem:
    """So many places down, or up where it is less than nothing; the others close up."""
    conference = act.session.get_one(Conference, item.conference_id)
    require(conference.state in _OPEN, "step_not_open")
    require(item.removed_at is None, "not_found")
    ordered = standing_items(act, conference)
    place = ordered.index(item)
    ordered.insert(max(0, min(place + by, len(ordered) - 1)), ordered.pop(place))
    for number, one in enumerate(ordered):
        one.position = number
    return item


@action("item.family_joins", on=AgendaItem)
def family_joins(act: Act, item: AgendaItem, *, is_here: bool) -> AgendaItem:
    """ご本人・ご家族が同席, or they have left: said once for everything that is gone through of their case."""
    in_session(act, item)
    alike = AgendaItem.case_id == item.case_id if item.case_id is not None else AgendaItem.id == item.id
    same = (AgendaItem.conference_id == item.conference_id, alike, col(AgendaItem.removed_at).is_(None))
    for one in act.session.exec(select(AgendaItem).where(*same)):
        one.family_present = is_here
    return item
