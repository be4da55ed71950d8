"""続けて開催: the conferences of one sitting in their order, and those of that day that one may follow."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.conferences import Conference, ConferenceState
from models.forums import forums
from queries.calendar import ConferenceRow, conference_list, conference_rows, conference_seen
from queries.view import Choice
from rules.access import Actor, may
from rules.refusal import require
from rules.visibility import visible_to

_AHEAD = frozenset({ConferenceState.PLANNED, ConferenceState.CONVENED, ConferenceState.IN_SESSION})


def sitting_of(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> tuple[ConferenceRow, ...]:
    """The conferences held one after the other with this one, in their order, as far as this person knows of them."""
    require(may(actor, "conference.look"), "not_found")
    today = settings.tokyo_day(now)
    order = _ids(session, conference_seen(session, actor, today, conference_id))
    if len(order) < 2:
        return ()
    seen = [visible_to(actor, Conference, today), col(Conference.state) != ConferenceState.CANCELLED]
    rows = conference_rows(session, actor, now, [col(Conference.id).in_(order), *seen])
    return tuple(sorted(rows, key=lambda row: order.index(row.id)))


def _ids(session: Session, conference: Conference) -> list[UUID]:
    """Those before it and behind it; a handful, and each once."""
    found, one = [conference.id], conference.follows_id
    while one is not None and one not in found:
        found.insert(0, one)
        one = session.exec(select(Conference.follows_id).where(Conference.id == one)).one()
    while True:
        held = col(Conference.state) != ConferenceState.CANCELLED
        after = session.exec(select(Conference.id).where(Conference.follows_id == found[-1], held)).first()
        if after is None or after in found:
            return found
        found.append(after)


def may_follow(session: Session, actor: Actor, now: datetime, conference_id: UUID) -> tuple[Choice, ...]:
    """The conferences of the same day that this person runs too: of another body, begun no later, not yet followed."""
    today = settings.tokyo_day(now)
    own = conference_seen(session, actor, today, conference_id)
    day = settings.tokyo_day(own.starts_at)
    rows = conference_list(session, actor, now, since=day, until=day)
    ahead = [row for row in rows if row.runs and row.state in _AHEAD and row.starts_at <= own.starts_at]
    wanted = [row for row in ahead if row.id != own.id and row.forum.key != own.forum_key]
    followed = set(
        session.exec(select(Conference.follows_id).where(col(Conference.follows_id).in_([r.id for r in wanted])))
    )
    return tuple(Choice(row.id, _label(row)) for row in wanted if row.id not in followed)


def _label(row: ConferenceRow) -> str:
    begins = row.starts_at.astimezone(settings.TOKYO)
    return f"{begins:%H:%M} {forums()[row.forum.key].plain} {row.theme}".strip()
