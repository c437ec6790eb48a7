"""Identities with their evidence, what chats were told, how a story stands; a topic key where topics would part."""

import sqlalchemy as sa
from alembic import op

from bot.feeds.identity import text_key, title_key  # what is compared later must be what the program computes
from bot.store.database.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BATCH = 500


def upgrade() -> None:
    """Move the identities of entries into rows with their evidence; give old rows the one topic that there is."""
    _identities()
    op.create_table(
        "told",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", "story_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_at", "told", ["at"], unique=False)
    op.create_index("ix_told_story_id", "told", ["story_id"], unique=False)
    with op.batch_alter_table("stories") as batch:
        batch.add_column(_topic())
        batch.add_column(sa.Column("status", sa.String(length=16), nullable=True))
        batch.add_column(sa.Column("importance", sa.Float(), nullable=False, server_default="0"))
    op.add_column("mentions", _topic())
    names = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
    with op.batch_alter_table("channels", naming_convention=names) as batch:
        batch.add_column(_topic())
        kind = op.get_bind().dialect.name
        batch.drop_constraint(
            "uq_channels_platform" if kind == "sqlite" else "channels_platform_chat_thread_key", "unique"
        )
        batch.create_unique_constraint("channels_where", ["topic", "platform", "chat", "thread"])
    op.rename_table("seen_facts", "old_facts")
    op.drop_index("ix_seen_facts_at", "old_facts")
    op.create_table(
        "seen_facts",
        _topic(),
        sa.Column("fact", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "fact"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seen_facts_at", "seen_facts", ["at"], unique=False)
    op.execute("INSERT INTO seen_facts (topic, fact, at) SELECT 'main', fact, at FROM old_facts")
    op.drop_table("old_facts")


def _topic() -> sa.Column[str]:
    return sa.Column("topic", sa.String(length=64), nullable=False, server_default="main")


def _identities() -> None:
    op.create_table(
        "identities",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        sa.Column("guid", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=40), nullable=True),
        sa.Column("text", sa.String(length=40), nullable=True),
        sa.Column("published", Instant(), nullable=True),
    )
    for column in ("entry", "guid", "address", "title"):
        op.create_index(f"ix_identities_{column}", "identities", [column], unique=False)
    op.create_table(
        "dropped",
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("address", sa.String(length=40), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "entry", "why"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_dropped_address", "dropped", ["address"], unique=False)
    op.create_index("ix_dropped_at", "dropped", ["at"], unique=False)
    connection = op.get_bind()
    old = sa.table(
        "entries", *(sa.column(name) for name in ("key", "feed_id", "title", "text")), sa.column("published", Instant())
    )
    new = sa.table(
        "identities",
        *(sa.column(name) for name in ("entry", "feed_id", "guid", "address", "title", "text")),
        sa.column("published", Instant()),
    )
    for part in connection.execute(sa.select(old)).partitions(_BATCH):
        connection.execute(
            new.insert(),
            [
                {
                    "entry": row.key,
                    "feed_id": row.feed_id,
                    "guid": row.key if row.key.startswith("g") else None,
                    "address": row.key if row.key.startswith("u") else None,
                    "title": title_key(row.feed_id, row.title),
                    "text": text_key(row.text),
                    "published": row.published,
                }
                for row in part
            ],
        )
    # Of the other keys nobody knows any more whose they were: they stay as evidence of something that is known.
    for kind, column in (("g", "guid"), ("u", "address")):
        op.execute(
            f"INSERT INTO identities (entry, feed_id, {column}) SELECT '', '', key FROM entry_keys "  # noqa: S608
            f"WHERE key LIKE '{kind}%' AND key NOT IN (SELECT key FROM entries)"
        )
    op.drop_table("entry_keys")
