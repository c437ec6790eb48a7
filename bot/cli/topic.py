"""How does the topic stand on what the feeds brought? ``seedwatch topic`` judges the stored entries anew."""

import asyncio
import dataclasses
import json
import os
from datetime import timedelta
from pathlib import Path

import click

from bot.chat.language import ENGLISH
from bot.cli.options import config_option, json_option, load_topic, span, topic_option
from bot.clock import SystemClock
from bot.config.environment import read_settings
from bot.store.database.connection import exists
from bot.store.engine import Store
from bot.topic.standing import Standing, stand
from bot.topic.topic import compile_topic


@click.command()
@click.argument("what", required=False, type=click.Choice(["suggest"]))
@click.option("--since", metavar="TIME", default="14d", show_default=True, help="Only entries of this time, e.g. 7d.")
@config_option
@topic_option
@json_option
def command(*, what: str | None, since: str, config_path: Path, topic_id: str | None, as_json: bool) -> None:
    """Show alerts to expect at three thresholds, and near misses with what was missing.

    With  suggest  it lists words that many near misses have and the topic does not know. Nothing is changed: add those
    that belong to the topic to its concepts in names.yaml, and see here what that does.
    """
    config = load_topic(config_path, topic_id)
    settings = read_settings(os.environ, config_path.parent / ".env")
    time = span(since)
    start = SystemClock().now() - time
    topic = compile_topic(config.match, config.corpus)
    entries = []
    if exists(settings.database_url):
        with Store(settings.database_url, looking=True) as store:
            entries = [hit.entry for hit in asyncio.run(store.read(lambda tx: tx.entries.since(start)))]
    found = stand(topic, entries)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
        return
    click.echo("\n".join(_suggestions(found) if what else _standing(found, time)))


def _standing(found: Standing, time: timedelta) -> list[str]:
    if not found.entries:
        return ["Nothing is stored of that time yet. Run  seedwatch once  or let the service run for a day."]
    days = max(1.0, time / timedelta(days=1))
    said = [f"{_entries(found.entries)} of {days:.0f} days, judged by the configuration in force", ""]
    said += [f"alert_at {mark:.2f}: {_entries(count)}, {count / days:.1f} a day" for mark, count in found.alerts]
    if found.near:
        said += ["", "Near misses:"]
    for each in found.near:
        missing = f"  (missing: {', '.join(each.missing)})" if each.missing else ""
        said.append(f"  {each.score:.2f}  {each.title}{missing}")
    return said


def _entries(count: int) -> str:
    return ENGLISH.counted(count, "{n} entry", "{n} entries")


def _suggestions(found: Standing) -> list[str]:
    if not found.suggestions:
        return ["No word is common among near misses that the topic does not know."]
    head = "Words of near misses that the topic does not know; add those that belong to it to a concept's words:"
    return [head, *(f"  {each.entries:>3}  {each.word} ({each.language or '?'})" for each in found.suggestions)]
