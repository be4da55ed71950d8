"""次第: items with one question and planned minutes, whom they speak of, and who is in the room for which."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import col, func, select

from models.cases import Case, HouseholdMember
from models.conferences import (
    AgendaItem,
    ConcernedMember,
    Conference,
    ConferenceState,
    Invitation,
    ItemAbsence,
    ItemKind,
)
from models.forums import forums
from models.minutes import MinutesLine
from operations.action import Act, action
from operations.agenda_order import ending_of, put_at_the_end, standing_items, with_people_of
from operations.covering import room_stays_covered
from rules.refusal import Refused, require
from rules.room import runners_in
from rules.typed_text import kept, needed


@action("item.add", on=Conference)
def add_item(
    act: Act, conference: Conference, *, kind: ItemKind, title: str, minutes: int, question: str | None = None,
    case_id: UUID | None = None, without_names: bool = False, members: Iterable[UUID] = (),
    without: Iterable[UUID] = (), like_id: UUID | None = None,
) -> AgendaItem:  # fmt: skip
    """Put something on the agenda. A case stands only on the agenda of a body that may speak of persons.

    members: whom of the household it speaks of; nobody means everybody. without: the agencies that wait outside.
    like_id: of the same case, the same persons and the same people in the room as that item, and right behind it.
    """
    if like_id is not None:
        return _add_behind(act, conference, like_id, kind=kind, title=title, minutes=minutes, question=question)
    item = AgendaItem(
        conference_id=conference.id, position=0, kind=kind, title=needed(title, "field.item_title"),
        minutes=_minutes(minutes), question=kept(question), case_id=case_id, without_names=without_names,
    )  # fmt: skip
    with room_stays_covered(act, conference):
        return put_on(act, conference, item, members=members, without=without)


def _add_behind(
    act: Act, conference: Conference, like_id: UUID, *, kind: ItemKind, title: str, minutes: int, question: str | None
) -> AgendaItem:
    like = act.find(AgendaItem, like_id)
    require(like.conference_id == conference.id, "not_found")
    _stands(act, like)
    item = AgendaItem(
        conference_id=conference.id, position=like.position, kind=kind, title=needed(title, "field.item_title"),
        minutes=_minutes(minutes), question=kept(question), case_id=like.case_id, without_names=like.without_names,
        family_present=like.family_present,
    )  # fmt: skip
    place = standing_items(act, conference).index(like) + 1
    with room_stays_covered(act, conference):
        act.add(item)
        with_people_of(act, like, item)
        _move(act, item, place)
    return item


def put_on(
    act: Act, conference: Conference, item: AgendaItem, *, members: Iterable[UUID], without: Iterable[UUID]
) -> AgendaItem:
    """One more item at the end of an agenda that is still open."""
    _agenda_is_open(conference)
    if item.case_id is not None:
        require(forums()[conference.forum_key].scope == "case", "forum_speaks_of_no_case")
        act.find(Case, item.case_id)
    last = act.session.exec(
        select(func.max(AgendaItem.position)).where(AgendaItem.conference_id == conference.id)
    ).one()
    ending = ending_of(act, conference)
    item.position = 0 if last is None else last + 1
    act.add(item)
    if ending:
        put_at_the_end(act, conference, ending)
    _name(act, item, members)
    for agency_id in dict.fromkeys(without):
        send_out(act, item, agency_id)
    return item


def _agenda_is_open(conference: Conference) -> None:
    open_states = {ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION}
    require(conference.state in open_states, "step_not_open")


def _stands(act: Act, item: AgendaItem) -> Conference:
    """The conference of an item that is still on its agenda. Raises Refused where either is over."""
    conference = act.session.get_one(Conference, item.conference_id)
    _agenda_is_open(conference)
    require(item.removed_at is None, "already_there")
    return conference


def _minutes(minutes: int) -> int:
    require(1 <= minutes <= 480, "minutes_out_of_range")
    return minutes


def _name(act: Act, item: AgendaItem, members: Iterable[UUID]) -> None:
    """The persons it speaks of, instead of those before; an item without names names nobody."""
    wanted = [] if item.without_names else list(dict.fromkeys(members))
    for member_id in wanted:
        member = act.find(HouseholdMember, member_id)
        require(member.case_id == item.case_id, "not_found")
    rows = act.session.exec(select(ConcernedMember).where(ConcernedMember.subject_id == item.id)).all()
    for row in rows:
        if row.member_id not in wanted:
            act.session.delete(row)
    named = {row.member_id for row in rows}
    act.session.add_all(ConcernedMember(subject_id=item.id, member_id=one) for one in wanted if one not in named)


@action("item.change", on=AgendaItem, edits=("kind", "title", "question", "minutes", "without_names"))
def change_item(
    act: Act, item: AgendaItem, *, kind: ItemKind, title: str, minutes: int, question: str | None = None,
    position: int | None = None, without_names: bool = False, members: Iterable[UUID] | None = None,
) -> AgendaItem:  # fmt: skip
    """Change an item or its place in the order; no position and no members mean those it has."""
    with room_stays_covered(act, _stands(act, item)):
        item.kind, item.title, item.minutes = kind, needed(title, "field.item_title"), _minutes(minutes)
        item.question, item.without_names = kept(question), without_names
        if members is not None or without_names:
            _name(act, item, members or ())
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
    """Take an item off the agenda; what it was stays in the history. What was said of it goes with it nowhere."""
    conference = _stands(act, item)
    lines = select(MinutesLine).where(MinutesLine.item_id == item.id, col(MinutesLine.removed_at).is_(None))
    is_written = any(line.text.strip() for line in act.session.exec(lines))
    require(not is_written and item.result is None, "item_was_spoken_of")
    item.removed_at = act.now
    if conference.current_item_id == item.id:
        conference.current_item_id = None
    return item


def _absence(act: Act, item: AgendaItem, agency_id: UUID) -> ItemAbsence | None:
    same = select(ItemAbsence).where(ItemAbsence.item_id == item.id, ItemAbsence.agency_id == agency_id)
    return act.session.exec(same).first()


def send_out(act: Act, item: AgendaItem, agency_id: UUID) -> None:
    """Let an agency that is called wait outside for an item. Raises Refused where it runs the conference."""
    called = select(Invitation).where(
        Invitation.conference_id == item.conference_id,
        Invitation.agency_id == agency_id,
        col(Invitation.withdrawn_at).is_(None),
    )
    require(act.session.exec(called).first(), "agency_is_not_called")
    # Who facilitates or records hears every item: there the ways out are a consent, no names, or somebody else.
    require(agency_id not in runners_in(act.session.execute, item.conference_id), "agency_runs_the_conference")
    require(_absence(act, item, agency_id) is None, "already_there")
    act.session.add(ItemAbsence(item_id=item.id, agency_id=agency_id))


@action("item.leave_out", on=AgendaItem)
def leave_out(act: Act, item: AgendaItem, *, agency_id: UUID, whole_case: bool = False) -> AgendaItem:
    """①その機関をこの項目から外す: the agency waits outside for this item, or for every item of its case."""
    _stands(act, item)
    for one in _of_the_case(act, item) if whole_case else [item]:
        if one is item or _absence(act, one, agency_id) is None:
            send_out(act, one, agency_id)
    return item


def _of_the_case(act: Act, item: AgendaItem) -> list[AgendaItem]:
    same = (AgendaItem.conference_id == item.conference_id, AgendaItem.case_id == item.case_id)
    rows = select(AgendaItem).where(*same, col(AgendaItem.removed_at).is_(None))
    return list(act.session.exec(rows)) if item.case_id is not None else [item]


@action("item.let_in", on=AgendaItem)
def let_in(act: Act, item: AgendaItem, *, agency_id: UUID) -> AgendaItem:
    """The agency is in the room for this item again."""
    conference, absence = _stands(act, item), _absence(act, item, agency_id)
    if absence is None:
        raise Refused("already_there")
    with room_stays_covered(act, conference):
        act.session.delete(absence)
    return item
