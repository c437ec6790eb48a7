"""Stored stories are found by their reports' attributes, and lists of the newest ones without reading the others."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = (("source", "feed_id"), ("country", "country"), ("lang", "language"), ("ownership", "ownership"))


def upgrade() -> None:
    """Widen an index; add to the search words of each story what ``bot.stories.search`` adds to those of new ones."""
    op.drop_index("ix_stories_updated", "stories")
    op.create_index("stories_updated", "stories", ["updated", "alert"], unique=False)
    for kind, field in _KINDS:
        value = f"json_extract(report.value, '$.{field}')"
        reports = "FROM stories, json_each(stories.body, '$.reports') AS report"
        op.execute(
            f"CREATE TEMP TABLE found AS SELECT stories.row AS row, {value} AS value, "
            f"count(*) OVER (PARTITION BY stories.row) AS n {reports} GROUP BY stories.row, {value}"
        )
        op.execute(
            "CREATE TEMP TABLE marks AS SELECT row, group_concat("  # noqa: S608
            f"'0x' || lower(hex('{kind}:' || lower(value))) || "
            f"CASE n WHEN 1 THEN ' 0x' || lower(hex('only {kind}:' || lower(value))) ELSE '' END, ' ') AS words "
            "FROM found WHERE value IS NOT NULL GROUP BY row"
        )
        op.execute("CREATE UNIQUE INDEX temp.marks_row ON marks (row)")
        op.execute(
            "UPDATE story_words SET words = words || ' ' || (SELECT words FROM marks WHERE row = story_words.rowid) "
            "WHERE rowid IN (SELECT row FROM marks)"
        )
        op.execute("DROP TABLE temp.found")
        op.execute("DROP TABLE temp.marks")
