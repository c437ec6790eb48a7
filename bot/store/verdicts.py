"""What does each topic but the first say of an entry? The first one's verdict is stored with the entry itself."""

from functools import cache
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Float, Select, Table, false, func, select

from bot.store.database.columns import text as _text
from bot.store.database.columns import topic as _topic
from bot.store.tables import entries, metadata

verdicts = Table(  # no row: the entry has nothing of the topic, or the topic does not read its feed
    "verdicts",
    metadata,
    _topic(primary_key=True),
    _text("entry", length=40, primary_key=True),
    Column("score", Float, nullable=False),
    Column("alert", Boolean, nullable=False),
    Column("stored", Boolean, nullable=False),
    _text("story_id", length=40, nullable=True),
    Column("match", JSON(none_as_null=True)),
    _text("grouped", nullable=True),
    sqlite_with_rowid=False,
)
_NOTHING = {"score": 0.0, "alert": false(), "stored": false()}


@cache
def judged(topic: str) -> Select[Any]:
    """Return the query for entries with what a topic says of them, its columns named like those of entries."""
    said = [column for column in verdicts.c if column.name not in {"topic", "entry"}]
    own = [column for column in entries.c if column.name not in verdicts.c]
    filled = [
        func.coalesce(column, _NOTHING[column.name]).label(column.name) if column.name in _NOTHING else column
        for column in said
    ]
    of_topic = (verdicts.c.entry == entries.c.key) & (verdicts.c.topic == topic)
    return select(*own, *filled).select_from(entries.outerjoin(verdicts, of_topic))
