"""The program in a process of its own, on a clock that runs fast and goes on from run to run: what chaos kills."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.app import serve
from bot.chat.telegram import connection as telegram
from bot.clock import FastClock
from bot.config import Settings
from bot.config.sources.file import load
from bot.ops import logs
from bot.work.service import Work


@asynccontextmanager
async def _until_killed(_: Work) -> AsyncIterator[asyncio.Event]:
    yield asyncio.Event()


def main(folder: str, api_url: str, token: str, started: str, factor: str) -> None:
    """Serve the configuration in a folder; ``started`` is when all began, by the machine's clock."""
    config = load(Path(folder) / "sources.yaml")
    passed = (time.time() - float(started)) * float(factor)
    clock = FastClock(datetime.fromisoformat("2026-11-27T08:00:00+00:00") + timedelta(seconds=passed), float(factor))
    log = logs.set_up(log_format="json", secrets=[token])
    settings = Settings(database_url=f"sqlite:///{folder}/seedwatch.db", listen="127.0.0.1:0")
    connect = partial(telegram.connect, token=token, api_url=api_url, clock=clock, log=log)
    asyncio.run(serve(config, settings, clock=clock, log=log, connect=[connect], until=_until_killed))


if __name__ == "__main__":
    main(*sys.argv[1:])
