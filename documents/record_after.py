"""What stands on the paper of a 会議録 after it went round: 申出, checks, 訂正箇所 and 決裁."""

from collections.abc import Iterator
from datetime import datetime

import settings
from models.minutes import RecordState
from queries.record import ApprovalView, CheckView, RecordFile
from rules.calendar import in_japanese
from rules.difference import Change
from words import label_of, word

Row = dict[str, object]


def after(view: RecordFile) -> Row:
    """What agencies said of it, and what this edition says otherwise than the one before."""
    due = view.check_due_on if view.state is RecordState.IN_CHECK else None
    return {
        "silence": word("record.silence_counts", day=in_japanese(due)) if due else "",
        "changes": [{"where": one.where, "pieces": list(_marks(one))} for one in view.changes],
        "objections": [
            {"agency": one.agency, "words": one.words, "reply": one.reply or word("paper.no_reply"),
             "day": _day_of(one.replied_at)}
            for one in view.text.objections
        ],
        "checks": [_check(view, one) for one in view.checks],
    }  # fmt: skip


def _marks(change: Change) -> Iterator[tuple[str, str]]:
    """A word beside the line: marks are read in black and white, and aloud."""
    for one in change.pieces:
        if one.was and one.stands:
            yield one.text, ""
        else:
            key, mark = ("record.deleted", "strike") if one.was else ("record.inserted", "line")
            yield word("paper.mark", what=word(key)), ""
            yield one.text, mark


def _day_of(moment: str) -> str:
    return in_japanese(settings.tokyo_day(datetime.fromisoformat(moment))) if moment else ""


def _check(view: RecordFile, one: CheckView) -> Row:
    """Silence counts as checked once the day for answers is over."""
    kept = view.unanswered(one)
    day = in_japanese(settings.tokyo_day(one.answered_at)) if one.answered_at else ""
    return {"agency": one.agency, "answer": word(f"record.{kept}") if kept else label_of(one.answer), "day": day}


def approval(view: RecordFile) -> Row:
    """決裁 given here step by step; else what the city's own system answered, or room to write it."""
    steps = settings.city().approval_steps
    given = [
        {
            "role": word(f"role.{steps[one.position]}") if one.position < len(steps) else "", "name": one.name,
            "day": in_japanese(settings.tokyo_day(one.at)), "words": _stood_in(one),
        }
        for one in view.approvals
    ]  # fmt: skip
    if given and view.document_number:
        told = {"role": word("field.document_number"), "name": view.document_number, "day": "", "words": ""}
        given.append(told)
    return {
        "approvals": given,
        "approved_on": in_japanese(view.approved_on, weekday=False) if view.approved_on else "",
        "approver": view.approver or "",
        "document_number": view.document_number or "",
    }


def _stood_in(one: ApprovalView) -> str:
    return word("record.stood_in", why=one.words or "") if one.is_for_other else one.words or ""
