"""利害関係: somebody who was called takes no part in one item, and from that second sees nothing of it."""

from uuid import UUID

from sqlmodel import col, select

from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemAbsence
from models.sittings import ItemRecusal
from operations.action import Act, action
from operations.agenda import send_out
from operations.covering import room_stays_covered
from operations.in_writing import not_asked_any_more
from rules.refusal import Refused, require
from rules.typed_text import PASSAGE, kept

_OPEN = frozenset({ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION})


def _sitting(act: Act, item: AgendaItem) -> Conference:
    conference = act.session.get_one(Conference, item.conference_id)
    require(conference.state in _OPEN, "step_not_open")
    require(item.removed_at is None, "not_found")
    return conference


def _recusal(act: Act, item: AgendaItem, invitation_id: UUID) -> ItemRecusal | None:
    same = select(ItemRecusal).where(ItemRecusal.item_id == item.id, ItemRecusal.invitation_id == invitation_id)
    return act.session.exec(same).first()


@action("item.recuse", on=AgendaItem)
def recuse(act: Act, item: AgendaItem, *, invitation_id: UUID, reason: str | None = None) -> AgendaItem:
    """利害関係のため席を外す: a person by name; an agency that was called without one waits outside."""
    conference, call = _sitting(act, item), act.find(Invitation, invitation_id)
    require(call.conference_id == conference.id and call.withdrawn_at is None, "not_found")
    require(_recusal(act, item, call.id) is None, "already_there")
    runs = {conference.facilitator_id, conference.recorder_id}
    require(call.person_id is None or call.person_id not in runs, "runner_hands_over_first")
    if _is_whole_agency(act, call) and not _waits(act, item, call):
        send_out(act, item, call.agency_id)  # type: ignore[arg-type]
    told = kept(reason, most=PASSAGE)
    act.session.add(ItemRecusal(item_id=item.id, invitation_id=call.id, reason=told, noted_at=act.now))
    not_asked_any_more(act, conference)
    return item


@action("item.return", on=AgendaItem)
def come_back(act: Act, item: AgendaItem, *, invitation_id: UUID) -> AgendaItem:
    """They take part in the item after all."""
    conference, row = _sitting(act, item), _recusal(act, item, invitation_id)
    if row is None:
        raise Refused("not_found")
    call = act.session.get_one(Invitation, invitation_id)
    with room_stays_covered(act, conference):
        act.session.delete(row)
        absence = _waits(act, item, call)
        if absence is not None and _is_whole_agency(act, call):
            act.session.delete(absence)
    return item


def _is_whole_agency(act: Act, call: Invitation) -> bool:
    """Nobody else of the agency was called: then it is the agency that goes out."""
    if call.person_id is not None or call.agency_id is None:
        return False
    others = select(Invitation.id).where(
        Invitation.conference_id == call.conference_id, Invitation.agency_id == call.agency_id,
        Invitation.id != call.id, col(Invitation.withdrawn_at).is_(None),
    )  # fmt: skip
    return act.session.exec(others).first() is None


def _waits(act: Act, item: AgendaItem, call: Invitation) -> ItemAbsence | None:
    same = (ItemAbsence.item_id == item.id, ItemAbsence.agency_id == call.agency_id)
    return act.session.exec(select(ItemAbsence).where(*same)).first()
