"""Templates that the city changes in Word: used at once, and one that does not fit is told in a sentence."""

import io
from pathlib import Path

import pytest
from docx import Document
from starlette.requests import Request
from starlette.responses import Response

import settings
from documents import word_file
from tests.city import City
from tests.web.test_files import lines
from web.files import _answer
from words import word


@pytest.fixture
def templates(tmp_path, monkeypatch) -> Path:
    """A folder of templates that a test may change, as a city does."""
    folder = tmp_path / "templates"
    folder.mkdir()
    for path in (settings.DATA / "templates").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(word_file, "TEMPLATES", folder)
    return folder


def changed(path: Path, sentence: str) -> None:
    """Somebody adds a sentence in Word."""
    paper = Document(str(path))
    paper.add_paragraph(sentence)
    paper.core_properties.author = "豊川 太郎"
    paper.save(str(path))


def asked(city: City) -> Response:
    """The answer to somebody who wants the 役割分担表 of a case."""
    session = city.sign_in_id(city.sign_in("kobayashi"))
    headers = [(b"x-yoriai-session", str(session).encode())]
    path = {"kind": "roles", "id": str(city.case("R7-007"))}
    return _answer(Request({"type": "http", "path_params": path, "query_string": b"", "headers": headers}))


def told(answer: Response) -> list[str]:
    """The paragraphs of a Word file."""
    return [one.text for one in Document(io.BytesIO(bytes(answer.body))).paragraphs]


def test_template_that_the_city_changed_is_used_at_once_and_names_no_author(small_city, templates) -> None:
    before = asked(small_city)
    changed(templates / "roles.docx", "市からの一文です。")
    after = asked(small_city)
    assert ["市からの一文です。" in told(one) for one in (before, after)] == [False, True]
    assert Document(io.BytesIO(bytes(after.body))).core_properties.author == ""


@pytest.mark.parametrize(
    ("sentence", "sign"),
    [
        ("{{ casee }}", "casee"),
        ("{{ role.tsk }}", "role"),
        ("{% iff case %}", "iff"),
        ("{% if case %}", ""),
        ("{{ case }", ""),
    ],
)
def test_template_that_does_not_fit_is_told_in_a_sentence(small_city, templates, sentence, sign) -> None:
    changed(templates / "roles.docx", sentence)
    answer = asked(small_city)
    page = bytes(answer.body).decode()
    wanted = word("web.template_word", named=sign) if sign else word("web.template_form").split("(")[0]
    assert (answer.status_code, "roles.docx" in page, wanted in page) == (409, True, True)
    assert lines("assignment.print") == []


def test_template_that_is_no_word_file_is_told_in_a_sentence(small_city, templates) -> None:
    (templates / "roles.docx").write_bytes(b"not a file of Word")
    answer = asked(small_city)
    assert (answer.status_code, word("web.template") in bytes(answer.body).decode()) == (409, True)
