"""Who convenes the bodies: agencies by key."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.forums import forums
from models.people import Agency
from rules.access import Actor


def convenors(session: Session, actor: Actor, now: datetime) -> dict[str, str]:
    """The name of every agency that convenes a body."""
    keys = {forum.convened_by for forum in forums().values()}
    return dict(session.exec(select(Agency.key, Agency.name).where(col(Agency.key).in_(keys))).all())
