"""Stored stories are found by their reports' attributes, and lists of the newest ones without reading the others."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KINDS = (("source", "feed_id"), ("country", "country"), ("lang", "language"), ("ownership", "ownership"))


def upgrade() -> None:
    """Widen an index; add to each story's search words what ``bot.stories.search.index`` adds to new ones."""
    op.drop_index("ix_stories_updated", "stories")
    op.create_index("stories_updated", "stories", ["updated", "alert"], unique=False)
    if op.get_bind().dialect.name != "sqlite":
        return  # no database of another kind is older
    fields = ", ".join(f"json_extract(report.value, '$.{field}') AS {field}" for _, field in _KINDS)
    op.execute(
        f"CREATE TEMP TABLE report AS SELECT stories.row AS row, {fields} "  # noqa: S608 our own names
        "FROM stories, json_each(stories.body, '$.reports') AS report"
    )
    attributes = " UNION ALL ".join(
        f"SELECT row, '{kind}:' || lower({field}) AS attribute, count(*) OVER (PARTITION BY row) AS n "  # noqa: S608
        f"FROM temp.report GROUP BY row, {field}"
        for kind, field in _KINDS
    )
    op.execute(
        "CREATE TEMP TABLE mark AS SELECT row, group_concat('0x' || lower(hex(attribute)) || "  # noqa: S608
        "CASE n WHEN 1 THEN ' 0x' || lower(hex('only ' || attribute)) ELSE '' END, ' ') AS words "
        f"FROM ({attributes}) WHERE attribute IS NOT NULL GROUP BY row"
    )
    op.execute("CREATE UNIQUE INDEX temp.mark_row ON mark (row)")
    op.execute(
        "UPDATE story_words SET words = words || ' ' || (SELECT words FROM temp.mark WHERE row = story_words.rowid) "
        "WHERE rowid IN (SELECT row FROM temp.mark)"
    )
    op.execute("DROP TABLE temp.report")
    op.execute("DROP TABLE temp.mark")
