"""公開文 looked through: what names somebody, what may, and the plain words that must not be in the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cases import Case, HouseholdMember
from models.places import town_words
from rules.identifiers import Hits, hits_in

CASE = {"number": "R8-017", "alias": "畑の見える家", "outline": "-"}
SON = {
    "relation": "長男", "name": "髙﨑 𠮷次", "reading": "たかさき よしじ", "telephone": "0533-00-0022",
    "address": "豊川市南坂町(架空)4丁目10",
}  # fmt: skip


def case(*people: dict[str, str]) -> list[tuple[Case, list[HouseholdMember]]]:
    """One case with these people."""
    return [(Case(**CASE), [HouseholdMember(**one) for one in people])]


def found(text: str | None, *people: dict[str, str]) -> Hits:
    """What is found in a text about a household of these people, else about the son's."""
    return hits_in(text, case(*(people or (SON,))))


@pytest.mark.parametrize("text", [None, "", "日中に少ない人数で通える場が、平日の午前に足りない。"])
def test_plain_text_names_nobody(text) -> None:
    assert found(text) == Hits()


@pytest.mark.parametrize(
    "text",
    [
        "髙﨑𠮷次さんの場",
        "髙﨑 𠮷次の場",
        "高崎吉次の場",
        "高崎　吉次 の場",
        "髙崎𠮷次の場",
        "たかさきよしじの場",
        "タカサキ・ヨシジではなく、タカサキ ヨシジの場",
    ],
)
def test_whole_name_is_certain_however_it_is_written(text) -> None:
    assert found(text).certain != ()
    assert hits_in(text).certain == ()


@pytest.mark.parametrize("text", ["高崎さんの場", "髙﨑の場", "𠮷次のような方", "吉次のような方", "よしじの場"])
def test_part_of_a_name_is_possible(text) -> None:
    hits = found(text)
    assert (hits.certain, hits.possible != ()) == ((), True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("サンプル・リカルド", "サンプル・リカルドさんの場"),
        ("サンプル・リカルド", "サンプルリカルドの場"),
        ("サンプル・リカルド", "さんぷる・りかるどの場"),
        ("畑中実生", "畑中 実生の場"),
    ],
)
def test_whole_name_typed_in_one_is_certain_too(name, text) -> None:
    assert found(text, {"relation": "本人", "name": name}).certain != ()


def test_surname_alone_in_the_record_is_a_word_like_others() -> None:
    assert found("森の近くの場", {"relation": "本人", "name": "森"}) == Hits(possible=("森",))
    assert found("長谷川の近く", {"relation": "本人", "name": "長谷川"}) == Hits(possible=("長谷川",))
    assert found("みどりの多い場", {"relation": "本人", "name": "山 緑", "reading": "みどり"}).certain == ()


@pytest.mark.parametrize(
    "text",
    [
        "0533-89-2105", "０５３３ー８９ー２１０５", "(0533)89-2105", "0533(89)2105", "0533 89 2105", "0533892105",
        "090-1234-5678", "09012345678", "a.b+c@example.jp", "R8-017", "事例R7-001の方", "(Ｒ７－００１)", "S64-001", "H31-120号",
    ],
)  # fmt: skip
def test_telephone_mail_and_number_are_certain_of_anybody(text) -> None:
    assert hits_in(f"連絡は{text}まで").certain != ()


@pytest.mark.parametrize(
    "text",
    [
        "令和8年4月1日",
        "R8-0171",
        "2026-10-05",
        "10:30-12:00",
        "100-200人",
        "3か所",
        "週2-3回",
        "JR7-001",
        "第106条の4第2項",
    ],
)
def test_other_numbers_are_nobodys(text) -> None:
    assert hits_in(f"これは{text}のこと") == Hits()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("諏訪1丁目の集合住宅", "1丁目"),
        ("諏訪の集合住宅", "諏訪"),
        ("八十二番地のあたり", "八十二番地"),
        ("82歳の方", "82歳"),
        ("８２才の方", "82才"),
        ("昭和20年生の方", "昭和20年生"),
        ("森田さんの場", "森田さん"),
        ("森田様の場", "森田様"),
        ("森田氏の場", "森田氏"),
        ("畑の見える家のような世帯", "畑の見える家"),
        ("南坂町のあたり", "南坂町"),
    ],
)
def test_word_that_may_name_somebody_is_possible(text, word) -> None:
    hits = found(text)
    assert (hits.certain, word in hits.possible) == ((), True)


@pytest.mark.parametrize(
    "text",
    [
        "お母さんとお父さん", "ご本人様のご家族様", "皆さんで", "お子さんの場", "利用者様の声", "お姉さんと弟さん",
        "息子さんと娘さん", "ご近所さんと大家さん", "多様な居場所", "同様の場", "仕様と模様", "様々な場", "氏名を伏せて",
        "さまざまな人",
    ],
)  # fmt: skip
def test_anybodys_word_is_nobodys(text) -> None:
    assert found(text) == Hits()


@pytest.mark.parametrize(
    ("address", "text", "word"),
    [
        ("豊川市東の丘町(架空)1丁目8", "東の丘町に場がない", "東の丘町"),
        ("愛知県豊川市北の里町５丁目1", "北の里町に場がない", "北の里町"),
        ("本郷町12", "本郷町に場がない", "本郷町"),
    ],
)
def test_town_of_the_household_is_possible(address, text, word) -> None:
    assert found(text, {"relation": "本人", "address": address}) == Hits(possible=(word,))


def test_whole_address_and_telephone_of_the_household_are_certain() -> None:
    assert SON["address"] in found(f"{SON['address']}の近く").certain
    assert found("同じ", {"relation": "長男", "address": "同じ"}) == Hits()
    assert found("内線1122へ", {"relation": "長男", "telephone": "内線1122"}).certain == ("内線1122",)


def test_possible_word_inside_a_certain_one_is_told_once() -> None:
    assert found("髙﨑𠮷次の場") == Hits(certain=("髙﨑𠮷次",))


def test_every_word_is_told_once() -> None:
    hits = found("諏訪、諏訪、R8-017とR8-017")
    assert hits == Hits(certain=("R8-017",), possible=("諏訪",))


def test_household_of_another_case_is_found_with_it() -> None:
    mother = {"relation": "母", "name": "青葉 文子"}
    both = [*case(SON), *case(mother)]
    assert hits_in("青葉文子さんと高崎吉次さん", both).certain == ("髙﨑𠮷次", "青葉文子")


@given(st.text(max_size=60), st.sampled_from(["髙﨑𠮷次", "0533-00-0022", "R8-017"]), st.text(max_size=60))
def test_certain_word_is_found_whatever_stands_around_it(before, word, after) -> None:
    assert found(f"{before}。{word}。{after}").certain != ()


@given(st.sampled_from(town_words()), st.text(alphabet="あいうえおのにを、。", max_size=20))
def test_town_is_asked_about_wherever_it_stands(town, around) -> None:
    assert town in hits_in(f"{around}{town}{around}").possible
