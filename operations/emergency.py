"""緊急のときの連絡の順番と判断する人: what happens, who is told in which order, who decides."""

from uuid import UUID

from sqlmodel import col, func, select

from models.cases import Case, CaseState
from models.conferences import AgendaItem, Conference, ConferenceState
from models.people import Agency
from models.plans import EmergencyStep
from operations.action import Act, action
from operations.records import refuse_if_fixed
from rules.refusal import require
from rules.typed_text import PASSAGE, kept, needed

_EDITS = ("sign", "response", "agency_id", "contact", "decides", "position")


@action("emergency.add", on=Case)
def add_step(
    act: Act, case: Case, *, sign: str, response: str, agency_id: UUID | None = None, contact: str | None = None,
    decides: bool = False,
) -> EmergencyStep:  # fmt: skip
    """One more step at the end of the order, between conferences."""
    return _new(act, case, sign, response, agency_id, contact, decides=decides)


@action("emergency.agree", on=AgendaItem)
def agree_step(
    act: Act, item: AgendaItem, *, sign: str, response: str, agency_id: UUID | None = None, contact: str | None = None,
    decides: bool = False,
) -> EmergencyStep:  # fmt: skip
    """One more step, as it is agreed in the room."""
    conference = act.session.get_one(Conference, item.conference_id)
    is_open = conference.state in {ConferenceState.IN_SESSION, ConferenceState.ADJOURNED}
    require(is_open and item.removed_at is None, "step_not_open")
    require(item.case_id is not None, "item_has_no_case")
    refuse_if_fixed(act.session, conference.id, item.case_id)
    case = act.session.get_one(Case, item.case_id)
    step = _new(act, case, sign, response, agency_id, contact, decides=decides)
    step.conference_id, step.item_id = conference.id, item.id
    return step


def _new(
    act: Act, case: Case, sign: str, response: str, agency_id: UUID | None, contact: str | None, *, decides: bool
) -> EmergencyStep:
    require(case.state is not CaseState.CLOSED, "case_is_closed")
    last = act.session.exec(select(func.max(EmergencyStep.position)).where(EmergencyStep.case_id == case.id)).one()
    step = EmergencyStep(case_id=case.id, position=0 if last is None else last + 1, sign="", response="")
    _write(act, step, sign, response, agency_id, contact, decides=decides)
    return act.add(step)


def _write(
    act: Act, step: EmergencyStep, sign: str, response: str, agency_id: UUID | None, contact: str | None, *,
    decides: bool,
) -> None:  # fmt: skip
    require(agency_id is None or act.session.get(Agency, agency_id), "not_found")
    step.sign = needed(sign, "field.sign", most=PASSAGE)
    step.response = needed(response, "field.response", most=PASSAGE)
    step.agency_id, step.contact, step.decides = agency_id, kept(contact), decides


@action("emergency.change", on=EmergencyStep, edits=_EDITS)
def change_step(
    act: Act, step: EmergencyStep, *, sign: str, response: str, agency_id: UUID | None = None,
    contact: str | None = None, decides: bool = False, position: int | None = None,
) -> EmergencyStep:  # fmt: skip
    """Mend a step, or move it to another place in the order; no position means the one it has."""
    require(step.removed_at is None, "already_there")
    _write(act, step, sign, response, agency_id, contact, decides=decides)
    if position is not None and position != step.position:
        _move(act, step, position)
    return step


def _move(act: Act, step: EmergencyStep, position: int) -> None:
    """Put the step at a place and count the others anew."""
    standing = select(EmergencyStep).where(
        EmergencyStep.case_id == step.case_id, col(EmergencyStep.removed_at).is_(None), EmergencyStep.id != step.id
    )
    others = sorted(act.session.exec(standing), key=lambda one: one.position)
    others.insert(max(0, min(position, len(others))), step)
    for place, one in enumerate(others):
        one.position = place


@action("emergency.remove", on=EmergencyStep)
def remove_step(act: Act, step: EmergencyStep) -> EmergencyStep:
    """Take a step out; what it was stays in the history."""
    require(step.removed_at is None, "already_there")
    step.removed_at = act.now
    return step
