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


_free: list[str] = []  # names of databases that no test uses now
# pgqueuer's tables, which come with the first queue, are emptied like ours.
_EMPTY = """
    DO $$ DECLARE each record; BEGIN
        SET LOCAL session_replication_role = replica; -- in whatever order: foreign keys are not looked at
        FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP EXECUTE format('DELETE FROM %I', each.tablename); END LOOP;
        FOR each IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
        LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', each.sequencename); END LOOP;
    END $$"""
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"


def _run(statement: str, *names: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(SQL(statement).format(*map(Identifier, names)))


@cache
def _template() -> str:
    name = f"seedwatch_test_{os.getpid()}"
    _create(name, "template1")
    Store(_url(name)).close()
    return name


def _create(name: str, template: str) -> None:
    _drop(name)
    _run("CREATE DATABASE {} TEMPLATE {}", name, template)
    atexit.register(_drop, name)


def _drop(name: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def database(*, empty: bool = False) -> Iterator[str]:
    """Make a database and give its address; ``empty``: without tables.

    One with tables was another test's before and is emptied: making and dropping one waits for the whole server.
    """
    if empty or not _free:
        name = f"seedwatch_test_{os.getpid()}_{next(_numbers)}"
        _create(name, "template0" if empty else _template())
    else:
        name = _free.pop()
    try:
        yield _url(name)
    finally:
        if empty:
            _drop(name)
        else:
            with psycopg.connect(_url(name), autocommit=True) as connection:
                connection.execute(f"{_OTHERS} AND pid <> pg_backend_pid()")
                connection.execute(_EMPTY)
            _free.append(name)
