"""A PostgreSQL server for tests, where there is one: each test gets a copy of a migrated database."""

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from bot.store.engine import Store

SERVER = os.environ.get("SEEDWATCH_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
_numbers = count(1)


@cache
def _there() -> bool:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


def needs() -> pytest.MarkDecorator:
    """Skip tests where no server answers, unless one must."""
    required = os.environ.get("SEEDWATCH_REQUIRE_SERVICES") == "1"
    return pytest.mark.skipif(not required and not _there(), reason="no PostgreSQL answers at SEEDWATCH_TEST_POSTGRES")


KINDS = ["sqlite", pytest.param("postgresql", marks=needs())]
"""For a fixture that lets tests run on both kinds of database."""


def _url(name: str) -> str:
    return f"{SERVER.rpartition('/')[0]}/{name}"


def _run(statement: str, *names: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(SQL(statement).format(*map(Identifier, names)))


@cache
def _template() -> str:
    name = f"seedwatch_test_{os.getpid()}"
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _run("CREATE DATABASE {}", name)
    atexit.register(_run, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    Store(_url(name)).close()
    return name


@contextmanager
def database(*, empty: bool = False) -> Iterator[str]:
    """Make a database and give its address; ``empty``: without tables."""
    name = f"seedwatch_test_{os.getpid()}_{next(_numbers)}"
    _run("CREATE DATABASE {} TEMPLATE {}", name, "template0" if empty else _template())
    try:
        yield _url(name)
    finally:
        _run("DROP DATABASE {} WITH (FORCE)", name)
