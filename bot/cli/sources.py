"""How do feeds get in, out and under another name? ``seedwatch sources`` edits sources.yaml and nothing else."""

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.chat.language import ENGLISH
from bot.chat.platforms import DECLARED
from bot.cli.options import config_option, json_option
from bot.clock import SystemClock
from bot.config.environment import read_settings
from bot.config.findings.masking import without_secrets
from bot.config.findings.problems import Wrong
from bot.config.sources.address import check_url, feed_key, meant
from bot.config.sources.changes import append_sources, remove_source, rename_source, replace_file
from bot.config.sources.file import interpret, load, read_file
from bot.config.sources.opml import Outline
from bot.errors import BotError
from bot.model import Cursor, Entry, Feed
from bot.ops.feed_search import FoundFeed, find_feed
from bot.store.engine import Store
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic

_SHOWN = 5  # newest entries of a feed
_FEW = 3  # up to this many sources may be removed without a question


@click.group("sources")
def command() -> None:
    """Add, list, test, rename and remove the feeds of sources.yaml. Comments and order stay."""


@command.command()
@config_option
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--id", "new_id", help="Its id; otherwise made of the feed's title.")
@click.option("--name", help="Its name as readers see it; otherwise the feed's title.")
@click.option("--dry-run", is_flag=True, help="Show what would be added; write nothing.")
def add(*, config_path: Path, urls: tuple[str, ...], new_id: str | None, name: str | None, dry_run: bool) -> None:
    """Add the feeds at these addresses, or those of the pages there, and show what they tell.

    The newest entries are shown with their scores. Nothing is written unless the result can be used.
    """
    if len(urls) > 1 and (new_id or name):
        raise click.UsageError("--id and --name are for one address")
    _, failed = add_feeds(config_path, urls, new_id=new_id, name=name, dry_run=dry_run)
    if failed:
        raise BotError(f"{failed} of {len(urls)} addresses gave no feed")


def add_feeds(
    config_path: Path,
    urls: Sequence[str],
    *,
    new_id: str | None = None,
    name: str | None = None,
    dry_run: bool = False,
) -> tuple[list[FoundFeed], int]:
    """Add feeds to the file and show what they tell; return the new ones, and how many addresses had none."""
    raw = read_file(config_path)
    config = interpret(raw, config_path)
    topic = compile_topic(config.match, config.corpus)
    known = {feed_key(feed.url): feed.id for feed in config.feeds}
    fresh: list[FoundFeed] = []
    failed = 0
    for url in urls:
        try:
            found = asyncio.run(find_feed(full_address(url), config.fetch, SystemClock()))
        except BotError as error:
            click.echo(without_secrets(f"{url}: {error}" if url not in str(error) else str(error)), err=True)
            failed += 1
            continue
        if (taken := known.get(feed_key(found.url))) is not None:
            click.echo(f"{without_secrets(found.url)}: already there as '{taken}'", err=True)
            continue
        called = name or found.parsed.title or without_secrets(found.url)
        outline = Outline(name=called, url=found.url, language=_language(found))
        ids = [feed.id for feed in config.feeds]
        if new_id in ids:
            raise BotError(f"the id '{new_id}' is taken; choose another one")
        raw = append_sources(raw, str(config_path), [outline], ids, new_id)
        config = interpret(raw, config_path)
        added = config.feeds[-1]
        known[feed_key(added.url)] = added.id
        fresh.append(found)
        _preview(added, found, topic)
    if not dry_run and fresh:
        replace_file(config_path.resolve(), raw)
        click.echo(f"{config_path}: written. A running service takes it within a minute.", err=True)
    return fresh, failed


@command.command("list")
@config_option
@json_option
def list_(*, config_path: Path, as_json: bool) -> None:
    """List the feeds with what the last look brought."""
    config = load(config_path)
    cursors = _cursors(config_path)
    if as_json:
        click.echo(json.dumps([_row(feed, cursors.get(feed.id)) for feed in config.feeds], ensure_ascii=False))
        return
    width = max((len(feed.id) for feed in config.feeds), default=0)
    for feed in config.feeds:
        row = _row(feed, cursors.get(feed.id))
        click.echo(f"{feed.id:{width}}  {feed.language or '-':2}  {row['state']}  {row['url']}")
    counted = ENGLISH.counted(len(config.feeds), "{n} source", "{n} sources")
    click.echo(f"{counted}, {sum(feed.enabled for feed in config.feeds)} enabled", err=True)


@command.command()
@config_option
@click.argument("which", metavar="ID|URL", nargs=1)
def test(*, config_path: Path, which: str) -> None:
    """Look at one feed, of sources.yaml or any other, and score its newest entries; store nothing."""
    config = load(config_path)
    feed = next((feed for feed in config.feeds if feed.id == which), None)
    if feed is None and "/" not in which and "." not in which:
        raise BotError(f"{config_path}: there is no source '{which}'. List them with  seedwatch sources list")
    url = feed.url if feed else full_address(which)
    found = asyncio.run(find_feed(url, config.fetch, SystemClock()))
    click.echo(without_secrets(found.url if found.url == url else f"{url}\n→ {found.url}"))
    _entries(found, compile_topic(config.match, config.corpus), feed.language if feed else None)


@command.command()
@config_option
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask, however many there are.")
def remove(*, config_path: Path, ids: tuple[str, ...], yes: bool) -> None:
    """Take feeds out of sources.yaml. What they brought stays stored."""
    raw = read_file(config_path)
    config = interpret(raw, config_path)
    enabled = {feed.id for feed in config.feeds if feed.enabled}
    gone = len(enabled & set(ids))
    if gone > max(_FEW, len(enabled) // 2) and not yes:
        question = f"This removes {gone} of {len(enabled)} enabled sources. Go on?"
        if not sys.stdin.isatty():
            raise BotError(f"this removes {gone} of {len(enabled)} enabled sources; say --yes if that is meant")
        click.confirm(question, abort=True)
    for feed_id in dict.fromkeys(ids):
        raw = remove_source(raw, str(config_path), feed_id)
    interpret(raw, config_path)
    replace_file(config_path.resolve(), raw)
    click.echo(f"{config_path}: {len(set(ids))} removed. Stored stories keep their reports.", err=True)


@command.command()
@config_option
@click.argument("old", metavar="ID")
@click.argument("new", metavar="NEW-ID")
def rename(*, config_path: Path, old: str, new: str) -> None:
    """Give a feed another id; its history goes with it, and its next look is no first one."""
    raw = rename_source(read_file(config_path), str(config_path), old, new)
    interpret(raw, config_path)
    replace_file(config_path.resolve(), raw)
    click.echo(f"{config_path}: '{old}' is '{new}' now; its history goes with it (formerly: [{old}]).", err=True)


def full_address(url: str) -> str:
    """Return a full address; one without a scheme is taken as https, feed:// as http."""
    try:
        return check_url(meant(url))
    except Wrong as wrong:
        raise BotError(f"{url} {wrong.text}; {wrong.fix}") from wrong


def _language(found: FoundFeed) -> str | None:
    """Return the language of all entries, where they share one."""
    languages = {entry.language for entry in found.parsed.entries}
    return languages.pop() if len(languages) == 1 else None


def _preview(feed: Feed, found: FoundFeed, topic: Topic) -> None:
    click.echo(f"{feed.id}: {feed.name}, {without_secrets(feed.url)}")
    _entries(found, topic, feed.language)


def _entries(found: FoundFeed, topic: Topic, language: str | None) -> None:
    for entry in newest(found):
        judged = match(topic, entry)
        mark = "alert" if judged.alert else "store" if judged.store else "-"
        click.echo(f"  {judged.score:.2f} {mark:5}  {entry.title}")
    count = ENGLISH.counted(len(found.parsed.entries), "{n} entry", "{n} entries")
    told = f"  {count}" + (f", language {language}" if language else "")
    click.echo(told + "".join(f"\n  also: {without_secrets(each)}" for each in found.others))
    for problem in found.parsed.problems:
        click.echo(f"  {problem}", err=True)


def newest(found: FoundFeed) -> list[Entry]:
    """Return the newest entries of a feed, as many as are shown."""
    return sorted(found.parsed.entries, key=_age, reverse=True)[:_SHOWN]


def _age(entry: Entry) -> tuple[bool, float]:
    return entry.published is not None, entry.published.timestamp() if entry.published else 0.0


def _cursors(config_path: Path) -> dict[str, Cursor]:
    """Return where we left off in each feed; nothing where there is no database yet."""
    settings = read_settings(os.environ, config_path.parent / ".env", DECLARED)
    try:
        with Store(settings.database_url, looking=True) as store:
            return asyncio.run(store.read(lambda tx: tx.feeds.all()))
    except BotError:
        return {}


def _row(feed: Feed, cursor: Cursor | None) -> dict[str, object]:
    state = "disabled" if not feed.enabled else "new" if cursor is None or cursor.polled is None else "fine"
    if feed.enabled and cursor is not None and cursor.error:
        state = f"failing: {cursor.error}"
    return {
        "id": feed.id,
        "name": feed.name,
        "url": without_secrets(feed.url),
        "language": feed.language,
        "enabled": feed.enabled,
        "state": state,
        "polled": cursor.polled.isoformat() if cursor and cursor.polled else None,
        "failures": cursor.failures if cursor else 0,
    }
