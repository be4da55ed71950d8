"""Which requests of one sign-in were answered already, so that a form never takes an id for the second time."""

from datetime import datetime

from sqlmodel import Session, col, select

from models.history import RequestDone
from rules.access import Actor


def answered(session: Session, actor: Actor, now: datetime, beginning: str) -> frozenset[str]:
    """The answered request ids with this beginning (hex), of 32 letters each; of this person alone."""
    rest = 32 - len(beginning)
    own = col(RequestDone.request_id).between(beginning + "0" * rest, beginning + "f" * rest)
    return frozenset(session.exec(select(RequestDone.request_id).where(own, RequestDone.actor_id == actor.person_id)))
