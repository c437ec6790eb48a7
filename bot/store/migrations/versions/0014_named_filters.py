"""Channels have named filters, each with what becomes of the stories that it finds."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; nobody has such filters yet."""
    op.add_column("channels", sa.Column("rules", sa.JSON(), nullable=False, server_default="[]"))
