"""終結時の振り返り in the room: the review of the case in hand, as it is talked through here."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

import settings
from models.closure import ClosureReview, ReviewState
from models.conferences import AgendaItem
from queries.closing import ClosingFile, ReviewView, closing_file
from queries.view import Seen
from rules.access import Actor, may
from rules.visibility import visible_to


@dataclass(frozen=True)
class RoomReview:
    """The review that is open. hides_opinions: ご本人 or ご家族 are in the room, so what others say is not shown."""

    file: ClosingFile
    review: ReviewView
    hides_opinions: bool
    looks: tuple[Seen, ...]


def review_in_room(
    session: Session, actor: Actor, now: datetime, conference_id: UUID, item_id: UUID
) -> RoomReview | None:
    """The open review of the case the item is about, for those who hold it or run the conference; else nothing."""
    if not may(actor, "review.look"):
        return None
    today = settings.tokyo_day(now)
    found = session.exec(
        select(ClosureReview.case_id, AgendaItem.family_present)
        .join(AgendaItem, col(AgendaItem.case_id) == ClosureReview.case_id)
        .where(
            col(AgendaItem.id) == item_id, col(AgendaItem.conference_id) == conference_id,
            visible_to(actor, AgendaItem, today), visible_to(actor, ClosureReview, today),
            ClosureReview.state == ReviewState.OPEN,
        )
    ).first()  # fmt: skip
    if found is None:
        return None
    case_id, hides = found
    file = closing_file(session, actor, now, case_id)
    if file.review is None:
        return None
    review = replace(file.review, opinions=()) if hides else file.review
    return RoomReview(replace(file, review=review), review, hides, file.looks)
