"""Conferences of the sample city: called, prepared with a plan, and one that was held to its fixed record."""

from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

import settings
from models.cases import HouseholdMember
from models.conferences import AgendaItem, Conference, Invitation, ItemKind, ItemResult
from models.history import Channel
from models.minutes import ConferenceRecord, LineKind
from models.people import Agency
from models.plans import AgreementWay, Assignment, DoerKind, Programme, SupportPlan
from models.record import Record
from operations import (  # noqa: F401 - they declare the acts used below
    agenda,
    assignments,
    case_agenda,
    conferences,
    minutes,
    plans,
    records,
    room,
)
from operations.act import Said
from rules.access import Actor
from rules.calendar import after_business_days, is_business_day

_PLAIN = ("task", "service", "frequency", "done_when", "doer_name")


class Town(Protocol):
    """What a sitting needs of the sample city."""

    session: Session
    now: datetime
    agencies: dict[str, Agency]
    actors: dict[str, Actor]
    cases: list[UUID]

    def do(self, by: str, act: str, at: datetime, subject: UUID | None = None, **inputs: Any) -> UUID: ...


class Sitting:
    """One conference of data/sample/conferences.toml."""

    def __init__(self, town: Town, entry: dict[str, Any]) -> None:
        self.town, self.entry, self.by = town, entry, entry["by"]
        self.begins = self._begins()
        self.told_at = min(town.now - timedelta(minutes=5), self.begins - timedelta(days=10))
        self.id = self._schedule()

    def _begins(self) -> datetime:
        """in counts open days from today, ago days back from it."""
        today = settings.tokyo_day(self.town.now)
        day = today - timedelta(days=self.entry["ago"]) if "ago" in self.entry else today
        while "ago" in self.entry and not is_business_day(day):
            day -= timedelta(days=1)
        if self.entry.get("in"):
            day = after_business_days(day, self.entry["in"])
        hour, minute = (int(part) for part in self.entry["hour"].split(":"))
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=settings.TOKYO)

    def do(
        self, act: str, subject: UUID | None = None, *, by: str = "", at: datetime | None = None, **more: Any
    ) -> UUID:
        """One real act, by whoever prepares it and before the day where nothing else is said."""
        return self.town.do(by or self.by, act, at or self.told_at, subject, **more)

    def step(self, act: str, model: type[Record], subject: UUID, name: str, **more: Any) -> None:
        """One step of a lifecycle."""
        seen = {"state": self.town.session.get_one(model, subject).state}  # type: ignore[attr-defined]
        self.do(act, subject, seen=seen, step=name, **more)

    def _schedule(self) -> UUID:
        recorder, actors = self.entry.get("recorder"), self.town.actors
        return self.do(
            "conference.schedule", forum_key=self.entry["forum"], starts_at=self.begins,
            ends_at=self.begins + timedelta(minutes=self.entry["minutes"]), place=self.entry["place"],
            theme=self.entry.get("theme"), facilitator_id=actors[self.by].person_id,
            recorder_id=actors[recorder].person_id if recorder else None,
        )  # fmt: skip

    def prepare(self) -> None:
        """People called, the agenda set, the plan brought, the notice sent."""
        for login in self.entry["people"]:
            self.do("invitation.add", self.id, person_id=self.town.actors[login].person_id)
        for key in self.entry["agencies"]:
            self.do("invitation.add", self.id, agency_id=self.town.agencies[key].id)
        for item in self.entry.get("items", []):
            told = {**item, "case_id": self.town.cases[item["case"]], "kind": ItemKind(item["kind"])}
            self.do("item.add", self.id, without_names=False, **{name: told[name] for name in told if name != "case"})
        if "case" in self.entry:
            self.do("item.take_up", self.id, case_id=self.case, question=self.entry["question"])
        if self.entry["convene"]:
            self.step("conference.advance", Conference, self.id, "convene")
        if "plan" in self.entry:
            self._bring_plan(self.entry["plan"])

    @property
    def case(self) -> UUID:
        """The case it is about."""
        told = self.entry["case"]
        found: UUID = told if isinstance(told, UUID) else self.town.cases[told]
        return found

    def _day(self, days: int) -> date:
        return settings.tokyo_day(self.begins) + timedelta(days=days)

    def _bring_plan(self, told: dict[str, Any]) -> None:
        people = self.town.session.exec(
            select(HouseholdMember.id)
            .where(HouseholdMember.case_id == self.case)
            .order_by(col(HouseholdMember.position))
        ).all()
        self.plan = self.do(
            "plan.draft", self.case, wish=told["wish"], wish_of_id=people[told["wish_of"]], aim=told["aim"],
            starts_on=self._day(1), ends_on=self._day(30 * told["months"]), monitoring_on=self._day(told["monitoring"]),
            lead_agency_id=self.town.agencies[told["lead"]].id,
        )  # fmt: skip
        for item in told["items"]:
            self.do("assignment.add", self.case, plan_id=self.plan, **self._role(item))
        self.step("plan.advance", SupportPlan, self.plan, "submit", conference_id=self.id)

    def _role(self, told: dict[str, Any]) -> dict[str, Any]:
        agency = self.town.agencies[told["agency"]].id if "agency" in told else None
        programme = Programme(told["programme"]) if "programme" in told else None
        due = after_business_days(self._day(0), told["due"]) if "due" in told else None
        doer = DoerKind(told.get("doer", "agency"))
        found = {"agency_id": agency, "doer": doer, "programme": programme, "due_on": due}
        return found | {name: told[name] for name in _PLAIN if name in told}

    def hold(self) -> None:
        """From the opening to the fixed record."""
        told, recorder = self.entry["held"], self.entry["recorder"]
        self.step("conference.advance", Conference, self.id, "open", at=self.begins)
        self.do("conference.read_out", self.id, by=recorder, at=self.begins + timedelta(minutes=1))
        self._attend(told["absent"], recorder)
        steps = self._steps()
        for number, line in enumerate(told["lines"]):
            self._say(steps[line["step"]], line, number, recorder)
        for one in told["results"]:
            self.do(
                "item.settle", steps[one["step"]], by=recorder, at=self._minute(40), result=ItemResult(one["result"]),
                result_words=one["words"], seen={"result": None, "result_words": None, "continued_on": None},
            )  # fmt: skip
        for role in told["roles"]:
            self.do("assignment.agree", steps[6], by=recorder, at=self._minute(45), **self._role(role))
        for one in told["answers"]:
            self._answer(one, recorder)
        self.step("conference.advance", Conference, self.id, "adjourn", by=recorder, at=self._minute(58))
        self._finish(recorder)

    def _minute(self, number: int) -> datetime:
        return self.begins + timedelta(minutes=number)

    def _steps(self) -> list[UUID]:
        rows = select(AgendaItem.id).where(AgendaItem.conference_id == self.id, AgendaItem.case_id == self.case)
        return list(self.town.session.exec(rows.order_by(col(AgendaItem.position))).all())

    def _called(self) -> list[Invitation]:
        return list(self.town.session.exec(select(Invitation).where(Invitation.conference_id == self.id)).all())

    def _attend(self, absent: list[str], recorder: str) -> None:
        away = {self.town.agencies[key].id for key in absent}
        present = [one.id for one in self._called() if one.person_id is not None or one.agency_id not in away]
        self.do("attendance.take", self.id, by=recorder, at=self._minute(2), present=present)

    def _say(self, item: UUID, line: dict[str, Any], number: int, recorder: str) -> None:
        person = self.town.actors[line["who"]].person_id
        speaker = next((one.id for one in self._called() if one.person_id == person), None)
        at = self._minute(6 + 4 * number)
        self.do("item.begin", item, by=recorder, at=at)
        self.do(
            "line.write", self.id, by=recorder, at=at, item_id=item, line_id=uuid4(), client=uuid4().hex, seq=1,
            base=0, text=line["text"], kind=LineKind(line["kind"]), invitation_id=speaker, finished=True,
        )  # fmt: skip

    def _answer(self, told: dict[str, Any], recorder: str) -> None:
        """What an agency said at the table, typed by the recorder."""
        own = self.town.session.exec(select(Assignment).where(Assignment.conference_id == self.id)).all()
        role = next(one for one in own if one.task == told["task"])
        who = self.town.actors.get(told["voice"])
        name = who.name if who is not None else told["voice"]
        said = Said(role.agency_id or self.town.actors[recorder].agency_id, name, Channel.IN_PERSON, self._minute(46))
        more: dict[str, Any] = {"person_id": who.person_id} if who is not None else {"doer_name": name}
        if told["answer"] == "take_back":
            more = {"answer_by": name, "answer_due_on": self._day(told["days"])}
        step, at = told["answer"], self._minute(46)
        self.step("assignment.advance", Assignment, role.id, step, by=recorder, at=at, said=said, **more)

    def _finish(self, recorder: str) -> None:
        """The record checked in silence and fixed, and the plan with it."""
        soon, later = self._minute(130), self._minute(0) + timedelta(days=16)
        own = select(ConferenceRecord.id).where(ConferenceRecord.conference_id == self.id)
        for record in self.town.session.exec(own).all():
            self.step("record.advance", ConferenceRecord, record, "send_for_check", by=recorder, at=soon)
            self.step("record.advance", ConferenceRecord, record, "fix", by=recorder, at=later)
        if "decided" in self.entry:
            self._decide(self.entry["decided"], soon, later)

    def _decide(self, told: dict[str, Any], soon: datetime, later: datetime) -> None:
        """The plan found appropriate, agreed and decided."""
        found = "find_appropriate_with_changes"
        self.step("plan.advance", SupportPlan, self.plan, found, at=soon, opinion=told["opinion"])
        self.do(
            "plan.agree", self.plan, at=soon, seen={"agreed_on": None, "agreed_way": None},
            agreed_on=settings.tokyo_day(soon), agreed_way=AgreementWay.SIGNED,
        )  # fmt: skip
        self.step(
            "plan.advance", SupportPlan, self.plan, "decide", by=told["by"], at=later, reasons=told["reasons"],
            decided_on=settings.tokyo_day(later), decision_number=told["number"],
        )  # fmt: skip
