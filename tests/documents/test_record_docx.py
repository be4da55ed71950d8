"""会議録: what was recorded stands on the paper as it was typed, drafts say so, and the file tells nothing beside."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from docx import Document

from documents.record_docx import record_name, record_paper
from models.conferences import ItemResult, Part, Presence
from models.minutes import CheckAnswer, LineKind, RecordState
from queries.record import ApprovalView, CheckView, RecordFile
from rules.difference import Change, pieces
from rules.disclosure import Basis, BasisKind
from rules.record import RecordObjection, RecordParagraph
from tests.city_settings import city_with
from tests.documents.views import at, line, person, record, recorded, role
from tests.libreoffice import Pdf, opened_together
from words import label_of, word

A4 = (595, 842)
HARD = "<b>&amp;\"'</b> {{ 7*7 }} {%p if %} =1+1 髙﨑𠮷 葛\U000e0100 ]]><w:p/>"
HOSPITAL, CENTER = "星見野総合病院 地域連携室", "南部福祉相談センター"
PEOPLE = (
    person("福祉部 地域福祉課", "小林 あかり", "こばやし あかり", title="CSW"),
    person(CENTER, "大島 れん", "おおしま れん", Presence.STAND_IN.value, remark="西野さんの代理"),
    person(HOSPITAL, "小川 なぎさ", "おがわ なぎさ", Presence.ONLINE.value),
    person("社会福祉協議会", "東 すず", "ひがし すず", Presence.LATE.value, remark="13:50から"),
    person("介護高齢課", "西 あおい", "にし あおい", Presence.LEFT_EARLY.value),
    person("", "髙﨑 𠮷男", "たかさき よしお", part=Part.FAMILY.value),
    person("朝露農園", presence=Presence.ABSENT.value),
)
ITEM = recorded(
    2, "朝の見守り",
    line("朝の電話は訪問看護へ引き継ぐ。", LineKind.DECISION),
    line("6月8日に退院された。", LineKind.FACT, "小川 なぎさ", HOSPITAL),
    line("この家で暮らしたい。\n夜の電話は減らしてほしい。", LineKind.WISH, "大島 れん", CENTER),
    line("食事の量が減りやすい。", LineKind.ASSESSMENT, "小川 なぎさ", HOSPITAL),
    line("家計は次回まで。", LineKind.HELD_OVER, "東 すず", "社会福祉協議会"),
    line("=SUM(A1)のように書かれた意見", LineKind.OPINION, "西 あおい", "介護高齢課"),
    kind="decide", question="だれが、いつまで続けるか", result=ItemResult.DECIDED.value, result_words="6月22日から。",
)  # fmt: skip
ROLE = role(
    "毎朝8時に電話をする", doer_name="小川 なぎさ", problem="薬を飲み忘れる", service="訪問看護",
    due_on="2026-06-22", frequency="毎朝", done_when="2週間飲み忘れがない", answer="土日は除く",
    state="accepted_with_condition",
)  # fmt: skip
WHOLE = record(
    ITEM, text={"people": PEOPLE, "roles": (ROLE,)}, approved_on=date(2026, 7, 6), approver="大橋 みのる",
    document_number="8豊地福第123号",
)  # fmt: skip

POINTED = record(
    ITEM,
    text={
        "people": PEOPLE, "roles": (ROLE,), "style": "points",
        "points": (RecordParagraph("母は夜眠れていない。\n薬の飲み忘れがある。", ("1",)), RecordParagraph("髙﨑𠮷 葛\U000e0100", ())),
        "objections": (RecordObjection("1", HOSPITAL, "病名は載せないで", "載せないことにした", at(9, day=24).isoformat()),),
    },
    checks=(
        CheckView(UUID(int=2), UUID(int=1), HOSPITAL, CheckAnswer.AGREED, None, at(9, day=25), "載せないことにした", at(9, day=24)),
        CheckView(UUID(int=3), UUID(int=2), CENTER, CheckAnswer.WAITING, None, None),
    ),
)  # fmt: skip
CORRECTED = record(
    ITEM, edition=2, correction="お名前の誤り",
    changes=(Change("議題1", pieces("高﨑さん\n6月10日\x07", "髙﨑さん\n6月12日")),),
    approvals=(
        ApprovalView(0, "大橋 みのる", at(9, day=26), is_for_other=False, words=None),
    ),
    document_number="8豊地福第1号",
)  # fmt: skip


def drafted(**other: object) -> RecordFile:
    """The same record before it is fixed."""
    return replace(WHOLE, state=RecordState.DRAFT, number=None, fixed_at=None, **other)  # type: ignore[arg-type]


def large() -> RecordFile:
    """Sixty lines, one of 4,000 signs, 20 people, 15 roles."""
    first = HARD + "長" * (4000 - len(HARD))
    items = tuple(
        recorded(n, f"議題{n}", *(line(first if n == k == 1 else f"発言{n}-{k}号") for k in range(12)))
        for n in range(1, 6)
    )
    people = tuple(person(f"機関{n:02d}", f"氏名{n:02d}", f"よみ{n:02d}") for n in range(1, 21))
    return record(*items, text={"people": people, "roles": tuple(role(f"役割{n:02d}号") for n in range(1, 16))})


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> dict[str, Pdf]:
    """The papers as LibreOffice prints them."""
    views = {
        "whole": WHOLE,
        "draft": drafted(),
        "large": large(),
        "hard": record(recorded(1, HARD, line(HARD, speaker=HARD, agency=HARD), question=HARD), text={"place": HARD}),
        "points": POINTED,
        "corrected": CORRECTED,
        "nothing": record(text={"case_number": "", "opened_at": "", "adjourned_at": "", "read_at": ""}, case_id=None),
    }
    papers = {name: record_paper(view) for name, view in views.items()}
    return opened_together(papers, tmp_path_factory.mktemp("records"), profile)


def cells(view: RecordFile) -> list[list[str]]:
    """Every row of every table."""
    tables = Document(io.BytesIO(record_paper(view))).tables
    rows = [{cell._tc: cell.text for cell in row.cells} for table in tables for row in table.rows]
    return [list(row.values()) for row in rows]


def beside(view: RecordFile) -> dict[str, str]:
    """The head of the paper: names and what stands beside them."""
    found = {}
    for row in cells(view):
        found.update(dict(zip(row[::2], row[1::2], strict=False)))
    return found


def test_record_is_upright_a4_with_its_fonts_and_counts_its_pages(printed) -> None:
    for pdf in printed.values():
        assert tuple(round(side) for side in pdf.size) == A4
        assert all(pdf.fonts.values())
        assert any(name.startswith("BIZUDPGothic") for name in pdf.fonts)
        count = len(pdf.pages)
        assert [f"{n}/{count}" in re.sub(r"\s", "", page) for n, page in enumerate(pdf.pages, 1)] == [True] * count


def test_record_of_an_ordinary_case_is_at_most_two_sheets(printed) -> None:
    assert len(printed["whole"].pages) <= 2


def test_record_says_which_conference_case_edition_and_state() -> None:
    told = beside(WHOLE)
    assert told["会議"].startswith("重層的支援会議〔重層〕\n社会福祉法第106条の4第2項第5号")
    assert (told["会議録番号"], told["版"], told["事例"]) == ("R8-041", "初版", "R8-017「丘の上の二人」")
    assert told["段階"] == "確定(令和8年7月2日(木))"
    assert told["日時"] == "令和8年6月18日(木) 午後1時31分から午後2時40分まで"
    assert (told["進行"], told["記録"], told["場所"]) == ("小林 あかり", "藤井 こはる", "北庁舎3階 第5会議室")
    assert told["個人情報の取扱いの確認"] == "午後1時32分 小林 あかり"
    assert (told["決裁日"], told["決裁者"], told["文書番号"]) == ("令和8年7月6日", "大橋 みのる", "8豊地福第123号")


def test_record_says_what_was_not_recorded() -> None:
    told = beside(record(text={"read_at": "", "adjourned_at": "", "opened_at": "", "recorder": ""}))
    assert told["個人情報の取扱いの確認"] == "未記録"
    assert told["日時"] == "令和8年6月18日(木) 午後1時30分から(閉会の時刻は未記録)"
    assert told["記録"] == word("conference.recorded_by_facilitator")
    assert (told["決裁日"], told.get("決裁者", "")) == ("", "")


def test_record_of_a_later_reading_names_its_day() -> None:
    told = beside(record(text={"read_at": at(9, day=19).isoformat(), "forum_key": "support_conference"}))
    assert told["守秘義務の読み上げ"] == "令和8年6月19日(金) 午前9時 小林 あかり"


def test_record_of_a_body_that_reads_nothing_has_no_such_row(printed) -> None:
    assert [name for name in beside(record(text={"forum_key": "tier1_council"})) if "読み上げ" in name] == []


@pytest.mark.parametrize(
    ("view", "state", "edition"),
    [
        (drafted(), "案", "初版"),
        (drafted(edition=2, correction="お名前の誤り"), "案", "第2版(訂正):お名前の誤り"),
        (replace(drafted(), state=RecordState.IN_CHECK), "出席機関の確認中(令和8年6月25日(木)まで)", "初版"),
    ],
)
def test_record_that_is_not_fixed_is_marked_a_draft(view, state, edition) -> None:
    told = beside(view)
    assert (told["段階"], told["版"], told["会議録番号"]) == (state, edition, word("record.number_comes"))
    paper = Document(io.BytesIO(record_paper(view)))
    assert "会議録（案）" in paper.paragraphs[0].text
    assert paper.sections[0].header.paragraphs[0].text.split() == ["取扱注意", "案"]


def test_draft_says_so_on_every_sheet_and_a_fixed_record_nowhere(printed) -> None:
    heads = [page.strip().splitlines()[0].split() for page in printed["draft"].pages]
    assert {tuple(head) for head in heads} == {("取扱注意", "案")}
    assert "案" not in printed["whole"].letters


def test_people_stand_by_those_who_came_and_those_who_did_not() -> None:
    present, absent = Document(io.BytesIO(record_paper(WHOLE))).tables[1:3]
    assert [[cell.text for cell in row.cells] for row in present.rows[1:]] == [
        ["福祉部 地域福祉課", "CSW", "小林 あかり", ""],
        [CENTER, "", "大島 れん", "代理、西野さんの代理"],
        [HOSPITAL, "", "小川 なぎさ", "オンライン"],
        ["社会福祉協議会", "", "東 すず", "遅刻、13:50から"],
        ["介護高齢課", "", "西 あおい", "途中退席"],
        ["", "", "髙﨑 𠮷男", "ご家族"],
    ]
    assert [[cell.text for cell in row.cells] for row in absent.rows[1:]] == [["朝露農園", "", "", ""]]


def test_somebody_whose_attendance_was_not_taken_did_not_simply_come() -> None:
    view = record(text={"people": (person("病院", presence=""),)})
    assert [cell.text for cell in Document(io.BytesIO(record_paper(view))).tables[1].rows[1].cells] == [
        "病院",
        "",
        "",
        "未記録",
    ]


def test_kinds_of_lines_stand_apart_and_each_names_its_speaker() -> None:
    table = Document(io.BytesIO(record_paper(WHOLE))).tables[3]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        [label_of(LineKind.FACT), "6月8日に退院された。", f"小川 なぎさ\n{HOSPITAL}"],
        [label_of(LineKind.ASSESSMENT), "食事の量が減りやすい。", f"小川 なぎさ\n{HOSPITAL}"],
        [label_of(LineKind.WISH), "この家で暮らしたい。\n夜の電話は減らしてほしい。", f"大島 れん\n{CENTER}"],
        [label_of(LineKind.OPINION), "=SUM(A1)のように書かれた意見", "西 あおい\n介護高齢課"],
        [label_of(LineKind.DECISION), "朝の電話は訪問看護へ引き継ぐ。", ""],
        [label_of(LineKind.HELD_OVER), "家計は次回まで。", "東 すず\n社会福祉協議会"],
    ]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"result": "decided", "result_words": "6月22日から。"}, "結果　決定　6月22日から。"),
        ({"result": "continued", "continued_on": "2026-07-16"}, "結果　継続(次回 令和8年7月16日(木))"),
        ({"result": "taken_off"}, "結果　取下げ"),
        ({"result": "out_of_time"}, "結果　時間切れ"),
    ],
)
def test_item_says_what_became_of_it(other, told) -> None:
    paper = Document(io.BytesIO(record_paper(record(recorded(1, "題", **other)))))
    assert [one.text for one in paper.paragraphs if one.text.startswith("結果")] == [told]


def test_roles_say_who_does_what_by_when_with_which_service() -> None:
    rows = Document(io.BytesIO(record_paper(WHOLE))).tables[4].rows
    assert [cell.text for cell in rows[1].cells] == [
        "1", f"{HOSPITAL}\n小川 なぎさ", "困りごと　薬を飲み忘れる\n毎朝8時に電話をする\n制度　訪問看護",
        "令和8年6月22日(月)まで\n毎朝", "2週間飲み忘れがない", "条件つき承諾\n土日は除く",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("basis", "told"),
    [
        (Basis(BasisKind.OFFICE), label_of(BasisKind.OFFICE)),
        (Basis(BasisKind.CONSENT, date(2027, 3, 31)), "ご本人の同意の範囲(令和9年3月31日(水)まで)"),
        (Basis(BasisKind.CONSENT), "ご本人の同意の範囲(撤回されるまで)"),
        (Basis(BasisKind.INVITATION), label_of(BasisKind.INVITATION)),
    ],
)
def test_record_says_on_which_ground_it_was_shown(basis, told) -> None:
    paper = Document(io.BytesIO(record_paper(replace(WHOLE, basis=basis))))
    assert paper.paragraphs[1].text == f"情報の扱い　{word('sharing_basis.consent')}\n根拠　　　　{told}"


def test_record_that_is_not_whole_says_so() -> None:
    told = word("record.band_agency")
    for whole in (True, False):
        held = [one.text for one in Document(io.BytesIO(record_paper(replace(WHOLE, is_whole=whole)))).paragraphs]
        assert (told in held) is not whole


def test_large_record_loses_nothing_and_repeats_the_heads(printed) -> None:
    pdf = printed["large"]
    assert sorted(set(re.findall(r"発言(\d)-(\d+)号", pdf.letters))) == sorted(
        (str(n), str(k)) for n in range(1, 6) for k in range(12) if (n, k) != (1, 1)
    )
    assert pdf.letters.count("長") == 4000 - len(HARD)
    assert re.findall(r"氏名(\d\d)", pdf.letters) == [f"{n:02d}" for n in range(1, 21)]
    assert re.findall(r"役割(\d\d)号", pdf.letters) == [f"{n:02d}" for n in range(1, 16)]
    continued = [page for page in pdf.pages[1:] if "長長" in page or "役割" in page]
    assert all(re.search(r"区分|だれが", page) for page in continued)


def test_hard_signs_are_printed_as_they_were_typed(printed) -> None:
    shown = re.sub(r"\s|\U000e0100", "", HARD)
    assert re.sub("\U000e0100", "", printed["hard"].letters).count(shown) >= 3
    assert "49" not in printed["hard"].letters


@pytest.mark.parametrize("text", [HARD, "a\r\nb\vc\u2028d", "\x00\x07\x0c消えない", "\t頭", "  間  ", "\n\n"])
def test_record_keeps_every_text_that_a_file_can_hold(text) -> None:
    held = Document(io.BytesIO(record_paper(record(recorded(1, "題", line(text)))))).tables[1].rows[1].cells[1].text
    wanted = re.sub(r"\r\n|\v|\u2028", "\n", text)
    assert held == re.sub(r"[\x00\x07\x0c]", "", wanted)


def test_record_of_nothing_is_one_sheet_without_a_case(printed) -> None:
    assert len(printed["nothing"].pages) == 1
    assert "R8-017" not in printed["nothing"].letters


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (WHOLE, "20260618_R8第3回重層的支援会議_会議録_R8-017.docx"),
        (drafted(), "20260618_R8第3回重層的支援会議_会議録(案)_R8-017.docx"),
        (replace(WHOLE, edition=2), "20260618_R8第3回重層的支援会議_会議録_第2版_R8-017.docx"),
        (record(text={"case_number": ""}), "20260618_R8第3回重層的支援会議_会議録.docx"),
        (record(text={"serial": 0, "starts_at": at(8).isoformat()}), "20260618_R8重層的支援会議_会議録_R8-017.docx"),
    ],
)
def test_file_name_says_day_body_edition_and_case_number_alone(view, name) -> None:
    assert record_name(view) == name


def test_record_tells_nothing_beside_its_text() -> None:
    with ZipFile(io.BytesIO(record_paper(WHOLE))) as whole:
        assert whole.testzip() is None
        parts = {name: whole.read(name).decode() for name in whole.namelist()}
    parts.pop("word/document.xml")
    secret = ("髙﨑", "𠮷男", "小林", "丘の上の二人", "R8-041", "退院")
    assert [(name, one) for name, held in parts.items() for one in secret if one in held] == []
    assert [name for name, held in parts.items() if "R8-017" in held] == ["word/footer1.xml"]
    told = Document(io.BytesIO(record_paper(WHOLE))).core_properties
    assert (told.author, told.title, told.last_modified_by, told.comments, told.subject, told.keywords) == ("",) * 6


def paragraphs(view: RecordFile) -> list[str]:
    """Every paragraph outside the tables."""
    return [one.text for one in Document(io.BytesIO(record_paper(view))).paragraphs]


def test_points_stand_before_the_appendix_which_begins_a_new_sheet(printed) -> None:
    told = paragraphs(POINTED)
    places = [
        told.index(one)
        for one in ("要点", "1　母は夜眠れていない。\n薬の飲み忘れがある。", "役割分担表", "付録　発言の記録")
    ]
    assert places == sorted(places)
    assert "議題と記録" not in told
    first = next(n for n, page in enumerate(printed["points"].pages) if "付録" in page)
    assert (first, "母は夜眠れていない" in printed["points"].pages[0]) == (1, True)


def test_record_without_points_has_neither_them_nor_an_appendix() -> None:
    told = paragraphs(WHOLE)
    assert ("議題と記録" in told, "要点" in told, "付録　発言の記録" in told) == (True, False, False)


def test_lines_that_stay_inside_are_said_to_stay_there() -> None:
    bare = replace(POINTED, is_whole=False, text=replace(POINTED.text, items=(replace(ITEM, lines=()),)))
    with city_with(record_lines_go_out=False):
        assert word("paper.lines_stay_inside") in paragraphs(bare)
    assert word("paper.no_lines") in paragraphs(bare)


def test_objections_stand_with_their_answers_and_silence_counts_as_checked() -> None:
    rows = cells(POINTED)
    assert [HOSPITAL, "病名は載せないで", "載せないことにした", "令和8年6月24日(水)"] in rows
    assert [HOSPITAL, label_of(CheckAnswer.AGREED), "令和8年6月25日(木)"] in rows
    assert [CENTER, word("record.silent"), ""] in rows
    assert "みなし" in word("record.silent")


def test_record_that_goes_round_says_until_when_an_objection_may_come() -> None:
    told = word("record.silence_counts", day="令和8年6月25日(木)")
    assert "申出がなければ、確認済" in told
    assert told in paragraphs(replace(drafted(), state=RecordState.IN_CHECK))
    assert told not in paragraphs(WHOLE)


def test_changes_are_marked_by_words_and_by_lines(printed) -> None:
    table = next(
        table for table in Document(io.BytesIO(record_paper(CORRECTED))).tables if table.rows[0].cells[0].text == "場所"
    )
    where, text = table.rows[1].cells
    deleted, inserted = (word("paper.mark", what=word(f"record.{one}")) for one in ("deleted", "inserted"))
    assert (where.text, text.text) == (
        "議題1", f"{deleted}高{inserted}髙﨑さん\n6月1{deleted}0{inserted}2日{deleted}",
    )  # fmt: skip
    runs = [run for paragraph in text.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.strike] == ["高", "0", ""]
    assert [run.text for run in runs if run.font.underline] == ["髙", "2"]
    assert "髙﨑さん" in printed["corrected"].letters


def test_approval_given_here_stands_with_its_day_and_the_number_of_the_other_system() -> None:
    rows = cells(CORRECTED)
    assert [word("role.division_chief"), "大橋 みのる", "令和8年6月26日(金)", ""] in rows
    assert [word("field.document_number"), "8豊地福第1号", "", ""] in rows
    assert "決裁（文書管理システムの記録）" not in paragraphs(CORRECTED)
    assert "決裁（文書管理システムの記録）" in paragraphs(WHOLE)
