"""後閲: the 課長 reads what went on with a reason."""

from models.history import ReasonedAct
from operations.action import Act, action
from rules.refusal import require


@action("approval.give", on=ReasonedAct)
def give_approval(act: Act, reasoned: ReasonedAct) -> ReasonedAct:
    """Mark one act with a reason as read and approved; the one who gave the reason cannot approve it."""
    require(reasoned.approved_at is None, "approval_is_given")
    require(reasoned.by_id != act.actor.person_id, "approval_of_own_reason")
    reasoned.approved_at, reasoned.approved_by_id = act.now, act.actor.person_id
    return reasoned
