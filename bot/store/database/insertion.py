"""How are many rows written at once? Faster than SQLAlchemy does it, which works out each row's parameters anew."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Connection, Dialect
from sqlalchemy.sql.dml import Insert


class _Compiled(NamedTuple):
    """A statement as its dialect spells it; its columns in their order, each with what is done to its values."""

    sql: str
    columns: Sequence[tuple[str, Callable[[Any], Any] | None]]


class Insertion:
    """A statement that inserts rows, all with the same columns, of which there are several."""

    def __init__(self, statement: Insert) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled | None] = {}  # by name of the dialect

    def write(self, connection: Connection, columns: Mapping[str, Sequence[Any]]) -> None:
        """Insert rows, given as columns: by name the values of all rows."""
        if not any(columns.values()):
            return
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect, list(columns))
        compiled = self._compiled[dialect.name]
        if compiled is None:
            rows = zip(*columns.values(), strict=True)
            connection.execute(self._statement, [dict(zip(columns, row, strict=True)) for row in rows])
            return
        written = [
            columns[name] if process is None else [None if value is None else process(value) for value in columns[name]]
            for name, process in compiled.columns
        ]
        connection.exec_driver_sql(compiled.sql, list(zip(*written, strict=True)))

    def _compile(self, dialect: Dialect, columns: Sequence[str]) -> _Compiled | None:
        """Return the statement for these columns; None where parameters have names, which SQLAlchemy writes."""
        compiled = self._statement.compile(dialect=dialect, column_keys=columns)
        if compiled.positiontup is None:
            return None
        kinds = {name: compiled.binds[name].type for name in compiled.positiontup}
        return _Compiled(
            compiled.string,
            [
                # SQLite takes True and False as they are.
                (name, None if isinstance(kind, Boolean) else kind.dialect_impl(dialect).bind_processor(dialect))
                for name, kind in kinds.items()
            ],
        )
