"""決裁 inside よりあい, where the city chose that: one role after the other, 代決 with a reason."""

from sqlmodel import col, select

import settings
from models.minutes import ConferenceRecord, RecordApproval, RecordState
from models.people import Role
from operations.action import Act, action
from rules.composing import latest_edition
from rules.record_steps import APPROVAL, ApprovalFacts
from rules.refusal import require
from rules.typed_text import kept


@action("record.approve", on=ConferenceRecord)
def approve_record(act: Act, record: ConferenceRecord, *, words: str | None = None) -> ConferenceRecord:
    """Approve a fixed record when it is one's turn, or for the absent one whose turn it is."""
    city = settings.city()
    require(city.approval_route == "here", "approval_is_elsewhere")
    require(record.state is RecordState.FIXED, "record_is_not_fixed")
    newest = act.session.execute(latest_edition(record.conference_id, record.case_id)).scalars().first()
    require(newest is not None and newest.id == record.id, "record_is_being_corrected")
    given = act.session.exec(select(RecordApproval).where(col(RecordApproval.record_id) == record.id)).all()
    require(len(given) < len(city.approval_steps), "approval_is_complete")
    is_their_turn = Role(city.approval_steps[len(given)]) in act.actor.roles
    act.weigh(APPROVAL, ApprovalFacts(is_their_turn=is_their_turn))
    act.session.add(_approval(act, record, len(given), words, is_for_other=not is_their_turn))
    if len(given) + 1 == len(city.approval_steps):
        record.approved_on, record.approver = act.today, act.actor.name
    return record


def _approval(
    act: Act, record: ConferenceRecord, position: int, words: str | None, *, is_for_other: bool
) -> RecordApproval:
    told = act.used_reasons.get("approver_is_here") if is_for_other else kept(words)
    return RecordApproval(
        record_id=record.id, position=position, by_id=act.actor.person_id, is_for_other=is_for_other, words=told,
        at=act.now,
    )  # fmt: skip
