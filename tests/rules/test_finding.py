"""Words are found whatever their shape, and marked as they were written."""

import pytest

from rules.finding import has_all, keys_of, marked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("髙﨑さん宅へ訪問", "高崎"), ("高崎さん宅へ訪問", "髙﨑"), ("渡邊さん", "渡辺"), ("ﾀﾞｲｽｹと話す", "だいすけ"),
        ("デイサービスに行く", "でいさーびす 行"), ("ＡＢＣ体操", "abc"), ("葛󠄀城", "葛城"), ("朝 の 電話", "朝の電話"),
    ],
)  # fmt: skip
def test_word_is_found_in_another_shape(text, words) -> None:
    assert has_all(text, keys_of(words))


@pytest.mark.parametrize(("text", "words"), [("朝の電話", "朝 夜"), ("高橋", "高崎"), ("", "朝")])
def test_text_without_every_word_is_not_found(text, words) -> None:
    assert not has_all(text, keys_of(words))


def test_words_are_marked_as_they_were_written() -> None:
    assert marked("きょう髙﨑さんとﾀﾞｲｽｹさん", keys_of("高崎 だいすけ")) == (
        ("きょう", False), ("髙﨑", True), ("さんと", False), ("ﾀﾞｲｽｹ", True), ("さん", False),
    )  # fmt: skip


def test_long_text_is_shown_around_its_first_word() -> None:
    pieces = marked("あ" * 300 + "電話" + "い" * 300, keys_of("電話"))
    assert [(len(text), is_hit) for text, is_hit in pieces] == [
        (41, False), (2, True), (88, False), (1, False),
    ]  # fmt: skip
