"""進行台本: on A4, in order, with times, who comes and goes and what was promised; nobody of a household by name."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from docx import Document

from documents.script_docx import script_name, script_paper
from models.cases import HouseholdMember
from models.conferences import AgendaItem, ItemKind
from models.database import writing
from models.forums import forums
from models.plans import AssignmentState, DoerKind
from operations.agenda import leave_out
from queries.conference import ItemView
from queries.script import ItemWords, Promise, Script, script
from rules.disclosure import Basis, BasisKind
from rules.refusal import Refused
from tests.documents.views import conference, item
from tests.libreoffice import opened
from tests.operations.sittings import prepared
from words import word

A4 = (595, 842)


def view(*items: ItemView, promises: dict[object, tuple[Promise, ...]] | None = None, **other: object) -> Script:
    """A script with this agenda."""
    whole = conference(*(replace(one, number=place) for place, one in enumerate(items, start=1)), **other)
    told = {one.id: ItemWords(one.title, one.question or "", "") for one in whole.agenda}
    return Script(basis=Basis(BasisKind.OFFICE), whole=whole, words=told, promises=promises or {})  # type: ignore[arg-type]


def texts(paper: bytes) -> list[str]:
    """Everything on it, cell by cell."""
    whole = Document(io.BytesIO(paper))
    return [one.text for one in whole.paragraphs] + [
        cell.text for table in whole.tables for line in table.rows for cell in line.cells
    ]


def test_script_is_read_from_top_to_bottom_on_a4(tmp_path: Path, profile: Path) -> None:
    case = {"case_id": uuid4(), "case": "R8-017 丘の上"}
    items = (item("朝の過ごし方", **case), item("つづき", **case), item("夜の見守り", kind=ItemKind.DECIDE, **case))
    pdf = opened(script_paper(view(*items)), tmp_path, profile)
    reading = forums()["multilayer_support_conference"].reads_text.strip()[:16]
    parts = ("進行台本", "13:30〜13:40", "13:40〜13:50", "これで会議を終わります")
    assert (round(pdf.size[0]), round(pdf.size[1])) == A4
    places = [pdf.letters.index(re.sub(r"\s", "", part)) for part in (parts[0], reading, *parts[1:])]
    assert places == sorted(places)
    assert len(pdf.pages) <= 2
    asked = [re.sub(r"\s", "", word(f"script.{ask}")) for ask in ("ask_views", "ask_roles")]
    assert [pdf.letters.count(ask[:12]) for ask in asked] == [1, 1]
    assert "社会福祉法第106条の4" in pdf.letters


def test_script_of_sixty_items_has_each_once_and_heads_on_each_page(tmp_path: Path, profile: Path) -> None:
    pdf = opened(script_paper(view(*(item(f"議題{n:02d}号") for n in range(1, 61)))), tmp_path, profile)
    assert re.findall(r"議題(\d\d)号", pdf.letters) == [f"{n:02d}" for n in range(1, 61)]
    of_table = [page for page in pdf.pages if "議題" in page]
    assert all("項目と問い" in re.sub(r"\s", "", page) for page in of_table)


def test_script_says_whom_to_call_in_and_who_may_go() -> None:
    first, second = item("一", away=((uuid4(), "消防署"),)), item("二", away=((uuid4(), "警察署"),))
    held = "\n".join(texts(script_paper(view(first, second))))
    assert [word(key, agencies=name) in held for key, name in (("room.call_in", "消防署"), ("room.see_out", "警察署"))] == [
        True, True,
    ]  # fmt: skip


def test_script_tells_the_promises_of_a_case_once_at_its_first_item() -> None:
    case = uuid4()
    promise = Promise("朝露農園", DoerKind.AGENCY, "見学の日を決める", date(2026, 6, 10), AssignmentState.ACCEPTED)
    both = (item("一", case_id=case, case="R8-017 丘の上"), item("二", case_id=case, case="R8-017 丘の上"))
    held = "\n".join(texts(script_paper(view(*both, promises={case: (promise,)}))))
    assert (held.count("見学の日を決める"), "R8-017「丘の上」" in held) == (1, True)


def test_script_has_only_the_place_of_an_item_that_is_not_theirs() -> None:
    hidden = item("", question=None, is_hidden=True)
    held = texts(script_paper(view(hidden, item("二"))))
    assert [one for one in held if word("agenda.hidden") in one] != []


@pytest.mark.parametrize("text", ["<b>&amp;\"'</b>", "{{ 7*7 }}", "{%p for x in y %}", "髙﨑𠮷"])
def test_script_holds_hostile_texts_as_they_were_typed(text) -> None:
    held = "\n".join(texts(script_paper(view(item(f"題{text}", question=f"問{text}")))))
    assert [part for part in (f"題{text}", f"問{text}") if part not in held] == []


def test_script_names_nobody_of_the_household(city) -> None:
    made, first = prepared(city)
    with writing() as session:
        one = city.members(city.case("001"))[0]
        session.get_one(HouseholdMember, one.id).name = "髙瀬 つばさ"
        session.get_one(AgendaItem, first).title = "髙瀬さんの朝"
    paper = script_paper(city.look("kobayashi", script, made))
    with ZipFile(io.BytesIO(paper)) as whole:
        held = "\n".join(whole.read(part).decode("utf-8", "replace") for part in whole.namelist())
    assert [name for name in ("髙瀬", "つばさ") if name in held] == []
    assert "○○さんの朝" in held


def test_script_is_for_who_runs_the_conference(city) -> None:
    made, first = prepared(city)
    city.do("kobayashi", leave_out, first, agency_id=city.agency("general_hospital"))
    assert city.look("kiroku", script, made).whole.id == made
    for who in ("ogawa", "hayashi", "suishin"):
        with pytest.raises(Refused) as refused:
            city.look(who, script, made)
        assert refused.value.reason_key == "not_found"


def test_name_of_the_script_says_day_and_body() -> None:
    assert script_name(view(item("一"))) == "20260618_R8第3回重層的支援会議_進行台本.docx"
