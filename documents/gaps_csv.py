"""望まれる社会資源 as CSV that Excel opens: confirmed 公開文 alone, and counts as far as they are told."""

import csv
from io import StringIO

from documents.looks_csv import harmless
from models.taxonomies import taxonomy
from queries.gaps import GapList
from rules.calendar import in_japanese
from rules.small_cells import Count
from words import label_of, word

_COLUMNS = (
    "gap_number", "gap_code", "public_summary", "state", "gap_district", "severity", "gap_count", "owner_id", "due_on",
    "resource",
)  # fmt: skip


def gaps_table(view: GapList) -> bytes:
    """Returns the whole list, one line an entry; UTF-8 with BOM."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(word(f"field.{name}") for name in _COLUMNS)
    for row in view.rows:
        cells = (
            row.number, taxonomy("gap")[row.code].label, (row.public_summary or "") if row.is_confirmed else "",
            label_of(row.state), row.district,
            word(f"severity.{row.severity}"), _count(row.count), row.owner,
            in_japanese(row.due_on) if row.due_on else "", row.resource or "",
        )  # fmt: skip
        writer.writerow(harmless(cell) for cell in cells)
    return ("\ufeff" + out.getvalue()).encode()


def _count(count: Count) -> str:
    if count.exact is not None:
        return str(count.exact)
    return word("gaps.up_to", most=count.at_most) if count.at_most is not None else ""
