"""/files of many papers: to who may print them, every case × agency written down, and forbidden as absent."""

import io
from uuid import uuid4
from zipfile import ZipFile

import pytest

from tests.operations.sending import AGENCIES, over
from tests.server import on
from tests.web.test_conference_files import getters
from tests.web.test_files import lines
from tests.web.test_record_files import name_of, record_of, rest_of, text_of

TWO = ("001", "007")


def names(body: bytes) -> list[str]:
    """The files in a ZIP."""
    with ZipFile(io.BytesIO(body)) as whole:
        assert whole.testzip() is None
        return whole.namelist()


def test_sending_goes_to_who_prints_the_conference_and_is_written_down(house) -> None:
    conference = over(house.city, TWO, AGENCIES[:2])
    assert getters(house, f"/files/sending/{conference}") == {"kobayashi", "mizuno", "kacho", "kiroku"}
    pairs = {(one.subject_id, one.case_id) for one in lines("assignment.print")}
    wanted = {(house.city.agency(key), house.city.case(number)) for key in AGENCIES[:2] for number in TWO}
    assert wanted <= pairs
    assert len({one.actor_id for one in lines("assignment.print")}) == 4


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_sending_is_a_zip_without_a_name_in_its_name(house) -> None:
    answer = house.visitor("kobayashi").get(f"/files/sending/{over(house.city, TWO, AGENCIES[:1])}")
    assert (answer.status, answer.one("content-type")) == (200, "application/zip")
    assert name_of(answer).endswith("_送付一式.zip")
    assert len([one for one in names(answer.body) if "送付書" in one]) >= 1


@pytest.mark.parametrize("login", ["ogawa", "hayashi", "nishi", "minami", "suishin", "kaigo-kacho", "iin", "system"])
def test_sending_is_absent_for_everybody_else(house, login) -> None:
    visitor = house.visitor(login)
    one, other = (visitor.get(f"/files/sending/{key}") for key in (over(house.city, TWO[:1], AGENCIES[:1]), uuid4()))
    assert (one.status, one.body) == (404, other.body)
    assert lines("assignment.print") == []


def test_approval_goes_to_who_files_it_and_to_nobody_else(house) -> None:
    record = record_of(house)
    assert getters(house, f"/files/approval/{record}") == {"kobayashi", "mizuno", "kacho", "kiroku"}
    assert {(one.subject_id, one.case_id) for one in lines("record.print")} == {(record, house.city.case("R7-007"))}


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_approval_holds_the_request_the_record_and_what_is_attached(house) -> None:
    answer = house.visitor("kobayashi").get(f"/files/approval/{record_of(house)}")
    found = names(answer.body)
    assert [one[:3] for one in found] == [f"{n:02d}_" for n in range(1, len(found) + 1)]
    assert [sum(part in one for one in found) for part in ("伺い文", "会議録", "役割分担表", "目録", ".pdf")] == [
        1,
        2,
        1,
        1,
        1,
    ]
    with ZipFile(io.BytesIO(answer.body)) as whole:
        request = text_of(whole.read(found[0]))
        assert "R8-" in request or "R7-007" in request
        assert "文書管理システム" in whole.read(found[-1]).decode("utf-8-sig")


def test_approval_of_the_rest_has_no_roles(house) -> None:
    answer = house.visitor("kobayashi").get(f"/files/approval/{rest_of(house)}")
    assert (answer.status, [one for one in names(answer.body) if "役割" in one]) == (200, [])
