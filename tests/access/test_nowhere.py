"""An agency with a right to three cases finds no other case anywhere: not in lists, counts, searches, files or errors."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

import settings
from models.cases import Case, Consent, ConsentWay, HouseholdMember, InformationClass, Involvement
from models.database import reading
from models.relays import Relay
from operations.cases import correct_member, describe_case, release_agency
from operations.consents import file_paper, record_consent, withdraw_consent
from queries.case import case_file
from queries.cases import case_list
from queries.looks import look_list
from queries.people import people_list
from queries.reasoned import reasoned_list
from queries.relays import relay_file, relay_list
from queries.today import today_of
from rules.access import Actor
from rules.refusal import Refused
from tests.access.texts import shown_of, texts_in, words_of, words_of_case
from tests.city import City

OWN = ("008", "007", "001")
NUMBERS = ("002", "003", "004", "005", "006")


def refusal(city: City, who: str | Actor, asked: Any, *args: Any, **named: Any) -> tuple[str, dict[str, object], str]:
    """The whole answer of a look or an act that is refused."""
    with pytest.raises(Refused) as caught:
        (city.do if hasattr(asked, "key") else city.look)(who, asked, *args, **named)
    return caught.value.reason_key, caught.value.facts, str(caught.value)


def others(city: City) -> set[str]:
    """Every telling text of the five other cases."""
    return set().union(*(words_of_case(city, city.case(number)) for number in NUMBERS))


def test_case_list_of_an_agency_holds_its_cases_and_counts_them(city) -> None:
    view = city.look("hayashi", case_list)
    assert ([row.id for row in view.rows], view.total, view.older) == ([city.case(one) for one in OWN], 3, None)
    assert shown_of(others(city), view) == set()


def test_search_by_the_words_of_another_case_finds_nothing(city) -> None:
    actor, wanted = city.actor("hayashi"), others(city)
    assert len(wanted) > 25
    found = {words: city.look(actor, case_list, words=words) for words in wanted}
    assert {words for words, view in found.items() if view.rows or view.total} == set()
    assert {words for words in wanted if city.look("kobayashi", case_list, words=words).total} >= {
        city.row(Case, city.case("006")).number, "川べりの一家", "髙﨑 𠮷次", "わかくさ そうた",
    }  # fmt: skip


def test_search_by_the_name_of_a_member_without_consent_finds_nothing(city) -> None:
    mother, son = city.members(city.case("001"))
    found = {
        words: city.look("hayashi", case_list, words=words).total for words in (mother.name, son.name, son.reading)
    }
    assert found == {mother.name: 1, son.name: 0, son.reading: 0}


@pytest.mark.parametrize("number", NUMBERS)
def test_case_file_of_another_case_answers_like_no_case(city, number) -> None:
    actor = city.actor("hayashi")
    forbidden = refusal(city, actor, case_file, city.case(number))
    assert forbidden == refusal(city, actor, case_file, uuid4()) == refusal(city, actor, case_file, None)
    assert forbidden == ("not_found", {}, "not_found")


def test_own_case_tells_nothing_of_other_cases_and_of_who_looked(city) -> None:
    city.look("kobayashi", case_file, city.case("001"))
    view = city.look("hayashi", case_file, city.case("001"))
    assert (view.timeline, view.lookers, view.reasoned) == ((), (), ())
    assert shown_of(others(city), view) == set()


def test_today_of_an_agency_counts_its_own(city) -> None:
    view = city.look("hayashi", today_of)
    assert (view.cases, view.relays_open) == (3, 1)
    assert shown_of(others(city), view) == set()
    assert city.relay("雨戸の閉まった家") in {one.id for one in view.waiting}


def test_today_of_somebody_without_cases_is_empty(city) -> None:
    for login in ("kiroku", "suishin", "kaigo-kacho", "iin", "system"):
        view = city.look(login, today_of)
        assert (view.waiting, view.cases, view.relays_open) == ((), 0, 0)


@pytest.mark.parametrize("query", [look_list, reasoned_list, people_list])
def test_lists_of_the_office_answer_an_agency_like_nothing(city, query) -> None:
    assert refusal(city, "hayashi", query) == ("not_found", {}, "not_found")


def test_look_list_asked_for_a_number_answers_an_agency_like_nothing(city) -> None:
    numbers = [city.row(Case, city.case(number)).number for number in ("001", "006")]
    answers = [refusal(city, "hayashi", look_list, number=number) for number in (*numbers, "R9-999")]
    assert answers == [("not_found", {}, "not_found")] * 3


def test_reasoned_list_of_another_district_is_empty(city) -> None:
    assert [len(city.look(login, reasoned_list).rows) for login in ("kobayashi", "kacho", "nishi")] == [3, 3, 0]


def test_relay_list_holds_what_the_agency_sent(city) -> None:
    view = city.look("hayashi", relay_list)
    with reading() as session:
        sent = {one.id for one in session.exec(select(Relay)) if one.from_agency_id == city.actor("hayashi").agency_id}
    assert ({row.id for row in view.rows}, view.total) == (sent, len(sent))
    assert len(sent) == 3


def test_relay_file_of_another_agency_answers_like_no_relay(city) -> None:
    actor = city.actor("hayashi")
    forbidden = [refusal(city, actor, relay_file, city.relay(alias)) for alias in ("七階の窓の方", "荷物の多い部屋")]
    assert forbidden == [refusal(city, actor, relay_file, uuid4())] * 2 == [("not_found", {}, "not_found")] * 2


def test_relay_file_names_the_case_only_to_who_may_see_it(city) -> None:
    relay, case = city.relay("川べりの一家"), city.row(Case, city.case("005"))
    with reading() as session:
        mine = session.exec(select(Involvement.agency_id).where(Involvement.case_id == case.id)).all()
    assert city.agency("civic_collaboration_division") in mine
    assert city.look("kobayashi", relay_file, relay).case_number == case.number
    ogawa, sent = city.actor("ogawa"), city.relay("退院のあとの一人暮らし")
    assert city.look(ogawa, relay_file, sent).case_id == city.case("006")
    city.do("minami", withdraw_consent, city.consents(city.case("006"))[0].id)
    after = city.look(ogawa, relay_file, sent)
    assert (after.case_id, after.case_number) == (None, "")


def parts_of_another_case(city: City) -> list[tuple[object, UUID, dict[str, object]]]:
    """Acts on every part of case 006, with what the stored rows hold as the version that was shown."""
    case = city.case("006")
    member, consent, involvement = city.members(case)[0], city.consents(case)[0], city.involvements(case)[0]
    same = {"relation": "ご本人", "is_minor": False}
    return [
        (withdraw_consent, consent.id, {}),
        (file_paper, consent.id, {"paper_on": consent.given_on}),
        (release_agency, involvement.id, {}),
        (correct_member, member.id, {"seen": city.seen(HouseholdMember, member.id, correct_member), **same}),
        (correct_member, member.id, {"seen": {}, **same}),
        (describe_case, case, {"seen": {}, "alias": "あ", "outline": "い", "urgency": "soon", "district_key": ""}),
    ]


def test_acts_on_parts_of_another_case_answer_like_no_part(city) -> None:
    actor = city.actor("hayashi")
    for operation, part, inputs in parts_of_another_case(city):
        answer = refusal(city, actor, operation, part, **inputs)
        assert answer == refusal(city, actor, operation, uuid4(), **inputs)
        assert answer[0] in {"not_found", "not_yours"}
    assert city.row(Consent, city.consents(city.case("006"))[0].id).withdrawn_at is None


def test_consent_that_names_another_agency_is_not_found_inside_the_own_case(city) -> None:
    case, son = city.case("001"), city.members(city.case("001"))[1]
    given = city.do(
        "kobayashi", record_consent, case, member_id=son.id, way=ConsentWay.WRITTEN, given_on=settings.today(),
        agencies=[city.agency("general_hospital")], information=list(InformationClass), read_out="病院にだけ伝えます。",
    ).subject_id  # fmt: skip
    hidden = words_of(son) | {str(given)}
    assert shown_of(hidden, city.look("hayashi", case_file, case)) == set()
    assert shown_of(hidden, city.look("ogawa", case_file, case)) == hidden
    answer = refusal(city, "hayashi", withdraw_consent, given)
    assert answer == refusal(city, "hayashi", withdraw_consent, uuid4()) == ("not_found", {}, "not_found")


def test_withdrawal_by_the_agency_closes_the_case_to_it_in_the_same_second(city) -> None:
    actor, case = city.actor("ogawa"), city.case("001")
    assert city.look(actor, case_list).total == 4
    city.do(actor, withdraw_consent, city.consents(case)[0].id, words="取りやめたいとお電話。")
    assert [row.id for row in city.look(actor, case_list).rows] == [city.case(one) for one in ("008", "007", "006")]
    assert refusal(city, actor, case_file, case) == ("not_found", {}, "not_found")
    assert city.look(actor, today_of).cases == 3


def test_file_of_another_case_answers_like_an_unknown_file(house) -> None:
    visitor, city = house.visitor("hayashi"), house.city
    addresses = [city.case(number) for number in ("001", *NUMBERS)]
    answers = [visitor.get(f"/files/consent-record/{one}") for one in (*addresses, uuid4(), "R7-006")]
    answers.append(visitor.get(f"/files/no-such-kind/{addresses[0]}"))
    answers.append(visitor.get("/files/looks?number=R7-006"))
    heads = {tuple(sorted(pair for pair in one.headers if pair[0].lower() != "date")) for one in answers}
    assert ({one.status for one in answers}, len({one.body for one in answers}), len(heads)) == ({404}, 1, 1)
    hidden = others(city) | {city.row(Case, city.case("001")).alias}
    assert {text for text in hidden if text in answers[0].text} == set()


def test_texts_in_finds_texts_at_any_depth(small_city) -> None:
    view = small_city.look("kobayashi", case_file, small_city.case("006"))
    assert {"髙﨑 𠮷次", "東京の弟には知らせない。", view.number} <= set(texts_in(view))
