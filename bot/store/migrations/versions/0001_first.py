"""The first tables."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the full-text index."""
    op.create_table(
        "alerts",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created", Instant(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("new", sa.JSON(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("stories", sa.JSON(), nullable=False),
        sa.Column("since", Instant(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("sent_id", sa.Text(), nullable=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("ambiguous", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("alerts_channel", "alerts", ["channel_id", "state", "seq"], unique=False)
    op.create_index("alerts_due", "alerts", ["state", "next_at"], unique=False)
    op.create_index("alerts_story", "alerts", ["story_id", "channel_id"], unique=False)
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=16), nullable=False),
        sa.Column("chat", sa.String(length=64), nullable=False),
        sa.Column("thread", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("send", sa.String(length=16), nullable=False),
        sa.Column("include", sa.JSON(), nullable=False),
        sa.Column("exclude", sa.JSON(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("muted_until", Instant(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("digest_due", Instant(), nullable=True),
        sa.Column("digest_from", Instant(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("paused", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("looked", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("platform", "chat", "thread"),
    )
    op.create_index("ix_channels_digest_due", "channels", ["digest_due"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("published", Instant(), nullable=True),
        sa.Column("seen", Instant(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("stored", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("story_id", sa.String(length=40), nullable=True),
        sa.Column("match", sa.JSON(none_as_null=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_entries_feed_id", "entries", ["feed_id"], unique=False)
    op.create_index("ix_entries_seen", "entries", ["seen"], unique=False)
    op.create_index("ix_entries_story_id", "entries", ["story_id"], unique=False)
    op.create_index("ix_entries_url", "entries", ["url"], unique=False)
    op.create_table(
        "entry_keys",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feeds",
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        sa.Column("due", Instant(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_seen", sa.Integer(), nullable=False),
        sa.Column("polled", Instant(), nullable=True),
        sa.Column("changed", Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("primed", sa.Boolean(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=True),
        sa.Column("answered", sa.Text(), nullable=True),
        sa.Column("hints", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("feed_id"),
    )
    op.create_index("ix_feeds_due", "feeds", ["due"], unique=False)
    op.create_table(
        "notes",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "stories",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("short", sa.String(length=8), nullable=False),
        sa.Column("opened", Instant(), nullable=False),
        sa.Column("updated", Instant(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("row"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("short"),
    )
    op.create_index("ix_stories_updated", "stories", ["updated"], unique=False)
    op.create_table(
        "story_terms",
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("term", "story_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_story_terms_at", "story_terms", ["at"], unique=False)
    op.create_index("story_terms_story", "story_terms", ["story_id"], unique=False)
    # One column of our own words, normalised and stemmed by us: SQLite has no stemmer for most of our languages.
    if op.get_bind().dialect.name == "sqlite":
        op.execute('CREATE VIRTUAL TABLE story_words USING fts5(words, tokenize = "unicode61 remove_diacritics 0")')
        return
    # The words as they are: PostgreSQL's own parser would take some of them apart.
    op.execute(
        "CREATE TABLE story_words (rowid INTEGER PRIMARY KEY, words TEXT NOT NULL, found tsvector NOT NULL "
        "GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(words, ' '), ''))) STORED)"
    )
    op.execute("CREATE INDEX story_words_found ON story_words USING gin (found)")
