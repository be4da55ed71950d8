"""Numbers people read aloud: R8-001."""

import settings
from rules.calendar import fiscal_year_short


def case_number(fiscal_year: int, serial: int) -> str:
    """The number of the serial-th case of a 年度, such as R8-001."""
    return f"{fiscal_year_short(fiscal_year)}-{serial:03d}"


def record_number(fiscal_year: int, serial: int) -> str:
    """会議録番号 as the city writes it; never to be taken for the number of a case."""
    return settings.city().record_numbering.format(year=fiscal_year_short(fiscal_year), serial=serial)


def gap_number(fiscal_year: int, serial: int) -> str:
    """The number of an entry of the ledger of 望まれる社会資源 as the city writes it."""
    return settings.city().gap_numbering.format(year=fiscal_year_short(fiscal_year), serial=serial)
