"""What was said and done at the end of a case: opinions of agencies, and whom somebody approached."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

import settings
from models.closure import AgencyOpinion, Manageable, OpinionState
from models.gaps import Engagement, EngagementKind
from models.history import EnteredFor
from models.people import Agency, Person
from queries.relays import Spoken
from rules.access import Actor
from rules.visibility import visible_to


@dataclass(frozen=True)
class OpinionView:
    """What one agency says to the four questions."""

    id: UUID
    agency_id: UUID
    agency: str
    state: OpinionState
    asked_on: date
    due_on: date
    reminded_on: date | None
    answered_at: datetime | None
    manageable: Manageable | None
    reason_words: str | None
    flow_words: str | None
    wanted_words: str | None
    spoken: Spoken | None
    is_late: bool

    @property
    def is_unheard(self) -> bool:
        """Whether nothing came yet."""
        return self.state in {OpinionState.ASKED, OpinionState.NO_ANSWER}


@dataclass(frozen=True)
class ApproachView:
    """One 働きかけ."""

    id: UUID
    kind: EngagementKind
    agency: str
    words: str
    due_on: date | None
    by: str
    done_on: date | None
    result: str | None


def opinions_of(
    session: Session, actor: Actor, today: date, wanted: list[ColumnElement[bool]]
) -> tuple[OpinionView, ...]:
    """Opinions that this person may read among these, by the reading of their agencies."""
    rows = session.execute(
        select(AgencyOpinion, col(Agency.name))
        .join(Agency, col(Agency.id) == col(AgencyOpinion.agency_id))
        .where(*wanted, visible_to(actor, AgencyOpinion, today))
        .order_by(col(Agency.reading))
    ).all()
    ids = [one.id for one, _ in rows]
    said = select(EnteredFor).where(col(EnteredFor.subject_id).in_(ids)).order_by(col(EnteredFor.said_at))
    spoken = {
        one.subject_id: Spoken(one.said_by, one.channel, settings.tokyo_day(one.said_at))
        for one in session.execute(said).scalars()
    }
    return tuple(
        OpinionView(
            one.id, one.agency_id, name, one.state, one.asked_on, one.due_on, one.reminded_on, one.answered_at,
            one.manageable, one.reason_words, one.flow_words, one.wanted_words, spoken.get(one.id),
            one.state is OpinionState.ASKED and one.due_on < today,
        )
        for one, name in rows
    )  # fmt: skip


def approaches_of(
    session: Session, actor: Actor, today: date, wanted: list[ColumnElement[bool]]
) -> tuple[ApproachView, ...]:
    """働きかけ that this person may read among these, oldest first."""
    rows = session.execute(
        select(Engagement, col(Agency.name), Person)
        .join(Agency, col(Agency.id) == col(Engagement.agency_id))
        .join(Person, col(Person.id) == col(Engagement.by_id))
        .where(*wanted, visible_to(actor, Engagement, today))
        .order_by(col(Engagement.created_at))
    )
    return tuple(
        ApproachView(one.id, one.kind, agency, one.words, one.due_on, by.name, one.done_on, one.result)
        for one, agency, by in rows
    )
