"""Which options do commands share, and how are a stretch of time and a choice of topic read?"""

from datetime import timedelta
from pathlib import Path

import click

from bot.config import Config
from bot.config.findings.fields import read_duration
from bot.config.findings.problems import Wrong
from bot.config.sources.file import load
from bot.errors import ConfigError

_LONGEST = timedelta(days=36500)

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("sources.yaml"),
    show_default=True,
    help="The configuration; 'seeds:' in it is relative to it.",
)
config_unused = click.option(  # every command takes --config, so that a wrapper can pass it to all alike
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    expose_value=False,
    help="Taken as everywhere; this command needs nothing from it.",
)
topic_option = click.option(
    "--topic", "topic_id", metavar="ID", help="Which topic of the file; otherwise the first one."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


def span(since: str) -> timedelta:
    """Return the time that ``--since`` names, e.g. 30d or 12h. Raises ``click.UsageError``."""
    try:
        return read_duration(since, shortest=timedelta(seconds=1), longest=_LONGEST)
    except Wrong as wrong:
        raise click.UsageError(f"--since {since} {wrong.text}; {wrong.fix}, 12h or 30d") from wrong


def load_topic(path: Path, topic_id: str | None) -> Config:
    """Return the configuration of a topic, of the first one where none is named.

    Raises ``ConfigProblems``, and ``click.UsageError``, which lists the topics that there are.
    """
    config = load(path)
    try:
        return config if topic_id is None else config.about(topic_id)
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
