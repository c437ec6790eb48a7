"""``seedwatch run``: the service, until it is told to stop."""

import asyncio
import ctypes
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import click

from bot.app import platforms, serve
from bot.chat.console.connection import ConsoleConnection, connect
from bot.chat.platforms import nothing_chosen
from bot.cli.options import config_option
from bot.cli.setting_up import set_up, subscribe, with_console
from bot.clock import Clock, SystemClock
from bot.ops import logs, traces
from bot.ops.supervisor import INTERRUPTED
from bot.store.database.connection import file_of
from bot.work.jobs import Role
from bot.work.service import Work

# See ``bot.cli.YOUNG``: fewer than at the start, since reference cycles take up memory meanwhile. A look at all objects
# is cheap once those that stay were set aside.
_EARLY = (5_000, 5, 4)
_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # M_MMAP_THRESHOLD and M_ARENA_MAX of glibc's malloc.h
_MINUTE = 60.0  # seconds
_LARGE = 128 * 1024  # bytes: answers of feeds are as large, and leave holes where they lay among what stays


@click.command()
@config_option
@click.option(
    "--role",
    type=click.Choice([each.value for each in Role]),
    default=Role.ALL.value,
    show_default=True,
    help="What this process does, where several share a PostgreSQL server.",
)
@click.option("--verbose", is_flag=True, help="Log more.")
def command(config_path: Path, *, role: str, verbose: bool) -> int:
    """Start the service: poll, match, group, and tell the chats that asked for it."""
    config, settings, log = set_up(config_path, verbose=verbose)
    clock = SystemClock()
    what = Role(role)
    if what is not Role.ALL and file_of(settings.database_url) is not None:
        raise click.UsageError(f"--role {role}: a file has one process; let DATABASE_URL name a PostgreSQL server")
    connecting = platforms(settings, clock=clock, log=log)
    if not connecting and what is Role.ALL:
        said = nothing_chosen()
        click.echo(f"{said[0].upper()}{said[1:]}: alerts appear here, in this terminal.", err=True)
        connecting = [partial(connect, clock=clock)]
        settings = with_console(settings)
        if not verbose:
            logs.only_warnings()
    left = False

    @asynccontextmanager
    async def until(work: Work) -> AsyncIterator[asyncio.Event]:
        nonlocal left
        _set_aside()
        giving_back = asyncio.create_task(give_back(clock), name="giving memory back")
        try:
            async with until_closed(work) as stop:
                yield stop
        finally:
            giving_back.cancel()
        console = work.connections.get("console")
        left = isinstance(console, ConsoleConnection) and console.interrupted()

    _be_frugal()
    serving = serve(config, settings, clock=clock, log=log, connect=connecting, until=until, role=what)
    with traces.recording(settings.otel_exporter_otlp_endpoint, log):
        interrupted = asyncio.run(serving)
    return INTERRUPTED if interrupted or left else 0


def _set_aside() -> None:
    """Let Python pass over what is there, and stays, when it looks for cycles: what was imported, the topics."""
    gc.collect()
    gc.freeze()
    gc.collect()  # counts how many are left: Python looks at all objects again once there are a quarter more


def _be_frugal() -> None:
    """Let Python look for cycles earlier, threads share what one of them freed, and the system have large blocks."""
    gc.freeze()
    gc.set_threshold(*_EARLY)
    with suppress(AttributeError):  # not glibc: nothing to say
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


async def give_back(clock: Clock) -> None:
    """Give the system each minute what is free between what stays: after a first look at 5,000 feeds ten megabytes."""
    with suppress(AttributeError):  # not glibc: it cannot be asked to
        trim = ctypes.CDLL(None).malloc_trim
        while True:
            await clock.sleep(_MINUTE)
            trim(0)


@asynccontextmanager
async def until_closed(work: Work) -> AsyncIterator[asyncio.Event]:
    """Yield the event that ends the run: the terminal closes, where a terminal is the chat."""
    console = work.connections.get("console")
    if not isinstance(console, ConsoleConnection):
        yield asyncio.Event()
        return
    greeting = await subscribe(work)
    if greeting is not None:
        await console.answer(greeting)
    if console.interactive:
        await console.say("Type status to see how it goes, help for what can be asked, quit to leave.")
    yield console.closed
