"""How often feeds bring something is read from an index, however much they brought before."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put an index in place of the one by feed alone."""
    op.create_index("entries_pace", "entries", ["feed_id", "quiet", "seen"])
    op.drop_index("ix_entries_feed_id", "entries")
