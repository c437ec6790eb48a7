"""Earlier versions of entries, and what tells that a feed says something else now."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table and two columns; of entries stored before, the next poll notes what their feed says."""
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_revisions_key", "revisions", ["key"], unique=False)
    op.add_column("entries", sa.Column("said", sa.String(length=16), nullable=True))
    op.add_column("entries", sa.Column("full", sa.Boolean(), nullable=False, server_default=sa.false()))
