"""望まれる社会資源 of the sample city: entries that reviews or others raised, and the road each has gone."""

from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlmodel import select

import settings
from models.gaps import Disposition, EngagementKind, GapKind, GapOrigin, OriginKind, ResourceGap
from operations.sample_sittings import Town
from rules.calendar import after_business_days, is_business_day

_KEEPER = "kobayashi"
_WRITTEN_ON = 236


def day_of(today: date, years_ago: int, day: int) -> date:
    """A day of the files, which count from the first of April and were written on the 236th day after one."""
    return today - timedelta(days=_WRITTEN_ON - day + 365 * years_ago)


class Teller(Protocol):
    """A story that sends what is wanted to the ledger."""

    day: date

    def do(self, act: str, days: int, subject: UUID | None = None, *, by: str = "", **more: Any) -> UUID: ...

    def at(self, days: int, hour: int = 10) -> datetime: ...


class Ledger:
    """The entries of data/sample/ledger.toml; each begins with the first who wants it."""

    def __init__(self, town: Town, today: date, told: list[dict[str, Any]]) -> None:
        self.town, self.today = town, today
        self.told = {one["key"]: one for one in told}
        self.ids: dict[str, UUID] = {}
        self.begun: dict[str, date] = {}

    def _place(self, key: str) -> dict[str, Any]:
        one = self.told[key]
        return {
            "code": one["code"], "kind": GapKind(one["kind"]), "district_key": one["district"],
            "severity": one["severity"], "public_summary": one.get("public"),
        }  # fmt: skip

    def want(self, story: Teller, review: UUID, wants: Any, days: int) -> None:
        """What a review wants: a new entry, or one more voice for one that is there."""
        for want in wants:
            key = want["entry"]
            known = self.ids.get(key)
            # A center finds another's candidate only once its 公開文 is confirmed: the city joins them.
            told = {"gap_id": known, "by": _KEEPER} if known is not None else self._place(key)
            origin = story.do("review.want", days, review, words=want["words"], **told)
            if known is None:
                self.ids[key] = self.town.session.get_one(GapOrigin, origin).gap_id
                self.begun[key] = settings.tokyo_day(story.at(days))

    def raise_others(self) -> None:
        """What was said elsewhere than at the end of a case."""
        for key, one in self.told.items():
            if "raised" not in one:
                continue
            raised = one["raised"]
            self.begun[key] = day_of(self.today, raised["year"], raised["day"])
            self.ids[key] = self.town.do(
                raised["by"], "gap.raise", self._moment(key, 0), words=raised["words"],
                origin=OriginKind(raised["origin"]), **self._place(key),
            )  # fmt: skip

    def _moment(self, key: str, days: int) -> datetime:
        day = self.begun[key] + timedelta(days=days)
        while not is_business_day(day):
            day += timedelta(days=1)
        return min(datetime(day.year, day.month, day.day, 11, 0, tzinfo=settings.TOKYO), self.town.now)

    def move(self) -> None:
        """Every entry as far along its road as it has come."""
        for key, one in self.told.items():
            steps = [(told["after"], "step", told) for told in one.get("moves", ())]
            steps += [(told["after"], "approach", told) for told in one.get("approaches", ())]
            for after, what, told in sorted(steps, key=lambda step: step[0]):
                (self._step if what == "step" else self._approach)(key, self._moment(key, after), told)
        for key, one in self.told.items():
            if "merged_into" in one:
                seen = {"state": self._stored(key).state}
                into = self.ids[one["merged_into"]]
                self.town.do(_KEEPER, "gap.merge", self._moment(key, 30), self.ids[key], seen=seen, into_id=into)

    def _coming(self, day: date, spread: int) -> date:
        """The day itself where it lies ahead; one that has long passed is taken up again within some weeks."""
        ahead = after_business_days(self.today, 4 + spread % 23)
        return max(day, ahead) if day > self.today else ahead

    def _stored(self, key: str) -> ResourceGap:
        return self.town.session.exec(select(ResourceGap).where(ResourceGap.id == self.ids[key])).one()

    def _step(self, key: str, at: datetime, told: dict[str, Any]) -> None:
        more: dict[str, Any] = {name: told[name] for name in ("words", "resource") if name in told}
        day = settings.tokyo_day(at)
        if "owner" in told:
            more |= {
                "owner_id": self.town.agencies[told["owner"]].id, "disposition": Disposition(told["disposition"]),
                "due_on": self._coming(day + timedelta(days=told["due"]), told["due"]),
            }  # fmt: skip
        if "used" in told:
            more["first_used_on"] = settings.tokyo_day(self._moment(key, told["used"]))
        if "again" in told:
            more["again_on"] = settings.tokyo_day(self.town.now) + timedelta(days=told["again"])
        seen = {"state": self._stored(key).state}
        self.town.do(_KEEPER, "gap.advance", at, self.ids[key], seen=seen, step=told["step"], **more)

    def _approach(self, key: str, at: datetime, told: dict[str, Any]) -> None:
        day = settings.tokyo_day(at)
        open_until = {"due_on": self._coming(day + timedelta(days=30), len(told["words"]))}
        done = {"done_on": day, "result": told["result"]} if "result" in told else open_until
        self.town.do(
            _KEEPER, "gap.approach", at, self.ids[key], kind=EngagementKind(told["kind"]), words=told["words"],
            agency_id=self.town.agencies[told["agency"]].id, **done,
        )  # fmt: skip
