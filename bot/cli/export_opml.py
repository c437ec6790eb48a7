"""How do our feeds get into another reader? ``seedwatch export-opml`` prints them."""

from pathlib import Path

import click

from bot.cli.options import config_option
from bot.config.sources.file import load
from bot.config.sources.opml import write_opml


@click.command()
@config_option
def command(config_path: Path) -> None:
    """Print the enabled feeds of sources.yaml as OPML."""
    config = load(config_path)
    click.echo(write_opml(config.topic.name, config.feeds), nl=False)
