"""開催通知, 次第, 名簿: opened by another program they hold what was typed, on A4, and no name of a household."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from documents.conference_papers import agenda, conference_title, file_name, notice, roster
from documents.times import clock, span
from models.conferences import ConferenceState, ItemKind, Part
from models.forums import forums
from operations.agenda import add_item, leave_out
from operations.conferences import invite
from queries.conference import ConferenceFile, conference_file
from tests.documents.views import at, called, conference, item, row
from tests.libreoffice import Pdf, opened, opened_together
from tests.operations.sittings import item as typed
from tests.operations.sittings import prepared
from words import label_of, word

SENT, A4 = date(2026, 6, 1), (595, 842)
PAPERS: dict[str, Callable[[ConferenceFile], bytes]] = {
    "notice": lambda view: notice(view, SENT),
    "agenda": agenda,
    "roster": roster,
}
HOSTILE = ("<b>&amp;\"'</b>", "{{ 7*7 }}", "{%p for x in y %}", "=1+1", "髙﨑𠮷", "]]><w:p/>")
HOUSEHOLD = ("髙﨑", "𠮷次", "たかさき", "退院のあとの一人暮らし", "南坂町", "0533-00-0022", "心臓")


@pytest.fixture
def printed(tmp_path: Path, profile: Path) -> Callable[[bytes], Pdf]:
    """A paper as LibreOffice prints it."""
    return lambda paper: opened(paper, tmp_path, profile)


@pytest.fixture
def printed_together(tmp_path: Path, profile: Path) -> Callable[[dict[str, bytes]], dict[str, Pdf]]:
    """Several papers as LibreOffice prints them."""
    return lambda papers: opened_together(papers, tmp_path, profile)


def lines(paper: bytes) -> list[str]:
    """The paragraphs of a Word file, tables included."""
    opened_paper = Document(io.BytesIO(paper))
    cells = [cell.text for table in opened_paper.tables for line in table.rows for cell in line.cells]
    return [one.text for one in opened_paper.paragraphs] + cells


def letters(*texts: str) -> str:
    """Texts without spaces."""
    return re.sub(r"\s+", "", "".join(texts))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", PAPERS)
def test_paper_holds_hostile_texts_as_they_were_typed(name, text) -> None:
    people = (called(f"{text}課", f"{text}さん", f"{text}よ", f"{text}長"),)
    view = conference(
        item(f"題{text}", question=f"問{text}"), people=people, place=f"場{text}", facilitator=f"進{text}"
    )
    held = "\n".join(lines(PAPERS[name](view)))
    expected = {
        "notice": (f"題{text}", f"場{text}", f"{text}課 {text}長 {text}さん 様"),
        "agenda": (f"題{text}", f"問{text}", f"場{text}", f"進{text}"),
        "roster": (f"{text}課", f"{text}さん", f"{text}よ", f"{text}長", f"場{text}"),
    }
    assert [one for one in expected[name] if one not in held] == []


def test_papers_with_hostile_texts_are_printed(printed_together) -> None:
    text = "".join(HOSTILE)
    people = (called(text, text, "よみ", "長"), called("朝露農園"))
    view = conference(item(text), people=people, place=text)
    for pdf in printed_together({name: make(view) for name, make in PAPERS.items()}).values():
        assert letters(text) in pdf.letters
        assert "49" not in pdf.letters


def test_papers_of_an_ordinary_day_are_one_sheet_of_a4_each(printed_together) -> None:
    standing = [
        item(one.title, minutes=one.minutes) for one in forums()["multilayer_support_conference"].standing_agenda
    ]
    people = tuple(called(f"機関{n}", f"名{n}", "よみ", "主任") for n in range(8))
    called_by = {"notice": people[:1], "agenda": people, "roster": people}
    papers = {
        name: make(conference(*standing, people=called_by[name], due=date(2026, 6, 11)))
        for name, make in PAPERS.items()
    }
    for pdf in printed_together(papers).values():
        assert (len(pdf.pages), tuple(round(side) for side in pdf.size)) == (1, A4)
        assert all(pdf.fonts.values())


def test_papers_of_nothing_and_nobody_are_one_sheet_each(printed_together) -> None:
    empty = ConferenceFile(**{**vars(conference(people=())), "agenda": ()})
    pdfs = printed_together({name: make(empty) for name, make in PAPERS.items()})
    assert {name: len(pdf.pages) for name, pdf in pdfs.items()} == {"notice": 1, "agenda": 1, "roster": 1}


def test_agenda_of_a_hundred_items_has_each_once_and_in_order(printed) -> None:
    pdf = printed(agenda(conference(*(item(f"議題{n:03d}号") for n in range(1, 101)))))
    assert re.findall(r"議題(\d{3})号", pdf.letters) == [f"{n:03d}" for n in range(1, 101)]
    assert len(pdf.pages) <= 5
    assert all("議題と問い" in letters(page) for page in pdf.pages)  # the heads of the columns come again
    assert "合わせて1000分" in pdf.letters


def test_roster_of_forty_people_has_each_once_and_in_order(printed) -> None:
    people = tuple(called(f"機関{n:02d}", f"氏名{n:02d}", f"よみ{n:02d}", "主任") for n in range(1, 41))
    pdf = printed(roster(conference(people=people)))
    assert re.findall(r"氏名(\d\d)", pdf.letters) == [f"{n:02d}" for n in range(1, 41)]
    assert len(pdf.pages) <= 2
    assert all("ふりがな" in page for page in pdf.pages)


def test_notice_is_one_sheet_for_each_who_is_called(printed) -> None:
    people = tuple(called(f"機関{n:02d}") for n in range(1, 41))
    pdf = printed(notice(conference(people=people, due=date(2026, 6, 11)), SENT))
    told = [re.findall(r"機関(\d\d)御中", letters(page)) for page in pdf.pages]
    assert told == [[f"{n:02d}"] for n in range(1, 41)]


def test_notice_with_a_hundred_items_begins_a_sheet_for_each_who_is_called(printed) -> None:
    people = tuple(called(f"機関{n}") for n in range(1, 4))
    pdf = printed(notice(conference(*(item(f"議題{n:03d}号") for n in range(1, 101)), people=people), SENT))
    firsts = [place for place, page in enumerate(pdf.pages) if "御中" in page]
    assert len(pdf.pages) % 3 == 0
    assert firsts == [0, len(pdf.pages) // 3, 2 * len(pdf.pages) // 3]
    assert re.findall(r"議題(\d{3})号", pdf.letters) == [f"{n:03d}" for n in range(1, 101)] * 3


@pytest.mark.parametrize(
    ("who", "line"),
    [
        (called("朝露農園"), "朝露農園 御中"),
        (
            called("病院", "小川 なぎさ", "おがわ", "医療ソーシャルワーカー"),
            "病院 医療ソーシャルワーカー 小川 なぎさ 様",
        ),
        (called("病院", "小川 なぎさ"), "病院 小川 なぎさ 様"),
        (called("", "髙﨑 𠮷男"), "髙﨑 𠮷男 様"),
    ],
)
def test_notice_addresses_an_organisation_or_a_person_never_both(who, line) -> None:
    found = [one.strip() for one in lines(notice(conference(people=(who,)), SENT)) if re.search("御中|様", one)]
    assert found == [line]


def test_notice_says_what_a_letter_of_the_city_says(printed) -> None:
    text = printed(notice(conference(item("夜の見守り"), people=(called("朝露農園"),), due=date(2026, 6, 11)), SENT))
    expected = (
        "令和8年6月1日", "豊川市 福祉部 地域福祉課", "令和8年度第3回 重層的支援会議の開催について（通知）",
        "令和8年6月18日(木) 午後1時30分から午後2時40分まで", "北庁舎3階 第5会議室", "夜の見守り〔協議〕",
        "令和8年6月11日(木)までに担当へ", "0533-95-0231", "社会福祉法第106条の4第2項第5号",
    )  # fmt: skip
    assert [one for one in expected if letters(one) not in text.letters] == []


def test_notice_without_a_day_for_materials_does_not_speak_of_them() -> None:
    assert [
        one for one in lines(notice(conference(people=(called("朝露農園"),)), SENT)) if "資料" in one and "５" in one
    ] == []


def test_agenda_says_when_each_item_begins() -> None:
    view = conference(
        item("一", minutes=5, kind=ItemKind.SHARE), item("二", minutes=25, kind=ItemKind.DECIDE), item("三", minutes=40)
    )
    table = Document(io.BytesIO(agenda(view))).tables[1]
    assert [[cell.text for cell in line.cells] for line in table.rows[1:]] == [
        ["1", "13:30(5)", "共有", "一\n問い　だれが声をかけるか"],
        ["2", "13:35(25)", "判断", "二\n問い　だれが声をかけるか"],
        ["3", "14:00(40)", "協議", "三\n問い　だれが声をかけるか"],
    ]


def test_agenda_without_a_question_has_no_empty_one() -> None:
    held = lines(agenda(conference(item("一", question=None))))
    assert [one for one in held if "問い" in one] == ["議題と問い"]


def test_paper_of_a_body_that_speaks_of_persons_is_marked_and_gathered_in(printed_together) -> None:
    views = {key: conference(forum=forums()[key]) for key in ("multilayer_support_conference", "tier1_council")}
    pdfs = printed_together({key: agenda(view) for key, view in views.items()})
    assert {key: ("取扱注意" in pdf.letters, "回収します" in pdf.letters) for key, pdf in pdfs.items()} == {
        "multilayer_support_conference": (True, True),
        "tier1_council": (False, False),
    }


def test_notice_is_built_like_an_official_letter(printed) -> None:
    pdf = printed(notice(conference(people=(called("朝露農園"), called("病院")), due=date(2026, 6, 11)), SENT))
    built = ("御中", "（通知）", "記１日時", "４議題", "５資料", "以上", "担当地域福祉課")
    for page in pdf.pages:
        places = [letters(page).index(part) for part in built]
        assert places == sorted(places)
        assert letters(page).endswith("－1－")  # each letter is numbered by itself


def test_roster_is_without_titles_of_respect_and_names_the_part() -> None:
    people = (called("病院", "小川 なぎさ", "おがわ なぎさ", "相談員", Part.ADVISER), called("朝露農園"))
    held = lines(roster(conference(people=people)))
    table = Document(io.BytesIO(roster(conference(people=people)))).tables[0]
    assert [[cell.text for cell in line.cells] for line in table.rows[1:]] == [
        ["1", "病院", "相談員", "小川 なぎさ", "おがわ なぎさ", label_of(Part.ADVISER)],
        ["2", "朝露農園", "", "", "", ""],
    ]
    assert "（敬称略・五十音順）" in held
    assert [one for one in held if re.search("様|御中|さん$", one)] == []


def test_case_stands_by_its_number_alone() -> None:
    view = conference(item("お金のこと", case="R7-006 退院のあとの一人暮らし"), people=(called("朝露農園"),))
    for name in ("notice", "agenda"):
        held = "\n".join(lines(PAPERS[name](view)))
        assert ("お金のこと R7-006" in held, "退院のあと" in held) == (True, False)


def test_case_without_names_is_not_on_the_paper_by_its_number() -> None:
    # 匿名検討: whoever has the papers of another day could tell the household by its number.
    hidden = item("お金のこと", case="R7-006 退院のあとの一人暮らし", without_names=True)
    for name in ("notice", "agenda"):
        assert "R7-006" not in "\n".join(lines(PAPERS[name](conference(hidden, people=(called("朝露農園"),)))))


@pytest.fixture
def sent(small_city) -> ConferenceFile:
    """A conference of 事例 6 with the hospital, and of 事例 1 without it."""
    hospital = {"agency_id": small_city.agency("general_hospital")}
    made, first = prepared(small_city)
    small_city.do("kobayashi", leave_out, first, **hospital)
    small_city.do("kobayashi", add_item, made, **typed(title="お金のこと", case_id=small_city.case("006")))
    small_city.do("kobayashi", invite, made, agency_id=small_city.agency("south_welfare_consultation_center"))
    view: ConferenceFile = small_city.look("kobayashi", conference_file, made)
    return view


@pytest.mark.parametrize("name", PAPERS)
def test_paper_names_nobody_of_a_household(sent, name) -> None:
    with ZipFile(io.BytesIO(PAPERS[name](sent))) as whole:
        held = "\n".join(whole.read(part).decode("utf-8", "replace") for part in whole.namelist())
    assert [text for text in (*HOUSEHOLD, "青葉", "南の坂の親子") if text in held] == []


def test_notice_to_an_agency_leaves_out_what_it_is_not_in_the_room_for(sent) -> None:
    letter = ""
    found: dict[str, list[str]] = {}
    for line in lines(notice(sent, SENT)):
        letter = line if line.endswith(("御中", "様")) else letter
        found.setdefault(letter, []).append(line)
    hospital = "\n".join(found["星見野総合病院 地域連携室 御中"])
    center = "\n".join(next(texts for name, texts in found.items() if "福祉相談センター" in name))
    assert ("R7-001" in center, "R7-006" in center, "R7-006" in hospital) == (True, True, True)
    assert ("R7-001" in hospital, "朝の過ごし方" in hospital) == (False, False)


def test_notice_leaves_out_by_addressee_and_keeps_the_numbers() -> None:
    first, second = item("内輪のこと"), item("みなさんへ")
    people = (replace(called("朝露農園"), kept_from=frozenset({first.id})), called("星見野総合病院"))
    held = lines(notice(conference(first, second, people=people), SENT))
    at = held.index("星見野総合病院 御中")
    farm, hospital = "\n".join(held[:at]), "\n".join(held[at:])
    assert ("内輪のこと" in farm, "内輪のこと" in hospital) == (False, True)
    assert all(re.search(r"2\s+みなさんへ", text) for text in (farm, hospital))


def test_paper_has_the_place_of_an_item_that_is_not_theirs_to_read() -> None:
    hidden = item("", question=None, minutes=25, is_hidden=True)
    table = Document(io.BytesIO(agenda(conference(hidden, item("二"))))).tables[1]
    told = [[cell.text for cell in line.cells[:4]] for line in table.rows[1:]]
    assert told[0] == ["1", "13:30(25)", "協議", word("agenda.hidden")]
    assert (told[1][:3], told[1][3].startswith("二")) == (["2", "13:55(10)", "協議"], True)


@pytest.mark.parametrize("part", [Part.PERSON_CONCERNED, Part.FAMILY])
def test_roster_names_nobody_of_the_household(part) -> None:
    people = (called("", "髙﨑 𠮷男", "たかさき", "", part), called("朝露農園"))
    held = "\n".join(lines(roster(conference(people=people))))
    assert (label_of(part) in held, "髙﨑" in held, "たかさき" in held) == (True, False, False)


def test_letter_to_the_household_speaks_of_no_other_case(small_city) -> None:
    made, _ = prepared(small_city, "006")
    family = {"name": "髙﨑 𠮷男", "reading": "たかさき", "part": Part.FAMILY}
    small_city.do("kobayashi", invite, made, **family)

    def sent_out() -> str:
        return "\n".join(lines(notice(small_city.look("kobayashi", conference_file, made), SENT)))

    assert sent_out().count("朝の過ごし方") == 2
    small_city.do("kobayashi", add_item, made, **typed(title="べつの家", case_id=small_city.case("002")))
    assert sent_out().count("朝の過ごし方") == 1
    assert sent_out().count("べつの家") == 0  # the hospital has no consent for it either


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [
        (13, 30, "午後1時30分"),
        (9, 0, "午前9時"),
        (12, 0, "正午"),
        (12, 5, "午後0時5分"),
        (0, 0, "午前0時"),
        (0, 30, "午前0時30分"),
        (23, 59, "午後11時59分"),
    ],
)
def test_clock_as_papers_say_it(hour, minute, text) -> None:
    assert clock(at(hour, minute)) == text


def test_span_names_the_second_day_where_it_differs() -> None:
    assert span(at(13, 30), at(14, 40)) == "令和8年6月18日(木) 午後1時30分から午後2時40分まで"
    assert span(at(22), at(1, day=19)) == "令和8年6月18日(木) 午後10時から令和8年6月19日(金) 午前1時まで"
    assert span(at(8), at(9)) == "令和8年6月18日(木) 午前8時から午前9時まで"


@pytest.mark.parametrize(
    ("other", "title", "name"),
    [
        ({}, "令和8年度第3回 重層的支援会議", "20260618_R8第3回重層的支援会議_次第.docx"),
        (
            {"serial": None, "state": ConferenceState.PLANNED},
            "重層的支援会議(予定)",
            "20260618_R8重層的支援会議_次第.docx",
        ),
        (
            {"forum": forums()["tier2_council"], "starts_at": at(8)},
            "令和8年度第3回 第2層協議体(地域福祉懇談会)",
            "20260618_R8第3回第2層協議体(地域福祉懇談会)_次第.docx",
        ),
        ({"fiscal_year": 2025}, "令和7年度第3回 重層的支援会議", "20260618_R7第3回重層的支援会議_次第.docx"),
        ({"theme": "青葉さんのこと"}, "令和8年度第3回 重層的支援会議", "20260618_R8第3回重層的支援会議_次第.docx"),
    ],
)
def test_file_name_says_day_year_number_and_body(other, title, name) -> None:
    assert conference_title(row(**other)) == title
    assert file_name(conference(**other), "agenda") == name


@pytest.mark.parametrize("name", PAPERS)
def test_file_name_of_each_paper_is_one_that_every_system_can_keep(name) -> None:
    found = file_name(conference(), name)
    assert re.fullmatch(r"[^\\/:*?\"<>|\x00-\x1f]+\.docx", found)
    assert len(found.encode()) < 255


@pytest.mark.parametrize("name", PAPERS)
def test_paper_does_not_say_who_made_it(name) -> None:
    told = Document(io.BytesIO(PAPERS[name](conference(people=(called("朝露農園"),))))).core_properties
    assert (told.author, told.last_modified_by, told.title, told.comments, told.subject) == ("", "", "", "", "")
