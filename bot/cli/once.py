"""``seedwatch once``: one pass over every feed that is due, for cron and for a first look."""

import asyncio
import dataclasses
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import click
from structlog.typing import FilteringBoundLogger

from bot.app import PLATFORMS, Connect, open_work, platforms
from bot.chat.console.connection import connect
from bot.chat.language import ENGLISH
from bot.chat.message import Message, Messenger, SentId
from bot.chat.platform import Connection, Handle
from bot.chat.rendering.reasons import why_line
from bot.cli.options import config_option, json_option
from bot.cli.progress import progress
from bot.cli.setting_up import set_up, with_console
from bot.cli.terminal import subscribe
from bot.clock import Clock, SystemClock
from bot.config import Config, Settings
from bot.model import Target
from bot.ops import logs
from bot.store import engine
from bot.work.once import Pass, due_feeds, once


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
    clock = SystemClock()
    stdout = sys.stderr if as_json else sys.stdout  # with --json, stdout is the report and nothing else
    with _copied(settings) if dry_run else _as_it_is(settings) as used:
        here = partial(connect, clock=clock, stdout=stdout, interactive=False)
        if dry_run:
            connecting: Sequence[Connect] = [
                partial(_shown, platform=platform.name, connect=here) for platform in PLATFORMS
            ]
        else:
            connecting = platforms(used, clock=clock, log=log) or [here]
        done, first = asyncio.run(_pass(config, used, log, clock, connecting))
    seconds = round(monotonic() - started, 2)
    if as_json:
        counts = {key: value for key, value in dataclasses.asdict(done).items() if key not in {"hits", "errors"}}
        click.echo(json.dumps(counts | {"seconds": seconds}))
    else:
        _report(done, seconds, alert_at=config.match.alert_at, dry_run=dry_run)
        if first:
            told = ENGLISH.counted(first, "{n} feed was", "{n} feeds were")
            click.echo(f"{told} looked at for the first time: what is there is stored, not sent.", err=True)
    return 1 if done.feeds and done.failed == done.feeds else 0


async def _pass(
    config: Config, settings: Settings, log: FilteringBoundLogger, clock: Clock, connecting: Sequence[Connect]
) -> tuple[Pass, int]:
    """Return what the pass did, and how many feeds it looked at for the first time."""
    async with open_work(config, settings, clock=clock, log=log, connect=connecting) as work:
        await subscribe(work)
        feeds = await due_feeds(work)
        known = await work.store.read(lambda tx: {key for key, each in tx.feeds.all().items() if each.polled})
        with progress("feeds", len(feeds)) as step:
            return await once(work, feeds, step), len(set(feeds) - known)


def _report(done: Pass, seconds: float, *, alert_at: float, dry_run: bool) -> None:
    for hit in done.hits:
        mark = "alert" if hit.match.alert else "store"
        click.echo(f"{hit.match.score:.2f} {mark}  {hit.entry.title}")
        click.echo(f"            {hit.entry.feed_id} · {why_line(hit.match, alert_at=alert_at)}")
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


@asynccontextmanager
async def _shown(*, platform: str, connect: Connect, handle: Handle) -> AsyncIterator[Connection]:
    """Show here what would be sent to a platform."""
    async with connect(handle=handle) as connection:
        yield dataclasses.replace(connection, platform=platform, messenger=_Shown(connection.messenger))


class _Shown:
    """Prints a message instead of sending it, under the address that it would go to."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def send(self, target: Target, message: Message) -> SentId:
        click.echo(f"→ {target.platform} {target.chat}", err=True)
        return await self._messenger.send(target, message)

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        click.echo(f"→ {target.platform} {target.chat}, an edit", err=True)
        await self._messenger.edit(target, sent, message)
