"""Which options do commands share, and how is a stretch of time read?"""

from datetime import timedelta
from pathlib import Path

import click

from bot.config.findings.fields import read_duration
from bot.config.findings.problems import Wrong

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
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


def span(since: str) -> timedelta:
    """Return the time that ``--since`` names, e.g. 30d or 12h. Raises ``click.UsageError``."""
    try:
        return read_duration(since, shortest=timedelta(seconds=1), longest=_LONGEST)
    except Wrong as wrong:
        raise click.UsageError(f"--since {since} {wrong.text}; {wrong.fix}, 12h or 30d") from wrong
