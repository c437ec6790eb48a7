"""A channel remembers which alerts came before a digest took their place."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column."""
    op.add_column("channels", sa.Column("alerts", sa.String(length=16), nullable=False, server_default="every"))
