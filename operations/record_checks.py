"""申出への対応: what an agency asked to correct is answered by whoever runs the conference."""

from models.minutes import CheckAnswer, ConferenceRecord, RecordCheck, RecordState
from operations.action import Act, action
from rules.refusal import require
from rules.typed_text import PASSAGE, needed


def record_checked(act: Act, check: RecordCheck) -> ConferenceRecord:
    """The record of the answer as it stands now: whoever fixes it waits for us, or we for them."""
    return act.session.get_one(
        ConferenceRecord, check.record_id, with_for_update={"read": True}, populate_existing=True
    )


@action("record.reply", on=RecordCheck, edits=("reply",))
def reply_to_objection(act: Act, check: RecordCheck, *, reply: str) -> RecordCheck:
    """Answer an objection in words; it stands beside it for that agency and in the record."""
    record = record_checked(act, check)
    require(record.state is not RecordState.FIXED, "record_is_fixed")
    require(check.answer is CheckAnswer.OBJECTED or check.replied_at is not None, "nothing_to_reply_to")
    check.reply, check.replied_at = needed(reply, "field.reply_to_objection", most=PASSAGE), act.now
    return check
