"""Wrong passwords and wrong codes are counted under what was typed, or where; too many of them have to wait."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

import settings
from models.people import SignInTry
from operations import history


@dataclass(frozen=True)
class Tried:
    """What came of a try: a token, or how many tries are left, or until when to wait."""

    token: str | None = None
    tries_left: int = 0
    paused_until: datetime | None = None


def _digest(name: str) -> str:
    return hmac.new(settings.keys().history, f"login|{name.strip().casefold()}".encode(), hashlib.sha256).hexdigest()


def tries_of(session: Session, name: str) -> SignInTry:
    """The count under this name, locked until the transaction ends."""
    digest = _digest(name)
    tried = session.exec(select(SignInTry).where(SignInTry.login_digest == digest).with_for_update()).first()
    if tried is None:
        tried = SignInTry(login_digest=digest)
        session.add(tried)
        session.flush()
    return tried


def paused(session: Session, name: str, now: datetime) -> datetime | None:
    """Until when tries under this name have to wait, if they have to."""
    tried = session.exec(select(SignInTry).where(SignInTry.login_digest == _digest(name))).first()
    return tried.paused_until if tried and tried.paused_until and tried.paused_until > now else None


def succeeded(tried: SignInTry) -> None:
    """What was right begins the count anew."""
    tried.failed, tried.paused_until = 0, None


def failed(session: Session, tried: SignInTry, now: datetime) -> Tried:
    """One more that was wrong; it is written down, and the last one that is allowed begins a pause."""
    city = settings.city()
    tried.failed += 1
    left = city.tries_before_pause - tried.failed
    if left <= 0:
        tried.failed, tried.paused_until = 0, now + timedelta(minutes=city.pause_minutes)
    event = history.Event("sign_in.failed", "sign_in_tries", tried.id)
    session.flush()
    history.append(session, event, actor_id=None, sign_in_id=None, now=now)
    return Tried(tries_left=max(left, 0), paused_until=tried.paused_until)
