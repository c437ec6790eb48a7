"""Does the real program, in a process of its own, start, serve, and end as a supervisor expects?"""

import asyncio
import math
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

from bot.store.engine import Store
from tests.fakes.feed_server import raw
from tests.fakes.telegram_server import ANA
from tests.flow.world import World, world

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the environment names a file
ENOUGH = 15.0  # seconds of computing in which any start is over: five times what it takes
CLEAN = {"PATH": os.environ["PATH"], "LISTEN": "127.0.0.1:0", "LOG_FORMAT": "json", "PYTHONWARNINGS": "error"}


@asynccontextmanager
async def program(here: World, *arguments: str, **more: str) -> AsyncIterator[Process]:
    environment = CLEAN | {"DATABASE_URL": f"sqlite:///{here.folder}/seedwatch.db"} | more
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, "--config", str(here.config()),
        stdin=asyncio.subprocess.DEVNULL, stdout=PIPE, stderr=PIPE, env=environment,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def asked(here: World, process: Process) -> None:
    """Wait until the service asked the feed for the first time, or died.

    It has a minute, and up to ten on a machine that lets it compute next to nothing in that.
    """
    died = asyncio.create_task(process.wait())
    came = asyncio.create_task(here.feeds.first.wait())
    begun = monotonic()
    while not (died.done() or came.done()) and (waited := monotonic() - begun) < 600:
        if waited > 60 and computed(process) > ENOUGH:
            break
        await asyncio.wait({died, came}, timeout=1, return_when=asyncio.FIRST_COMPLETED)
    assert came.done(), "the service ended early" if died.done() else "the feed was not asked"
    died.cancel()


def computed(process: Process) -> float:
    """Return the seconds of computing that a process had; where the system does not say, more than enough."""
    try:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return math.inf
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_service_in_good_order(tmp_path: Path, number: signal.Signals) -> None:
    """Within ten seconds, no traceback, also while a feed hangs; exit code 0, for Ctrl-C the one that shells know."""
    async with world(tmp_path) as here:
        here.feeds.script("/one", raw(b"HTTP/1.1 200 OK\r\n", after="hang"))
        async with program(here, "run") as process:
            await asked(here, process)
            started = monotonic()
            process.send_signal(number)
            _, errors = await process.communicate()
            assert process.returncode == (130 if number is signal.SIGINT else 0), errors.decode()
            assert monotonic() - started < 10
            assert b"Traceback" not in errors
            assert b"No TELEGRAM_BOT_TOKEN" in errors


async def test_tokens_in_the_environment_connect_both_platforms(tmp_path: Path) -> None:
    """With tokens and the addresses of other API servers, /start and /watch start are answered there."""
    async with world(tmp_path, with_telegram=True, with_slack=True) as here:
        telegram, slack = here.telegram, here.slack
        assert telegram is not None
        assert slack is not None
        token = tmp_path / "token"
        token.write_text(telegram.token + "\n", encoding="utf-8")
        async with program(
            here,
            "run",
            TELEGRAM_BOT_TOKEN_FILE=str(token),
            TELEGRAM_API_URL=telegram.url,
            SLACK_BOT_TOKEN=slack.tokens.bot,
            SLACK_APP_TOKEN=slack.tokens.app,
            SLACK_API_URL=slack.api_url,
        ) as process:
            await asked(here, process)
            await slack.wait_for(lambda: slack.sockets, seconds=30)
            telegram.say(ANA.id, "/start")
            await slack.command("/watch", "start", channel="C1", user="U1")
            await telegram.wait_for(lambda: telegram.messages(ANA.id), within=30)
            await slack.wait_for(lambda: slack.ephemerals("C1"), seconds=30)
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
        assert b"Traceback" not in errors
        for secret in (telegram.token, slack.tokens.bot, slack.tokens.app):
            assert secret.encode() not in errors
        with Store(f"sqlite:///{tmp_path}/seedwatch.db") as store:
            platforms = [each.target.platform for each in await store.read(lambda tx: tx.channels.active())]
        assert sorted(platforms) == ["slack", "telegram"]


async def test_a_killed_service_leaves_a_database_that_opens(tmp_path: Path) -> None:
    """After SIGKILL the lock is free and the tables are whole."""
    async with world(tmp_path) as here:
        async with program(here, "run") as process:
            await asked(here, process)
            process.kill()
            await process.wait()
        with Store(f"sqlite:///{tmp_path}/seedwatch.db") as store:
            await store.read(lambda tx: tx.entries.count())


async def test_a_broken_configuration_is_reported_and_nothing_started(tmp_path: Path) -> None:
    """Exit code 1 and the place of the mistake, before any feed is asked."""
    async with world(tmp_path) as here:
        here.names = ("one", "one")
        async with program(here, "once") as process:
            _, errors = await process.communicate()
        assert process.returncode == 1
        assert b"id 'one' is already used" in errors
        assert here.feeds.asked == []
