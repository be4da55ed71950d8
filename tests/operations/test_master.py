"""Master data from the city's files: loaded again without a second row, names may change, ids stay."""

from sqlmodel import select

from models.database import reading, writing
from models.people import Agency
from models.places import District, Place
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
