"""``seedwatch run``: the service, until it is told to stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import click

from bot.app import nothing_chosen, platforms, serve
from bot.chat.console.connection import ConsoleConnection, connect
from bot.chat.console.intake import HERE
from bot.cli.options import config_option
from bot.cli.setting_up import set_up, with_console
from bot.cli.terminal import subscribe
from bot.clock import SystemClock
from bot.work.service import Work

INTERRUPTED = 130  # as shells say of Ctrl-C


@click.command()
@config_option
@click.option("--verbose", is_flag=True, help="Log more.")
def command(config_path: Path, *, verbose: bool) -> int:
    """Start the service: poll, match, group, and tell the chats that asked for it."""
    config, settings, log = set_up(config_path, verbose=verbose)
    clock = SystemClock()
    connecting = platforms(settings, clock=clock, log=log)
    if not connecting:
        said = nothing_chosen()
        click.echo(f"{said[0].upper()}{said[1:]}: alerts appear here, in this terminal.", err=True)
        connecting = [partial(connect, clock=clock)]
        settings = with_console(settings)
    left = False

    @asynccontextmanager
    async def until(work: Work) -> AsyncIterator[asyncio.Event]:
        nonlocal left
        async with until_closed(work) as stop:
            yield stop
        console = work.connections.get("console")
        left = isinstance(console, ConsoleConnection) and console.interrupted()

    interrupted = asyncio.run(serve(config, settings, clock=clock, log=log, connect=connecting, until=until))
    return INTERRUPTED if interrupted or left else 0


@asynccontextmanager
async def until_closed(work: Work) -> AsyncIterator[asyncio.Event]:
    """Give the event that ends the run: a closed terminal, where a terminal is the chat."""
    console = work.connections.get("console")
    if not isinstance(console, ConsoleConnection):
        yield asyncio.Event()
        return
    greeting = await subscribe(work)
    if greeting is not None:
        await console.messenger.send(HERE, greeting)
    yield console.closed
