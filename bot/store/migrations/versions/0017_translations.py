"""Channels say whether they want translated headlines beside foreign ones."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column."""
    op.add_column("channels", sa.Column("translate", sa.Boolean(), nullable=False, server_default=sa.false()))
