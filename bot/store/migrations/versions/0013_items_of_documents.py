"""By what the items of a feed's last document are recognised."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column to each cursor."""
    op.add_column("feeds", sa.Column("items", sa.Text(), nullable=True))
