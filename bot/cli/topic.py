"""How does the topic stand on what the feeds brought? ``seedwatch topic`` judges the stored entries anew."""

import asyncio
import dataclasses
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import click

from bot.chat.language import ENGLISH
from bot.chat.verbs.topic import turn_down, turned_down
from bot.cli.options import config_option, json_option, load_topic, span, topic_option
from bot.cli.setting_up import database_of, opened
from bot.clock import SystemClock
from bot.config import Config
from bot.config.seeds.folder import NAMES
from bot.config.sources.changes import add_words
from bot.errors import BotError
from bot.model import Entry
from bot.store.database.connection import exists
from bot.store.engine import Store
from bot.text.words import fold
from bot.topic.standing import Standing, Suggestion, stand
from bot.topic.topic import compile_topic

_YES, _NO, _LATER = "yes", "no", "later"


@click.command()
@click.argument("what", required=False, type=click.Choice(["suggest"]))
@click.option("--accept", metavar="WORD", multiple=True, help="Add a suggested word to names.yaml. Can be repeated.")
@click.option("--refuse", metavar="WORD", multiple=True, help="Never suggest a word again. Can be repeated.")
@click.option("--since", metavar="TIME", default="14d", show_default=True, help="Only entries of this time, e.g. 7d.")
@config_option
@topic_option
@json_option
def command(
    *,
    what: str | None,
    accept: tuple[str, ...],
    refuse: tuple[str, ...],
    since: str,
    config_path: Path,
    topic_id: str | None,
    as_json: bool,
) -> None:
    """Show alerts to expect at three thresholds, the last of those in force, and near misses with what was missing.

    With  suggest  it lists words that many near misses have and the topic does not know. At a terminal it asks for each
    whether it belongs to the topic; those become concepts of names.yaml, and it is said what that changes. Others are
    not suggested again, here or in a chat.
    """
    if (accept or refuse) and not what:
        raise click.UsageError("--accept and --refuse are for  suggest")
    config = load_topic(config_path, topic_id)
    url = database_of(config_path)
    time = span(since)
    start = SystemClock().now() - time
    topic = compile_topic(config.match, config.corpus)
    entries = stored(url, start)
    found = stand(topic, entries, _refused(url, config.key))
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
        return
    click.echo("\n".join(_suggestions(found) if what else _standing(found, time)))
    if not what:
        return
    chosen, others = _chosen(found.suggestions, accept, refuse)
    if others:
        _refuse(url, config.key, [each.word for each in others])
    if chosen:
        _add(config, chosen)
        fresh = load_topic(config_path, topic_id)
        _compare(found, stand(compile_topic(fresh.match, fresh.corpus), entries))


def stored(url: str, start: datetime) -> list[Entry]:
    """Return the entries that a database has since then; none where there is no database yet."""
    if not exists(url):
        return []
    with Store(url, looking=True) as store:
        return [hit.entry for hit in asyncio.run(store.read(lambda tx: tx.entries.since(start)))]


def _refused(url: str, key: str) -> frozenset[str]:
    if not exists(url):
        return frozenset()
    with Store(url, looking=True) as store:
        return asyncio.run(store.read(lambda tx: turned_down(tx, key)))


def _refuse(url: str, key: str, words: Sequence[str]) -> None:
    with opened(url) as store:
        asyncio.run(store.write(lambda tx: turn_down(tx, key, words, SystemClock().now())))
    click.echo(f"{', '.join(words)}: not suggested again.")


def _chosen(
    offered: Sequence[Suggestion], accept: Sequence[str], refuse: Sequence[str]
) -> tuple[list[Suggestion], list[Suggestion]]:
    """Return the accepted and the refused suggestions: as named, or at a terminal as answered."""
    if not (accept or refuse) and sys.stdin.isatty():
        said = [(each, _answer(each)) for each in offered]
        return [each for each, answer in said if answer == _YES], [each for each, answer in said if answer == _NO]
    by_word = {fold(each.word): each for each in offered}
    if unknown := [word for word in (*accept, *refuse) if fold(word) not in by_word]:
        raise BotError(f"{', '.join(unknown)}: not among the suggestions; add it to names.yaml by hand")
    return [by_word[fold(word)] for word in accept], [by_word[fold(word)] for word in refuse]


def _answer(suggestion: Suggestion) -> str:
    question = f"Does {suggestion.word!r} belong to the topic"
    return str(click.prompt(question, type=click.Choice([_YES, _NO, _LATER]), default=_LATER))


def _add(config: Config, chosen: Sequence[Suggestion]) -> None:
    """Write words into the names file of a configuration, comments kept, and say which."""
    path = config.seeds_folder / NAMES
    add_words(path, [(each.word, each.language) for each in chosen])
    told = ", ".join(each.word for each in chosen)
    click.echo(f"{path}: {told} added. A running service takes it within a minute.")


def _compare(before: Standing, after: Standing) -> None:
    for (mark, count), (_, now) in zip(before.alerts, after.alerts, strict=True):
        click.echo(f"alert_at {mark:.2f}: {_entries(now)}, before {count}")


def _standing(found: Standing, time: timedelta) -> list[str]:
    if not found.entries:
        return ["Nothing is stored of that time yet. Run  seedwatch once  or let the service run for a day."]
    days = max(1.0, time / timedelta(days=1))
    said = [f"{_entries(found.entries)} of {days:.0f} days, judged by the configuration in force", ""]
    said += [f"alert_at {mark:.2f}: {_entries(count)}, {count / days:.1f} a day" for mark, count in found.alerts]
    for head, rows in (("Near misses:", found.near), ("Alerts by a little:", found.barely)):
        said += ["", head] if rows else []
        for each in rows:
            missing = f"  (missing: {', '.join(each.missing)})" if each.missing else ""
            said.append(f"  {each.score:.2f}  {each.title}{missing}")
    return said


def _entries(count: int) -> str:
    return ENGLISH.counted(count, "{n} entry", "{n} entries")


def _suggestions(found: Standing) -> list[str]:
    if not found.suggestions:
        return ["No word is common among near misses that the topic does not know."]
    head = "Words of near misses that the topic does not know; accept those that belong to it with --accept WORD,\n"
    head += "and have the others left out with --refuse WORD:"
    return [head, *(f"  {each.entries:>3}  {each.word} ({each.language or '?'})" for each in found.suggestions)]
