"""Channels say whether they want notices of silent sides and of unannounced edits."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns."""
    op.add_column("channels", sa.Column("silences", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("channels", sa.Column("edits", sa.Boolean(), nullable=False, server_default=sa.false()))
