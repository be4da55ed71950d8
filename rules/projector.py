"""投影: the code that opens one screen for one conference, how long it shows, and what it keeps from the wall."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import settings
from models.cases import InformationClass
from models.conferences import ConferenceState
from rules.disclosure import Share
from rules.finding import search_key

_CODES = 10**8
LONGEST = timedelta(hours=12)
# Practice C, idle: the pages of a sitting stay until 閉会 + 15 minutes.
AFTER = timedelta(minutes=15)
BEFORE_THE_END = frozenset({ConferenceState.CONVENED, ConferenceState.IN_SESSION})


def code_of(pass_id: UUID) -> str:
    """Eight digits to read out and to type. They follow from the key outside the database and are stored nowhere."""
    digest = hmac.new(settings.keys().history, b"projector|" + pass_id.bytes, hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % _CODES:08d}"


def hashed_code(code: str) -> str:
    """What is stored of a code: with the key, because eight digits alone are soon found again."""
    return hmac.new(settings.keys().history, b"projector-code|" + code.encode(), hashlib.sha256).hexdigest()


def is_shown(state: ConferenceState, adjourned_at: datetime | None, now: datetime) -> bool:
    """Whether a screen may be on: from the notice until 15 minutes after the adjournment."""
    return state in BEFORE_THE_END or (adjourned_at is not None and now < adjourned_at + AFTER)


def reach(
    members: Iterable[UUID], agencies: Iterable[UUID], shares: Mapping[UUID, tuple[Share, ...]],
    information: InformationClass, day: date,
) -> bool:  # fmt: skip
    """Whether each of these persons agreed that each of these agencies may know this class on this day."""
    people, room = list(members), list(agencies)
    return all(_agreed(shares.get(one, ()), agency, information, day) for one in people for agency in room)


def _agreed(shares: tuple[Share, ...], agency: UUID, information: InformationClass, day: date) -> bool:
    return any(
        one.agency_id == agency and one.information is information and one.starts_on <= day <= (one.ends_on or date.max)
        for one in shares
    )


def covered(text: str, hidden: Mapping[str, str]) -> str:
    """The text with every word of hidden replaced by what stands for it, however its kanji and kana were typed."""
    for word in sorted(hidden, key=len, reverse=True):
        text = _replaced(text, search_key(word), hidden[word])
    return text


def _replaced(text: str, key: str, instead: str) -> str:
    """Found sign by sign in the folded text, so that the places in the text as typed are known."""
    if not key:
        return text
    signs = [(part, place) for place, sign in enumerate(text) for part in search_key(sign)]
    plain, made, done, at = "".join(part for part, _ in signs), "", 0, 0
    while (found := plain.find(key, at)) >= 0:
        begin, last = signs[found][1], signs[found + len(key) - 1][1]
        if begin >= done:
            made, done = made + text[done:begin] + instead, last + 1
        at = found + len(key)
    return made + text[done:]
