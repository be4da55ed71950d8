"""役割分担表 and 回答票: who does what, whole or for one agency alone, with nothing of a household beside."""

import io
import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

import settings
from documents.role_table_docx import reply_form, role_paper_name, role_table
from models.plans import AssignmentState, DoerKind
from queries.role_paper import RolePaper, RolePaperRow
from rules.record import RecordStep
from tests.documents.views import role, role_paper
from tests.libreoffice import Pdf, opened_together
from words import label_of, word

A4 = (595, 842)
HARD = "<b>&amp;\"'</b> {{ 7*7 }} =1+1 髙﨑𠮷 ]]><w:p/>"
HOSPITAL, CENTER = "星見野総合病院 地域連携室", "南部福祉相談センター"
PHONE = role("毎朝電話をする", doer_name="小川 なぎさ", programme="outreach_support", service="訪問看護", state="asked")
WALK = role(
    "居場所へお誘いする", CENTER, due_on="2026-07-31", frequency="月2回", state="taken_back", answer="6月25日まで"
)
GREET = role("回覧板のついでに声をかける", "", doer="neighbour", doer_name="となりの方", state="accepted")


def paper(*roles: object, **other: object) -> RolePaper:
    """The three roles, each with a telephone number."""
    view = role_paper(PHONE, WALK, GREET, **other)
    return replace(view, rows=tuple(RolePaperRow(row.role, f"直通 0533-00-000{n}") for n, row in enumerate(view.rows)))


def many(agency: str = HOSPITAL) -> RolePaper:
    """Fifteen roles of one agency, one of them with a long text."""
    texts = [HARD + "長" * 4000 if n == 3 else f"役割{n:02d}号" for n in range(1, 16)]
    return role_paper(*(role(text, agency, state="asked", problem="困りごと" * 9) for text in texts))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, profile: Path) -> dict[str, Pdf]:
    """The papers as LibreOffice prints them."""
    papers = {
        "table": role_table(paper()),
        "reply": reply_form(paper(only_agency=HOSPITAL)),
        "table_of_many": role_table(many()),
        "reply_of_many": reply_form(replace(many(), only_agency=HOSPITAL)),
        "hard": role_table(role_paper(role(HARD, HARD), alias=HARD, wish=HARD, lead_agency=HARD)),
        "nothing": role_table(role_paper(wish="", aim="", starts_on=None, ends_on=None, monitoring_on=None)),
        "no_reply": reply_form(role_paper(role("済んだ", HOSPITAL, state="done"), only_agency=HOSPITAL)),
    }
    return opened_together(papers, tmp_path_factory.mktemp("roles"), profile)


def rows(made: bytes, table: int) -> list[list[str]]:
    """The rows of a table."""
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(made)).tables[table].rows]


def test_papers_are_upright_a4_with_their_fonts_and_marked(printed) -> None:
    for pdf in printed.values():
        assert tuple(round(side) for side in pdf.size) == A4
        assert all(pdf.fonts.values())
        assert ["取扱注意" in page for page in pdf.pages] == [True] * len(pdf.pages)


def test_papers_of_an_ordinary_case_are_one_sheet_each(printed) -> None:
    counted = {name: len(pdf.pages) for name, pdf in printed.items() if not name.endswith("many")}
    assert counted == {"table": 1, "reply": 1, "hard": 1, "nothing": 1, "no_reply": 1}


def test_table_says_whose_plan_it_is() -> None:
    head = rows(role_table(paper()), 0)
    assert head[0] == ["事例", "R8-017「丘の上の二人」", "主担当機関", CENTER]
    assert (head[1][1], head[2][1]) == ("この家で、母と二人で暮らしたい", "朝の見守りがそろう")
    assert head[3] == [
        "プランの期間", "令和8年6月18日(木)から令和8年12月18日(金)", "モニタリング", "令和8年9月16日(水)",
    ]  # fmt: skip
    assert head[4][1] == "ご本人の同意の範囲(令和9年3月31日(水)まで)"


def test_table_says_who_does_what_by_when_and_how_they_are_reached() -> None:
    asked, taken_back, accepted = (
        label_of(state) for state in (AssignmentState.ASKED, AssignmentState.TAKEN_BACK, AssignmentState.ACCEPTED)
    )
    service = "訪問看護、アウトリーチ等を通じた継続的支援事業"
    assert rows(role_table(paper()), 1)[1:] == [
        ["1", f"{HOSPITAL}\n小川 なぎさ\n直通 0533-00-0000", f"毎朝電話をする\n制度　{service}", "", "", asked],
        [
            "2", f"{CENTER}\n直通 0533-00-0001", "居場所へお誘いする", "令和8年7月31日(金)まで\n月2回", "",
            f"{taken_back}\n6月25日まで",
        ],
        ["3", f"{label_of(DoerKind.NEIGHBOUR)}\nとなりの方\n直通 0533-00-0002", "回覧板のついでに声をかける", "", "", accepted],
    ]  # fmt: skip


def test_paper_of_one_agency_leaves_out_the_words_of_the_person() -> None:
    head = rows(role_table(paper(only_agency=HOSPITAL)), 0)
    assert [line[0] for line in head] == ["事例", "プランの期間", "根拠"]


@pytest.mark.parametrize("make", [role_table, reply_form])
def test_paper_of_one_agency_holds_nothing_of_the_others(make) -> None:
    with ZipFile(io.BytesIO(make(paper(only_agency=HOSPITAL)))) as whole:
        held = "\n".join(whole.read(part).decode() for part in whole.namelist())
    assert "毎朝電話をする" in held
    assert [text for text in ("居場所", "回覧板", "となり", "0001", "0002") if text in held] == []


def test_reply_form_has_the_four_answers_for_each_role_that_waits() -> None:
    tables = Document(io.BytesIO(reply_form(paper(only_agency=HOSPITAL)))).tables
    assert [[cell.text for cell in row.cells] for row in tables[1].rows[1:]] == [
        ["□　引き受けます", "担当の方"],
        ["□　条件をつけて引き受けます", "条件"],
        ["□　引き受けられません（代わりの案）", "代わりの案"],
        ["□　持ち帰ります", "お返事をくださる方　　　　　　　　　　　　　期日　　　月　　　日"],
    ]
    assert len(tables) == 3


def test_reply_form_says_where_it_goes_and_by_when() -> None:
    given = paper(only_agency=HOSPITAL, reply_due_on=settings.today().replace(year=2026, month=6, day=25))
    head = rows(reply_form(given), 0)
    assert head[0][1].startswith(settings.city().office_contact)
    assert [line[1] for line in head[1:]] == ["令和8年6月25日(木)", HOSPITAL, "R8-017「丘の上の二人」"]


def test_reply_form_without_a_waiting_role_says_so(printed) -> None:
    assert "お返事をお待ちしている役割はありません" in printed["no_reply"].letters
    assert "済んだ" not in printed["no_reply"].letters


def test_reply_form_of_nobody_is_not_made() -> None:
    with pytest.raises(ValueError, match="one agency"):
        reply_form(paper())


def test_table_without_a_plan_says_what_is_still_to_be_decided() -> None:
    head = rows(role_table(role_paper(wish="", aim="", starts_on=None, ends_on=None, monitoring_on=None)), 0)
    assert head[1] == ["プランの期間", "これから決めるからこれから決める", "モニタリング", "これから決める"]


def test_many_roles_are_all_there_and_the_heads_come_again(printed) -> None:
    for name in ("table_of_many", "reply_of_many"):
        found = re.findall(r"役割(\d\d)号", printed[name].letters)
        assert found == [f"{n:02d}" for n in range(1, 16) if n != 3]
        assert printed[name].letters.count("長") == 4000
    assert all("だれが" in page for page in printed["table_of_many"].pages if re.search("役割|長長", page))


def test_boxes_of_one_role_stay_on_one_sheet(printed) -> None:
    for page in printed["reply_of_many"].pages:
        assert page.count("条件をつけて引き受けます") == page.count("持ち帰ります")


def test_hard_signs_are_printed_as_they_were_typed(printed) -> None:
    assert printed["hard"].letters.count(re.sub(r"\s", "", "{{ 7*7 }}")) == 5
    assert "49" not in printed["hard"].letters
    head = rows(role_table(role_paper(role(HARD, HARD), alias=HARD, wish=HARD, lead_agency=HARD)), 0)
    assert (head[0][1], head[0][3], head[1][1]) == (f"R8-017「{HARD}」", HARD, HARD)


@pytest.mark.parametrize(
    ("only", "name", "told"),
    [
        ("", "roles", "20260618_R8-017_役割分担表.docx"),
        (HOSPITAL, "roles", "20260618_R8-017_役割分担表_星見野総合病院_地域連携室.docx"),
        (HOSPITAL, "reply", "20260618_R8-017_役割の回答票_星見野総合病院_地域連携室.docx"),
        ("a/b:c*" + "長" * 200, "reply", "20260618_R8-017_役割の回答票_a_b_c_" + "長" * 34 + ".docx"),
    ],
)
def test_file_name_says_the_case_number_and_for_whom(only, name, told) -> None:
    found = role_paper_name(paper(only_agency=only), name)
    assert found == told
    assert len(found.encode()) < 255


@pytest.mark.parametrize("make", [role_table, reply_form])
def test_paper_tells_nothing_beside_its_text(make) -> None:
    made = make(paper(only_agency=HOSPITAL))
    with ZipFile(io.BytesIO(made)) as whole:
        assert whole.testzip() is None
        parts = {name: whole.read(name).decode() for name in whole.namelist()}
    parts.pop("word/document.xml")
    assert [(name, one) for name, held in parts.items() for one in ("丘の上", "小川", HOSPITAL) if one in held] == []
    told = Document(io.BytesIO(made)).core_properties
    assert (told.author, told.title, told.last_modified_by, told.comments, told.subject, told.keywords) == ("",) * 6


def test_order_of_telling_stands_on_the_table_only_where_there_is_one() -> None:
    step = RecordStep("二日続けて電話に出ない", "訪ねる", CENTER, "0533-00-0000", decides=True)
    texts = [table.cell(0, 1).text for table in Document(io.BytesIO(role_table(paper()))).tables]
    (order,) = Document(io.BytesIO(role_table(paper(emergency=(step,))))).tables[len(texts) :]
    assert [cell.text for cell in order.rows[1].cells] == [
        "1", "二日続けて電話に出ない", "訪ねる", CENTER, "0533-00-0000", word("emergency.decides"),
    ]  # fmt: skip
