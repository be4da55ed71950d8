"""The sample city: fictional people, filled in by the very acts that people do, so that its history is real."""

import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

import settings
from models.cases import Case, Consent, ConsentWay, HouseholdMember, InformationClass
from models.history import Channel
from models.people import Agency, Person, Role, RoleHolding
from models.relays import RelayConsent, Urgency
from operations import accounts, cases, consents, relays  # noqa: F401 - they declare the acts used below
from operations.action import ACTIONS, Said
from operations.sample_ledger import Ledger
from operations.sample_sittings import Sitting
from operations.sample_years import Story
from operations.sign_ins import hashed_password
from rules.access import Actor
from rules.calendar import fiscal_year, is_business_day


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((settings.DATA / "sample" / name).read_text(encoding="utf-8"))


def sample_accounts() -> tuple[str, list[dict[str, Any]]]:
    """The common password and the accounts, for the sign-in page of a sample city."""
    return _file("people.toml")["password"], _file("people.toml")["person"]


class _City:
    """The sample city while it is being filled."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.april = date(fiscal_year(settings.tokyo_day(now)), 4, 1)
        self.agencies = {agency.key: agency for agency in session.exec(select(Agency)).all()}
        self.actors: dict[str, Actor] = {}
        self.cases: list[UUID] = []

    def moment(self, entry: dict[str, Any]) -> datetime:
        """on counts from the first of April, ago from now; always in office hours for days long past."""
        if "ago" in entry:
            return self.now - timedelta(days=entry["ago"], minutes=5)
        day = self.april + timedelta(days=entry["on"])
        while not is_business_day(day):
            day += timedelta(days=1)
        return datetime(day.year, day.month, day.day, 10, 30, tzinfo=settings.TOKYO)

    def add_people(self, people: list[dict[str, Any]]) -> None:
        """One hash for all: the password is printed on the sign-in page anyway."""
        password = sample_accounts()[0]
        hashed, since = hashed_password(password), self.april - timedelta(days=365)
        for one in people:
            agency = self.agencies[one["agency"]]
            person = Person(
                login=one["login"], name=one["name"], reading=one["reading"], title=one["title"],
                agency_id=agency.id, password_hash=hashed, valid_from=since, is_sample=True,
            )  # fmt: skip
            person.direct_line, person.work_days = one.get("direct_line"), one.get("work_days")
            self.session.add(person)
            self.session.flush()
            roles = frozenset(Role(role) for role in one["roles"])
            for role in sorted(roles):
                self.session.add(RoleHolding(person_id=person.id, role=role, since=since))
            place = (agency.id, agency.district_key, roles, person.name, agency.name)
            self.actors[one["login"]] = Actor(person.id, uuid4(), *place)

    def do(self, by: str, act: str, at: datetime, subject: UUID | None = None, **inputs: Any) -> UUID:
        """One real act."""
        return ACTIONS[act](self.session, self.actors[by], subject, request_id=uuid4().hex, now=at, **inputs).subject_id

    def send(self, entry: dict[str, Any]) -> UUID:
        """A つなぎ, typed by somebody else where the sender has no account."""
        at, said = self.moment(entry), entry.get("said")
        words = said and Said(self.agencies[entry["from"]].id, said["said_by"], Channel(said["channel"]), at)
        typist = entry["by"] if said or entry["from"] == self._place(entry["by"]) else self._voice(entry["from"])
        return self.do(
            typist, "relay.send", at, said=words,
            alias=entry["alias"], complaint=entry["complaint"], urgency=Urgency(entry["urgency"]),
            consent=RelayConsent(entry["consent"]), to_agency_id=self.agencies[entry["to"]].id,
        )  # fmt: skip

    def _place(self, login: str) -> str:
        return str(next(one["agency"] for one in sample_accounts()[1] if one["login"] == login))

    def _voice(self, agency: str) -> str:
        return str(next(one["login"] for one in sample_accounts()[1] if one["agency"] == agency))

    def take(self, entry: dict[str, Any]) -> None:
        """A case with all its acts."""
        relay = self.send(entry)
        case = self.do(entry["by"], "relay.take", self.moment(entry), relay)
        described = {"alias": entry["alias"], "outline": entry["complaint"], "urgency": Urgency(entry["urgency"])}
        self.cases.append(case)
        self.do(
            entry["by"], "case.describe", self.moment(entry), case, seen=self._seen(case, *described, "district_key"),
            district_key=entry["district"], **described,
        )  # fmt: skip
        for one in entry["acts"]:
            self.act(case, dict(one))

    def act(self, case: UUID, one: dict[str, Any]) -> None:
        """One act of a case, its references turned into ids."""
        at, by, key = self.moment(one), one.pop("by"), one.pop("act")
        one.pop("on", None), one.pop("ago", None)
        day, subject = settings.tokyo_day(at), case
        if "member" in one:
            one["member_id"] = self._nth(HouseholdMember, case, one.pop("member"))
        if "agency" in one:
            one["agency_id"] = self.agencies[one.pop("agency")].id
        if key == "consent.record":
            one |= self._consent(one, day)
        elif key == "consent.refuse":
            one["refused_on"] = day
        elif key == "consent.withdraw":
            subject = self._nth(Consent, case, one.pop("consent"))
        elif key == "case.advance":
            one["seen"] = self._seen(case, "state")
            one["recontact_on"] = self._ahead(one.pop("recontact_in", None))
        self.do(by, key, at, subject, **one)

    def _ahead(self, days: int | None) -> date | None:
        return None if days is None else settings.tokyo_day(self.now) + timedelta(days=days)

    def _consent(self, one: dict[str, Any], day: date) -> dict[str, Any]:
        ends = one.pop("until", None)
        paper = one.pop("paper_ago", None)
        return {
            "way": ConsentWay(one["way"]),
            "given_on": day,
            "agencies": [self.agencies[key].id for key in one["agencies"]],
            "information": [InformationClass(name) for name in one["information"]],
            "ends_on": self._ahead(ends if ends is not None else one.pop("ends_in", None)),
            "paper_due_on": None if paper is None else self._ahead(-paper),
        }

    def _nth(self, model: type[HouseholdMember] | type[Consent], case: UUID, place: int) -> UUID:
        rows = self.session.exec(
            select(model.id).where(model.case_id == case).order_by(col(model.created_at), col(model.id))
        )
        return rows.all()[place]

    def _seen(self, case: UUID, *names: str) -> dict[str, Any]:
        row = self.session.get_one(Case, case)
        return {name: getattr(row, name) for name in names}


def fill(session: Session, now: datetime, *, whole: bool = True) -> None:
    """Fill an empty database with the sample city; without its earlier years where not the whole is wanted."""
    city = _City(session, now)
    city.add_people(sample_accounts()[1])
    if whole:
        _fill_years(city)
    for entry in _file("cases.toml")["case"]:
        city.take(entry)
    for entry in _file("cases.toml")["relay"]:
        city.send(entry)
    for entry in _file("conferences.toml")["conference"]:
        sitting = Sitting(city, entry)
        sitting.prepare()
        if "held" in entry:
            sitting.hold()


def _fill_years(city: _City) -> None:
    """Three 年度 of households and the ledger that came of them, before what is going on today."""
    city.add_people(_file("more_people.toml")["person"])
    told, today = _file("years.toml"), settings.tokyo_day(city.now)
    ledger = Ledger(city, today, _file("ledger.toml")["entry"])
    stories = [Story(city, today, {**told["common"], **one}, ledger) for one in told["story"]]
    for story in sorted(stories, key=lambda one: one.day):
        story.tell()
    ledger.raise_others()
    ledger.move()
