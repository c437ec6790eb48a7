"""What do the tests of the whole flow share? They run on each kind of database."""

from tests.flow.databases import database

__all__ = ["database"]
