"""What the conditions of a conference ask about: counted on everything, the same for the screen and for the act."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Executable, func, select
from sqlmodel import col

import settings
from models.conferences import AgendaItem, Conference, Invitation, ItemKind
from models.forums import Forum, forums
from models.people import Role
from rules.conference_steps import ConferenceFacts
from rules.room import Uncovered, uncovered_in
from rules.sitting import with_sitting

Fetch = Callable[[Executable], Iterable[Any]]


def may_convene(roles: frozenset[Role], forum: Forum) -> bool:
    """Whether the body is convened by somebody like this."""
    return bool({role.value for role in roles} & set(forum.may_convene))


def may_send_notice(roles: frozenset[Role], forum: Forum) -> bool:
    """Whoever runs it sends the notice of a conference that its convenor planned; 支援会議 the municipality alone."""
    # 社会福祉法 第106条の6第1項: 市町村は、支援会議を組織することができる。
    return forum.sharing_basis != "confidentiality_duty" or may_convene(roles, forum)


def room_day(conference: Conference, today: date) -> date:
    """The Tokyo day on which the consents must count: the day of the conference, or today once that has passed."""
    return max(settings.tokyo_day(conference.starts_at), today)


def holes_in(fetch: Fetch, conference: Conference, today: date) -> tuple[Uncovered, ...]:
    """Whose consent does not reach the room, whoever asks."""
    return uncovered_in(fetch, conference.id, room_day(conference, today))


def conference_facts(
    fetch: Fetch, conference: Conference, roles: frozenset[Role], today: date, *, has_reason: bool = True
) -> ConferenceFacts:
    """The facts of one conference for somebody with these roles. A fixed number of statements, however many rows."""
    items = list(fetch(_standing(conference.id)))
    called = select(func.count()).where(
        col(Invitation.conference_id) == conference.id, col(Invitation.withdrawn_at).is_(None)
    )
    facts = ConferenceFacts(
        items=len(items),
        invitations=int(next(iter(fetch(called)))[0]),
        decisions_without_question=sum(row.kind is ItemKind.DECIDE and row.question is None for row in items),
        has_reason=has_reason,
        records_alone=conference.recorder_id is None,
        uncovered=len(holes_in(fetch, conference, today)),
        may_convene=may_send_notice(roles, forums()[conference.forum_key]),
    )
    return with_sitting(fetch, conference, facts)


def _standing(conference_id: UUID) -> Executable:
    return select(col(AgendaItem.kind), col(AgendaItem.question)).where(
        col(AgendaItem.conference_id) == conference_id, col(AgendaItem.removed_at).is_(None)
    )
