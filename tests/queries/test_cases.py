"""事例の一覧: what each person gets, page by page, and what a search never tells."""

import pytest
from sqlmodel import delete, select

import settings
from models.cases import CaseState, Consent, ConsentShare, InformationClass
from models.database import writing
from operations.cases import add_member, advance_case, release_agency
from operations.consents import withdraw_consent
from queries.cases import CaseRow, case_list
from queries.people import people_list
from rules.refusal import Refused
from tests.queries.many import more_cases

WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in map(chr, range(0x21, 0x7F))}
SEEN = {
    "kobayashi": "12345678", "mizuno": "12345678", "kacho": "12345678", "nishi": "2", "minami": "1678",
    "ogawa": "1678", "hayashi": "178",
}  # fmt: skip
WITHOUT_CASES = ["kiroku", "suishin", "kaigo-kacho", "iin", "system"]


def places(rows: tuple[CaseRow, ...]) -> str:
    """The last figures of the numbers, smallest first."""
    return "".join(sorted(row.number[-1] for row in rows))


@pytest.mark.parametrize("who", SEEN)
def test_case_list_is_what_this_person_may_see(city, who) -> None:
    view = city.look(who, case_list)
    assert (places(view.rows), view.total, view.older) == (SEEN[who], len(SEEN[who]), None)


@pytest.mark.parametrize("who", WITHOUT_CASES)
def test_case_list_of_somebody_without_cases_is_refused(city, who) -> None:
    with pytest.raises(Refused, match="not_found"):
        city.look(who, case_list)


def test_case_list_shows_the_newest_first_with_what_counts(city) -> None:
    rows = city.look("kobayashi", case_list).rows
    assert [row.number[-1] for row in rows] == list("87654321")
    last = rows[2]
    assert (last.alias, last.district, last.in_charge, last.has_consent) == (
        "退院のあとの一人暮らし", "南部圏域", "中村 しずく", True,
    )  # fmt: skip
    assert [row.number[-1] for row in rows if row.recontact_on] == ["5"]
    assert [row.number[-1] for row in rows if row.has_consent] == ["8", "7", "6", "3", "1"]


@pytest.mark.parametrize("state", list(CaseState))
def test_case_list_of_a_state(city, state) -> None:
    expected = {
        "assessing": "4", "in_support_conference": "2", "consented": "136", "suspended": "5", "planning": "8",
                "supported": "7"}.get(state, "")  # fmt: skip
    view = city.look("kobayashi", case_list, state=state)
    assert (places(view.rows), view.total) == (expected, len(expected))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("髙﨑", "6"), ("高崎", "6"), ("高﨑 吉次", "6"), ("𠮷次", "6"), ("吉次", "6"), ("たかさき", "6"),
        ("タカサキ", "6"), ("ﾀｶｻｷ", "6"), ("たかさきよしじ", "6"), ("青葉 透", "1"), ("若草", "3"), ("そうた", "3"),
        ("-006", "6"), ("-006".translate(WIDE), "6"), ("退院のあと", "6"), ("一人 暮らし", "6"), ("さんぷる", "5"),
        ("見つからない", ""), ("%", ""), ("_", ""), ("'", ""), (" ", "12345678"), ("", "12345678"),
    ],
)  # fmt: skip
def test_case_list_is_searched_in_every_way_of_writing(city, words, found) -> None:
    view = city.look("kobayashi", case_list, words=words)
    assert (places(view.rows), view.total) == (found, len(found))


def test_case_list_is_searched_by_number_in_small_letters(city) -> None:
    number = city.look("kobayashi", case_list).rows[0].number
    for typed in (number, number.lower(), number.translate(WIDE), f" {number} "):
        assert [row.number for row in city.look("kobayashi", case_list, words=typed).rows] == [number]


@pytest.mark.parametrize(
    ("who", "words", "found"),
    [
        ("ogawa", "青葉 文子", "1"),
        ("ogawa", "髙﨑", "6"),
        ("ogawa", "青葉 透", ""),  # refused: not even his name may be guessed
        ("ogawa", "若草", ""),
        ("hayashi", "髙﨑", ""),
        ("nishi", "青葉", ""),
        ("minami", "青葉 透", "1"),
        ("ogawa", "親子", "1"),
    ],
)
def test_case_list_is_searched_only_by_names_this_person_may_see(city, who, words, found) -> None:
    assert places(city.look(who, case_list, words=words).rows) == found


@pytest.mark.parametrize("who", ["nishi", "minami", "ogawa", "hayashi"])
def test_case_list_search_never_finds_what_is_not_in_the_list(city, who) -> None:
    actor = city.actor(who)
    own = {row.id for row in city.look(actor, case_list).rows}
    members = [member for number in range(1, 9) for member in city.members(city.case(f"00{number}"))]
    words = {text for one in members for text in (one.name, one.reading, one.relation, one.address) if text}
    for word in words | {row.alias for row in city.look("kacho", case_list).rows} | {"の", "-", "0"}:
        found = city.look(actor, case_list, words=word)
        assert {row.id for row in found.rows} <= own
        assert found.total == len(found.rows)


def test_case_list_search_by_name_needs_consent_to_the_name(city) -> None:
    with writing() as session:
        session.exec(delete(ConsentShare).where(ConsentShare.information == InformationClass.IDENTITY))
    assert places(city.look("ogawa", case_list).rows) == "1678"
    assert places(city.look("ogawa", case_list, words="青葉 文子").rows) == ""
    assert places(city.look("kobayashi", case_list, words="青葉 文子").rows) == "1"


def test_case_list_of_an_agency_loses_the_case_with_the_consent(city) -> None:
    for consent in city.consents(city.case("001")):
        city.do("kobayashi", withdraw_consent, consent.id)
    assert (places(city.look("ogawa", case_list).rows), city.look("ogawa", case_list).total) == ("678", 3)


def test_case_list_of_an_agency_loses_the_case_when_it_takes_no_part(city) -> None:
    for part in city.involvements(city.case("001")):
        city.do("kobayashi", release_agency, part.id)
    assert places(city.look("ogawa", case_list).rows) == "678"


@pytest.mark.parametrize(("ahead", "seen"), [(0, "1678"), (-1, "678")])
def test_case_list_of_an_agency_holds_to_the_last_day_of_the_consent(city, ahead, seen) -> None:
    with writing() as session:
        for consent in session.exec(select(Consent).where(Consent.case_id == city.case("001"))):
            consent.ends_on = settings.today().fromordinal(settings.today().toordinal() + ahead)
    assert places(city.look("ogawa", case_list).rows) == seen


def test_case_list_covers_every_case_once_page_by_page(city) -> None:
    made = more_cases(city, 65)
    seen, before, sizes = [], None, []
    while True:
        view = city.look("kobayashi", case_list, before=before)
        seen += [row.id for row in view.rows]
        sizes.append(len(view.rows))
        if view.older is None:
            break
        before = view.older
    assert (sizes, view.total, len(set(seen))) == ([30, 30, 13], 73, 73)
    assert seen[:65] == list(reversed(made))


def test_case_list_page_that_is_just_full_is_the_last(city) -> None:
    more_cases(city, 22)
    view = city.look("kobayashi", case_list)
    assert (len(view.rows), view.older) == (30, None)


def test_case_list_stays_in_step_when_a_case_comes_between_two_pages(city) -> None:
    more_cases(city, 40, first=1)
    first = city.look("kobayashi", case_list)
    more_cases(city, 3, first=90)
    second = city.look("kobayashi", case_list, before=first.older)
    assert [row.id for row in first.rows if row.id in {one.id for one in second.rows}] == []
    assert len(first.rows) + len(second.rows) == 48


def test_case_list_search_goes_over_all_pages(city) -> None:
    more_cases(city, 65)
    city.do("kobayashi", add_member, city.case("R7-001"), relation="孫", name="一人 だけ")
    assert [row.number[-1] for row in city.look("kobayashi", case_list, words="一人 だけ").rows] == ["1"]
    view = city.look("kobayashi", case_list, words="名0")
    assert (view.total, len(view.rows), view.older is not None) == (65, 30, True)


def test_people_list_and_case_list_know_the_same_readings(city) -> None:
    assert [row.login for row in city.look("kacho", people_list, words="ﾐｽﾞﾉ").rows] == ["mizuno"]


def in_support_conference(city) -> None:
    """事例 1 goes back to 支援会議, which is itself a secret of that conference."""
    seen = {"state": CaseState.CONSENTED}
    city.do("kobayashi", advance_case, city.case("001"), step="return_to_support_conference", seen=seen)


def test_case_list_tells_an_agency_the_state_only_after_the_move(city) -> None:
    assert {row.number[-1]: row.state for row in city.look("ogawa", case_list).rows} == {
        "1": CaseState.CONSENTED, "6": CaseState.CONSENTED, "7": None, "8": None,
    }  # fmt: skip
    in_support_conference(city)
    assert [row.state for row in city.look("ogawa", case_list).rows if row.number[-1] == "1"] == [None]


@pytest.mark.parametrize("state", list(CaseState))
def test_case_list_of_a_state_does_not_tell_an_agency_what_it_may_not_know(city, state) -> None:
    in_support_conference(city)
    expected = "6" if state is CaseState.CONSENTED else ""
    view = city.look("ogawa", case_list, state=state)
    assert (places(view.rows), view.total) == (expected, len(expected))
