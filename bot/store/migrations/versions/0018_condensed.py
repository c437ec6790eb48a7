"""Channels say whether their alerts are one line."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column."""
    op.add_column("channels", sa.Column("condensed", sa.Boolean(), nullable=False, server_default=sa.false()))
