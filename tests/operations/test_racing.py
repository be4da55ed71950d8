"""Eight people press the same button at the same moment: one act is done, and the others learn why not."""

import pytest
from sqlmodel import func, select

from models.cases import Case, CaseState, HouseholdMember
from models.database import reading
from models.people import Person, Role
from operations.accounts import open_account
from operations.approvals import give_approval
from operations.cases import add_member, advance_case, involve_agency
from operations.consents import withdraw_consent
from operations.history import findings
from operations.relays import take_relay
from tests.operations.racing import race
from tests.operations.test_approvals import waiting

EIGHT = 8


@pytest.fixture
def workers(city) -> list[object]:
    """Eight sign-ins of two workers."""
    return [city.actor(who) for who in ("kobayashi", "mizuno") * 4]


def whole() -> bool:
    """Whether the history holds."""
    with reading() as session:
        return findings(session) == []


def test_take_relay_by_eight_makes_one_case(city, workers) -> None:
    relay_id = city.relay("雨戸の閉まった家")
    assert race(city, workers, take_relay, relay_id) == ["done"] + ["step_not_open"] * 7
    with reading() as session:
        assert session.exec(select(func.count()).select_from(Case)).one() == 9
    assert whole()


def test_involve_agency_by_eight_lets_it_in_once(city, workers) -> None:
    answers = race(city, workers, involve_agency, city.case("004"), agency_id=city.agency("farm"))
    assert answers == ["agency_is_already_involved"] * 7 + ["done"]
    assert len([one for one in city.involvements(city.case("004")) if one.agency_id == city.agency("farm")]) == 1


def test_advance_case_by_eight_goes_one_step(city, workers) -> None:
    seen = city.seen(Case, city.case("004"), advance_case)
    answers = race(city, workers, advance_case, city.case("004"), step="bring_to_support_conference", seen=seen)
    assert answers == ["done"] + ["stale"] * 7
    assert city.row(Case, city.case("004")).state is CaseState.IN_SUPPORT_CONFERENCE


def test_withdraw_consent_by_eight_counts_once(city, workers) -> None:
    consent = city.consents(city.case("001"))[0]
    answers = race(city, workers, withdraw_consent, consent.id)
    assert answers == ["consent_is_already_withdrawn"] * 7 + ["done"]


def test_give_approval_by_eight_is_given_once(city) -> None:
    chiefs = [city.actor("kacho") for _ in range(EIGHT)]
    assert race(city, chiefs, give_approval, waiting()[0]) == ["approval_is_given"] * 7 + ["done"]


def test_open_account_by_eight_takes_the_login_once(city) -> None:
    chiefs = [city.actor("kacho") for _ in range(EIGHT)]
    answers = race(
        city, chiefs, open_account, login="new.one", name="新田 のぞみ", reading="にった のぞみ", roles={Role.AGENCY_MEMBER},
        agency_id=city.agency("farm"), password="とてもながいあいことば12こ",
    )  # fmt: skip
    assert answers == ["done"] + ["login_is_taken"] * 7
    with reading() as session:
        assert len(session.exec(select(Person).where(Person.login == "new.one")).all()) == 1


def test_add_member_by_eight_gives_each_a_place(city, workers) -> None:
    assert race(city, workers, add_member, city.case("004"), relation="同居の方") == ["done"] * 8
    with reading() as session:
        places = session.exec(select(HouseholdMember.position).where(HouseholdMember.case_id == city.case("004"))).all()
    assert (sorted(places), whole()) == (list(range(9)), True)
