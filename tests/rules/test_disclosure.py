"""disclosure(): what of a person may be shown to whom, class by class and day by day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from models.cases import InformationClass
from models.people import Role
from rules.access import Actor, holds_the_office
from rules.disclosure import Basis, BasisKind, Share, Subject, disclosure

TODAY = date(2026, 6, 18)
DAY = timedelta(days=1)
HERE, THERE = uuid4(), uuid4()
CLASSES = list(InformationClass)


def actor(*roles: Role, district: str = "", agency=HERE) -> Actor:
    """Somebody of an agency."""
    return Actor(uuid4(), uuid4(), agency, district, frozenset(roles), "名前", "場所")


def share(information=InformationClass.HEALTH, agency=HERE, starts=TODAY, ends=None, consent=None) -> Share:
    """One cell of a consent."""
    return Share(consent or uuid4(), agency, information, starts, ends)


def subject(*shares: Share, district: str = "east", in_charge=None) -> Subject:
    """A person of a household in the east."""
    return Subject(uuid4(), district, in_charge, shares)


def opened(*shares: Share, today: date = TODAY) -> set[InformationClass]:
    """The classes that an agency's member may see through these shares."""
    who = actor(Role.AGENCY_MEMBER)
    return {one for one in CLASSES if disclosure(who, subject(*shares), one, today) is not None}


@pytest.mark.parametrize("role", [Role.WELFARE_WORKER, Role.DIVISION_CHIEF])
@pytest.mark.parametrize("information", CLASSES)
def test_disclosure_to_the_office_of_the_city(role, information) -> None:
    assert disclosure(actor(role), subject(), information, TODAY) == Basis(BasisKind.OFFICE)


@pytest.mark.parametrize("information", CLASSES)
def test_disclosure_to_the_center_of_the_district(information) -> None:
    here, elsewhere = actor(Role.CENTER_WORKER, district="east"), actor(Role.CENTER_WORKER, district="west")
    nowhere, charge = subject(district=""), subject(in_charge=elsewhere.person_id)
    assert disclosure(here, subject(), information, TODAY) == Basis(BasisKind.OFFICE)
    assert disclosure(elsewhere, subject(), information, TODAY) is None
    assert disclosure(elsewhere, charge, information, TODAY) == Basis(BasisKind.OFFICE)
    assert disclosure(actor(Role.CENTER_WORKER), nowhere, information, TODAY) is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AGENCY_MEMBER])
def test_disclosure_by_consent_needs_the_role_of_an_agency(role) -> None:
    somebody, shares = actor(role, district="west"), [share(one) for one in CLASSES]
    expected = Basis(BasisKind.OFFICE) if role in {Role.WELFARE_WORKER, Role.DIVISION_CHIEF} else None
    assert {disclosure(somebody, subject(*shares), one, TODAY) for one in CLASSES} == {expected}


def test_disclosure_to_somebody_without_a_role_is_none() -> None:
    known = subject(*[share(one) for one in CLASSES], district="", in_charge=None)
    assert [disclosure(actor(), known, one, TODAY) for one in CLASSES] == [None] * 4


@pytest.mark.parametrize("information", CLASSES)
def test_disclosure_of_one_class_opens_no_other(information) -> None:
    assert opened(share(information)) == {information}


def test_disclosure_to_another_agency_is_none() -> None:
    assert opened(share(agency=THERE)) == set()


def test_disclosure_without_any_share_is_none() -> None:
    # Withdrawn consents are not among the shares, and a share of another person is on another subject.
    assert opened() == set()


@pytest.mark.parametrize(
    ("today", "is_open"),
    [(TODAY - DAY, False), (TODAY, True), (TODAY + 30 * DAY, True), (TODAY + 31 * DAY, False)],
)
def test_disclosure_from_the_first_to_the_last_day_inclusive(today, is_open) -> None:
    shares = share(starts=TODAY, ends=TODAY + 30 * DAY)
    assert bool(opened(shares, today=today)) is is_open


def test_disclosure_without_an_end_lasts_until_withdrawn() -> None:
    assert opened(share(), today=date.max) == {InformationClass.HEALTH}


def test_disclosure_names_the_consent_that_lasts_longest() -> None:
    short, long, endless = (share(ends=TODAY + n * DAY) for n in (1, 9, 5)), uuid4(), uuid4()
    shares = [*short, share(ends=TODAY + 20 * DAY, consent=long), share(ends=TODAY - DAY)]
    who = actor(Role.AGENCY_MEMBER)
    last = disclosure(who, subject(*shares), InformationClass.HEALTH, TODAY)
    assert last == Basis(BasisKind.CONSENT, TODAY + 20 * DAY, long)
    shares.append(share(consent=endless))
    assert disclosure(who, subject(*shares), InformationClass.HEALTH, TODAY) == Basis(BasisKind.CONSENT, None, endless)


@pytest.mark.parametrize("role", list(Role))
def test_holds_the_office_is_what_the_role_says(role) -> None:
    own = actor(role, district="east")
    expected = role in {Role.WELFARE_WORKER, Role.DIVISION_CHIEF, Role.CENTER_WORKER}
    assert holds_the_office(own, "east", None) is expected
    assert holds_the_office(own, "west", None) is (expected and role is not Role.CENTER_WORKER)
    assert holds_the_office(own, "", own.person_id) is expected
