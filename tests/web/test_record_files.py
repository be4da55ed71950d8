"""/files of a record and of roles: to who may read them, named without a person, and every one written down."""

import io
from urllib.parse import unquote
from uuid import UUID, uuid4

import pytest
from docx import Document
from sqlmodel import col, select

from models.database import reading
from models.minutes import ConferenceRecord
from models.plans import Assignment, AssignmentState
from tests.server import House, on
from tests.web.test_conference_files import getters
from tests.web.test_files import DOCX, lines
from words import short

OFFICE = {"kobayashi", "mizuno", "kacho", "minami"}
NAMES = ("畑中", "月岡", "畑の見える家", "夜勤明けの部屋")


def record_of(house: House, number: str = "R7-007") -> UUID:
    """The fixed record of a case of the sample city."""
    with reading() as session:
        found = select(ConferenceRecord.id).where(ConferenceRecord.case_id == house.city.case(number))
        return session.exec(found).one()


def rest_of(house: House) -> UUID:
    """The record of the items about no case, of the same conference."""
    with reading() as session:
        return session.exec(select(ConferenceRecord.id).where(col(ConferenceRecord.case_id).is_(None))).one()


def text_of(body: bytes) -> str:
    """All words of a Word file."""
    return "\n".join("".join(node.itertext()) for node in Document(io.BytesIO(body)).element.body.iter())


def name_of(answer) -> str:
    """The file name as the browser keeps it."""
    return unquote(answer.one("content-disposition").split("''", 1)[1])


def test_record_goes_to_the_office_to_who_ran_it_and_to_the_agencies_that_were_there(house) -> None:
    path = f"/files/record/{record_of(house)}"
    assert getters(house, path) == OFFICE | {"kiroku", "hayashi", "ogawa"}


def test_record_of_the_rest_goes_to_who_ran_it_and_who_was_there(house) -> None:
    path = f"/files/record/{rest_of(house)}"
    assert getters(house, path) == {"kobayashi", "mizuno", "kacho", "kiroku", "hayashi", "ogawa"}


@pytest.mark.parametrize("number", ["R7-007", "R7-008"])
def test_roles_go_to_who_shares_in_the_case(house, number) -> None:
    found = getters(house, f"/files/roles/{house.city.case(number)}")
    assert found >= OFFICE | {"hayashi", "ogawa"}
    assert found.isdisjoint({"nishi", "suishin", "kaigo-kacho", "iin", "system"})


def asked(house: House, number: str = "R7-008") -> UUID:
    """An agency that still has to answer."""
    with reading() as session:
        waits = (Assignment.case_id == house.city.case(number), Assignment.state == AssignmentState.ASKED)
        rows = session.exec(select(Assignment).where(*waits).order_by(col(Assignment.position))).all()
    return next(row.agency_id for row in rows if row.agency_id)


def test_reply_form_without_an_agency_or_with_a_strange_one_is_absent(house) -> None:
    visitor, case = house.visitor("kobayashi"), house.city.case("R7-008")
    paths = (f"/files/reply/{case}", f"/files/reply/{case}?agency={uuid4()}", f"/files/reply/{case}?agency=x")
    assert {visitor.get(path).status for path in paths} == {404}
    assert visitor.get(f"/files/reply/{case}?agency={asked(house)}").status == 200


@pytest.mark.parametrize("login", ["nishi", "suishin", "kaigo-kacho", "iin", "system"])
def test_forbidden_and_absent_answer_the_same(house, login) -> None:
    visitor, case = house.visitor(login), house.city.case("R7-008")
    pairs = [
        (f"/files/record/{record_of(house)}", f"/files/record/{uuid4()}"),
        (f"/files/roles/{case}", f"/files/roles/{uuid4()}"),
        (f"/files/reply/{case}?agency={asked(house)}", f"/files/reply/{uuid4()}?agency={asked(house)}"),
    ]
    for forbidden, absent in pairs:
        one, other = visitor.get(forbidden), visitor.get(absent)
        assert (one.status, one.body) == (404, other.body)
    assert lines("record.print") + lines("assignment.print") == []


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_names_of_the_files_hold_the_number_and_nobody(house) -> None:
    visitor, case = house.visitor("kobayashi"), house.city.case("R7-008")
    paths = {
        f"/files/record/{record_of(house)}": "record", f"/files/roles/{case}": "roles",
        f"/files/reply/{case}?agency={asked(house)}": "reply",
    }  # fmt: skip
    for path, paper in paths.items():
        answer = visitor.get(path)
        name = name_of(answer)
        assert (answer.status, answer.one("content-type"), name.endswith(".docx")) == (200, DOCX, True)
        assert short(f"document.{paper}") in name
        assert [text for text in NAMES if text in name] == []


def test_looks_of_printing_are_written_with_their_case(house) -> None:
    visitor, case = house.visitor("ogawa"), house.city.case("R7-007")
    visitor.get(f"/files/record/{record_of(house)}")
    visitor.get(f"/files/roles/{case}")
    (record,), roles = lines("record.print"), lines("assignment.print")
    assert (record.actor_id, record.subject_id, record.case_id) == (
        house.city.person("ogawa"), record_of(house), case,
    )  # fmt: skip
    assert {(line.actor_id, line.case_id) for line in roles} == {(house.city.person("ogawa"), case)}


def test_reply_form_of_one_agency_has_no_row_of_another(house) -> None:
    case, agency = house.city.case("R7-008"), asked(house)
    with reading() as session:
        rows = session.exec(select(Assignment).where(Assignment.case_id == case)).all()
        own = {row.task for row in rows if row.agency_id == agency}
        others = {row.task for row in rows if row.agency_id != agency}
    text = text_of(house.visitor("kobayashi").get(f"/files/reply/{case}?agency={agency}").body)
    assert ([task for task in own if task not in text], [task for task in others if task in text]) == ([], [])
    assert others
