"""伏せた写し: no known name survives in any shape, and what may be a place or a name is told."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.name_variants import initials, name_variants
from models.places import town_words
from rules.finding import search_key
from rules.general_words import decade
from rules.masking import MaskLevel, folded_with_places, masked, residual
from tests.rules.masks import MOTHER, PHRASES, SELF, TODAY, masking, member

ONE, TWO = MaskLevel.PSEUDONYM, MaskLevel.TEACHING


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("髙﨑さん宅(諏訪1丁目)に6/10訪問", "T.さん(50代)宅に訪問", "ご本人宅に訪問"),
        ("高崎さんは52歳。", "T.さん(50代)は50代。", "ご本人は50代。"),
        ("髙﨑 𠮷男様より電話", "T.Y.さん(50代)より電話", "ご本人より電話"),
        ("たかさきさんの家", "T.さん(50代)の家", "ご本人の家"),
        ("ﾀｶｻｷ ﾖｼｵ", "T.Y.さん(50代)", "ご本人"),
        ("令和8年6月10日(水)に退院", "令和8年6月上旬に退院", "6月上旬に退院"),
        ("6/18に訪問し、6/25から通院", "6月中旬に訪問し、6月下旬から通院", "6月中旬に訪問し、6月下旬から通院"),
        ("R8.6.18 訪問", "6月中旬 訪問", "6月中旬 訪問"),
        ("2026-06-30まで", "6月下旬まで", "6月下旬まで"),
        ("昭和49年4月3日生まれ", "50代", "50代"),
        ("昭和49年生", "50代", "50代"),
        ("五十二歳の息子と八歳の子", "50代の息子と10歳未満の子", "50代の息子と10歳未満の子"),
        ("95歳の祖母", "90歳以上の祖母", "90歳以上の祖母"),
        ("諏訪のスーパーで会う", "市内のスーパーで会う", "市内のスーパーで会う"),
        ("国府町3丁目の角", "市内の角", "市内の角"),
        ("電話0533-00-0099、090 0000 0000", "電話(連絡先)、(連絡先)", "電話(連絡先)、(連絡先)"),
        ("mado@example.invalid へ", "(連絡先) へ", "(連絡先) へ"),
        ("R8-017の丘の上の二人", "事例Aの事例A", "事例Aの事例A"),
        ("R8-018とは別", "事例Aとは別", "事例Aとは別"),
        (
            "南部福祉相談センターの小川さんが来た",
            "南部福祉相談センターの担当の方が来た",
            "福祉相談センターの担当の方が来た",
        ),
        ("星見野総合病院に入院", "星見野総合病院に入院", "医療機関に入院"),
        ("豊川市諏訪1丁目2-3に住む", "に住む", "に住む"),
        ("令和5年度からひきこもり", "令和5年度からひきこもり", "ある年からひきこもり"),
        ("週3日、2時間、13:50から", "週3日、2時間、13:50から", "週3日、2時間、13:50から"),
        (
            "6日、10日、14日に訪問。来月10日までに。",
            "上旬、上旬、中旬に訪問。来月上旬までに。",
            "上旬、上旬、中旬に訪問。来月上旬までに。",
        ),
        ("3日に一度、10日ほど、週2日は外へ", "3日に一度、10日ほど、週2日は外へ", "3日に一度、10日ほど、週2日は外へ"),
        ("", "", ""),
    ],
)
def test_text_is_made_general(text, first, second) -> None:
    assert (masked(text, masking(ONE)), masked(text, masking(TWO))) == (first, second)


def test_surname_of_two_picks_out_nobody() -> None:
    both = (SELF, MOTHER)
    assert masked("髙﨑さん宅。ハナさんは台所。", masking(ONE, both)) == "T.さん宅。H.さん(80代)は台所。"
    assert masked("髙﨑さん宅。ハナさんは台所。", masking(TWO, both)) == "ご家族宅。母は台所。"


def test_name_without_a_reading_has_no_letter() -> None:
    assert masked("月岡さん", masking(ONE, (member("ご本人", "月岡 恵"),))) == "ある方"


def test_name_typed_in_one_is_found_by_its_halves() -> None:
    assert "月岡" not in masked("月岡さんと春子さん", masking(ONE, (member("ご本人", "月岡春子"),)))


@pytest.mark.parametrize(("text", "hits"), [("森林公園を歩く", ("森",)), ("森さんと歩く", ())])
def test_name_of_one_letter_is_masked_where_somebody_is_called_and_asked_about_elsewhere(text, hits) -> None:
    known = masking(ONE, (member("ご本人", "森 葉", "もり よう"),))
    assert residual(masked(text, known), known) == hits


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("萩の花を見る", ("萩",)), ("山本さんが来た", ("山本さん",)), ("2丁目", ()), ("おだやかに話した", ()),
        ("萩2丁目の家", ()),
    ],
)  # fmt: skip
def test_what_may_be_a_place_or_a_name_is_told(text, hits) -> None:
    known = masking(ONE)
    assert residual(masked(text, known), known) == hits


def test_word_marked_as_general_stays_and_is_not_asked_about_again() -> None:
    known = masking(ONE, general=frozenset({"諏訪", "山本さん"}))
    text = masked("諏訪湖の絵を山本さんと", known)
    assert (text, residual(text, known)) == ("諏訪湖の絵を山本さんと", ())


SHAPES = (
    lambda name: name,
    lambda name: name.replace(" ", ""),
    lambda name: name.replace(" ", "\u3000"),
    lambda name: " ".join(name.replace(" ", "")),
    "\u200b".join,
    lambda name: name.replace(" ", "・"),
    lambda name: "".join(f"{sign}\U000e0100" if "一" <= sign <= "鿿" else sign for sign in name),
    lambda name: "".join(name_variants().get(sign, sign) for sign in name),
    lambda name: unicodedata.normalize("NFD", name),
    lambda name: "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in name),
)
NAMES = ("髙﨑 𠮷男", "たかさき よしお", "髙﨑 ハナ", "たかさき はな", "髙﨑", "𠮷男", "たかさき", "小川 なぎさ")
PLAIN = st.text(alphabet="あいうえおかにをは、。 家庭訪問電話Ab12()", max_size=12)


@given(st.sampled_from(NAMES), st.sampled_from(SHAPES), PLAIN, PLAIN, st.sampled_from(list(MaskLevel)))
def test_no_known_name_survives_in_any_shape(name, shape, before, after, level) -> None:
    known = masking(level, (SELF, MOTHER))
    key = search_key(masked(before + shape(name) + after, known)).replace("・", "")
    assert search_key(name) not in key


@given(st.text(max_size=60))
def test_key_and_its_places_belong_together(text) -> None:
    key, places = folded_with_places(text)
    assert (len(places), places[-1], places == sorted(places)) == (len(key) + 1, len(text), True)


SOMEBODY = ("森さん", "佐々木氏", "小川 なぎさ", "諏訪", "の", "、", "12月3日", "0533-00-0144")


@given(
    st.lists(st.one_of(st.text(max_size=20), st.sampled_from(SOMEBODY)), max_size=6), st.sampled_from(list(MaskLevel))
)
def test_what_is_left_to_look_at_stands_in_the_masked_text(parts, level) -> None:
    known = masking(level, (SELF, MOTHER))
    made = masked("".join(parts), known)
    assert [one for one in residual(made, known) if search_key(one) not in search_key(made)] == []


@given(st.sampled_from([town for town in town_words() if len(town) > 1]), PLAIN)
def test_no_town_survives(town, after) -> None:
    assert town not in masked(f"昨日{town}で{after}", masking())


@pytest.mark.parametrize(
    ("born", "told"), [("S49.4.3", "50代"), ("R2.1.1", "10歳未満"), ("T10.1.1", "90歳以上"), (None, ""), ("不詳", "")]
)
def test_age_is_told_by_ten_years(born, told) -> None:
    assert decade(born, PHRASES, TODAY) == told


def test_every_kana_has_its_letter() -> None:
    assert [
        kana for kana in map(chr, range(ord("あ"), ord("ゔ") + 1)) if kana not in initials() and kana not in "っゎゐゑ"
    ] == []
