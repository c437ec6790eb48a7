"""Further topics beside the first: what each of them says of an entry, and whose the rows are by which we group."""

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_INDEXES = {
    "stories_opened": ["alert", "opened", "topic"],
    "stories_important": ["alert", "opened", "importance", "topic"],
    "stories_updated": ["updated", "alert", "topic"],
}


def upgrade() -> None:
    """Add the verdicts of further topics; all that there is belongs to the first one."""
    op.create_table(
        "verdicts",
        _topic(),
        sa.Column("entry", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("stored", sa.Boolean(), nullable=False),
        sa.Column("story_id", sa.String(length=40), nullable=True),
        sa.Column("match", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("grouped", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("topic", "entry"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_verdicts_story_id", "verdicts", ["story_id"], unique=False)
    for index, columns in _INDEXES.items():
        op.drop_index(index, "stories")
        op.create_index(index, "stories", columns, unique=False)
    _terms()
    _frequencies()


def _topic() -> sa.Column[str]:
    return sa.Column("topic", sa.String(length=64), nullable=False, server_default="main")


def _terms() -> None:
    op.rename_table("story_terms", "old_terms")
    for index in ("ix_story_terms_at", "story_terms_story"):
        op.drop_index(index, "old_terms")
    op.create_table(
        "story_terms",
        _topic(),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("story_id", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "term", "story_id"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO story_terms (topic, term, story_id, at) SELECT 'main', term, story_id, at FROM old_terms")
    op.create_index("ix_story_terms_at", "story_terms", ["at"], unique=False)
    op.create_index("story_terms_story", "story_terms", ["story_id"], unique=False)
    op.drop_table("old_terms")


def _frequencies() -> None:
    op.rename_table("frequencies", "old_frequencies")
    op.drop_index("ix_frequencies_at", "old_frequencies")
    op.create_table(
        "frequencies",
        _topic(),
        sa.Column("feature", sa.String(length=80), nullable=False),
        sa.Column("stories", sa.Float(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("topic", "feature"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO frequencies (topic, feature, stories, at) SELECT 'main', feature, stories, at FROM old_frequencies"
    )
    op.create_index("ix_frequencies_at", "frequencies", ["at"], unique=False)
    op.drop_table("old_frequencies")
