"""How do stored stories get into a spreadsheet or another program? ``seedwatch export`` prints them."""

import asyncio
import sys
from pathlib import Path

import click

from bot.cli.options import config_option, load_topic, span, topic_option
from bot.cli.setting_up import looking
from bot.clock import SystemClock
from bot.model import FIRST_TOPIC
from bot.store.transaction import Transaction
from bot.stories.export import FORMS, pieces


@click.command()
@click.option("--format", "form", type=click.Choice(sorted(FORMS)), required=True, help="How to print them.")
@click.option("--since", metavar="TIME", help="Only what changed in this time, e.g. 30d or 12h.")
@config_option
@topic_option
def command(*, form: str, since: str | None, config_path: Path, topic_id: str | None) -> None:
    """Print the stored stories, oldest first, each with its sources; also while the service runs.

    JSON is one list; CSV has one line for each story; RSS is a feed. Cells of the CSV that a spreadsheet would run as a
    formula start with an apostrophe.
    """
    now = SystemClock().now()
    start = now - span(since) if since else None
    known = topic_id is not None or (form == "rss" and config_path.exists())
    config = load_topic(config_path, topic_id) if known else None
    topic = config.topic.name if config else "Seedwatch"
    key = config.key if config else FIRST_TOPIC

    def export(tx: Transaction) -> None:
        stories = tx.about(key).stories.each_since(start)
        sys.stdout.writelines(pieces(FORMS[form], stories, topic=topic, now=now))

    with looking(config_path) as store:
        asyncio.run(store.read(export))
