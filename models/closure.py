"""Monitoring, evaluation and 終結時の振り返り: how it goes, what changed, and what the end of a case has to say."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from models.record import Record, Versioned, choice
from models.sealed import sealed


class Progress(StrEnum):
    """How a role goes, as the one who looks in on it sees it."""

    DONE = "done"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    STUCK = "stuck"


class MonitoringCheck(Versioned, table=True):
    """モニタリング: one look at how things go, and the day of the next."""

    __tablename__ = "monitoring_checks"
    __table_args__ = (Index("ix_monitoring_checks_case", "case_id", "checked_on"),)

    case_id: UUID = Field(foreign_key="cases.id")
    plan_id: UUID | None = Field(default=None, foreign_key="support_plans.id")
    checked_on: date
    changes: str = sealed("monitoring_checks.changes")
    wish: str | None = sealed("monitoring_checks.wish", default=None, nullable=True)
    next_on: date | None = None
    by_id: UUID = Field(foreign_key="people.id")


class RoleProgress(Record, table=True):
    """How one role went at one モニタリング."""

    __tablename__ = "role_progress"
    __table_args__ = (UniqueConstraint("check_id", "assignment_id"),)

    check_id: UUID = Field(foreign_key="monitoring_checks.id", index=True)
    case_id: UUID = Field(foreign_key="cases.id")
    assignment_id: UUID = Field(foreign_key="assignments.id", index=True)
    progress: Progress = choice(Progress)
    words: str | None = sealed("role_progress.words", default=None, nullable=True)


class CaseProblem(Versioned, table=True):
    """新しい課題: noticed at any time by whoever takes part, until somebody says what became of it."""

    __tablename__ = "case_problems"

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    code: str = ""
    words: str = sealed("case_problems.words")
    noticed_on: date
    noticed_by_id: UUID = Field(foreign_key="agencies.id")
    settled_on: date | None = None
    settled_words: str | None = sealed("case_problems.settled_words", default=None, nullable=True)


class Attainment(StrEnum):
    """How far the goal of the plan was reached."""

    ATTAINED = "attained"
    PARTLY = "partly_attained"
    NOT_ATTAINED = "not_attained"


class Outcome(StrEnum):
    """今後: what follows from an evaluation."""

    CLOSE = "close"
    REPLAN = "replan"
    SUSPEND = "suspend"


class Evaluation(Versioned, table=True):
    """評価シート at the end of a plan; of a case without a plan at the end of its support."""

    __tablename__ = "evaluations"
    __table_args__ = (Index("ix_evaluations_case", "case_id", "evaluated_on"),)

    case_id: UUID = Field(foreign_key="cases.id")
    plan_id: UUID | None = Field(default=None, foreign_key="support_plans.id")
    conference_id: UUID | None = Field(default=None, foreign_key="conferences.id")
    evaluated_on: date
    attainment: Attainment = choice(Attainment)
    attainment_words: str = sealed("evaluations.attainment_words")
    changes: str = sealed("evaluations.changes")
    remaining: str | None = sealed("evaluations.remaining", default=None, nullable=True)
    wish: str | None = sealed("evaluations.wish", default=None, nullable=True)
    outcome: Outcome = choice(Outcome)
    by_id: UUID = Field(foreign_key="people.id")


class Manageable(StrEnum):
    """問い1: could the existing 事業 have handled it?"""

    COULD = "could"
    PARTLY = "partly"
    COULD_NOT = "could_not"
    CANNOT_TELL = "cannot_tell"


class Wanted(StrEnum):
    """問い4: was a social resource wanted that is not there?"""

    YES = "yes"
    NOTHING = "nothing"


class ReviewState(StrEnum):
    """Whether the review is still talked about or stands with the closed case."""

    OPEN = "open"
    CONFIRMED = "confirmed"


class ClosureReview(Versioned, table=True):
    """終結時の振り返り: the four questions, begun at the end of a plan and carried to the end of the case.

    flow: the steps of question 3 as rules.review.flow_text() writes them. reason_codes: with spaces between.
    """

    __tablename__ = "closure_reviews"

    case_id: UUID = Field(foreign_key="cases.id", index=True)
    plan_id: UUID | None = Field(default=None, foreign_key="support_plans.id")
    evaluation_id: UUID | None = Field(default=None, foreign_key="evaluations.id")
    conference_id: UUID | None = Field(default=None, foreign_key="conferences.id")
    state: ReviewState = choice(ReviewState, default=ReviewState.OPEN)
    is_short: bool = False
    begun_on: date
    confirmed_on: date | None = None
    manageable: Manageable | None = choice(Manageable, default=None, nullable=True)
    manageable_words: str | None = sealed("closure_reviews.manageable_words", default=None, nullable=True)
    reason_codes: str = ""
    reason_words: str | None = sealed("closure_reviews.reason_words", default=None, nullable=True)
    flow: str | None = sealed("closure_reviews.flow", default=None, nullable=True)
    flow_unlikely: str | None = sealed("closure_reviews.flow_unlikely", default=None, nullable=True)
    wanted: Wanted | None = choice(Wanted, default=None, nullable=True)
    nothing_words: str | None = sealed("closure_reviews.nothing_words", default=None, nullable=True)
    good_cooperation: str | None = sealed("closure_reviews.good_cooperation", default=None, nullable=True)
    closing: str = ""
    successor_id: UUID | None = Field(default=None, foreign_key="agencies.id")
    successor_words: str | None = sealed("closure_reviews.successor_words", default=None, nullable=True)


class OpinionState(StrEnum):
    """What came of asking an agency: 回答なし is an answer of its own after the day is over."""

    ASKED = "asked"
    GIVEN = "given"
    NO_OPINION = "no_opinion"
    NO_ANSWER = "no_answer"


class AgencyOpinion(Versioned, table=True):
    """機関別意見: what one agency that carried a role says to the four questions."""

    __tablename__ = "agency_opinions"
    __table_args__ = (
        UniqueConstraint("review_id", "agency_id"),
        Index("ix_agency_opinions_agency", "agency_id", "state"),
    )

    review_id: UUID = Field(foreign_key="closure_reviews.id")
    case_id: UUID = Field(foreign_key="cases.id", index=True)
    agency_id: UUID = Field(foreign_key="agencies.id")
    asked_on: date
    due_on: date
    reminded_on: date | None = None
    state: OpinionState = choice(OpinionState, default=OpinionState.ASKED)
    manageable: Manageable | None = choice(Manageable, default=None, nullable=True)
    reason_words: str | None = sealed("agency_opinions.reason_words", default=None, nullable=True)
    flow_words: str | None = sealed("agency_opinions.flow_words", default=None, nullable=True)
    wanted_words: str | None = sealed("agency_opinions.wanted_words", default=None, nullable=True)
    answered_at: datetime | None = None
