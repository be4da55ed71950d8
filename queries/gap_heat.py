"""何が、どの圏域で足りないか: need × 圏域, counted in distinct cases."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col, func

import settings
from models.cases import Case
from models.gaps import GapOrigin, ResourceGap
from queries.gaps import ONE, in_ledger, not_sensitive
from queries.places import district_names
from rules.access import Actor, may
from rules.refusal import require
from rules.small_cells import Count, told_count
from rules.visible_gaps import CITY


@dataclass(frozen=True)
class Heat:
    """Need × 圏域: how many distinct cases, and voices without a case, said so. years: what may be chosen."""

    codes: tuple[str, ...]
    districts: tuple[tuple[str, str], ...]
    cells: dict[tuple[str, str], Count]
    years: tuple[int, ...]
    is_exact: bool


def gap_heat(session: Session, actor: Actor, now: datetime, *, year: int | None = None) -> Heat:
    """何が、どの圏域で, of one 年度 or of all. The 圏域 is that of the case; without a case that of the entry.

    Whole years only: between periods of anybody's choosing, ranges could be told apart.
    """
    require(may(actor, "gap.look"), "not_found")
    today = settings.tokyo_day(now)
    is_city = bool(actor.roles & CITY)
    where = func.coalesce(col(Case.district_key), col(ResourceGap.district_key))
    seen: list[ColumnElement[bool]] = [*in_ledger(actor, today), *(() if is_city else (not_sensitive(actor),))]
    if year is not None:
        seen.append(col(GapOrigin.raised_on).between(date(year, 4, 1), date(year + 1, 3, 31)))
    statement = (
        select(col(ResourceGap.code), where, func.count(ONE.distinct()))
        .join(GapOrigin, col(GapOrigin.gap_id) == col(ResourceGap.id))
        .join(Case, col(Case.id) == col(GapOrigin.case_id), isouter=True)
        .where(*seen)
        .group_by(col(ResourceGap.code), where)
    )
    found = {(code, key): count for code, key, count in session.execute(statement)}
    names = district_names(session)
    keys = [*sorted(names, key=list(names).index), ""]
    codes = sorted(
        {code for code, _ in found}, key=lambda code: (-sum(found.get((code, key), 0) for key in keys), code)
    )
    cells = {cell: told_count(count, is_inside=is_city) for cell, count in found.items()}
    # Outside the office the order must not tell what the cells hide.
    shown = tuple(codes if is_city else sorted(codes))
    return Heat(shown, tuple((key, names.get(key, "")) for key in keys), cells, _years(session, actor, today), is_city)


def _years(session: Session, actor: Actor, today: date) -> tuple[int, ...]:
    rows = session.execute(select(col(ResourceGap.fiscal_year)).where(*in_ledger(actor, today)).distinct())
    return tuple(sorted((row[0] for row in rows), reverse=True))
