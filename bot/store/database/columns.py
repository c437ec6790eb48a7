"""Which kinds of column recur, and how is a moment stored and restored unchanged?"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Dialect, String, Text, false, true
from sqlalchemy.types import TypeDecorator

from bot.model import FIRST_TOPIC


def text(name: str, *, length: int | None = None, **more: Any) -> Column[str]:
    """Return a text column that is never NULL unless stated."""
    return Column(name, String(length) if length else Text, nullable=more.pop("nullable", False), **more)


def topic(**more: Any) -> Column[str]:
    """Return the column that says which topic a row belongs to."""
    return text("topic", length=64, default=FIRST_TOPIC, server_default=FIRST_TOPIC, **more)


def flag(name: str, *, default: bool = False) -> Column[bool]:
    """Return a column that is on or off, in older rows too."""
    return Column(name, Boolean, nullable=False, default=default, server_default=true() if default else false())


def _written(value: datetime | None) -> str | None:
    """Return a time as SQLAlchemy writes it for SQLite: ``2026-01-01 00:00:00.000000``."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone")
    return _in_utc(value if value.tzinfo is UTC else value.astimezone(UTC))


@lru_cache(maxsize=1024)  # a poll writes the same moments into several rows
def _in_utc(value: datetime) -> str:
    return value.isoformat(" ", "microseconds")[: -len("+00:00")]


class Instant(TypeDecorator[datetime]):
    """An aware UTC time. SQLite drops time zones, so they are removed and restored here and nowhere else."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Return how a value is written: for SQLite in one step instead of three, since each row has several."""
        return _written if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
