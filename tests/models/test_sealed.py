"""sealed(): a text opens in its own row and column, and nowhere else."""

import base64
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import Table, insert, text, update
from sqlalchemy.exc import StatementError
from sqlmodel import col, select

import settings
from models.cases import Case, HouseholdMember
from models.database import reading, writing
from models.sealed import bound, opened, seal

MEMBERS: Table = HouseholdMember.__table__
RAW = "SELECT {column} FROM {table} WHERE number = :number"


def raw(number: str, column: str = "alias") -> str:
    """What the file of the database holds."""
    with reading() as session:
        return session.execute(text(RAW.format(column=column, table="cases")), {"number": number}).scalar_one()


def put(number: str, blob: str, column: str = "alias") -> None:
    """Write past the product."""
    with writing() as session:
        statement = text(f"UPDATE cases SET {column} = :blob WHERE number = :number")
        session.execute(statement, {"blob": blob, "number": number})


def numbers() -> list[str]:
    """The numbers of the sample cases."""
    with reading() as session:
        return sorted(session.exec(select(Case.number)))


def aliases() -> list[str]:
    """The 呼称 of all cases, opened."""
    with reading() as session:
        return list(session.exec(select(Case.alias)))


def plain_member(case_id: UUID) -> dict[str, object]:
    """A row whose text is not bound to it."""
    row = HouseholdMember(case_id=case_id, position=9, relation="長男")
    return {name: getattr(row, name) for name in ("id", "case_id", "position", "version", "signal_no", "created_at")} | {
        "relation": "長男", "is_minor": False,
    }  # fmt: skip


def test_sealed_text_is_not_in_the_table_and_opens_as_it_was(city) -> None:
    assert "荷物の多い部屋" in aliases()
    for number in numbers():
        assert base64.b64decode(raw(number))[0] == 1
        assert "部屋" not in raw(number)


def test_sealed_text_in_another_row_does_not_open(city) -> None:
    first, second, *_ = numbers()
    ours, theirs = raw(first), raw(second)
    put(first, theirs)
    put(second, ours)
    with pytest.raises(InvalidTag):
        aliases()
    put(first, ours)
    put(second, theirs)
    assert len(aliases()) == 8


def test_sealed_text_in_another_column_of_its_row_does_not_open(city) -> None:
    first = numbers()[0]
    with writing() as session:
        session.execute(text("UPDATE cases SET alias = outline, outline = alias WHERE number = :n"), {"n": first})
    with pytest.raises(InvalidTag):
        aliases()


def test_sealed_text_of_another_row_does_not_open_in_any_way_of_reading(city) -> None:
    first, second, *_ = numbers()
    put(first, raw(second))
    readings: list[Callable[..., object]] = [
        lambda session: session.exec(select(Case).where(Case.number == first)).one(),
        lambda session: session.exec(select(Case.alias).where(Case.number == first)).one(),
        lambda session: session.execute(select(Case.__table__.c.alias).where(col(Case.number) == first)).one(),
        lambda session: session.get_one(Case, city.case(first)),
    ]
    for one in readings:
        with reading() as session, pytest.raises(InvalidTag):
            one(session)


@pytest.mark.parametrize("place", [1, 12, 13, 20, -1])
def test_sealed_text_with_one_changed_bit_does_not_open(small_city, place) -> None:
    first = numbers()[0]
    blob = bytearray(base64.b64decode(raw(first)))
    blob[place] ^= 1
    put(first, base64.b64encode(blob).decode())
    with pytest.raises(InvalidTag):
        aliases()


def test_sealed_text_keeps_every_sign(city) -> None:
    text_ = "髙﨑 𠮷次 <b>&amp;' =1+1 \\ %s :x 葛\U000e0100 👨\u200d👩\u200d👧\n二行目"
    with writing() as session:
        session.get_one(Case, city.case("001")).outline = text_
    assert city.row(Case, city.case("001")).outline == text_


def test_sealed_text_given_on_to_another_row_is_bound_anew(city) -> None:
    with writing() as session:
        ours, theirs = (session.get_one(Case, city.case(number)) for number in ("001", "002"))
        theirs.alias, theirs.outline = ours.alias, ours.alias
    row = city.row(Case, city.case("002"))
    assert (row.alias, row.outline) == (city.row(Case, city.case("001")).alias,) * 2


@pytest.mark.parametrize("target", [HouseholdMember, MEMBERS], ids=["orm", "core"])
def test_plain_text_in_a_bulk_insert_is_refused(city, target) -> None:
    rows = [plain_member(city.case("001"))]
    with pytest.raises(StatementError, match="must be bound"), writing() as session:
        session.execute(insert(target), rows)
    assert len(city.members(city.case("001"))) == 2


def test_plain_text_in_an_update_is_refused(city) -> None:
    with pytest.raises(StatementError, match="must be bound"), writing() as session:
        session.execute(update(Case).where(col(Case.number) == numbers()[0]).values(alias="別の名"))
    assert "別の名" not in aliases()


def test_bound_text_in_a_bulk_insert_opens(city) -> None:
    row = plain_member(city.case("001"))
    with writing() as session:
        session.execute(insert(MEMBERS), [row | {"relation": bound("次男", row["id"])}])
    assert [member.relation for member in city.members(city.case("001"))][-1] == "次男"


@pytest.mark.parametrize(
    "compare",
    [
        lambda column: column == "荷物の多い部屋",
        lambda column: column != "荷物の多い部屋",
        lambda column: column < "荷物の多い部屋",
        lambda column: column.like("%部屋%"),
        lambda column: column.in_(["荷物の多い部屋"]),
        lambda column: column.desc(),
        lambda column: column + "x",
        lambda column: "x" + column,
    ],
)
def test_comparing_a_sealed_column_in_sql_is_refused(compare) -> None:
    with pytest.raises(TypeError, match="cannot be compared"):
        compare(col(Case.alias))


def test_whether_anything_is_sealed_may_be_asked(city) -> None:
    with reading() as session:
        unnamed = session.exec(select(HouseholdMember).where(col(HouseholdMember.name).is_(None))).all()
        named = session.exec(select(HouseholdMember).where(col(HouseholdMember.name).is_not(None))).all()
    assert {one.name is None for one in unnamed} == {True}
    assert {one.name is None for one in named} == {False}


@pytest.fixture
def rotate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Adds key 2 to the key file and makes it the current one."""

    def add() -> None:
        old = settings.key_file().read_text()
        key = base64.b64encode(secrets.token_bytes(32)).decode()
        path = tmp_path / "rotated.toml"
        path.write_text(old.replace("current = 1", "current = 2") + f'2 = "{key}"\n')
        path.chmod(0o600)
        monkeypatch.setenv("YORIAI_KEY_FILE", str(path))
        settings.keys.cache_clear()

    yield add
    monkeypatch.undo()
    settings.keys.cache_clear()


def test_rotation_opens_the_old_and_seals_with_the_new(city, rotate) -> None:
    before = sorted(aliases())
    rotate()
    assert sorted(aliases()) == before
    with writing() as session:
        session.get_one(Case, city.case("001")).alias = "新しい鍵の家"
    versions = [base64.b64decode(raw(number))[0] for number in numbers()]
    assert (versions, "新しい鍵の家" in aliases(), len(aliases())) == ([2, 1, 1, 1, 1, 1, 1, 1], True, 8)


def test_rotation_reseals_only_what_is_written(city, rotate) -> None:
    first = numbers()[0]
    outline = raw(first, "outline")
    rotate()
    with writing() as session:
        session.get_one(Case, city.case("001")).alias = "新しい鍵の家"
    assert raw(first, "outline") == outline


def test_seal_never_repeats_itself() -> None:
    row = "0" * 32
    blobs = {seal("同じ文", row, "cases.alias") for _ in range(50)}
    assert len(blobs) == 50
    assert {opened(blob, row, "cases.alias") for blob in blobs} == {"同じ文"}
    with pytest.raises(InvalidTag):
        opened(blobs.pop(), row, "cases.outline")
    with pytest.raises(InvalidTag):
        opened(blobs.pop(), "1" * 32, "cases.alias")
