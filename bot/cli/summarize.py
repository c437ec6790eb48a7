"""What do these articles say? ``seedwatch summarize`` prints the sentences that an alert would show."""

import json
from pathlib import Path
from typing import Any

import click

from bot.cli.lines import read_lines, to_entry
from bot.cli.options import config_option, load_topic, topic_option
from bot.model import FeedKind, Ownership, Report
from bot.stories.wording.summary import summarise
from bot.text.language import detect


@click.command()
@config_option
@topic_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--limit", type=click.IntRange(40, 4000), default=400, show_default=True, help="Characters at most.")
def command(*, file: Path, config_path: Path, topic_id: str | None, limit: int) -> None:
    """Summarise articles of a JSON-lines FILE.

    Each line is an object with id, title and article, and where known lang. For each one a line {"id", "summary"} is
    printed; the summary is "" where the article has no sentence that could stand alone.
    """
    if topic_id is not None:
        load_topic(config_path, topic_id)  # a summary knows no topic, but a wrong id should not go unnoticed
    for line in read_lines(file, needed=("id", "title", "article")):
        click.echo(json.dumps({"id": line["id"], "summary": summary(line, limit)}, ensure_ascii=False))


def summary(line: dict[str, Any], limit: int) -> str:
    """Return the summary of one article, at most ``limit`` characters, as an alert would show it."""
    entry = to_entry({**line, "text": line["article"]})
    report = Report(
        key=entry.key,
        feed_id=entry.feed_id,
        source=entry.feed_id,
        ownership=Ownership.UNKNOWN,
        kind=FeedKind.NEWS,
        country=None,
        language=detect(f"{entry.title}\n{entry.text}", entry.language),
        url=entry.url,
        title=entry.title,
        text=entry.text,
        at=entry.seen,
        score=0.0,
    )
    return summarise([report], (), language=report.language, limit=limit)
