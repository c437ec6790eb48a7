"""The program in a process of its own, on a clock that runs fast and goes on from run to run: what chaos kills."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.app import serve
from bot.chat.slack import connection as slack
from bot.chat.telegram import connection as telegram
from bot.config import Settings
from bot.config.sources.file import load
from bot.ops import logs
from bot.work.service import Work
from tests.fakes.fast_clock import FastClock

LOOK = 0.05  # seconds between two looks at how late the loop is


@asynccontextmanager
async def _until_killed(_: Work, *, into: Path) -> AsyncIterator[asyncio.Event]:
    noting = asyncio.create_task(_note_lateness(into))
    yield asyncio.Event()
    noting.cancel()


async def _note_lateness(into: Path) -> None:
    """Write how late the loop comes back from a wait, in ms; it reads while something else is at work in it."""
    loop = asyncio.get_running_loop()
    with into.open("a", encoding="ascii") as file:
        while True:
            begun = loop.time()
            await asyncio.sleep(LOOK)
            file.write(f"{(loop.time() - begun - LOOK) * 1000:.0f}\n")
            file.flush()


def main(
    *,
    folder: str,
    telegram_url: str,
    token: str,
    slack_url: str,
    bot_token: str,
    app_token: str,
    started: float,
    factor: float,
) -> None:
    """Serve the configuration in a folder; ``started`` is when all began, by the machine's clock."""
    config = load(Path(folder) / "sources.yaml")
    passed = (time.time() - started) * factor
    clock = FastClock(datetime.fromisoformat("2026-11-27T08:00:00+00:00") + timedelta(seconds=passed), factor)
    log = logs.set_up(log_format="json", secrets=[token, bot_token, app_token])
    settings = Settings(database_url=f"sqlite:///{folder}/seedwatch.db", listen="127.0.0.1:0")
    connect = [
        partial(telegram.connect, token=token, api_url=telegram_url, clock=clock, log=log),
        partial(
            slack.connect,
            bot_token=bot_token,
            app_token=app_token,
            signing_secret=None,
            api_url=slack_url,
            clock=clock,
            log=log,
        ),
    ]
    until = partial(_until_killed, into=Path(folder) / "lateness")
    asyncio.run(serve(config, settings, clock=clock, log=log, connect=connect, until=until))


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
