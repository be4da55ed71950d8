"""What people type: refused rather than cut, found under every way of writing it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.finding import search_key
from rules.refusal import Refused
from rules.typed_text import LINE, PASSAGE, kept, looks_like_my_number, needed

WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in map(chr, range(0x21, 0x7F))}


def wide(text: str) -> str:
    """The same signs in full width."""
    return text.translate(WIDE)


def refused(text: str, **most: int) -> str:
    """The key of the refusal of a text."""
    with pytest.raises(Refused) as caught:
        kept(text, **most)
    return caught.value.reason_key


@pytest.mark.parametrize(
    "text",
    [
        "123456789012", "番号は123456789012です", wide("123456789012"), "1234 5678 9012", "1234-5678-9012",
        wide("1234-5678-9012"), "1234\u20105678\u20109012", "1234\u22125678\u22129012", "1234ー5678ー9012",
        "1234・5678・9012", "1 2 3 4 5 6 7 8 9 0 1 2", "1234\u30005678\u30009012", wide("1234") + "56789012",
        "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467\u2468\u2460\u2461\u2462", "一行目\n123456789012\n三行目",
        "3 123456789012", "長男3 1234-5678-9012",
    ],
)  # fmt: skip
def test_kept_refuses_twelve_digits(text) -> None:
    assert looks_like_my_number(text)
    assert refused(text) == "text_has_my_number"


@pytest.mark.parametrize(
    "text",
    [
        "1234567890123", "12345678901", wide("1234567890123"), wide("12345678901"), "0533-00-0011", "1234-5678-901",
        "1234-5678-9012-3", "1234 5678 9012 3456",
        "電話 0533-00-0011 と 090-0000-1234", "2026-06-18 0533-00-0011", "令和8年6月18日 10時30分",
    ],
)  # fmt: skip
def test_kept_lets_other_numbers_stand(text) -> None:
    assert kept(text) == text


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "\x00", "\ud800", "名\udfff前", "a\x1bb", "a\x7fb", "a\x85b", "a\x0bb", "a\rb", "a\ufffeb", "a\uffff"],
)
def test_kept_refuses_signs_that_no_paper_can_hold(text) -> None:
    assert refused(text) == "text_has_unusable_signs"


def test_kept_refuses_what_is_too_long_and_says_how_long() -> None:
    assert kept("あ" * LINE) == "あ" * LINE
    assert kept("𠮷" * LINE) == "𠮷" * LINE
    assert kept("あ" * PASSAGE, most=PASSAGE) == "あ" * PASSAGE
    with pytest.raises(Refused) as caught:
        kept("あ" * (LINE + 1))
    assert (caught.value.reason_key, caught.value.facts) == ("text_too_long", {"most": LINE, "length": LINE + 1})


@pytest.mark.parametrize("text", [None, "", " ", "\u3000", "\n\t "])
def test_kept_of_nothing_is_none(text) -> None:
    assert kept(text) is None
    with pytest.raises(Refused) as caught:
        needed(text, "field.alias")
    assert (caught.value.reason_key, caught.value.facts) == ("field_is_needed", {"field": "field.alias"})


def test_kept_leaves_the_text_as_it_was_typed() -> None:
    text = "髙﨑 𠮷次 <b>&amp; =1+1 ﾀｶｻｷ 葛\U000e0100\t👨\u200d👩\u200d👧\n二行目"
    assert kept(f"  {text}\u3000\n", most=PASSAGE) == text
    assert kept("一\r\n二") == "一\n二"
    assert needed(f" {text} ", "field.name", most=PASSAGE) == text


@settings(deadline=None, max_examples=60)
@given(st.text(), st.integers(0, 30))
def test_kept_never_cuts(text, most) -> None:
    try:
        found = kept(text, most=most)
    except Refused:
        return
    assert found == (text.replace("\r\n", "\n").strip() or None)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("髙﨑 𠮷次", "高崎吉次"),
        ("高崎 吉次", "髙﨑𠮷次"),
        ("タカサキ", "たかさき"),
        ("たかさき", "タカサキ"),
        ("ﾀｶｻｷ ﾖｼｼﾞ", "たかさき よしじ"),
        ("ガギグ", "カ\u3099キ\u3099ク\u3099"),
        ("ヴァ", "ゔぁ"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡邉"),
        (wide("R8-001"), "r8-001"),
        ("たかさき よしじ", "たかさきよしじ"),
        ("\ufa19田", "神田"),  # U+FA19, one sign with 神 after normalisation
        ("葛\U000e0100城", "葛城"),  # the 異体字セレクタ of a name copied from the register
        ("葛城", "葛\U000e0101城"),
    ],
)
def test_search_key_is_the_same_for_other_ways_of_writing(stored, typed) -> None:
    assert search_key(stored) == search_key(typed)


def test_search_key_tells_different_names_apart() -> None:
    assert len({search_key(name) for name in ("青葉", "若草", "椎名", "高崎", "高橋", "たかさき", "たがさき")}) == 7
