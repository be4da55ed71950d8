"""The order of an agenda: what is added stands before the reading out of what was decided and the closing."""

from sqlmodel import col, select

from models.conferences import AgendaItem, ConcernedMember, Conference, ItemAbsence
from models.forums import forums
from models.sittings import ItemRecusal
from operations.action import Act


def standing_items(act: Act, conference: Conference) -> list[AgendaItem]:
    """The agenda in its order."""
    rows = select(AgendaItem).where(AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None))
    return sorted(act.session.exec(rows), key=lambda one: (one.position, one.id))


def ending_of(act: Act, conference: Conference) -> list[AgendaItem]:
    """The closing items of a standing agenda that goes through cases: whatever is added stands before them."""
    agenda = forums()[conference.forum_key].standing_agenda
    last = max((place for place, one in enumerate(agenda) if one.each_case), default=len(agenda))
    closing = {one.title for one in agenda[last + 1 :]}
    found: list[AgendaItem] = []
    for item in reversed(standing_items(act, conference)):
        if item.case_id is not None or item.title not in closing:
            break
        found.insert(0, item)
    return found


def put_at_the_end(act: Act, conference: Conference, ending: list[AgendaItem]) -> None:
    """These last, the others as they were, counted anew."""
    last = {item.id for item in ending}
    ordered = [item for item in standing_items(act, conference) if item.id not in last] + ending
    for place, item in enumerate(ordered):
        item.position = place


def with_people_of(act: Act, old: AgendaItem, new: AgendaItem) -> None:
    """Of the same persons, with the same agencies waiting outside and the same people taking no part."""
    for member in act.session.exec(select(ConcernedMember).where(ConcernedMember.subject_id == old.id)).all():
        act.session.add(ConcernedMember(subject_id=new.id, member_id=member.member_id))
    for absence in act.session.exec(select(ItemAbsence).where(ItemAbsence.item_id == old.id)).all():
        act.session.add(ItemAbsence(item_id=new.id, agency_id=absence.agency_id))
    # By the call of that day, which knows the person whoever is called another time.
    for one in act.session.exec(select(ItemRecusal).where(ItemRecusal.item_id == old.id)).all():
        again = ItemRecusal(item_id=new.id, invitation_id=one.invitation_id, reason=one.reason, noted_at=one.noted_at)
        act.session.add(again)
