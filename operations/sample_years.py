"""Three 年度 of the sample city: households from their つなぎ to the end, and the ledger that came of them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import col, select

import settings
from models.cases import Case, ConsentWay, HouseholdMember, InformationClass
from models.closure import Progress
from models.history import Channel
from models.people import Role
from models.plans import Assignment, AssignmentState
from models.relays import RelayConsent, Urgency
from operations.act import Said
from operations.monitoring import Look
from operations.sample_endings import Ending
from operations.sample_ledger import Ledger, day_of
from operations.sample_sittings import Sitting, Town
from rules.calendar import is_business_day

# Who runs and records every conference of these years, and who decides.
_FACILITATES, _RECORDS, _DECIDES = "kobayashi", "kiroku", "kacho"
_WITH_CONFERENCE = frozenset({"closed", "reviewing", "reopened", "supported", "suspended", "in_support_conference"})
_AT_ITS_END = frozenset({"closed", "reviewing", "reopened"})


class Story:
    """One household of data/sample/years.toml, from its つなぎ as far as it has come."""

    def __init__(self, town: Town, today: date, told: dict[str, Any], ledger: Ledger) -> None:
        self.town, self.told, self.by, self.ledger = town, told, told["by"], ledger
        self.day = day_of(today, told["year"], told["day"])
        self.case: UUID

    def at(self, days: int, hour: int = 10) -> datetime:
        """So many days after the beginning, on an open day, never later than now."""
        day = self.day + timedelta(days=days)
        while not is_business_day(day):
            day += timedelta(days=1)
        return min(datetime(day.year, day.month, day.day, hour, 30, tzinfo=settings.TOKYO), self.town.now)

    def do(self, act: str, days: int, subject: UUID | None = None, *, by: str = "", **more: Any) -> UUID:
        """One real act, so many days after the beginning."""
        return self.town.do(by or self.by, act, self.at(days), subject, **more)

    def seen(self, *names: str) -> dict[str, Any]:
        """What a form of the case would show."""
        row = self.town.session.get_one(Case, self.case)
        return {name: getattr(row, name) for name in names}

    def step(self, name: str, days: int, **more: Any) -> None:
        """One step of the case."""
        self.do("case.advance", days, self.case, seen=self.seen("state"), step=name, **more)

    def tell(self) -> None:
        """From the beginning to where it stands."""
        self._take()
        ends = self.told["ends"]
        if ends == "received":
            return
        self.step("begin_assessment", 2)
        if self.told["shared"]:
            self._agree()
        elif ends != "assessing":
            self.step("bring_to_support_conference", 6)
        if ends in _WITH_CONFERENCE or ends == "planning":
            self._meet(is_held=ends != "planning")
        if ends in _WITH_CONFERENCE:
            self._go_on()
        if ends == "suspended":
            soon = settings.tokyo_day(self.town.now) + timedelta(days=40)
            self.step("suspend", self.told.get("end_after", 120), recontact_on=soon)
        if ends in _AT_ITS_END:
            Ending(self).tell()

    def _take(self) -> None:
        told, home = self.told, self.town.agencies[self.told["from"]]
        said = Said(home.id, told["said_by"], Channel.TELEPHONE, self.at(0))
        relay = self.do(
            "relay.send", 0, said=said, alias=told["alias"], complaint=told["complaint"],
            urgency=Urgency(told["urgency"]), consent=RelayConsent(told["consent"]),
            to_agency_id=self.town.agencies[told["to"]].id,
        )  # fmt: skip
        self.case = self.do("relay.take", 1, relay)
        words = {"alias": told["alias"], "outline": told["complaint"], "urgency": Urgency(told["urgency"])}
        seen = self.seen(*words, "district_key")
        self.do("case.describe", 1, self.case, seen=seen, district_key=told["district"], **words)
        for member in told["members"]:
            self.do("member.add", 1, self.case, **member)

    def _members(self) -> list[UUID]:
        rows = select(HouseholdMember.id).where(HouseholdMember.case_id == self.case)
        return list(self.town.session.exec(rows.order_by(col(HouseholdMember.position))).all())

    def _agree(self) -> None:
        agencies = [self.town.agencies[key].id for key in self.told["shared"]]
        for agency_id in agencies:
            if agency_id != self.town.agencies[self.told["from"]].id:
                self.do("agency.involve", 4, self.case, agency_id=agency_id)
        for member, person in zip(self._members(), self.told["members"], strict=True):
            self.do(
                "consent.record", 8, self.case, member_id=member, way=ConsentWay.WRITTEN,
                given_on=settings.tokyo_day(self.at(8)), agencies=agencies, information=list(InformationClass),
                read_out=self.told["read_out"], own_view=person["relation"] if person.get("is_minor") else None,
            )  # fmt: skip
        if self.told["ends"] != "assessing":
            self.step("move_with_consent", 9)

    def _meet(self, *, is_held: bool) -> None:
        """The conference about it; of one without consent a 支援会議, where roles are agreed without a plan."""
        told, has_plan = self.told, bool(self.told["shared"])
        roles, begins = told["plan"]["roles"], self.at(24, 13)
        agencies = dict.fromkeys([*told["shared"], *(role["agency"] for role in roles if "agency" in role)])
        home = self.town.actors[_FACILITATES].agency_id
        entry: dict[str, Any] = {
            "ago": (settings.tokyo_day(self.town.now) - settings.tokyo_day(begins)).days, "hour": "13:30",
            "minutes": 60, "by": _FACILITATES, "recorder": _RECORDS, "place": told["place"], "people": [_DECIDES],
            "forum": "multilayer_support_conference" if has_plan else "support_conference",
            "agencies": [key for key in agencies if self.town.agencies[key].id != home],
            "case": self.case, "question": told["question"], "convene": True,
        }  # fmt: skip
        if not is_held:
            entry.pop("ago")
            entry["in"] = 6
        if has_plan:
            entry["plan"] = {**told["plan"], "monitoring": 90, "items": [self._role(role) for role in roles]}
        if is_held:
            entry |= self._held(has_plan=has_plan)
        sitting = Sitting(self.town, entry)
        sitting.prepare()
        if is_held:
            sitting.hold()

    def _role(self, role: dict[str, Any]) -> dict[str, Any]:
        """due counts open days from the conference: a role that goes on ends some weeks from now."""
        told = {name: value for name, value in role.items() if name not in {"report", "done"}}
        ago = (settings.tokyo_day(self.town.now) - settings.tokyo_day(self.at(24))).days
        return told | {"due": 40 if self.told["ends"] == "closed" else ago * 5 // 7 + 12}

    def _held(self, *, has_plan: bool) -> dict[str, Any]:
        told, roles = self.told, self.told["plan"]["roles"]
        steps = {"fact": 3, "assessment": 3, "wish": 2, "opinion": 4, "decision": 5, "held_over": 8}
        lines = [{"step": steps[line["kind"]], "who": _FACILITATES, **line} for line in told["lines"]]
        decided = next((line["text"] for line in told["lines"] if line["kind"] == "decision"), told["question"])
        answers = [
            {"task": role["task"], "voice": self._voice(role["agency"]), "answer": "accept"}
            for role in roles
            if "agency" in role
        ]
        held = {
            "absent": [], "lines": lines, "answers": answers,
            "results": [{"step": step, "result": "decided", "words": decided} for step in (5, 6)],
            "roles": [] if has_plan else [self._role(role) for role in roles],
        }  # fmt: skip
        decision = {"by": _DECIDES, "opinion": decided, "number": None, "reasons": {}}
        return {"held": held, **({"decided": decision} if has_plan else {})}

    def _voice(self, agency: str) -> str:
        """Who speaks for an agency: somebody with an account, else whoever came."""
        wanted = self.town.agencies[agency].id
        speaks = {Role.AGENCY_MEMBER, Role.CENTER_WORKER, Role.WELFARE_WORKER, Role.PROMOTION_OFFICER}
        own = [login for login, one in self.town.actors.items() if one.agency_id == wanted and one.roles & speaks]
        return own[0] if own else str(self.told["said_by"])

    def _roles(self) -> list[Assignment]:
        rows = select(Assignment).where(Assignment.case_id == self.case).order_by(col(Assignment.position))
        return list(self.town.session.exec(rows).all())

    def _said(self, role: Assignment, days: int) -> Said | None:
        if role.agency_id is None:
            return None
        return Said(role.agency_id, str(self.told["said_by"]), Channel.TELEPHONE, self.at(days))

    def _go_on(self) -> None:
        """Reports, roles that were finished, and モニタリング."""
        for role, told in zip(self._roles(), self.told["plan"]["roles"], strict=True):
            if told.get("report"):
                said = self._said(role, 45)
                self.do("assignment.report", 45, role.id, said=said, words=told["report"], by=_FACILITATES)
        for look in self.told.get("looks", ()):
            self._look(look)
        for role, told in zip(self._roles(), self.told["plan"]["roles"], strict=True):
            if told.get("done") and self.told["ends"] in _AT_ITS_END and role.state is not AssignmentState.DONE:
                days = self.told["end_after"] - 2
                self.do(
                    "assignment.advance", days, role.id, seen={"state": role.state}, step="finish", by=_FACILITATES,
                    said=self._said(role, days),
                )  # fmt: skip

    def _look(self, look: dict[str, Any]) -> None:
        days = 24 + look["after"]
        seen = zip(self._roles(), look["progress"], strict=False)
        soon = settings.tokyo_day(self.town.now) + timedelta(days=9)
        after = soon if self.told["ends"] == "supported" else settings.tokyo_day(self.at(days)) + timedelta(days=60)
        self.do(
            "monitoring.record", days, self.case, checked_on=settings.tokyo_day(self.at(days)), changes=look["changes"],
            wish=look.get("wish"), next_on=after, roles={role.id: Look(Progress(how)) for role, how in seen},
        )  # fmt: skip
