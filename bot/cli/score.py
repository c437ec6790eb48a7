"""How would each entry of a file be judged? ``seedwatch score`` says it with the code that runs in production."""

import json
from pathlib import Path

import click

from bot.chat.rendering.reasons import shown_names, why_line
from bot.cli.lines import read_lines, to_entry
from bot.cli.options import config_option, load_topic, topic_option
from bot.model import Match
from bot.topic.match import match
from bot.topic.topic import compile_topic


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@topic_option
def command(*, file: Path, config_path: Path, topic_id: str | None) -> None:
    """Score the entries of a JSON-lines FILE.

    Each line is an object with id, title and text, and where known lang. For each one a line
    {"id", "score", "alert", "store", "names", "words", "new", "why"} is printed.
    """
    config = load_topic(config_path, topic_id)
    topic = compile_topic(config.match, config.corpus)
    for line in read_lines(file, needed=("id", "title")):
        entry = to_entry({**line, "date": None})  # when an entry was written plays no part in its score
        click.echo(
            json.dumps({"id": line["id"], **judged(match(topic, entry), topic.settings.alert_at)}, ensure_ascii=False)
        )


def judged(found: Match, alert_at: float) -> dict[str, object]:
    """Return what is said of a match in JSON, where alerts start at ``alert_at``."""
    return {
        "score": found.score,
        "alert": found.alert,
        "store": found.store,
        "names": shown_names(found.names),
        "words": list(dict.fromkeys(word.form for word in found.words)),
        "new": list(found.new),
        "known": found.known,
        "why": why_line(found, alert_at=alert_at),
    }
