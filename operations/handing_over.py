"""進行役・記録者の交代: somebody else runs the sitting from this moment; who did before stands in the history."""

from uuid import UUID

from sqlmodel import col, select

import settings
from models.conferences import AgendaItem, Conference, ConferenceState, Invitation, ItemAbsence
from models.people import Agency, Person
from models.sittings import ItemRecusal
from operations.action import Act, action
from operations.covering import room_stays_covered
from rules.refusal import Refused, require

_TOLD = frozenset({ConferenceState.CONVENED, ConferenceState.IN_SESSION})


@action("conference.hand_over", on=Conference, edits=("facilitator_id", "recorder_id"))
def hand_over(act: Act, conference: Conference, *, facilitator_id: UUID, recorder_id: UUID | None = None) -> Conference:
    """Rights follow at once. Whoever takes over was called, is of an agency that was, or of the city's office."""
    require(conference.state in _TOLD, "conference_is_not_open")
    before = (conference.facilitator_id, conference.recorder_id)
    require((facilitator_id, recorder_id) != before, "nothing_is_handed_over")
    for person_id in {facilitator_id, recorder_id} - {None, *before}:
        _may_take_over(act, conference, person_id)  # type: ignore[arg-type]
    act.told |= {"facilitator_before": before[0], "recorder_before": before[1]}
    with room_stays_covered(act, conference):
        conference.facilitator_id, conference.recorder_id = facilitator_id, recorder_id
    return conference


def _may_take_over(act: Act, conference: Conference, person_id: UUID) -> None:
    person = act.session.get(Person, person_id)
    if person is None or person.closed_at is not None:
        raise Refused("not_found")
    agency = act.session.get_one(Agency, person.agency_id)
    require(agency.key == settings.city().home_agency or _is_called(act, conference, person), "runner_was_not_called")
    require(not _takes_no_part(act, conference, person), "runner_takes_no_part")


def _is_called(act: Act, conference: Conference, person: Person) -> bool:
    called = select(Invitation.id).where(
        Invitation.conference_id == conference.id,
        Invitation.agency_id == person.agency_id,
        col(Invitation.withdrawn_at).is_(None),
    )
    return act.session.exec(called).first() is not None


def _takes_no_part(act: Act, conference: Conference, person: Person) -> bool:
    """Who runs the sitting hears every item: nobody who is kept out of one may take it over."""
    standing = select(AgendaItem.id).where(
        AgendaItem.conference_id == conference.id, col(AgendaItem.removed_at).is_(None)
    )
    own = select(Invitation.id).where(Invitation.person_id == person.id)
    recused = select(ItemRecusal.id).where(
        col(ItemRecusal.item_id).in_(standing), col(ItemRecusal.invitation_id).in_(own)
    )
    waits = select(ItemAbsence.id).where(
        col(ItemAbsence.item_id).in_(standing), ItemAbsence.agency_id == person.agency_id
    )
    return any(act.session.exec(one).first() is not None for one in (recused, waits))
