"""The server of these tests."""

from tests.server import house, postgres_house, sqlite_house

__all__ = ["house", "postgres_house", "sqlite_house"]
