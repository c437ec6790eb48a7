"""Signs are numbers, in indexes of a third of the size; indexes that nothing asks are gone."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.feeds.identity import number  # what is compared later must be what the program computes
from bot.store.database.columns import Instant

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_SIGNS = ("guid", "address", "title", "text")
_LOOKED_UP = ("guid", "address", "title")
# Read from the index of entries alone, in its order.
_LATER = (
    "UPDATE identities SET later = true WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER "
    "(PARTITION BY entry ORDER BY id) AS place FROM {table} WHERE entry <> '') AS placed WHERE place > 1)"
)
# The same as in Python.
_NUMBER = "('x' || lpad(right(substr({key}, 2), 15), 16, '0'))::bit(64)::bigint"


def upgrade() -> None:
    """Turn keys into numbers, and note which sets of signs are not the first of their entry."""
    if op.get_bind().dialect.name == "sqlite":
        _in_a_file()
    else:
        _on_a_server()
    op.create_index(
        "identities_later",
        "identities",
        ["entry"],
        sqlite_where=sa.text("later IS 1"),
        postgresql_where=sa.text("later IS true"),
    )
    for name, table in (("url", "entries"), ("story_id", "entries"), ("story_id", "verdicts")):
        op.drop_index(f"ix_{table}_{name}", table)


def _in_a_file() -> None:
    """SQLite cannot change a column's type: the rows go into new tables."""
    driver: Any = op.get_bind().connection.driver_connection
    driver.create_function("number", 1, lambda key: key and number(key[1:].zfill(32)), deterministic=True)
    for name in ("identities", "dropped"):
        op.rename_table(name, f"old_{name}")
    for name in _LOOKED_UP:
        op.drop_index(f"ix_identities_{name}", "old_identities")
    for name in ("address", "at"):
        op.drop_index(f"ix_dropped_{name}", "old_dropped")
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in _SIGNS),
        sa.Column("published", Instant(), nullable=True),
        _later(),
    )
    op.create_table(
        "dropped",
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("address", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "entry", "why"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO identities (id, entry, feed_id, guid, address, title, text, published) "
        "SELECT id, entry, feed_id, 2 * number(guid) + (guid LIKE 'p%'), number(address), number(title), number(text), "
        "published FROM old_identities"
    )
    op.execute(_LATER.format(table="old_identities"))
    op.execute(
        "INSERT INTO dropped (feed_id, entry, why, url, address, title, at, times) "
        "SELECT feed_id, entry, why, url, number(address), title, at, times FROM old_dropped"
    )
    for name in ("identities", "dropped"):
        op.drop_table(f"old_{name}")
    for name in _LOOKED_UP:
        op.create_index(f"ix_identities_{name}", "identities", [name], unique=False)
    for name in ("address", "at"):
        op.create_index(f"ix_dropped_{name}", "dropped", [name], unique=False)


def _on_a_server() -> None:
    """PostgreSQL writes the tables anew, with their indexes."""
    op.add_column("identities", _later())
    op.execute(_LATER.format(table="identities"))
    op.drop_index("ix_identities_entry", "identities")
    numbers = {name: _NUMBER.format(key=name) for name in _SIGNS}
    numbers["guid"] = f"2 * {numbers['guid']} + (guid LIKE 'p%')::int"
    changed = ", ".join(f"ALTER {name} TYPE bigint USING {made}" for name, made in numbers.items())
    op.execute(f"ALTER TABLE identities {changed}")
    op.execute(f"ALTER TABLE dropped ALTER address TYPE bigint USING {_NUMBER.format(key='address')}")


def _later() -> sa.Column[bool]:
    return sa.Column("later", sa.Boolean(), nullable=False, server_default=sa.false())
