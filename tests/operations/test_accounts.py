"""人と権限: who may open and close accounts, give and end roles, and reset in person."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import delete, select

import settings
from models.cases import Case
from models.database import reading, writing
from models.people import Person, Role, RoleHolding, SignIn, SignInEnd
from operations.accounts import (
    close_account,
    end_role,
    give_role,
    is_without_chief,
    open_account,
    reset_password,
    roles_of,
    sign_out_everywhere,
)
from operations.sign_ins import candidate, verified
from queries.cases import case_list
from queries.signed_in import signed_in
from rules.appointing import APPOINTS
from rules.refusal import Refused
from tests.operations.stored import entries, why_not

PASSWORD = "とてもながいあいことば12こ"
DAY = timedelta(days=1)
R = Role


def account(city, **other: Any) -> dict[str, Any]:
    """The inputs of a new account at the farm."""
    return {
        "login": "new.one", "name": "新田 のぞみ", "reading": "にった のぞみ", "password": PASSWORD,
        "agency_id": city.agency("farm"), "roles": {R.AGENCY_MEMBER}, **other,
    }  # fmt: skip


def roles(city, login: str) -> set[Role]:
    """The roles a person holds today."""
    with reading() as session:
        return roles_of(session, city.person(login), settings.today())


def ends(city, login: str) -> set[SignInEnd | None]:
    """How the sign-ins of a person ended."""
    with reading() as session:
        return set(session.exec(select(SignIn.ended_because).where(SignIn.person_id == city.person(login))))


def knows(login: str, password: str) -> bool:
    """Whether this password opens an account now."""
    with reading() as session:
        return verified(candidate(session, login, settings.now()), password)


def test_open_account_with_a_first_password_to_be_changed(city) -> None:
    inputs = account(city, login=" New.One ", title="主任", valid_to=settings.today())
    person = city.row(Person, city.do("kacho", open_account, **inputs).subject_id)
    assert (person.login, person.name, person.reading, person.title) == (
        "new.one",
        "新田 のぞみ",
        "にった のぞみ",
        "主任",
    )
    assert (person.must_change_password, person.is_sample, person.closed_at) == (True, False, None)
    assert (person.valid_from, person.valid_to) == (settings.today(), settings.today())
    assert (roles(city, "new.one"), knows("new.one", PASSWORD)) == ({R.AGENCY_MEMBER}, True)
    assert PASSWORD not in person.password_hash


@pytest.mark.parametrize(
    ("other", "key"),
    [
        ({"roles": set()}, "account_needs_role"),
        ({"login": "kobayashi"}, "login_is_taken"),
        ({"login": "KOBAYASHI"}, "login_is_taken"),
        ({"login": ""}, "field_is_needed"),
        ({"login": "あたらしい"}, "login_has_other_signs"),
        ({"login": "new one"}, "login_has_other_signs"),
        ({"login": "a" * 41}, "text_too_long"),
        ({"name": " "}, "field_is_needed"),
        ({"reading": ""}, "field_is_needed"),
        ({"title": "あ" * 201}, "text_too_long"),
        ({"valid_to": date(2020, 1, 1)}, "period_is_over"),
        ({"password": "short"}, "password_is_short"),
        ({"password": "あ" * 11}, "password_is_short"),
        ({"password": "new.one-new.one"}, "password_holds_login"),
        ({"password": "abababababababab"}, "password_is_simple"),
    ],
)
def test_open_account_that_does_not_hold_is_refused(city, other, key) -> None:
    assert why_not(city, "kacho", open_account, **account(city, **other)) == key


def test_open_account_at_no_agency_is_refused(city) -> None:
    inputs = account(city, agency_id=city.case("001"))
    assert why_not(city, "kacho", open_account, **inputs) == "not_found"


GIVERS = {"system": R.SYSTEM_ADMINISTRATOR, "kobayashi": R.WELFARE_WORKER, "kacho": R.DIVISION_CHIEF}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("who", GIVERS)
def test_open_account_gives_only_what_the_giver_may_give(small_city, who, role) -> None:
    inputs = account(small_city, roles={role})
    if role in APPOINTS[GIVERS[who]]:
        small_city.do(who, open_account, **inputs)
        assert roles(small_city, "new.one") == {role}
    else:
        assert why_not(small_city, who, open_account, **inputs) == "role_is_given_by_others"


def test_open_account_with_one_role_too_many_is_refused(city) -> None:
    inputs = account(city, roles={R.AGENCY_MEMBER, R.WELFARE_WORKER})
    assert why_not(city, "kobayashi", open_account, **inputs) == "role_is_given_by_others"


@pytest.mark.parametrize("who", ["nishi", "hayashi", "kiroku", "suishin", "kaigo-kacho", "iin"])
def test_account_acts_of_other_roles_are_refused(city, who) -> None:
    actor, person = city.actor(who), city.person("ogawa")
    for operation in (close_account, sign_out_everywhere):
        assert why_not(city, actor, operation, person) == "not_yours"
    for operation in (give_role, end_role):
        assert why_not(city, actor, operation, person, role=R.COUNCIL_MEMBER) == "not_yours"
    assert why_not(city, actor, reset_password, person, password=PASSWORD) == "not_yours"
    assert why_not(city, actor, open_account, **account(city)) == "not_yours"


def test_close_account_ends_every_sign_in_at_once(city) -> None:
    token = city.sign_in("ogawa")
    city.do("kobayashi", close_account, city.person("ogawa"))
    assert (ends(city, "ogawa"), knows("ogawa", "toyokawa-mihon")) == ({SignInEnd.ACCOUNT_CLOSED}, False)
    with reading() as session:
        assert signed_in(session, city.sign_in_id(token), settings.now()) is None
    assert city.row(Person, city.person("ogawa")).name == "小川 なぎさ"
    assert why_not(city, "kobayashi", close_account, city.person("ogawa")) == "account_is_closed"
    assert why_not(city, "kobayashi", reset_password, city.person("ogawa"), password=PASSWORD) == "account_is_closed"


@pytest.mark.parametrize(
    ("who", "whom", "key"),
    [
        ("kacho", "kacho", "account_is_own"),
        ("system", "system", "account_is_own"),
        ("system", "kobayashi", "role_is_given_by_others"),
        ("system", "kacho", "role_is_given_by_others"),
        ("kobayashi", "mizuno", "role_is_given_by_others"),
        ("kobayashi", "system", "role_is_given_by_others"),
    ],
)
def test_account_acts_upon_oneself_or_above_are_refused(city, who, whom, key) -> None:
    actor, person = city.actor(who), city.person(whom)
    assert why_not(city, actor, close_account, person) == key
    assert why_not(city, actor, sign_out_everywhere, person) == key
    assert why_not(city, actor, reset_password, person, password=PASSWORD) == key


def test_give_role_lasts_from_today_to_its_last_day(city) -> None:
    done = city.do("kacho", give_role, city.person("suishin"), role=R.AGENCY_MEMBER, until=settings.today())
    row = city.row(RoleHolding, done.subject_id)
    assert (row.role, row.since, row.until) == (R.AGENCY_MEMBER, settings.today(), settings.today())
    assert R.AGENCY_MEMBER in city.actor("suishin").roles
    with reading() as session:
        tomorrow = roles_of(session, city.person("suishin"), settings.today() + DAY)
    assert tomorrow == {R.PROMOTION_OFFICER}
    assert entries(done.subject_id)[0].action == "account.give_role"


@pytest.mark.parametrize(
    ("who", "whom", "inputs", "key"),
    [
        ("kacho", "kacho", {"role": R.WELFARE_WORKER}, "account_is_own"),
        ("system", "system", {"role": R.DIVISION_MANAGER}, "account_is_own"),
        ("system", "suishin", {"role": R.WELFARE_WORKER}, "role_is_given_by_others"),
        ("system", "suishin", {"role": R.DIVISION_CHIEF}, "role_is_given_by_others"),
        ("kobayashi", "suishin", {"role": R.DIVISION_CHIEF}, "role_is_given_by_others"),
        ("kacho", "suishin", {"role": R.PROMOTION_OFFICER}, "role_is_held"),
        ("kacho", "suishin", {"role": R.AGENCY_MEMBER, "until": date(2020, 1, 1)}, "period_is_over"),
    ],
)
def test_give_role_that_does_not_hold_is_refused(city, who, whom, inputs, key) -> None:
    assert why_not(city, who, give_role, city.person(whom), **inputs) == key


def test_end_role_closes_what_it_opened_at_the_next_action(city) -> None:
    token = city.sign_in("mizuno")
    city.do("kacho", end_role, city.person("mizuno"), role=R.WELFARE_WORKER)
    with reading() as session:
        known = signed_in(session, city.sign_in_id(token), settings.now())
        assert known is not None
    assert known.actor.roles == frozenset()
    with pytest.raises(Refused, match="not_found"):
        city.look(known.actor, case_list)
    assert city.row(Case, city.case("003")).in_charge_id == city.person("mizuno")


@pytest.mark.parametrize(
    ("who", "whom", "role", "key"),
    [
        ("kacho", "kacho", R.DIVISION_CHIEF, "account_is_own"),
        ("kacho", "mizuno", R.DIVISION_CHIEF, "role_is_not_held"),
        ("system", "kacho", R.DIVISION_CHIEF, "role_is_given_by_others"),
        ("kobayashi", "mizuno", R.WELFARE_WORKER, "role_is_given_by_others"),
    ],
)
def test_end_role_that_does_not_hold_is_refused(city, who, whom, role, key) -> None:
    assert why_not(city, who, end_role, city.person(whom), role=role) == key


def test_end_role_twice_is_refused_and_it_may_be_given_again(city) -> None:
    person = city.person("mizuno")
    city.do("kacho", end_role, person, role=R.WELFARE_WORKER)
    assert why_not(city, "kacho", end_role, person, role=R.WELFARE_WORKER) == "role_is_not_held"
    city.do("kacho", give_role, person, role=R.WELFARE_WORKER)
    assert roles(city, "mizuno") == {R.WELFARE_WORKER}


def test_reset_password_ends_the_old_one_and_every_sign_in(city) -> None:
    city.sign_in("ogawa")
    city.do("kobayashi", reset_password, city.person("ogawa"), password=PASSWORD)
    assert (ends(city, "ogawa"), city.row(Person, city.person("ogawa")).must_change_password) == (
        {SignInEnd.PASSWORD_CHANGED}, True,
    )  # fmt: skip
    assert (knows("ogawa", "toyokawa-mihon"), knows("ogawa", PASSWORD)) == (False, True)
    assert why_not(city, "kobayashi", reset_password, city.person("ogawa"), password="x") == "password_is_short"


def test_sign_out_everywhere_ends_what_is_open_and_nothing_else(city) -> None:
    city.sign_in("ogawa")
    city.sign_in("hayashi")
    city.do("kobayashi", sign_out_everywhere, city.person("ogawa"))
    assert (ends(city, "ogawa"), ends(city, "hayashi")) == ({SignInEnd.SIGNED_OUT_EVERYWHERE}, {None})
    assert knows("ogawa", "toyokawa-mihon")


def test_first_chief_is_appointed_by_the_administrator_once(city) -> None:
    with writing() as session:
        session.exec(delete(RoleHolding).where(RoleHolding.role == R.DIVISION_CHIEF))
        assert is_without_chief(session)
    city.do("system", open_account, **account(city, roles={R.DIVISION_CHIEF}))
    with reading() as session:
        assert not is_without_chief(session)
    again = account(city, login="second", roles={R.DIVISION_CHIEF})
    assert why_not(city, "system", open_account, **again) == "role_is_given_by_others"


def test_first_chief_is_not_appointed_by_a_worker(city) -> None:
    with writing() as session:
        session.exec(delete(RoleHolding).where(RoleHolding.role == R.DIVISION_CHIEF))
    inputs = account(city, roles={R.DIVISION_CHIEF})
    assert why_not(city, "kobayashi", open_account, **inputs) == "role_is_given_by_others"


def test_administrator_who_also_holds_another_role_gives_both_kinds_and_no_more(city) -> None:
    both = replace(city.actor("system"), roles=frozenset({R.SYSTEM_ADMINISTRATOR, R.WELFARE_WORKER}))
    city.do(both, open_account, **account(city, roles={R.AGENCY_MEMBER, R.DIVISION_MANAGER}))
    again = account(city, login="second", roles={R.CENTER_WORKER})
    assert why_not(city, both, open_account, **again) == "role_is_given_by_others"
