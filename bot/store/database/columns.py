"""Which kinds of column recur?"""

from typing import Any

from sqlalchemy import Boolean, Column, String, Text, false, true

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
