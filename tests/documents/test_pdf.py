"""会議録, 役割分担表 and 開催通知 as PDF/A-2b: another program reads what was typed, every font is inside, nothing runs."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from documents import word_file
from documents.pdf import notice_pdf, pdf_name, record_pdf, roles_pdf
from documents.word_file import TemplateDoesNotFit
from models.minutes import RecordState
from rules.record import RecordStep
from tests.documents.test_record_docx import CORRECTED, POINTED, WHOLE, large
from tests.documents.test_role_docx import paper
from tests.documents.views import called, conference, item, line, record, recorded, role, role_paper
from tests.libreoffice import Pdf, read_pdf

STEP = RecordStep("出ない", "訪ねる", "東部福祉相談センター", "0533-00-0000", decides=True)
HARD = "髙﨑𠮷<&=\"'#eval(1) $x$ *a* _b_ @c \\d `e` [f] {g} //h"
MADE = {
    "record": record_pdf(WHOLE),
    "draft": record_pdf(replace(WHOLE, state=RecordState.DRAFT)),
    "large": record_pdf(large()),
    "points": record_pdf(replace(POINTED, text=replace(POINTED.text, emergency=(STEP,)))),
    "corrected": record_pdf(CORRECTED),
    "roles": roles_pdf(paper()),
    "notice": notice_pdf(conference(item("朝の過ごし方"), people=(called("病院", "小川"), called("農園"))), date(2026, 6, 1)),
    "hard": record_pdf(record(recorded(1, HARD, line(HARD, speaker=HARD, agency=HARD), question=HARD), text={"place": HARD})),
    "hard roles": roles_pdf(role_paper(role(HARD, HARD), alias=HARD, wish=HARD)),
    "gaiji": record_pdf(record(recorded(1, "題", line("外字\ue000と\x00\x07消えない\r\n次")))),
    "nothing": record_pdf(record(text={"case_number": "", "opened_at": "", "read_at": ""}, case_id=None)),
}  # fmt: skip


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pdf]:
    """The papers as poppler reads them."""
    folder = tmp_path_factory.mktemp("pdf")
    return {name: read_pdf(made, folder / f"{name}.pdf") for name, made in MADE.items()}


@pytest.mark.parametrize("name", sorted(MADE))
def test_paper_is_a_pdf_a_that_names_nobody_of_itself(name) -> None:
    told = MADE[name]
    packet = re.search(rb"<\?xpacket begin.*?<\?xpacket end", told, re.DOTALL)
    assert packet is not None
    metadata = packet[0].decode()
    part = re.search(r"<pdfaid:part>(\d)</pdfaid:part>", metadata)
    conformance = re.search(r"<pdfaid:conformance>(\w)</pdfaid:conformance>", metadata)
    assert (part and part[1], conformance and conformance[1]) == ("2", "B")
    assert [one for one in ("小川", "丘の上", "小林", "<dc:creator>") if one in metadata] == []
    assert [sign for sign in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/URI") if sign in told] == []


def test_every_font_is_inside_and_pages_are_upright_a4_with_their_number(printed) -> None:
    for name, pdf in printed.items():
        assert (tuple(round(side) for side in pdf.size), all(pdf.fonts.values())) == ((595, 842), True), name
        count = len(pdf.pages)
        assert [f"{n}/{count}" in re.sub(r"\s", "", page) for n, page in enumerate(pdf.pages, 1)] == [True] * count, (
            name
        )


@pytest.mark.parametrize("name", ["hard", "hard roles"])
def test_what_was_typed_is_printed_and_never_read_as_markup(printed, name) -> None:
    shown = re.sub(r"\s", "", HARD)
    assert printed[name].letters.count(shown) >= (3 if name == "hard" else 2)


def test_rare_letters_come_from_the_next_font(printed) -> None:
    assert any(one.startswith("BIZUDGothic") for one in printed["hard"].fonts)
    assert [sign for sign in "髙﨑𠮷" if sign not in printed["hard"].letters] == []
    assert "髙﨑𠮷男" in printed["record"].letters


def test_letter_that_no_font_has_loses_no_other(printed) -> None:
    assert "消えない" in printed["gaiji"].letters
    assert "次" in printed["gaiji"].letters


def test_record_says_the_same_as_in_word(printed) -> None:
    told = printed["record"].letters
    wanted = (
        "重層的支援会議〔重層〕", "R8-041", "R8-017「丘の上の二人」",  "オンライン", "朝露農園",
        "この家で暮らしたい。", "夜の電話は減らしてほしい。", "結果決定6月22日から。", "困りごと薬を飲み忘れる", "8豊地福第123号",
        "取扱注意", "根拠:多機関協働事業の担当として",
    )  # fmt: skip
    assert [one for one in wanted if one not in told] == []


def test_draft_says_so_on_every_sheet(printed) -> None:
    assert all(re.search(r"取扱注意\s+案", page) for page in printed["draft"].pages)
    assert "案" not in printed["record"].letters


def test_large_record_loses_nothing_and_repeats_its_heads(printed) -> None:
    pdf = printed["large"]
    assert len(set(re.findall(r"発言(\d)-(\d+)号", pdf.letters))) == 59
    assert re.findall(r"役割(\d\d)号", pdf.letters) == [f"{n:02d}" for n in range(1, 16)]
    assert all(re.search(r"区分|だれが", page) for page in pdf.pages[1:] if "発言" in page or "役割0" in page)


def test_notice_has_a_sheet_for_each_who_is_called(printed) -> None:
    assert [("病院小川様" in re.sub(r"\s", "", page), "農園御中" in re.sub(r"\s", "", page)) for page in printed["notice"].pages] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_name_is_that_of_the_word_file() -> None:
    assert pdf_name("20260618_R8-017_役割分担表.docx") == "20260618_R8-017_役割分担表.pdf"


@pytest.fixture
def templates(tmp_path, monkeypatch) -> Path:
    """A folder of templates that a test may change."""
    for path in word_file.TEMPLATES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(word_file, "TEMPLATES", tmp_path)
    return tmp_path


def test_template_that_the_city_changed_is_used(templates, tmp_path) -> None:
    with (templates / "roles.typ").open("a") as file:
        file.write("\n市からの一文です。\n")
    assert "市からの一文です。" in read_pdf(roles_pdf(paper()), tmp_path / "one.pdf").letters


@pytest.mark.parametrize(
    ("sentence", "named"), [("#data.casee", "casee"), ("#nothing_known", "nothing_known"), ("#if (", ""), ("#read(\"/etc/passwd\")", "")]
)  # fmt: skip
def test_template_that_does_not_fit_is_told_by_its_word(templates, sentence, named) -> None:
    with (templates / "roles.typ").open("a") as file:
        file.write(f"\n{sentence}\n")
    with pytest.raises(TemplateDoesNotFit) as broken:
        roles_pdf(paper())
    assert (broken.value.paper, broken.value.named) == ("roles.typ", named)


def test_points_corrections_objections_checks_and_approvals_stand_in_the_pdf_as_in_word(printed) -> None:
    text = re.sub(r"\s", "", "".join(printed["points"].pages))
    told = [
        *(one.text for one in POINTED.text.points), *(one.words for one in POINTED.text.objections),
        *(one.reply for one in POINTED.text.objections), *(one.agency for one in POINTED.checks),
        *(one.name for one in POINTED.approvals), STEP.sign, STEP.response, STEP.contact,
    ]  # fmt: skip
    plain = [re.sub("[\\s\U000e0100]", "", one) for one in told]
    assert [one for one in plain if one and one not in text.replace("\U000e0100", "")] == []
    assert ("要点" in text, "付録" in text) == (True, True)
    corrected = re.sub(r"\s", "", "".join(printed["corrected"].pages))
    assert [one for one in ("議題1", "【追加】髙﨑さん", "大橋みのる", "8豊地福第1号") if one not in corrected] == []
