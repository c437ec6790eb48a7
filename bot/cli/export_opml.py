"""How do our feeds get into another reader? ``seedwatch export-opml`` prints them."""

from dataclasses import replace
from pathlib import Path

import click

from bot.chat.language import ENGLISH
from bot.cli.options import config_option
from bot.config.findings.masking import without_secrets
from bot.config.sources.file import load
from bot.config.sources.opml import write_opml


@click.command()
@config_option
@click.option("--with-keys", is_flag=True, help="Print also the keys that stand in addresses, e.g. ?token=...")
def command(*, config_path: Path, with_keys: bool) -> None:
    """Print the enabled feeds of sources.yaml as OPML, the keys in their addresses masked."""
    config = load(config_path)
    shown = [feed if with_keys else replace(feed, url=without_secrets(feed.url)) for feed in config.feeds]
    click.echo(write_opml(config.topic.name, tuple(shown)), nl=False)
    masked = sum(feed.enabled and feed not in config.feeds for feed in shown)
    if masked:
        counted = ENGLISH.counted(masked, "the key in {n} address is masked", "the keys in {n} addresses are masked")
        click.echo(f"{counted}; --with-keys prints them", err=True)
