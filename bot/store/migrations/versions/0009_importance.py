"""How important the stories of a fortnight are is found without reading them."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add an index."""
    op.create_index("stories_important", "stories", ["alert", "opened", "importance"], unique=False)
