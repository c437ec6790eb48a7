"""How do stored stories get into a spreadsheet or another program? ``seedwatch export`` prints them."""

import asyncio
import os
import sys
from pathlib import Path

import click

from bot.cli.options import config_option, span
from bot.clock import SystemClock
from bot.config.environment import read_settings
from bot.config.sources.file import load
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.export import FORMS, pieces


@click.command()
@click.option("--format", "form", type=click.Choice(sorted(FORMS)), required=True, help="How to print them.")
@click.option("--since", metavar="TIME", help="Only what changed in this time, e.g. 30d or 12h.")
@config_option
def command(*, form: str, since: str | None, config_path: Path) -> None:
    """Print the stored stories, oldest first, each with its sources; also while the service runs.

    JSON is one list; CSV has one line for each story; RSS is a feed. Cells of the CSV that a spreadsheet would run as a
    formula start with an apostrophe.
    """
    now = SystemClock().now()
    start = now - span(since) if since else None
    topic = load(config_path).topic.name if form == "rss" and config_path.exists() else "Seedwatch"
    settings = read_settings(os.environ, config_path.parent / ".env")

    def export(tx: Transaction) -> None:
        stories = tx.stories.each_since(start)
        sys.stdout.writelines(pieces(FORMS[form], stories, topic=topic, now=now))

    with Store(settings.database_url, looking=True) as store:
        asyncio.run(store.read(export))
