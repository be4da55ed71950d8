"""What changed between two editions: every letter of both is there, and a letter is never cut in half."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules.difference import Change, Passage, Piece, changes, letters, pieces

IVS = "葛\U000e0100"
TEXT = some.text(alphabet="母の話髙高𠮷吉葛\U000e0100\U000e0101か\u3099、。\n 12", max_size=40)


def same(text: str) -> Piece:
    return Piece(text, was=True, stands=True)


def gone(text: str) -> Piece:
    return Piece(text, was=True, stands=False)


def come(text: str) -> Piece:
    return Piece(text, was=False, stands=True)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("高橋さん宅", "髙橋さん宅", (gone("高"), come("髙"), same("橋さん宅"))),
        ("吉田", "𠮷田", (gone("吉"), come("𠮷"), same("田"))),
        ("葛城", f"{IVS}城", (gone("葛"), come(IVS), same("城"))),
        ("6月10日に訪問", "6月12日に訪問", (same("6月1"), gone("0"), come("2"), same("日に訪問"))),
        ("", "加えた", (come("加えた"),)),
        ("消した", "", (gone("消した"),)),
        ("同じ", "同じ", (same("同じ"),)),
    ],
)
def test_pieces_tell_letter_by_letter(before, after, told) -> None:
    assert pieces(before, after) == told


@given(TEXT, TEXT)
def test_pieces_hold_every_letter_of_both(before, after) -> None:
    found = pieces(before, after)
    assert "".join(one.text for one in found if one.was) == before
    assert "".join(one.text for one in found if one.stands) == after


@given(TEXT)
def test_letters_lose_nothing_and_stand_with_their_shape(text) -> None:
    found = letters(text)
    assert "".join(found) == text
    assert all(one[0] not in "\U000e0100\U000e0101\u3099" for one in found[1:])


def test_changes_name_the_place_and_leave_out_what_is_the_same() -> None:
    before = [
        Passage("場所", "第5会議室"),
        Passage("議題1", "母は夜眠れていない。"),
        Passage("議題1", "週に一度訪問する。"),
    ]
    after = [
        Passage("場所", "第5会議室"),
        Passage("議題1", "母は夜、眠れている。"),
        Passage("議題1", "週に一度訪問する。"),
    ]
    (one,) = changes(before, after)
    assert one == Change("議題1", (same("母は夜"), come("、"), same("眠れてい"), gone("ない"), come("る"), same("。")))


def test_changes_tell_what_came_and_what_went_whole() -> None:
    before = [Passage("要点", "長男は農園を見学する。"), Passage("要点", "家計は次回まで。")]
    after = [Passage("要点", "家計は次回まで。"), Passage("要点", "弁護士にたずねる。")]
    found = changes(before, after)
    assert found == (Change("要点", (gone("長男は農園を見学する。"),)), Change("要点", (come("弁護士にたずねる。"),)))


def test_changes_of_the_same_edition_are_none() -> None:
    both = [Passage("要点", "同じ"), Passage("要点", "同じ")]
    assert changes(both, both) == ()
