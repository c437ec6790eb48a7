"""What chats may choose, which stories they muted, who may use us, and what was carried out already."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

from bot.store.database.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns with what was the rule before, and five tables."""
    op.add_column("channels", sa.Column("scope", sa.String(length=8), nullable=False, server_default="private"))
    op.add_column("channels", sa.Column("quiet", sa.String(length=16), nullable=True))
    op.add_column("channels", sa.Column("breakthrough", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("channels", sa.Column("preview", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("channels", sa.Column("broadcast", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("channels", sa.Column("manager", sa.String(length=64), nullable=True))
    op.add_column("alerts", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()))
    _table("muted_stories", sa.Column("channel_id", sa.Integer(), nullable=False), _text("story_id", 40))
    _table("inbox", _text("key", 120))
    op.create_table(
        "questions",
        _text("id", 12),
        _text("verb", 32),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_questions_at", "questions", ["at"], unique=False)
    _table("admitted", _text("platform", 16), _text("chat", 64), indexed=False)
    _table("invitations", _text("code", 32))


def _table(name: str, *key: sa.Column[str] | sa.Column[int], indexed: bool = True) -> None:
    at: sa.Column[datetime] = sa.Column("at", Instant(), nullable=False)
    names = [column.name for column in key]
    op.create_table(name, *key, at, sa.PrimaryKeyConstraint(*names), sqlite_with_rowid=False)
    if indexed:
        op.create_index(f"ix_{name}_at", name, ["at"], unique=False)


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False)
