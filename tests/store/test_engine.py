"""Does the database keep what it was given, and refuse what would lose it?"""

import asyncio
import re
import sqlite3
import threading
import weakref
from functools import partial
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from bot.errors import StoreError
from bot.store import engine
from bot.store.database import sqlite
from bot.store.database.postgres import TURN
from bot.store.database.sqlite import create
from bot.store.database.writer import Writer
from bot.store.engine import HEAD, Store, copy
from bot.store.tables import metadata
from tests.fakes import pooler, postgres
from tests.samples import NOW

PATIENCE = 5.0  # seconds, where a thread could hang
ONE_FILE = pytest.mark.parametrize("kind", ["sqlite"])
ON_A_SERVER = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


async def test_concurrent_read_modify_writes_lose_no_update(store: Store) -> None:
    """Fifty transactions that each add one end at fifty."""
    await store.write(lambda tx: tx.notes.put("n", 0, NOW))
    await asyncio.gather(*(store.write(lambda tx: tx.notes.put("n", tx.notes.get("n") + 1, NOW)) for _ in range(50)))
    assert await store.read(lambda tx: tx.notes.get("n")) == 50


def test_what_a_transaction_held_is_let_go_once_it_is_over() -> None:
    """The writer may wait hours for the next one, and what a poll brought has megabytes."""
    writer, gone = Writer(), threading.Event()
    held = {"a poll"}
    weakref.finalize(held, gone.set)
    done = writer.submit(partial(str, held), urgent=False)
    done.result(PATIENCE)
    del held, done
    assert gone.wait(PATIENCE)
    writer.close(PATIENCE)


async def test_an_exception_rolls_everything_back(store: Store) -> None:
    """A transaction that fails leaves no half of itself."""

    def fails(tx: object) -> None:
        tx.notes.put("n", 1, NOW)  # type: ignore[attr-defined]
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fails)
    assert await store.read(lambda tx: tx.notes.get("n")) is None


async def test_a_cancelled_job_does_not_stop_the_transaction_it_asked_for(store: Store) -> None:
    """What was asked for is carried out, so that a message that was sent is recorded."""
    task = asyncio.create_task(store.write(lambda tx: tx.notes.put("n", 1, NOW)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await store.write(lambda tx: tx.notes.get("n")) == 1


@ONE_FILE
def test_a_second_program_is_refused(store: Store, url: str) -> None:
    """Two services on one SQLite file would send everything twice."""
    with pytest.raises(StoreError, match="in use by another seedwatch"):
        Store(url)


def test_one_that_only_looks_is_not_refused(store: Store, url: str) -> None:
    """An export can read while the service runs."""
    with Store(url, looking=True):
        pass


def test_looking_at_nothing_says_what_to_do(tmp_path: Path) -> None:
    """A reader makes no empty database by accident."""
    with pytest.raises(StoreError, match="no database at"):
        Store(f"sqlite:///{tmp_path}/none.db", looking=True)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """Garbage is reported with its path and left as it is."""
    path = tmp_path / "test.db"
    path.write_bytes(b"this is not a database, " * 100)
    with pytest.raises(StoreError, match=r"test\.db cannot be used"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"this is not")


@pytest.mark.parametrize("wrong", ["mysql://me:secret@host/db", "sqlite://", "sqlite:///:memory:"])
def test_urls_that_cannot_be_used_are_refused_without_their_password(wrong: str) -> None:
    """The error names the variable and shows no password."""
    with pytest.raises(StoreError, match="DATABASE_URL") as error:
        Store(wrong)
    assert "secret" not in str(error.value)


def test_the_migrations_make_exactly_the_tables(store: Store) -> None:
    """Nobody changed a table and forgot the migration, or the other way round."""
    with store.database.writers.connect() as connection:
        context = MigrationContext.configure(connection)
        assert context.get_current_revision() == HEAD
        own = ("story_words", "pgqueuer")  # made by SQL of ours, and by the queue of a test before
        changes = compare_metadata(context, metadata)
        found = [each for each in changes if not any(name in str(each) for name in own)]
        assert found == []


def test_a_new_file_is_what_the_migrations_make() -> None:
    """Tables with their defaults and keys, indexes and the version are the same, but for the order of columns."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(engine.__file__).parent / "migrations"))
    with create_engine("sqlite://").begin() as migrated, create_engine("sqlite://").begin() as made:
        settings.attributes["connection"] = migrated
        command.upgrade(settings, "head")
        create(made, HEAD)
        assert _layout(made) == _layout(migrated)


def _layout(connection: Connection) -> tuple[list[str], set[tuple[str, ...]]]:
    """Return the version of a file and everything that is in it."""
    parts = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").all()
    versions = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    return list(versions), {(*names, *_in_any_order(sql)) for *names, sql in parts}


def _in_any_order(sql: str | None) -> tuple[str, ...]:
    """Return a statement's head, what it lists between its outer brackets, sorted if of a table, and its end."""
    if sql is None:
        return ()
    plain = " ".join(sql.replace('"', "").split())
    if not plain.startswith("CREATE TABLE"):
        return (plain,)
    head, _, rest = plain.partition("(")
    body, _, end = rest.rpartition(")")
    return head.strip(), *sorted(each.strip() for each in re.split(r",(?![^(]*\))", body)), end.strip()


async def test_a_backup_is_a_whole_database(store: Store, tmp_path: Path) -> None:
    """A copy made while the store is open holds what was committed, and never overwrites a file."""
    await store.write(lambda tx: tx.notes.put("n", 7, NOW))
    path = tmp_path / "backup.db"
    store.backup(path)
    with Store(f"sqlite:///{path}") as restored:
        assert await restored.read(lambda tx: tx.notes.get("n")) == 7
    with pytest.raises(StoreError, match="exists already"):
        store.backup(path)


def test_a_rehearsal_of_nothing_is_an_empty_database(tmp_path: Path) -> None:
    """A dry run before the first run works on a new file."""
    assert copy(f"sqlite:///{tmp_path}/none.db", tmp_path) == f"sqlite:///{tmp_path}/copy.db"


@ONE_FILE
def test_a_commit_is_on_the_disk(url: str, quick_files: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection waits for the disk at each commit and uses the write-ahead log."""
    monkeypatch.setattr(sqlite, "PRAGMAS", quick_files)
    with Store(url) as store, store.begin() as tx:
        connection = tx.notes._connection
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    assert sqlite3.sqlite_version_info >= (3, 35)


@postgres.needs()
@ON_A_SERVER
def test_a_server_that_forgets_commits_is_warned_of(url: str) -> None:
    """After a crash it would not know what was sent; one that waits for its disk is not spoken of."""
    with Store(url) as store:
        assert store.warnings() == []
    name = url.rpartition("/")[2]
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            with Store(url) as store:
                (warning,) = store.warnings()
        finally:
            admin.execute(f"ALTER DATABASE {name} RESET synchronous_commit")
    assert "synchronous_commit=off" in warning


@postgres.needs()
@ON_A_SERVER
async def test_what_decides_nothing_waits_for_no_other_process(store: Store, url: str) -> None:
    """While another process is within a transaction that takes turns, one without a turn is committed."""
    async with await psycopg.AsyncConnection.connect(url) as other:
        await other.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
        await store.write(lambda tx: tx.notes.put("n", 1, NOW), turn=False)
        waiting = asyncio.ensure_future(store.write(lambda tx: tx.notes.put("n", tx.notes.get("n") + 1, NOW)))
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert not done
        await other.rollback()
    await asyncio.wait_for(waiting, 30)
    assert await store.read(lambda tx: tx.notes.get("n")) == 2


@postgres.needs()
@pooler.needs()
@ON_A_SERVER
async def test_a_pooler_may_stand_in_between(url: str) -> None:
    """One that lends a connection for a transaction: turns are kept, and no update is lost."""
    with pooler.before(url) as address, Store(address) as one, Store(address) as other:
        await one.write(lambda tx: tx.notes.put("n", 0, NOW))
        await asyncio.gather(
            *(
                each.write(lambda tx: tx.notes.put("n", tx.notes.get("n") + 1, NOW))
                for _ in range(10)
                for each in (one, other)
            )
        )
        assert await other.read(lambda tx: tx.notes.get("n")) == 20
