"""How a household of the sample city came to its end: 評価, the four questions, the opinions, and 終結."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import select

import settings
from models.closure import AgencyOpinion, Attainment, Manageable, Outcome, Wanted
from models.gaps import EngagementKind
from models.history import Channel
from operations import gaps, monitoring, reviews  # noqa: F401 - they declare the acts used below
from operations.act import Said
from operations.reviews import review_in_hand
from rules.review import FlowStep

if TYPE_CHECKING:
    from operations.sample_years import Story

_TYPES = "kobayashi"


class Ending:
    """The end of one household's story."""

    def __init__(self, story: "Story") -> None:
        self.story = story

    def tell(self) -> None:
        """評価, the four questions, the opinions, what is wanted, and 終結 where it has come to that."""
        told, days = self.story.told.get("review", {}), self.story.told["end_after"]
        if told.get("short"):
            review = self.story.do("review.begin", days, self.story.case, seen=self.story.seen("state"), is_short=True)
        else:
            self._evaluate(days)
            review = review_in_hand(self.story.town.session, self.story.case).id  # type: ignore[union-attr]
        self._answer(review, told, days)
        self.story.ledger.want(self.story, review, told.get("wants", ()), days + 2)
        self._hear(review, told.get("opinions", ()), days + 6)
        if "approach" in told:
            approach = told["approach"]
            self.story.do(
                "review.approach", days + 3, review, kind=EngagementKind(approach["kind"]), words=approach["words"],
                agency_id=self.story.town.agencies[approach["agency"]].id,
            )  # fmt: skip
        if self.story.told["ends"] != "reviewing":
            self.story.step("close", days + 26)
        if self.story.told["ends"] == "reopened":
            self.story.step("reopen", days + 60, words=self.story.told["reopened"])

    def _evaluate(self, days: int) -> None:
        told = self.story.told["evaluation"]
        self.story.do(
            "evaluation.record", days, self.story.case, seen=self.story.seen("state"), outcome=Outcome.CLOSE,
            evaluated_on=settings.tokyo_day(self.story.at(days)), attainment=Attainment(told["attainment"]),
            attainment_words=told["words"], changes=told["changes"], remaining=told.get("remaining"),
            wish=told.get("wish"),
        )  # fmt: skip

    def _answer(self, review: UUID, told: dict[str, Any], days: int) -> None:
        steps = [FlowStep(*step) for step in told.get("flow", ())]
        read: dict[str, Callable[[Any], Any]] = {
            "manageable": Manageable, "successor": lambda key: self.story.town.agencies[key].id,
        }  # fmt: skip
        names = {
            "manageable": "manageable", "words": "manageable_words", "reasons": "reason_codes",
            "reason_words": "reason_words", "flow_unlikely": "flow_unlikely", "nothing": "nothing_words",
            "good": "good_cooperation", "closing": "closing", "successor": "successor_id",
            "successor_words": "successor_words",
        }  # fmt: skip
        given = {names[key]: read.get(key, lambda one: one)(value) for key, value in told.items() if key in names}
        given |= {"flow": steps} if steps else {}
        given |= {"wanted": Wanted.NOTHING} if "nothing" in told else {}
        blank = {"manageable": None, "wanted": None, "successor_id": None, "reason_codes": "", "closing": ""}
        seen = {name: blank.get(name) for name in given}
        if given:
            self.story.do("review.answer", days + 1, review, seen=seen, **given)

    def _hear(self, review: UUID, told: Iterable[dict[str, Any]], days: int) -> None:
        rows = self.story.town.session.exec(select(AgencyOpinion).where(AgencyOpinion.review_id == review)).all()
        by_agency = {row.agency_id: row for row in rows}
        for one in told:
            agency = self.story.town.agencies[one["agency"]]
            row = by_agency.get(agency.id)
            if row is None or one.get("silent"):
                continue
            said = Said(agency.id, str(self.story.told["said_by"]), Channel.FAX, self.story.at(days))
            manageable = Manageable(one["manageable"]) if "manageable" in one else None
            self.story.do(
                "opinion.give", days, row.id, seen={"state": row.state}, said=said, by=_TYPES,
                has_opinion=not one.get("none"), manageable=manageable, reason_words=one.get("reason"),
                flow_words=one.get("flow"), wanted_words=one.get("wanted"),
            )  # fmt: skip
