"""When a feed last gave its whole document, and since when it is asked without conditions."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two times to each cursor."""
    op.add_column("feeds", sa.Column("full", Instant(), nullable=True))
    op.add_column("feeds", sa.Column("plain", Instant(), nullable=True))
