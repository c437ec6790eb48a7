"""Words, names, numbers and kinds of event with the number of stories that had them: what rarity is judged by."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin to count; until there are some, general news and the seeds stand for the stream."""
    op.create_table(
        "frequencies",
        sa.Column("feature", sa.String(length=80), nullable=False),
        sa.Column("stories", sa.Float(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("feature"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_frequencies_at", "frequencies", ["at"], unique=False)
