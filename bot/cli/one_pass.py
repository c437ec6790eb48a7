"""How is a single pass made where something is due? With the platforms that are set up, or to show what they would get.

``bot.cli.once`` imports this only then: it needs nearly all of the program.
"""

import dataclasses
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TextIO

import click
from structlog.typing import FilteringBoundLogger

from bot.app import Connect, open_work, platforms
from bot.chat.console.connection import connect
from bot.chat.message import Message, Messenger, SentId
from bot.chat.platform import Connection, Handle
from bot.chat.platforms import PLATFORMS
from bot.cli.progress import progress
from bot.cli.setting_up import subscribe
from bot.clock import Clock
from bot.config import Config, Settings
from bot.model import Target
from bot.store.engine import Store
from bot.work.due import Pass
from bot.work.once import due_feeds, once


async def one_pass(
    store: Store,
    config: Config,
    settings: Settings,
    *,
    clock: Clock,
    log: FilteringBoundLogger,
    stdout: TextIO,
    dry_run: bool,
) -> tuple[Pass, int]:
    """Return what the pass did, and how many feeds it looked at for the first time."""
    gc.freeze()  # what was imported stays: Python need not look through it again and again
    here = partial(connect, clock=clock, stdout=stdout, interactive=False)
    connecting: Sequence[Connect] = (
        [partial(_shown, platform=platform.name, connect=here) for platform in PLATFORMS]
        if dry_run
        else platforms(settings, clock=clock, log=log) or [here]
    )
    async with open_work(config, settings, clock=clock, log=log, connect=connecting, store=store, passing=True) as work:
        await subscribe(work)
        feeds = await due_feeds(work)
        known = await work.store.read(lambda tx: {key for key, each in tx.feeds.all().items() if each.polled})
        with progress("feeds", len(feeds)) as step:
            return await once(work, feeds, step), len(set(feeds) - known)


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
