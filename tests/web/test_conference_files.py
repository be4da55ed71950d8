"""/files of a conference: its papers go to who runs it, its day to who knows of it, and nothing to anybody else."""

import io
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
import vobject  # type: ignore[import-untyped]
from docx import Document
from sqlmodel import col, select

from models.conferences import Conference, ConferenceState
from models.database import reading
from operations.agenda import add_item
from operations.conferences import advance_conference, invite, withdraw_invitation
from tests.operations.sittings import convene, item, planned, ready, step
from tests.server import House, on
from tests.web.test_files import DOCX, lines
from words import word

PAPERS = ("notice", "agenda", "roster", "script", "blank")
EVERYBODY = (
    "kobayashi", "mizuno", "kacho", "nishi", "minami", "kiroku", "hayashi", "ogawa", "suishin", "kaigo-kacho", "iin",
    "system",
)  # fmt: skip
RUNS = {"kobayashi", "mizuno", "kacho", "kiroku"}


def of(house: House, forum: str) -> UUID:
    """The conference of a body in the sample city that is convened for the day after tomorrow."""
    with reading() as session:
        rows = select(Conference).where(Conference.forum_key == forum, Conference.state == ConferenceState.CONVENED)
        return session.exec(rows.order_by(col(Conference.starts_at).desc())).first().id


def getters(house: House, path: str) -> set[str]:
    """Everybody who gets the file; all others get the answer of an absent one."""
    answers = {login: house.visitor(login).get(path) for login in EVERYBODY}
    absent = house.visitor("kobayashi").get(f"/files/notice/{uuid4()}")
    refused = {login: answer for login, answer in answers.items() if answer.status != 200}
    assert {(answer.status, answer.body) for answer in refused.values()} <= {(404, absent.body)}
    return set(answers) - set(refused)


@pytest.mark.parametrize("forum", ["multilayer_support_conference", "support_conference"])
@pytest.mark.parametrize("paper", PAPERS)
def test_paper_goes_to_who_runs_the_conference(house, forum, paper) -> None:
    assert getters(house, f"/files/{paper}/{of(house, forum)}") == RUNS


@pytest.mark.parametrize(
    ("forum", "more"),
    [("multilayer_support_conference", {"minami", "ogawa"}), ("support_conference", {"nishi"})],
)
def test_day_goes_to_who_is_called(house, forum, more) -> None:
    assert getters(house, f"/files/ics/{of(house, forum)}") == RUNS | more


def test_day_of_a_plan_goes_to_who_prepares_it(house) -> None:
    conference = planned(house.city)
    house.city.do("kobayashi", invite, conference, person_id=house.city.person("ogawa"))
    assert getters(house, f"/files/ics/{conference}") == RUNS


def test_day_is_absent_once_the_call_was_taken_back(house) -> None:
    conference = planned(house.city)
    call = house.city.do("kobayashi", invite, conference, person_id=house.city.person("ogawa")).subject_id
    house.city.do("kobayashi", add_item, conference, **item())
    convene(house.city, conference)
    visitor = house.visitor("ogawa")
    assert visitor.get(f"/files/ics/{conference}").status == 200
    house.city.do("kobayashi", withdraw_invitation, call)
    assert visitor.get(f"/files/ics/{conference}").status == 404


@pytest.mark.parametrize("house", on("postgres"), indirect=True)
def test_papers_and_day_are_what_they_say(house) -> None:
    conference = of(house, "multilayer_support_conference")
    visitor = house.visitor("kobayashi")
    for paper in PAPERS:
        answer = visitor.get(f"/files/{paper}/{conference}")
        text = "\n".join(one.text for one in Document(io.BytesIO(answer.body)).paragraphs)
        assert (answer.one("content-type"), "重層的支援会議" in text) == (DOCX, True)
        name = answer.one("content-disposition").partition("UTF-8''")[2]
        assert name.endswith(quote(f"_{word(f'document.{paper}').removesuffix('(Word)')}.docx"))
    day = visitor.get(f"/files/ics/{conference}")
    assert day.one("content-type") == "text/calendar; charset=utf-8"
    assert vobject.readOne(day.text).vevent.uid.value == f"{conference}@yoriai"


def test_name_of_the_day_says_nothing(house) -> None:
    conference = of(house, "support_conference")
    answer = house.visitor("nishi").get(f"/files/ics/{conference}")
    assert answer.one("content-disposition") == f"attachment; filename*=UTF-8''{conference}.ics"


def test_paper_leaves_a_line_for_each_case_on_its_agenda(house) -> None:
    visitor, conference = house.visitor("kobayashi"), of(house, "multilayer_support_conference")
    for _ in range(2):
        visitor.get(f"/files/agenda/{conference}")
    found = [(line.actor_id, line.subject_id, line.case_id) for line in lines("conference.print")]
    kobayashi, case = house.city.person("kobayashi"), house.city.case("R7-006")
    assert found == [(kobayashi, conference, case)] * 2


def test_paper_without_a_case_leaves_a_line_for_the_conference(house) -> None:
    conference = ready(house.city)
    house.visitor("kacho").get(f"/files/roster/{conference}")
    assert [(line.subject_id, line.case_id) for line in lines("conference.print")] == [(conference, None)]


def test_paper_that_was_refused_leaves_no_line(house) -> None:
    conference = of(house, "multilayer_support_conference")
    for login in ("ogawa", "hayashi"):
        house.visitor(login).get(f"/files/agenda/{conference}")
    assert lines("conference.print") == []


def test_day_of_a_cancelled_conference_says_so(house) -> None:
    conference = of(house, "multilayer_support_conference")
    house.city.do("kobayashi", advance_conference, **step(house.city, conference, "cancel", reason="大雨"))
    day = house.visitor("ogawa").get(f"/files/ics/{conference}")
    assert vobject.readOne(day.text).vevent.status.value == "CANCELLED"
    assert "大雨" not in day.text


@pytest.mark.parametrize("paper", [*PAPERS, "ics"])
@pytest.mark.parametrize("asked", ["x", str(UUID(int=0)), "1%20OR%201=1"])
def test_made_up_conference_is_absent(house, paper, asked) -> None:
    assert house.visitor("kacho").get(f"/files/{paper}/{asked}").status == 404


@pytest.mark.parametrize("paper", [*PAPERS, "ics"])
def test_file_of_a_conference_needs_a_sign_in(house, paper) -> None:
    path = f"/files/{paper}/{of(house, 'multilayer_support_conference')}"
    assert house.visitor().get(path).status == 303
    assert house.visitor().get(path, x_yoriai_session=uuid4().hex).status == 303
