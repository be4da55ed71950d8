"""Words of the record about who ran a sitting from when, and who took no part in what."""

from datetime import datetime

import settings
from rules.record import RecordPerson, RecordText
from words import word


def runner_words(text: RecordText, office: str) -> str:
    """The facilitator or the recorder; where it was handed over, each with the time from which they ran it."""
    moves = [one for one in text.handed_over if one.office == office]
    last = {"facilitator": text.facilitator, "recorder": text.recorder}[office]
    if not moves:
        return last or word("conference.recorded_by_facilitator")
    told = [moves[0].before or word("conference.recorded_by_facilitator")]
    for one in moves:
        who = one.after or word("conference.recorded_by_facilitator")
        told.append(word("record.from_then", who=who, at=_clock(one.at)))
    return word("record.hands_to").join(told)


def _clock(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(settings.TOKYO):%H:%M}"


def recused_words(text: RecordText, one: RecordPerson) -> str:
    """The items for which somebody had left the room for 利害関係."""
    named = one.name or one.agency
    numbers = [str(item.number) for item in text.items if named in item.recused]
    return word("record.recused", n=word("list.and").join(numbers)) if numbers else ""
