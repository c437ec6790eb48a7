"""How do SQLite and PostgreSQL differ in SQL? Each difference is handled here once; all other SQL is the same."""

import json
import re
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import JSON, Boolean, ColumnElement, Dialect, Integer, String, Text, bindparam, column, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.dialects.sqlite.dml import OnConflictClause
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement, GenericFunction
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = ["among", "array_length", "each_of", "each_text", "insert", "json_of", "rows_with", "unindexed"]
# Both dialects compile SQLite's ``insert``. PostgreSQL's compiler asks for a constraint's name, and there is none. Its
# own ``insert`` would import all its drivers, even into processes that use a file.
OnConflictClause.constraint_target = None  # type: ignore[attr-defined]

T = TypeVar("T", bound=FunctionElement[Any])
_PART = re.compile(r"\{(\d)\}")
# What a JSON column holds under a key.
_BY_PATH, _BY_KEY = "{0}, '$.' || {1}", "{0} -> CAST({1} AS TEXT)"


@compiles(String, "postgresql")
def _no_length(_type: Any, _compiler: Any, **_: Any) -> str:
    """SQLite accepts text longer than its column says; what one database accepts, the other must accept too."""
    return "TEXT"


def _spelled(*, sqlite: str, postgresql: str) -> Callable[[type[T]], type[T]]:
    """Say how each database spells an element: {0} is its first part, {1} its second."""

    def register(element: type[T]) -> type[T]:
        for dialect, spelling in (("sqlite", sqlite), ("postgresql", postgresql)):
            compiles(element, dialect)(partial(_spell, spelling))
        return element

    return register


def _spell(spelling: str, element: FunctionElement[Any], compiler: SQLCompiler, **more: Any) -> str:
    parts = list(element.clauses)
    return _PART.sub(lambda found: compiler.process(parts[int(found[1])], **more), spelling)


@_spelled(sqlite="+{0}", postgresql="{0}")
class unindexed(FunctionElement[bool]):  # noqa: N801 - it reads as a function
    """A column that SQLite must not look up in an index: it would sort all matching rows to return a few."""

    type = Boolean()
    inherit_cache = True


class _Many(TypeDecorator[Collection[Any]]):
    """Any number of values of one type as one parameter."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(Text())
        from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 - see above

        return dialect.type_descriptor(ARRAY(self.of()))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        return list(value or ()) if dialect.name == "postgresql" else json.dumps(list(value or ()))


@_spelled(sqlite="json_each({0})", postgresql="unnest({0})")
class _unnested(FunctionElement[Any]):  # noqa: N801
    type = Text()
    inherit_cache = True


def each_of(name: str, of: type[TypeEngine[Any]] = Text) -> TableValuedAlias:
    """Return the values that are bound to ``name`` as rows to select from; their column is ``value``."""
    return _unnested(bindparam(name, type_=_Many(of))).table_valued(column("value", of()), name="value")


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return the condition that a column has one of the texts that are bound to ``name``.

    However many there are, they are one parameter and the statement is the same: it is built and compiled once.
    """
    return column.in_(select(each_of(name).c.value))


@_spelled(sqlite=f"json_array_length({_BY_PATH})", postgresql=f"json_array_length({_BY_KEY})")
class array_length(GenericFunction[int]):  # noqa: N801
    """The number of elements of an array within a JSON column: ``array_length(column, "reports")``."""

    type = Integer()
    inherit_cache = True


@_spelled(sqlite=f"json_each({_BY_PATH})", postgresql=f"json_array_elements_text({_BY_KEY})")
class each_text(FunctionElement[Any]):  # noqa: N801
    """The texts of an array within a JSON column as rows; their column is ``value``."""

    type = JSON()
    inherit_cache = True


@_spelled(sqlite="{0}", postgresql="CAST({0} AS JSON)")
class json_of(FunctionElement[Any]):  # noqa: N801
    """JSON already serialised as text, for a JSON column."""

    type = JSON()
    inherit_cache = True


@_spelled(
    sqlite="(SELECT rowid FROM story_words WHERE words MATCH {0})",
    postgresql="(SELECT rowid FROM story_words WHERE found @@ CAST({1} AS tsquery))",
)
class _rows_of_words(FunctionElement[int]):  # noqa: N801
    """The rows of the search index that a phrase finds; it has a spelling for each database."""

    type = Integer()
    inherit_cache = True


def rows_with(column: ColumnElement[Any], stems: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    """Return the condition that a row of the search index has, for each wanted word, one of its stems.

    "minsk*" is a stem that a word may begin with.
    """
    found = _rows_of_words(
        bindparam(None, _phrase(stems, _for_fts5, " AND ", " OR "), Text, unique=True),
        bindparam(None, _phrase(stems, _for_tsquery, " & ", " | "), Text, unique=True),
    )
    return column.op("IN", is_comparison=True, return_type=Boolean())(found)


def _phrase(stems: Sequence[Sequence[str]], term: Any, every: str, some: str) -> str:
    return every.join("(" + some.join(map(term, word)) + ")" for word in stems)


def _parted(stem: str) -> tuple[str, bool]:
    return (stem.removesuffix("*"), True) if stem[1:].endswith("*") else (stem, False)


def _for_fts5(stem: str) -> str:
    """Return a word that FTS5 takes literally, whatever is in it."""
    word, begins = _parted(stem)
    quoted = '"' + word.replace('"', '""') + '"'
    return f"{quoted}*" if begins else quoted


def _for_tsquery(stem: str) -> str:
    """Return a word that PostgreSQL takes literally, whatever is in it."""
    word, begins = _parted(stem)
    quoted = "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"{quoted}:*" if begins else quoted
