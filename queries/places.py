"""圏域 by their names."""

from sqlalchemy import select
from sqlmodel import Session, col

from models.places import District


def district_names(session: Session) -> dict[str, str]:
    """圏域 by key."""
    return {row[0]: row[1] for row in session.execute(select(col(District.key), col(District.name)))}
