"""What a database holds, in one line that differs as soon as anything in it differs."""

import hashlib

from sqlalchemy import text
from sqlmodel import SQLModel

from models.database import reading


def fingerprint(*, whole: bool) -> str:
    """Every table's row count and the heads of the history; whole: every row of every table instead."""
    tables = [table.name for table in SQLModel.metadata.sorted_tables]
    counts = [f"SELECT '{name}', CAST(COUNT(*) AS TEXT), '' FROM {name}" for name in tables]
    heads = "SELECT chain, CAST(seq AS TEXT), mac || seal FROM chain_heads"
    asked = [f"SELECT * FROM {name}" for name in tables] if whole else [" UNION ALL ".join([*counts, heads])]
    with reading() as session:
        found = [sorted(map(str, session.execute(text(one)))) for one in asked]
    return hashlib.sha256(repr(found).encode()).hexdigest()
