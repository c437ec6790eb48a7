"""How are many rows written at once? Faster than SQLAlchemy does it, which works out each row's parameters anew."""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.dml import Insert


class _Compiled(NamedTuple):
    """A statement as its dialect spells it; what is done to some columns' values; how a row becomes its parameters."""

    sql: str
    processors: Sequence[tuple[str, Callable[[Any], Any]]]
    parameters: Callable[[Mapping[str, Any]], tuple[Any, ...]]


class Insertion:
    """A statement that inserts rows, all with the same columns, of which there are several."""

    def __init__(self, statement: Insert) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled | None] = {}  # by name of the dialect

    def write(self, connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
        """Insert the rows, which are used up."""
        if not rows:
            return
        dialect = connection.dialect
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = self._compile(dialect, rows[0])
        compiled = self._compiled[dialect.name]
        if compiled is None:
            connection.execute(self._statement, rows)
            return
        for name, process in compiled.processors:
            for row in rows:
                row[name] = process(row[name])
        connection.exec_driver_sql(compiled.sql, list(map(compiled.parameters, rows)))

    def _compile(self, dialect: Dialect, row: Mapping[str, Any]) -> _Compiled | None:
        """Return the statement for rows like this one; None where parameters have names, which SQLAlchemy writes."""
        compiled = self._statement.compile(dialect=dialect, column_keys=list(row))
        names = compiled.positiontup
        if names is None:
            return None
        kinds = {name: compiled.binds[name].type.dialect_impl(dialect) for name in names}
        found = [(name, kind.bind_processor(dialect)) for name, kind in kinds.items()]
        processors = [(name, process) for name, process in found if process is not None]
        return _Compiled(compiled.string, processors, itemgetter(*names))
