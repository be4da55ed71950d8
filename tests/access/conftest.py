"""The server of the tests that ask for files."""

from tests.server import house, postgres_house, sqlite_house

__all__ = ["house", "postgres_house", "sqlite_house"]
