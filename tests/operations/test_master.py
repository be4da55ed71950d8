"""Master data from the city's files: loaded again without a second row, names may change, ids stay."""

import pytest
from sqlmodel import select

from models.database import reading, writing
from models.people import Agency, SendingWay
from models.places import District, Place
from operations.master import _agency as read_agency
from operations.master import agency_names, load_master
from tests.operations.stored import everything


def rows(model: type) -> dict[str, object]:
    """Ids by key."""
    with reading() as session:
        return {row.key: row.id for row in session.exec(select(model))}


def test_load_master_again_changes_nothing(city) -> None:
    before = everything()
    with writing() as session:
        load_master(session)
    assert everything() == before


def test_load_master_brings_a_name_back_in_line_and_keeps_the_id(city) -> None:
    farm = city.agency("farm")
    with writing() as session:
        session.get_one(Agency, farm).name = "別の名"
        session.add(Agency(key="gone", name="なくなった課", reading="なくなったか", kind="A01"))
    with writing() as session:
        load_master(session)
    assert (city.row(Agency, farm).name, "gone" in rows(Agency)) == ("朝露農園", True)


def test_master_is_what_the_files_hold(city) -> None:
    assert (len(rows(Place)), len(rows(District))) == (34, 4)
    with reading() as session:
        names = agency_names(session)
    assert (names["farm"], set(names)) == ("朝露農園", set(rows(Agency)))


def ways() -> dict[str, SendingWay]:
    """The way by which each agency gets its papers."""
    with reading() as session:
        return {row.key: row.sending_way for row in session.exec(select(Agency))}


def test_papers_reach_who_has_the_screens_there_and_everybody_else_by_fax_or_post(city) -> None:
    found = ways()
    with reading() as session:
        inside = {row.key for row in session.exec(select(Agency)) if row.inside_network}
    assert {key for key, way in found.items() if way is SendingWay.SCREEN} == inside
    assert (found["farm"], found["general_hospital"]) == (SendingWay.POST, SendingWay.FAX)


def told(**other: object) -> dict[str, object]:
    """An agency of the file, with nothing about how its papers reach it."""
    plain = {"key": "k", "name": "名", "reading": "な", "kind": "A01", "field": "", "district": "", "parent": ""}
    return {
        **plain,
        "is_municipal": False,
        "promotion_officer": False,
        "programmes": [],
        "inside_network": False,
        **other,
    }


@pytest.mark.parametrize(
    ("table", "way", "fax"),
    [
        (told(), SendingWay.FAX, ""),
        (told(inside_network=True), SendingWay.SCREEN, ""),
        (told(sending_way="post", fax="(架空)"), SendingWay.POST, "(架空)"),
    ],
)
def test_an_agency_without_a_way_gets_the_plain_one(table, way, fax) -> None:
    row = read_agency(table)
    assert (row["sending_way"], row["fax"], row["mail"], row["postal_address"]) == (way, fax, "", "")
