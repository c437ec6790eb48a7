"""Votes on stories, facts seen lately, and why each entry is in its story."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two tables and a column; nothing that is stored changes."""
    op.create_table(
        "votes",
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("vote", sa.String(length=8), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", "user"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_votes_at", "votes", ["at"], unique=False)
    op.create_index("ix_votes_channel_id", "votes", ["channel_id"], unique=False)
    op.create_table(
        "seen_facts",
        sa.Column("fact", sa.String(length=200), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("fact"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_seen_facts_at", "seen_facts", ["at"], unique=False)
    op.add_column("entries", sa.Column("grouped", sa.Text(), nullable=True))
