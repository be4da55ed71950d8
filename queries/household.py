"""世帯 and 同意 as one person may see them: class by class, each on its own ground."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from models.cases import Case, Consent, ConsentShare, ConsentWay, HouseholdMember, InformationClass
from models.people import Agency, Person
from queries.view import Confidential
from rules.access import Actor
from rules.consent import Standing, is_valid, standing
from rules.disclosure import Basis, Share, Subject, disclosure

SharesOf = list[tuple[ConsentShare, str]]

_CLASSES: dict[InformationClass, tuple[str, ...]] = {
    InformationClass.IDENTITY: ("relation", "name", "reading", "born", "address", "telephone"),
    InformationClass.HEALTH: ("health",),
    InformationClass.LIVELIHOOD: ("livelihood",),
}


@dataclass(frozen=True)
class Told(Confidential):
    """What of one person is shown, on which ground: (field, text) pairs of one class."""

    information: InformationClass
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MemberView:
    """A person of the household; standing and reach only for those who hold the office."""

    id: UUID
    version: int
    heading: str
    told: tuple[Told, ...]
    is_minor: bool
    died_on: date | None
    standing: Standing | None
    reach: tuple[tuple[UUID, int], ...] = ()

    def text(self, name: str) -> str | None:
        """One text, where it is shown."""
        return next((text for told in self.told for field, text in told.texts if field == name), None)


@dataclass(frozen=True)
class ConsentView:
    """One consent with its scope, as paper would say it."""

    id: UUID
    version: int
    member: str
    way: ConsentWay
    given_on: date
    starts_on: date
    ends_on: date | None
    is_valid: bool
    heard_by: str
    agencies: tuple[str, ...]
    information: tuple[InformationClass, ...]
    read_out: str
    witness: str | None
    representative: str | None
    power: str | None
    own_view: str | None
    exclusions: str | None
    paper_due_on: date | None
    paper_on: date | None
    withdrawn_at: datetime | None
    withdrawal_words: str | None


def shares_of(session: Session, consent_ids: list[UUID]) -> SharesOf:
    statement = (
        select(ConsentShare, Agency.name)
        .join(Agency, col(Agency.id) == ConsentShare.agency_id)
        .where(col(ConsentShare.consent_id).in_(consent_ids))
        .order_by(Agency.reading)
    )
    return list(session.exec(statement).all())


@dataclass(frozen=True)
class Household:
    """Builds what is shown of each person of the household."""

    actor: Actor
    case: Case
    consents: list[Consent]
    shares: SharesOf
    involved: frozenset[UUID]
    today: date
    is_office: bool
    household_size: int

    def subject(self, member: HouseholdMember) -> Subject:
        """The facts disclosure() asks about."""
        own = {c.id: c for c in self.consents if c.member_id == member.id and is_valid(c, self.today)}
        cells = tuple(
            Share(s.consent_id, s.agency_id, s.information, own[s.consent_id].starts_on, own[s.consent_id].ends_on)
            for s, _ in self.shares
            if s.consent_id in own
        )
        return Subject(member.id, self.case.district_key, self.case.in_charge_id, cells)

    def view(self, member: HouseholdMember) -> MemberView:
        """The person, class by class, each on its own ground or not at all."""
        subject = self.subject(member)
        told = []
        for information, fields in _CLASSES.items():
            basis = disclosure(self.actor, subject, information, self.today)
            texts = tuple((name, text) for name in fields if (text := getattr(member, name)))
            if basis is not None and texts:
                told.append(Told(basis=basis, information=information, texts=texts))
        named = dict(told[0].texts) if told and told[0].information is InformationClass.IDENTITY else {}
        reached: dict[UUID, set[InformationClass]] = {}
        for share in subject.shares:
            reached.setdefault(share.agency_id, set()).add(share.information)
        return MemberView(
            member.id, member.version, named.get("name") or named.get("relation") or "",
            tuple(told), member.is_minor and bool(named), member.died_on if named else None,
            standing(member, self.consents, frozenset(reached), self.involved, self.today) if self.is_office else None,
            tuple((agency, len(classes)) for agency, classes in reached.items()) if self.is_office else (),
        )  # fmt: skip

    def grounds(self, visible: list[HouseholdMember]) -> list[Basis]:
        """Every ground on which anything of these people may be shown."""
        found = [disclosure(self.actor, self.subject(m), one, self.today) for m in visible for one in InformationClass]
        return [basis for basis in found if basis is not None]

    def may_read_outline(self, visible: list[HouseholdMember]) -> bool:
        """The outline speaks of everyone: outside the office it is shown only when everyone's consent covers it."""
        if self.is_office:
            return True
        everyone = [disclosure(self.actor, self.subject(m), InformationClass.SITUATION, self.today) for m in visible]
        return bool(everyone) and all(everyone) and len(visible) == self.household_size


def consent_views(
    session: Session, consents: list[Consent], shares: SharesOf,
    names: dict[UUID, str], today: date, *, is_office: bool,
) -> tuple[ConsentView, ...]:  # fmt: skip
    heard = {person.id: person.name for person in session.exec(
        select(Person).where(col(Person.id).in_({c.heard_by_id for c in consents}))
    )}  # fmt: skip
    ordered = sorted(consents, key=lambda c: (c.withdrawn_at is not None, c.given_on))
    views = [_consent_view(c, shares, names, heard, today) for c in ordered]
    # An agency sees to whom it may speak, not the words of the talk at home.
    return tuple(
        v if is_office else replace(v, read_out="", witness=None, own_view=None, power=None, representative=None)
        for v in views
    )


def _consent_view(
    consent: Consent, shares: SharesOf, names: dict[UUID, str], heard: dict[UUID, str], today: date
) -> ConsentView:
    own = [(share, agency) for share, agency in shares if share.consent_id == consent.id]
    return ConsentView(
        consent.id, consent.version, names.get(consent.member_id, ""), consent.way, consent.given_on,
        consent.starts_on, consent.ends_on, is_valid(consent, today), heard.get(consent.heard_by_id, ""),
        tuple(dict.fromkeys(agency for _, agency in own)),
        tuple(one for one in InformationClass if any(share.information is one for share, _ in own)),
        consent.read_out, consent.witness, consent.representative, consent.power, consent.own_view,
        consent.exclusions, consent.paper_due_on, consent.paper_on, consent.withdrawn_at, consent.withdrawal_words,
    )  # fmt: skip
