"""見た人の記録 as CSV that Excel opens: UTF-8 with BOM, and no cell that Excel would take for a formula."""

import csv
import re
from io import StringIO

import settings
from queries.looks import LookList
from words import word

# Full-width signs stand as escapes: Excel takes them for a formula too.
_FORMULA = re.compile("^[\\s\ufeff\x00-\x1f]*[=+\\-@|%\uff1d\uff0b\uff0d\uff20]")


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and does not run: an apostrophe stands before formula signs."""
    return "'" + text if _FORMULA.match(text) else text


def looks_table(view: LookList) -> bytes:
    """Returns the whole list, one line a look."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(word(f"field.{name}") for name in ("moment", "who", "place", "what", "case", "basis"))
    for row in view.rows:
        moment = f"{row.moment.astimezone(settings.TOKYO):%Y/%m/%d %H:%M:%S}"
        what, basis = (
            word(f"action.{row.action.replace('.', '_')}"),
            word(f"basis_kind.{row.basis}") if row.basis else "",
        )
        writer.writerow(harmless(cell) for cell in (moment, row.who, row.place, what, row.number, basis))
    return ("\ufeff" + out.getvalue()).encode()
