"""The canary: no byte about a household reaches an account without a right to it, on whatever page it looks."""

import pytest

from tests.hostile import secrets
from tests.hostile.wire import wire_of
from tests.server import on

WITHOUT_R7_001 = ("nishi", "kiroku", "suishin", "kaigo-kacho", "iin", "system")
EVERYBODY = (*WITHOUT_R7_001, "kobayashi", "mizuno", "kacho", "minami", "hayashi", "ogawa")
NUMBERS = tuple(f"R7-00{number}" for number in range(1, 9))
SEES = {
    **dict.fromkeys(WITHOUT_R7_001, ()),
    **dict.fromkeys(("kobayashi", "mizuno", "kacho"), NUMBERS),
    "nishi": ("R7-002",),
    "minami": ("R7-001", "R7-006", "R7-007", "R7-008"),
    "hayashi": ("R7-001", "R7-007", "R7-008"),
    "ogawa": ("R7-001", "R7-006", "R7-007", "R7-008"),
}  # hand-written from the sample's districts, consents and offices


def leaks(house, login: str, texts: list[str], *ids) -> list[str]:
    """Which of the texts this account is sent anywhere."""
    with wire_of(house.visitor(login)) as tab:
        return sorted({text for run in secrets.crawl(tab, *ids) for text in run.said(texts)})


def test_canary_sings_for_who_holds_the_office(house) -> None:
    case = house.city.case("R7-001")
    texts = secrets.of_case(house.city, case)
    assert leaks(house, "kobayashi", texts, case) == sorted(set(texts))


@pytest.mark.parametrize("login", WITHOUT_R7_001)
@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_case_reaches_nobody_without_a_right(house, login) -> None:
    case = house.city.case("R7-001")
    assert leaks(house, login, secrets.of_case(house.city, case), case) == []


@pytest.mark.parametrize("login", ["hayashi", "ogawa"])
@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_person_who_did_not_agree_reaches_no_agency(house, login) -> None:
    case = house.city.case("R7-001")
    mother, son = house.city.members(case)
    assert leaks(house, login, [*secrets.of_member(son), mother.livelihood], case) == []
    assert leaks(house, login, [mother.name, mother.health], case) == sorted([mother.name, mother.health])


@pytest.mark.parametrize("login", ["hayashi", "nishi", "kiroku", "iin", "system"])
def test_relay_reaches_only_its_two_ends_and_the_city(house, login) -> None:
    relay = house.city.relay("七階の窓の方")
    assert leaks(house, login, secrets.of_relay(house.city, relay), relay) == []


@pytest.mark.whole
@pytest.mark.parametrize("login", EVERYBODY)
@pytest.mark.parametrize("house", on("sqlite"), indirect=True)
def test_people_of_every_case_reach_exactly_who_may_see_it(house, login) -> None:
    sees = {}
    for number in NUMBERS:
        case = house.city.case(number)
        texts = [text for member in house.city.members(case) for text in secrets.of_member(member)]
        sees[number] = bool(leaks(house, login, texts, case))
    known = {number: number in SEES[login] for number in NUMBERS}
    assert sees == known
