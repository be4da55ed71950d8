"""Times as papers say them: 令和8年6月18日(木) 午後1時30分から午後2時40分まで."""

from datetime import datetime

import settings
from rules.calendar import in_japanese
from words import word


def clock(at: datetime) -> str:
    """午後1時30分, 正午, 午前9時; in Tokyo."""
    local = at.astimezone(settings.TOKYO)
    if (local.hour, local.minute) == (12, 0):
        return word("time.noon")
    half = word("time.morning" if local.hour < 12 else "time.afternoon")
    minutes = word("time.minutes", minute=local.minute) if local.minute else ""
    return half + word("time.hour", hour=local.hour % 12) + minutes


def span(starts_at: datetime, ends_at: datetime) -> str:
    """Day and hours of a conference; the second day is named where it differs."""
    first, last = (one.astimezone(settings.TOKYO).date() for one in (starts_at, ends_at))
    until = clock(ends_at) if first == last else f"{in_japanese(last)} {clock(ends_at)}"
    return word("time.span", day=in_japanese(first), since=clock(starts_at), until=until)
