"""送付一式: a folder for each agency by its way, a cover that lists its own papers alone, and the list for the city."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4
from zipfile import ZIP_STORED, ZipFile

import pytest
from docx import Document

from documents.bundle import zipped
from documents.sending import sending_bundle, sending_name
from models.people import SendingWay
from queries.role_paper import RolePaper
from queries.sending import Parcel, Sending
from rules.disclosure import Basis, BasisKind
from tests.documents.views import at, record, role, role_paper, row
from tests.libreoffice import Pdf, opened_together

FARM, HOSPITAL, DESK, NURSES = "朝露農園", "星見野総合病院 地域連携室", "くらしの相談", "訪問看護 つゆのは"
NAMES = ("小川 なぎさ", "髙﨑", "丘の上の二人")


def table(number: str, agency: str = "", **other: object) -> RolePaper:
    """A paper about a case; with an agency its 回答票."""
    due = {"only_agency": agency, "reply_due_on": date(2026, 6, 25)} if agency else {}
    task = role(f"{number}のこと", agency or FARM, state="asked", doer_name="小川 なぎさ")
    return role_paper(task, number=number, alias=f"{number}の家", **due, **other)


def parcel(agency: str, way: SendingWay, *numbers: str, kept_back: int = 0, **other: str) -> Parcel:
    """What an agency gets of these cases."""
    plain = Parcel(
        uuid4(), agency, way, "", "", "", tuple(table(one) for one in numbers),
        tuple(table(one, agency) for one in numbers), kept_back,
    )  # fmt: skip
    return replace(plain, **other)


WHOLE = Sending(
    basis=Basis(BasisKind.OFFICE), row=row(), made_at=at(15), reply_due_on=date(2026, 6, 25),
    parcels=(
        parcel(FARM, SendingWay.POST, "R8-017", postal_address="〒000-0000 架空市見本町1"),
        parcel(HOSPITAL, SendingWay.FAX, "R8-017", "R8-018", fax="000-000-0000(架空)"),
        parcel(NURSES, SendingWay.MAIL, "R8-018", mail="mado@example.invalid"),
        parcel(DESK, SendingWay.SCREEN, "R8-018"),
        parcel("コンビニ", SendingWay.FAX, kept_back=1),
    ),
    records=(record(), record(text={"case_number": "R8-018", "case_alias": "R8-018の家"})),
)  # fmt: skip


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """The files of the bundle by name."""
    with ZipFile(io.BytesIO(sending_bundle(WHOLE))) as whole:
        assert (whole.testzip(), {one.compress_type for one in whole.infolist()}) == (None, {ZIP_STORED})
        return {name: whole.read(name) for name in whole.namelist()}


def text(paper: bytes) -> str:
    """All that stands on a Word file, head and foot too."""
    opened = Document(io.BytesIO(paper))
    parts = [opened.element, *(part._element for one in opened.sections for part in (one.header, one.footer))]
    return "\n".join(str(node) for part in parts for node in part.xpath(".//w:t/text()"))


@pytest.fixture(scope="module")
def printed(files, tmp_path_factory: pytest.TempPathFactory, profile: Path) -> dict[str, Pdf]:
    """The new papers as LibreOffice prints them."""
    wanted = {
        "list": "送付一覧.docx",
        "cover": f"02_FAX_{HOSPITAL.replace(' ', '_')}/送付書.docx",
        "address": f"01_郵送_{FARM}/宛名.docx",
    }
    return opened_together({key: files[name] for key, name in wanted.items()}, tmp_path_factory.mktemp("sent"), profile)


def test_bundle_has_a_folder_for_each_agency_that_gets_paper_or_mail(files) -> None:
    hospital = f"02_FAX_{HOSPITAL.replace(' ', '_')}"
    assert [name for name in files if not name.startswith(hospital)] == [
        "送付一覧.docx",
        f"01_郵送_{FARM}/送付書.docx", f"01_郵送_{FARM}/宛名.docx",
        f"01_郵送_{FARM}/20260618_R8-017_役割分担表.docx", f"01_郵送_{FARM}/20260618_R8-017_役割の回答票_{FARM}.docx",
        f"03_メール_{NURSES.replace(' ', '_')}/メールの文.txt",
        "00_会議録(市の控え)/20260618_R8第3回重層的支援会議_会議録_R8-017.docx",
        "00_会議録(市の控え)/20260618_R8第3回重層的支援会議_会議録_R8-018.docx",
    ]  # fmt: skip
    assert len([name for name in files if name.startswith(hospital)]) == 5
    assert sending_name(WHOLE) == "20260618_R8第3回重層的支援会議_送付一式.zip"


def test_names_of_files_and_what_files_tell_of_themselves_hold_nobody(files) -> None:
    assert [name for name in files if any(one in name for one in NAMES)] == []
    for name, held in files.items():
        if name.endswith(".docx"):
            told = Document(io.BytesIO(held)).core_properties
            assert (told.author, told.title, told.last_modified_by, told.subject, told.comments) == ("",) * 5


def test_cover_of_an_agency_names_no_other_case_and_no_other_agency(files) -> None:
    told = {name: text(held) for name, held in files.items() if name.endswith(".docx") and "/" in name}
    farm = [one for name, one in told.items() if FARM in name.split("/")[0]]
    assert len(farm) == 4
    assert [one for one in farm if "R8-018" in one or HOSPITAL in one or DESK in one] == []
    hospital = next(one for name, one in told.items() if "FAX" in name and "送付書" in name)
    assert ("R8-017「R8-017の家」" in hospital, "R8-018「R8-018の家」" in hospital, FARM in hospital) == (
        True,
        True,
        False,
    )


def test_cover_says_to_whom_from_whom_how_until_when_and_on_which_ground(printed) -> None:
    told = printed["cover"].letters
    wanted = (
        "星見野総合病院地域連携室御中", "福祉部地域福祉課", "送付書", "FAX000-000-0000(架空)", "この送付書を含めて",
        "令和8年6月25日(木)", "役割の回答票", "ご本人の同意の範囲(令和9年3月31日(水)まで)", "取扱注意",
        "個人の生活にかかわること", "お心当たりのないときは",
    )  # fmt: skip
    assert [one for one in wanted if one not in told] == []
    assert len(printed["cover"].pages) == 1


def test_address_stands_in_the_window_of_the_envelope(printed) -> None:
    lines = [line.strip() for line in printed["address"].text.splitlines() if line.strip()]
    assert [line.replace(" ", "") for line in lines[:3]] == ["〒000-0000架空市見本町1", "朝露農園御中", "親展"]


def test_a_number_that_is_not_on_file_is_written_by_hand() -> None:
    bare = replace(WHOLE, parcels=(parcel(HOSPITAL, SendingWay.FAX, "R8-017"), parcel(FARM, SendingWay.POST, "R8-017")))
    with ZipFile(io.BytesIO(sending_bundle(bare))) as whole:
        told = [text(whole.read(name)) for name in whole.namelist() if "送付書" in name]
    assert ["FAX番号(記入)" in told[0], "住所(記入)" in told[1]] == [True, True]


def test_mail_tells_how_many_and_until_when_and_nothing_of_whom(files) -> None:
    told = next(held for name, held in files.items() if name.endswith(".txt")).decode("utf-8-sig")
    assert "件名:役割の承諾1件・期限令和8年6月25日(木)" in told.splitlines()
    assert [one for one in ("R8-", "の家", "小川", "018") if one in told] == []


def test_list_tells_all_ways_and_what_is_kept_back_without_saying_of_what(files, printed) -> None:
    told, page = re.sub(r"\s", "", text(files["送付一覧.docx"])), printed["list"]
    assert (len(page.pages), page.size[0] > page.size[1]) == (1, True)
    for one in (
        FARM,
        DESK,
        "コンビニ",
        "画面でご覧になれます(お返事待ち1件)",
        "メールの文",
        "1件(お伝えできる根拠がいまはありません)",
        "庁内用",
    ):
        assert one.replace(" ", "") in told


def test_bundle_without_anybody_is_the_list_alone() -> None:
    with ZipFile(io.BytesIO(sending_bundle(replace(WHOLE, parcels=(), records=())))) as whole:
        (name,) = whole.namelist()
        assert "お送りするものはありません。" in text(whole.read(name))


def test_files_of_one_name_do_not_cover_each_other() -> None:
    with ZipFile(io.BytesIO(zipped([("a.txt", b"1"), ("a.txt", b"2"), ("b", b"3"), ("a.txt", b"4")], at(9)))) as whole:
        assert {name: whole.read(name) for name in whole.namelist()} == {
            "a.txt": b"1",
            "a_2.txt": b"2",
            "b": b"3",
            "a_3.txt": b"4",
        }
