"""/files: the right person gets the paper and a line of history; everybody else gets the answer of an absent one."""

import csv
import io
from urllib.parse import quote
from uuid import uuid4

import pytest
from docx import Document
from sqlmodel import select

from models.database import reading
from models.history import HistoryEntry
from operations.consents import withdraw_consent
from tests.server import on
from web.files import FILES
from words import word

WITHOUT_PRINTING = ("nishi", "kiroku", "hayashi", "ogawa", "suishin", "kaigo-kacho", "iin", "system")
WITHOUT_EXPORT = ("kobayashi", "mizuno", "minami", *WITHOUT_PRINTING)
OF_NO_RECORD = ("looks", "gaps")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def lines(action: str) -> list[HistoryEntry]:
    """What the history says about an action."""
    with reading() as session:
        return list(session.exec(select(HistoryEntry).where(HistoryEntry.action == action)).all())


@pytest.mark.parametrize("login", ["kobayashi", "mizuno", "kacho", "minami"])
def test_consent_record_goes_to_who_holds_the_office(house, login) -> None:
    case = house.city.case("R7-001")
    answer = house.visitor(login).get(f"/files/consent-record/{case}")
    text = "\n".join(p.text for p in Document(io.BytesIO(answer.body)).paragraphs)
    assert (answer.status, answer.one("content-type")) == (200, DOCX)
    assert "青葉 文子" in text
    (line,) = lines("consent.print")
    assert (line.actor_id, line.case_id, line.subject_id) == (house.city.person(login), case, case)


def test_name_of_the_paper_holds_the_number_and_nobody(house) -> None:
    answer = house.visitor("kobayashi").get(f"/files/consent-record/{house.city.case('R7-001')}")
    number = quote(f"R7-001_{word('document.consent_record')}.docx")
    assert answer.one("content-disposition") == f"attachment; filename*=UTF-8''{number}"


def test_every_print_is_written_down(house) -> None:
    visitor, case = house.visitor("kobayashi"), house.city.case("R7-001")
    for _ in range(3):
        visitor.get(f"/files/consent-record/{case}")
    assert len(lines("consent.print")) == 3


@pytest.mark.parametrize("login", WITHOUT_PRINTING)
def test_consent_record_is_absent_for_everybody_else(house, login) -> None:
    visitor = house.visitor(login)
    real = visitor.get(f"/files/consent-record/{house.city.case('R7-001')}")
    random = visitor.get(f"/files/consent-record/{uuid4()}")
    assert (real.status, real.body) == (random.status, random.body)
    assert real.status == 404
    assert lines("consent.print") == []


def test_consent_record_of_another_district_is_absent_for_a_centre(house) -> None:
    statuses = [
        house.visitor("minami").get(f"/files/consent-record/{house.city.case(number)}").status
        for number in ("R7-001", "R7-002", "R7-003", "R7-004", "R7-005", "R7-006")
    ]
    assert statuses == [200, 404, 404, 404, 404, 200]


@pytest.mark.parametrize(
    "path",
    [
        "/files/consent-record/x",
        "/files/nothing/1",
        "/files/consent-record",
        "/files/x",
        *(f"/files/{kind}" for kind in sorted(FILES) if kind not in OF_NO_RECORD),
    ],
)
def test_made_up_addresses_are_absent(house, path) -> None:
    assert house.visitor("kacho").get(path).status == 404


def test_looks_are_exported_by_the_chief_and_written_down(house) -> None:
    house.visitor("kobayashi").get(f"/files/consent-record/{house.city.case('R7-001')}")
    answer = house.visitor("kacho").get("/files/looks?number=R7-001")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert answer.one("content-type") == "text/csv; charset=utf-8"
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert [row[1:5] for row in rows[1:]] == [
        ["小林 あかり", "福祉部 地域福祉課", word("action.consent_print"), "R7-001"]
    ]
    assert [line.actor_id for line in lines("looks.export")] == [house.city.person("kacho")]


@pytest.mark.parametrize("login", WITHOUT_EXPORT)
def test_looks_are_absent_for_everybody_else(house, login) -> None:
    visitor = house.visitor(login)
    real, other = visitor.get("/files/looks"), visitor.get("/files/nothing")
    assert (real.status, real.body) == (other.status, other.body)
    assert lines("looks.export") == []


@pytest.mark.parametrize(
    "query", ["number=%00", "number=" + "x" * 9000, "since=x&until=y", "since=9999-99-99", "number=%27"]
)
@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_made_up_questions_are_answered_with_an_empty_table(house, query) -> None:
    answer = house.visitor("kacho").get(f"/files/looks?{query}")
    assert answer.status == 200


def test_files_need_a_sign_in(house) -> None:
    visitor = house.visitor()
    paths = ("/files/looks", f"/files/consent-record/{house.city.case('R7-001')}")
    assert [visitor.get(path).status for path in paths] == [303, 303]
    assert [visitor.get(path, x_yoriai_session=uuid4().hex).status for path in paths] == [303, 303]


def test_withdrawn_consent_still_stands_on_the_record_of_the_office(house) -> None:
    case = house.city.case("R7-001")
    house.city.do("kobayashi", withdraw_consent, house.city.consents(case)[0].id, words="取りやめます。")
    answer = house.visitor("kobayashi").get(f"/files/consent-record/{case}")
    cells = [
        cell.text for table in Document(io.BytesIO(answer.body)).tables for row in table.rows for cell in row.cells
    ]
    assert "取りやめます。" in cells
