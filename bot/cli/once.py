"""``seedwatch once``: one pass over every feed that is due, for cron and for a first look."""

import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TextIO

import click
import uvloop
from structlog.typing import FilteringBoundLogger

from bot.chat.console.place import HERE
from bot.chat.language import ENGLISH
from bot.chat.platforms import PLATFORMS
from bot.cli.options import config_option, json_option
from bot.cli.setting_up import set_up, with_console
from bot.clock import SystemClock
from bot.config import Config, Settings
from bot.ops import logs
from bot.store import engine
from bot.work.due import Pass, nothing_due
from bot.work.settling import settled_store
from bot.work.watch import watch


@click.command()
@config_option
@json_option
@click.option("--dry-run", is_flag=True, help="Print what would be sent; send and store nothing.")
@click.option("--verbose", is_flag=True, help="Log each feed.")
def command(config_path: Path, *, as_json: bool, dry_run: bool, verbose: bool) -> int:
    """Poll every feed that is due once (on an empty database: all), deliver, and exit."""
    config, settings, log = set_up(config_path, verbose=verbose)
    if not verbose:
        logs.only_warnings()
    started = monotonic()
    stdout = sys.stderr if as_json else sys.stdout  # with --json, stdout is the report and nothing else
    with _copied(settings) if dry_run else _as_it_is(settings) as used:
        done, first = uvloop.run(_pass(config, used, log, stdout, dry_run=dry_run))
    seconds = round(monotonic() - started, 2)
    if as_json:
        counts = {key: value for key, value in dataclasses.asdict(done).items() if key not in {"hits", "errors"}}
        click.echo(json.dumps(counts | {"seconds": seconds}))
    else:
        _report(done, seconds, config, dry_run=dry_run)
        if first:
            told = ENGLISH.counted(first, "{n} feed was", "{n} feeds were")
            click.echo(f"{told} looked at for the first time: what is there is stored, not sent.", err=True)
    return 1 if done.feeds and done.failed == done.feeds else 0


async def _pass(
    config: Config, settings: Settings, log: FilteringBoundLogger, stdout: TextIO, *, dry_run: bool
) -> tuple[Pass, int]:
    """Return what the pass did, and how many feeds it looked at for the first time."""
    clock = SystemClock()
    async with settled_store(config, settings, clock=clock, log=log) as store:
        names = [each.name for each in PLATFORMS if dry_run or each.chosen(settings)] or [HERE.platform]
        feeds, now = watch(config, clock.now()).polled, clock.now()
        new_here = HERE.platform in names and await store.read(lambda tx: tx.channels.at(HERE)) is None
        if not new_here and await store.read(lambda tx: nothing_due(tx, feeds, names, now)):
            return Pass(), 0
        from bot.cli.one_pass import one_pass  # noqa: PLC0415 - importing it takes longer than finding nothing to do

        return await one_pass(store, config, settings, clock=clock, log=log, stdout=stdout, dry_run=dry_run)


def _report(done: Pass, seconds: float, config: Config, *, dry_run: bool) -> None:
    topics = {each.key: each for each in config.topics}
    if done.hits:
        from bot.chat.rendering.reasons import why_line  # noqa: PLC0415 - most passes match nothing

    for hit in done.hits:
        mark, of = "alert" if hit.match.alert else "store", topics[hit.topic]
        named = f"{of.topic.key} · " if config.others else ""
        click.echo(f"{hit.match.score:.2f} {mark}  {hit.entry.title}")
        click.echo(f"            {named}{hit.entry.feed_id} · {why_line(hit.match, alert_at=of.match.alert_at)}")
    for feed_id, error in done.errors:
        click.echo(f"{feed_id}: {error}", err=True)
    sent = "would be sent" if dry_run else "sent"
    feeds, entries, stories, messages = (
        ENGLISH.counted(count, one, many)
        for count, one, many in (
            (done.feeds, "{n} feed", "{n} feeds"),
            (done.entries_new, "{n} new entry", "{n} new entries"),
            (done.stories_new, "{n} new story", "{n} new stories"),
            (done.alerts, "{n} message", "{n} messages"),
        )
    )
    click.echo(
        f"{feeds} ({done.not_modified} not modified, {done.failed} failed), {entries}, "
        f"{done.matched} matched, {stories}, {messages} {sent}, {seconds} s",
        err=True,
    )


@contextmanager
def _as_it_is(settings: Settings) -> Iterator[Settings]:
    yield with_console(settings)


@contextmanager
def _copied(settings: Settings) -> Iterator[Settings]:
    """A dry run is a real run on a copy of the database, so that it decides as the real one would."""
    with tempfile.TemporaryDirectory(prefix="seedwatch-") as folder:
        yield dataclasses.replace(settings, database_url=engine.copy(settings.database_url, Path(folder)))
