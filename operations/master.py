"""Master data from the city's files into the database: agencies, 圏域, places. Ids stay, names may change."""

import tomllib
from typing import Any

from sqlmodel import Session, select

import settings
from models.people import Agency, SendingWay
from models.places import District, Place


def _tables(file: str, name: str) -> list[dict[str, Any]]:
    return list(tomllib.loads((settings.DATA / file).read_text(encoding="utf-8"))[name])


def _agency(table: dict[str, Any]) -> dict[str, Any]:
    same = ("key", "name", "reading", "kind", "field", "is_municipal", "inside_network", "promotion_officer")
    moved = {
        "district_key": table["district"],
        "parent_key": table["parent"],
        "programmes": " ".join(table["programmes"]),
        "sending_way": _way(table),
    }
    moved |= {name: table.get(name, "") for name in ("postal_address", "fax", "mail")}
    return {name: table[name] for name in same} | moved


def _way(table: dict[str, Any]) -> SendingWay:
    """How papers reach the agency; one that cannot open the screens gets them by FAX unless the city says otherwise."""
    plain = SendingWay.SCREEN if table["inside_network"] else SendingWay.FAX
    return SendingWay(table.get("sending_way") or plain)


def _district(table: dict[str, Any]) -> dict[str, Any]:
    return {name: table[name] for name in ("key", "name", "reading")}


def _place(table: dict[str, Any]) -> dict[str, Any]:
    return {name: table[name] for name in ("key", "number", "name", "reading")} | {"district_key": table["district"]}


def load_master(session: Session) -> None:
    """Bring the tables in line with the files; a row that left its file stays, because records point at it."""
    wanted = (
        (District, [_district(one) for one in _tables("places.toml", "district")]),
        (Place, [_place(one) for one in _tables("places.toml", "place")]),
        (Agency, [_agency(one) for one in _tables("agencies.toml", "agency")]),
    )
    for model, rows in wanted:
        known = {record.key: record for record in session.exec(select(model)).all()}  # type: ignore[attr-defined]
        for row in rows:
            record = known.get(row["key"]) or model(**row)
            for name, value in row.items():
                setattr(record, name, value)
            session.add(record)
    session.flush()


def agency_names(session: Session) -> dict[str, str]:
    """Every agency's name by its key."""
    return {agency.key: agency.name for agency in session.exec(select(Agency)).all()}
