"""How does everything in one database get into another, of either kind? In order, resumable, and compared."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    collate,
    func,
    inspect,
    select,
    text,
    tuple_,
)
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store.engine import HEAD, Store
from bot.store.tables import metadata

BATCH = 1000  # rows in one transaction of the target
_OTHERS = "slack_"  # prefix of the tables that slack_sdk manages
_words = Table("story_words", MetaData(), Column("rowid", Integer, primary_key=True), Column("words", Text))
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One table in both databases: how many rows each has, and whether they are the same."""

    table: str
    rows: int
    there: int
    same: bool


def transfer(source: str, target: str, progress: Progress = lambda _table, _rows: None) -> list[Compared]:
    """Copy all tables from one database URL to another and compare them; ``progress`` is told of each batch.

    What an interrupted run copied stays and is not copied again. The target must be new, or from such a run: nothing in
    it is overwritten. Raises StoreError.
    """
    with Store(source, looking=True) as old, Store(target) as new:
        try:
            return _copy(old.database.readers, new.database.writers, progress)
        except DatabaseError as error:
            raise StoreError(f"the copy stopped: {error.orig}. Start it again to go on") from error


def into_file(source: Engine, path: Path) -> None:
    """Write everything into a new SQLite file. Raises StoreError if the copy differs."""
    try:
        with Store(f"sqlite:///{path}") as new:
            compared = _copy(source, new.database.writers, lambda _table, _rows: None)
    finally:
        Path(f"{path}.lock").unlink(missing_ok=True)
    if wrong := [each.table for each in compared if not each.same]:
        raise StoreError(f"the copy differs in: {', '.join(wrong)}")


def _copy(source: Engine, target: Engine, progress: Progress) -> list[Compared]:
    compared = []
    with source.begin() as reading:
        _check(reading)
        for table in _tables(source, target):
            for batch in _missing(reading, target, table):
                with target.begin() as writing:
                    writing.execute(table.insert(), batch)
                progress(table.name, len(batch))
            with target.begin() as writing:
                _set_sequences(writing, table)
                rows, digest = _digest(reading, table)
                there, other = _digest(writing, table)
            compared.append(Compared(table=table.name, rows=rows, there=there, same=digest == other))
    return compared


def _check(reading: Connection) -> None:
    version = None
    if reading.dialect.has_table(reading, "alembic_version"):
        version = reading.scalar(text("SELECT version_num FROM alembic_version"))
    if version != HEAD:
        raise StoreError(f"the database to copy has layout {version}, not {HEAD}; let  seedwatch once  bring it up")


def _tables(source: Engine, target: Engine) -> Sequence[Table]:
    """Return our tables and those of slack_sdk, which are created in the target if missing."""
    names = [name for name in inspect(source).get_table_names() if name.startswith(_OTHERS)]
    others = MetaData()
    if names:
        others.reflect(source, only=names)
        for table in others.tables.values():
            for column in table.columns:  # one kind's defaults and types mean nothing to the other
                column.server_default = None
                column.type = column.type.as_generic()
        others.create_all(target)
    return [*metadata.sorted_tables, _words, *others.sorted_tables]


def _missing(reading: Connection, target: Engine, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows that come after the last one in the target, in batches."""
    key = _key(table)
    with target.connect() as there:
        last = there.execute(_newest(table, there)).first()
    query = select(table).order_by(*(_ordered(column, reading) for column in key))
    if last is not None:
        query = query.where(tuple_(*(_ordered(column, reading) for column in key)) > tuple_(*last))
    rows = reading.execution_options(yield_per=BATCH).execute(query)
    for part in rows.mappings().partitions(BATCH):
        yield [dict(row) for row in part]


def _newest(table: Table, connection: Connection) -> Any:
    key = _key(table)
    return select(*key).order_by(*(_ordered(column, connection).desc() for column in key)).limit(1)


def _key(table: Table) -> Sequence[Column[Any]]:
    return list(table.primary_key.columns)


def _ordered(column: Column[Any], connection: Connection) -> ColumnElement[Any]:
    """Return a column in the one order that both kinds share: by bytes."""
    if connection.dialect.name == "postgresql" and isinstance(column.type, String):
        return collate(column, "C")
    return column


def _digest(connection: Connection, table: Table) -> tuple[int, str]:
    """Return how many rows a table has, and a hash over their contents."""
    hashed, count = blake2b(digest_size=16), 0
    query = select(table).order_by(*(_ordered(column, connection) for column in _key(table)))
    for row in connection.execution_options(yield_per=BATCH).execute(query):
        hashed.update(json.dumps(list(row), sort_keys=True, default=_said).encode())
        count += 1
    return count, hashed.hexdigest()


def _said(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _set_sequences(connection: Connection, table: Table) -> None:
    """Make new rows on PostgreSQL continue after the copied numbers."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    of = {"table": table.name, "column": column.name}
    name = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), of)
    if name is not None:
        newest = connection.scalar(select(func.max(column)))
        values = {"name": name, "newest": newest or 1, "used": bool(newest)}
        connection.execute(text("SELECT setval(:name, :newest, :used)"), values)
