"""Channels say when the report of a week comes."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns."""
    op.add_column("channels", sa.Column("report", sa.Text(), nullable=True))
    op.add_column("channels", sa.Column("report_due", Instant(), nullable=True))
