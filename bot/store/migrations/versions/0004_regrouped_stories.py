"""Stories that operators keep apart or merged, and which story has which name since when."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add three tables and an index; the names of stored stories are copied out of them."""
    op.create_table(
        "apart",
        sa.Column("one", sa.String(length=40), nullable=False),
        sa.Column("other", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "merged",
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("short", sa.String(length=8), nullable=False),
        sa.Column("into", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("story_id"),
        sa.UniqueConstraint("short"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mentions",
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", "name"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mentions_at", "mentions", ["at"], unique=False)
    op.create_index("stories_opened", "stories", ["alert", "opened"], unique=False)
    if op.get_bind().dialect.name != "sqlite":
        return  # no database of another kind is older
    op.execute(
        "INSERT OR IGNORE INTO mentions (story_id, name, at) "
        "SELECT stories.id, each.value, stories.opened FROM stories, json_each(stories.body, '$.names') AS each "
        "WHERE stories.alert"
    )
