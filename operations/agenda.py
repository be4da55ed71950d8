"""次第: items with one question and planned minutes, and who is in the room for which."""

from uuid import UUID

from sqlmodel import col, func, select

from models.cases import Case
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemAbsence, ItemKind
from models.forums import forums
from operations.action import Act, action
from rules.refusal import Refused, require
from rules.typed_text import kept, needed


@action("item.add", on=Conference)
def add_item(
    act: Act, conference: Conference, *, kind: ItemKind, title: str, minutes: int, question: str | None = None,
    case_id: UUID | None = None, without_names: bool = False,
) -> AgendaItem:  # fmt: skip
    """Put something on the agenda. A case stands only on the agenda of a body that may speak of persons."""
    _agenda_is_open(conference)
    if case_id is not None:
        require(forums()[conference.forum_key].scope == "case", "forum_speaks_of_no_case")
        act.find(Case, case_id)
    last = act.session.exec(
        select(func.max(AgendaItem.position)).where(AgendaItem.conference_id == conference.id)
    ).one()
    return act.add(
        AgendaItem(
            conference_id=conference.id,
            position=0 if last is None else last + 1,
            kind=kind,
            title=needed(title, "field.item_title"),
            minutes=_minutes(minutes),
            question=kept(question),
            case_id=case_id,
            without_names=without_names,
        )
    )


def _agenda_is_open(conference: Conference) -> None:
    open_states = {ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION}
    require(conference.state in open_states, "step_not_open")


def _minutes(minutes: int) -> int:
    require(1 <= minutes <= 480, "minutes_out_of_range")
    return minutes


@action("item.change", on=AgendaItem, edits=("kind", "title", "question", "minutes", "position", "without_names"))
def change_item(
    act: Act, item: AgendaItem, *, kind: ItemKind, title: str, minutes: int, question: str | None = None,
    position: int | None = None, without_names: bool = False,
) -> AgendaItem:  # fmt: skip
    """Change an item or its place in the order."""
    _agenda_is_open(act.session.get_one(Conference, item.conference_id))
    item.kind, item.title, item.minutes = kind, needed(title, "field.item_title"), _minutes(minutes)
    item.question, item.without_names = kept(question), without_names
    if position is not None and position != item.position:
        _move(act, item, position)
    return item


def _move(act: Act, item: AgendaItem, position: int) -> None:
    """Put the item at a place and count the others anew."""
    kept_items = select(AgendaItem).where(
        AgendaItem.conference_id == item.conference_id, col(AgendaItem.removed_at).is_(None), AgendaItem.id != item.id
    )
    others = sorted(act.session.exec(kept_items), key=lambda one: one.position)
    others.insert(max(0, min(position, len(others))), item)
    for place, one in enumerate(others):
        one.position = place


@action("item.remove", on=AgendaItem)
def remove_item(act: Act, item: AgendaItem) -> AgendaItem:
    """Take an item off the agenda; what it was stays in the history."""
    _agenda_is_open(act.session.get_one(Conference, item.conference_id))
    require(item.removed_at is None, "already_there")
    item.removed_at = act.now
    return item


def _absence(act: Act, item: AgendaItem, agency_id: UUID) -> ItemAbsence | None:
    same = select(ItemAbsence).where(ItemAbsence.item_id == item.id, ItemAbsence.agency_id == agency_id)
    return act.session.exec(same).first()


@action("item.leave_out", on=AgendaItem)
def leave_out(act: Act, item: AgendaItem, *, agency_id: UUID) -> AgendaItem:
    """①その機関をこの項目から外す: the agency waits outside for this item."""
    _agenda_is_open(act.session.get_one(Conference, item.conference_id))
    called = select(Invitation).where(
        Invitation.conference_id == item.conference_id,
        Invitation.agency_id == agency_id,
        col(Invitation.withdrawn_at).is_(None),
    )
    require(act.session.exec(called).first(), "agency_is_not_called")
    require(_absence(act, item, agency_id) is None, "already_there")
    act.session.add(ItemAbsence(item_id=item.id, agency_id=agency_id))
    return item


@action("item.let_in", on=AgendaItem)
def let_in(act: Act, item: AgendaItem, *, agency_id: UUID) -> AgendaItem:
    """The agency is in the room for this item again."""
    absence = _absence(act, item, agency_id)
    if absence is None:
        raise Refused("already_there")
    act.session.delete(absence)
    return item
