"""人と権限: who sees the accounts, in 五十音順, and what they may do about them."""

from datetime import timedelta
from uuid import uuid4

import pytest

import settings
from models.database import writing
from models.people import Person, Role, RoleHolding
from operations.accounts import close_account, give_role
from queries.people import people_list, person_one
from rules.appointing import APPOINTS
from rules.refusal import Refused
from tests.queries.many import more_accounts

DAY = timedelta(days=1)
LOOKERS = {"kacho": Role.DIVISION_CHIEF, "kobayashi": Role.WELFARE_WORKER, "system": Role.SYSTEM_ADMINISTRATOR}


@pytest.mark.parametrize("who", LOOKERS)
def test_people_list_is_everybody_in_the_order_of_the_kana(city, who) -> None:
    view = city.look(who, people_list)
    assert [row.login for row in view.rows] == [
        "iin", "kacho", "system", "ogawa", "suishin", "kobayashi", "kaigo-kacho", "minami", "nishi", "hayashi",
        "kiroku", "mizuno",
    ]  # fmt: skip
    assert view.gives == tuple(role for role in Role if role in APPOINTS[LOOKERS[who]])


@pytest.mark.parametrize("who", ["nishi", "minami", "kiroku", "hayashi", "ogawa", "suishin", "kaigo-kacho", "iin"])
def test_people_list_of_somebody_else_is_refused(city, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, people_list)
    with pytest.raises(Refused, match="not_found"):
        city.look(who, person_one, city.person(who))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("水野", ["mizuno"]), ("ﾐｽﾞﾉ", ["mizuno"]), ("ミズノ そら", ["mizuno"]), ("MIZU", ["mizuno"]),
        ("介護高齢課", ["suishin", "kaigo-kacho"]), ("いない人", []), ("%", []),
    ],
)  # fmt: skip
def test_people_list_is_searched_by_name_reading_login_and_agency(city, words, found) -> None:
    assert [row.login for row in city.look("kacho", people_list, words=words).rows] == found


@pytest.mark.parametrize(
    ("who", "keeps"),
    [
        ("kacho", {
            "iin", "system", "ogawa", "suishin", "kobayashi", "kaigo-kacho", "minami", "nishi", "hayashi", "kiroku",
            "mizuno",
        }),
        ("kobayashi", {"iin", "ogawa", "suishin", "hayashi", "kiroku"}),
        ("system", {"iin", "suishin", "kaigo-kacho"}),
    ],
)  # fmt: skip
def test_people_list_says_whose_account_is_theirs_to_keep(city, who, keeps) -> None:
    assert {row.login for row in city.look(who, people_list).rows if row.is_mine_to_keep} == keeps


def test_people_list_puts_closed_accounts_last(city) -> None:
    city.do("kacho", close_account, city.person("iin"))
    rows = city.look("kacho", people_list).rows
    assert [(row.login, row.is_closed) for row in rows][-1] == ("iin", True)
    assert [row.is_closed for row in rows].count(True) == 1


def test_people_list_shows_roles_of_today_and_open_sign_ins(city) -> None:
    city.do("kacho", give_role, city.person("suishin"), role=Role.AGENCY_MEMBER, until=settings.today())
    with writing() as session:
        later = RoleHolding(
            person_id=city.person("suishin"), role=Role.COUNCIL_MEMBER, since=settings.today() + DAY
        )  # fmt: skip
        session.add(later)
    city.sign_in("suishin")
    city.sign_in("suishin")
    row = city.look("kacho", person_one, city.person("suishin")).rows[0]
    assert (row.roles, row.sign_ins) == ((Role.AGENCY_MEMBER, Role.PROMOTION_OFFICER), 2)
    tomorrow = city.look("kacho", person_one, city.person("suishin"), now=settings.now() + DAY).rows[0]
    assert (tomorrow.roles, tomorrow.sign_ins) == ((Role.PROMOTION_OFFICER, Role.COUNCIL_MEMBER), 0)


def test_person_one_is_one_account(city) -> None:
    row = city.look("system", person_one, city.person("mizuno")).rows
    person = city.row(Person, city.person("mizuno"))
    assert [(one.id, one.name, one.title, one.version) for one in row] == [
        (person.id, person.name, person.title, person.version)
    ]
    for wrong in (uuid4(), None, city.case("001")):
        with pytest.raises(Refused, match="not_found"):
            city.look("system", person_one, wrong)


def test_people_list_holds_more_than_a_page(city) -> None:
    more_accounts(city, 40)
    assert len(city.look("kacho", people_list).rows) == 52
