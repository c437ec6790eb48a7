"""How much memory does the service hold? With many feeds of a farm and a Telegram of its own, when all were polled.

    python bench/farm.py write FARM --feeds 5000
    python bench/memory.py FARM [--feeds 68] [--feeds 5000] [--idle 75]

Printed are the megabytes of the whole process tree, where memory that processes share counts once: the most that was
held while all feeds were polled for the first time, and what is held ``--idle`` seconds after that.
"""

import argparse
import asyncio
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import farm, race
from tests.fakes.telegram_server import TelegramServer

HERE = Path(__file__).parent
PATIENCE = 1800.0  # seconds in which all feeds must be polled


def serve(pipe: Connection) -> None:
    """Be Telegram until told to end."""

    async def run() -> None:
        async with TelegramServer() as server:
            pipe.send((server.url, server.token))
            await asyncio.to_thread(pipe.recv)

    asyncio.run(run())


@contextmanager
def telegram() -> Iterator[tuple[str, str]]:
    """Let there be a Telegram, and give its address and the bot's token."""
    ours, theirs = multiprocessing.Pipe()
    platform = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    platform.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        platform.join()


def measure(folder: Path, feeds: int, idle: float) -> tuple[float, float]:
    """Return the megabytes held at most and in the end."""
    temporary = tempfile.TemporaryDirectory(prefix="memory-")
    with telegram() as (url, token), race.serving(folder), temporary as name:
        home = Path(name)
        urls = farm.urls(folder, race.PORT)[:feeds]
        sources = farm.sources(urls, race.PORT)
        (home / "sources.yaml").write_text(yaml.safe_dump(sources), encoding="utf-8")
        environment = {
            "HOME": name,
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(HERE.parent),
            "TELEGRAM_BOT_TOKEN": token,
            "TELEGRAM_API_URL": url,
            "LISTEN": "127.0.0.1:0",
        }
        with (home / "log").open("w") as log:
            command = [sys.executable, "-m", "bot", "run"]
            service = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
            try:
                return until_idle(service.pid, home, len(urls), idle)
            finally:
                service.send_signal(signal.SIGTERM)
                service.wait()


def until_idle(pid: int, home: Path, feeds: int, idle: float) -> tuple[float, float]:
    most, end = 0.0, time.monotonic() + PATIENCE
    while polled(home) < feeds:
        if time.monotonic() > end or not Path(f"/proc/{pid}").exists():
            raise RuntimeError(f"{polled(home)} of {feeds} feeds were polled: {(home / 'log').read_text()[-2000:]}")
        most = max(most, race.megabytes(pid))
        time.sleep(0.5)
    time.sleep(idle)
    return most, race.megabytes(pid)


def polled(home: Path) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{home}/data/seedwatch.db?mode=ro", uri=True)) as store:
        count: int = store.execute("SELECT count(*) FROM feeds").fetchone()[0]
        return count
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("farm", type=Path)
    parser.add_argument("--feeds", type=int, action="append")
    parser.add_argument("--idle", type=float, default=75.0)
    given = parser.parse_args()
    race.end_in_order()
    print(f"{'feeds':>6} {'most, MB':>9} {'idle, MB':>9}")
    for feeds in given.feeds or [68]:
        most, least = measure(given.farm, feeds, given.idle)
        print(f"{feeds:6} {most:9.0f} {least:9.0f}", flush=True)


if __name__ == "__main__":
    main()
