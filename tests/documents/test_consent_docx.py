"""同意の記録票 as Word opens it: every consent of the view, every name as it is written."""

import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from docx import Document

import settings
from documents.consent_docx import consent_record
from models.cases import ConsentWay, HouseholdMember, InformationClass
from operations.cases import correct_member
from operations.consents import record_consent, withdraw_consent
from queries.case import case_file
from rules.calendar import in_japanese
from words import label_of, word

DAY = "令和8年6月18日(木)"
HARD = "髙﨑 𠮷次 <b>&amp; =1+1 \"'\\ 葛\U000e0100 ﾀｶ"


def printed(city, number: str, who: str = "kobayashi") -> Any:
    """The paper of a case, opened again."""
    return Document(BytesIO(consent_record(city.look(who, case_file, city.case(number)), DAY)))


def tables(paper: Any) -> list[dict[str, str]]:
    """The tables of a paper as name and text."""
    return [{row.cells[0].text: row.cells[1].text for row in table.rows} for table in paper.tables]


def test_consent_record_says_whose_case_and_on_which_ground(city) -> None:
    paper, case = printed(city, "006"), city.look("kobayashi", case_file, city.case("006"))
    assert [one.text for one in paper.paragraphs][:3] == [
        word("document.consent_record"), f"{case.number} {case.alias}  {DAY}", word("basis_kind.office"),
    ]  # fmt: skip


def test_consent_record_holds_every_field_of_a_consent(city) -> None:
    consent = city.consents(city.case("006"))[0]
    told = tables(printed(city, "006"))[0]
    assert told[word("field.way")] == label_of(ConsentWay.WRITTEN)
    assert told[word("field.given_on")] == in_japanese(consent.given_on)
    assert told[word("field.agencies")].split("、") == ["社会福祉協議会", "星見野総合病院 地域連携室"]
    assert told[word("field.information")].split("、") == [label_of(one) for one in InformationClass]
    assert in_japanese(consent.ends_on) in told[word("consent.period")]
    assert told[word("field.read_out")] == consent.read_out
    assert told[word("field.exclusions")] == "東京の弟には知らせない。"
    assert told[word("consent.heard_by")] == "中村 しずく"


def test_consent_record_has_a_table_for_each_consent_under_the_name(city) -> None:
    paper = printed(city, "003")
    named = [one.text for one in paper.paragraphs if one.style.name == "Heading 2"]
    assert (sorted(named), len(paper.tables)) == (["若草 ひかり", "若草 みどり"], 2)
    young = next(table for table in tables(paper) if word("field.own_view") in table)
    assert (young[word("field.representative")], young[word("field.power")]) == ("母(親権者)", "親権")


def test_consent_record_keeps_every_sign_of_a_name(city) -> None:
    member = city.members(city.case("006"))[0]
    seen = city.seen(HouseholdMember, member.id, correct_member)
    city.do("minami", correct_member, member.id, seen=seen, **{**seen, "name": HARD})
    city.do(
        "minami", record_consent, city.case("006"), member_id=member.id, way=ConsentWay.SPOKEN,
        given_on=settings.today(), agencies=[city.agency("farm")], information=[InformationClass.HEALTH],
        read_out=f"{HARD}\n二行目\tたて", witness=HARD,
    )  # fmt: skip
    paper = printed(city, "006")
    assert {one.text for one in paper.paragraphs if one.style.name == "Heading 2"} == {HARD}
    told = [table for table in tables(paper) if table[word("field.agencies")] == "朝露農園"]
    assert [(one[word("field.read_out")], one[word("field.witness")]) for one in told] == [
        (f"{HARD}\n二行目\tたて", HARD)
    ]


def test_consent_record_says_that_a_consent_was_withdrawn(city) -> None:
    assert tables(printed(city, "005"))[0][word("consent.withdrawn")] == "仕事先に知られたくないので、取りやめたい。"
    city.do("kobayashi", withdraw_consent, city.consents(city.case("006"))[0].id)
    assert tables(printed(city, "006"))[0][word("consent.withdrawn")] == word("consent.without_words")


def test_consent_record_without_an_end_lasts_until_withdrawn(city) -> None:
    assert word("consent.until_withdrawn") in tables(printed(city, "003"))[0][word("consent.period")]


def test_consent_record_of_a_case_without_consent_has_no_table(city) -> None:
    assert tables(printed(city, "004")) == []


def test_consent_record_is_upright_a4_in_a_japanese_font(small_city) -> None:
    paper = printed(small_city, "006")
    section, fonts = paper.sections[0], paper.styles["Normal"].element.rPr.rFonts
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert {value for name, value in fonts.attrib.items() if name.endswith("eastAsia")} == {"BIZ UDPゴシック"}


def test_consent_record_tells_nothing_beside_its_text(small_city) -> None:
    case = small_city.look("kobayashi", case_file, small_city.case("006"))
    with zipfile.ZipFile(BytesIO(consent_record(case, DAY))) as parts:
        beside = {name: parts.read(name).decode(errors="replace") for name in parts.namelist()}
        assert parts.testzip() is None
    text = beside.pop("word/document.xml")
    secret = [case.members[0].heading, case.alias, case.number, "小林 あかり"]
    assert [(name, one) for name, held in beside.items() for one in secret if one in held] == []
    assert case.members[0].heading in text
    properties = Document(BytesIO(consent_record(case, DAY))).core_properties
    assert (properties.author, properties.title, properties.last_modified_by) == ("", "", "")


@pytest.mark.parametrize("text", ["", "あ" * 4000, "\n\n", "=1+1", "👨\u200d👩\u200d👧"])
def test_consent_record_of_any_text_opens(small_city, text) -> None:
    case = small_city.look("kobayashi", case_file, small_city.case("006"))
    case = replace(case, consents=tuple(replace(one, read_out=text) for one in case.consents))
    told = tables(Document(BytesIO(consent_record(case, DAY))))[0]
    assert told[word("field.read_out")] == text
