"""How many polls a second does a fleet make, beside one process, and beside what its queue could give out?

    python bench/fleet.py [--feeds 500] [--workers 4]

Feeds are those of ``bench/farm.py`` with two items each, polled for the first time: each poll is fetched, read,
matched and stored. A rate is that of the last nine tenths, so that nobody is charged for starting. The queue alone
gives out jobs that do nothing. PostgreSQL is one of its own, on this machine, as is all the rest.
"""

import argparse
import asyncio
import multiprocessing
import random
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path

import psycopg
import structlog

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.work.queues.server_queue import ServerQueue
from tests.fakes.cluster import cluster
from tests.faults.crew import Crew
from tests.faults.outside import opened
from tests.faults.published import Published, farm

SKIPPED = 0.1  # of the work, until all have started
SLOTS = 32  # jobs that a process has at a time
PATIENCE = 900  # seconds
LEFT = "SELECT count(*) FROM pgqueuer"


async def rate(done: Callable[[], int], whole: int) -> float:
    """Return how many a second were done of the last nine tenths."""
    since, from_, until = 0.0, 0, time.monotonic() + PATIENCE
    while (now := await asyncio.to_thread(done)) < whole:
        if not since and now >= SKIPPED * whole:
            since, from_ = time.monotonic(), now
        if time.monotonic() > until:
            raise TimeoutError(f"{now} of {whole}")
        await asyncio.sleep(0.05)
    return (whole - from_) / (time.monotonic() - since) if since else float("inf")


async def polls(url: str, roles: list[str], feeds: int) -> float:
    """Return the polls a second of processes with these roles."""
    with tempfile.TemporaryDirectory() as folder:
        async with opened() as outside:
            published = Published(
                server=outside.feeds, draw=random.Random(1), documents=farm(feeds, 2), known=2 * feeds, every="1h"
            )
            published.configure(Path(folder))
            crew = Crew(folder=Path(folder), url=url or f"sqlite:///{folder}/seedwatch.db", outside=outside)
            await crew.start(roles)
            try:
                return await rate(lambda: published.asked, feeds)
            finally:
                await crew.leave()


def give_out(url: str) -> None:
    """Take jobs that do nothing, until killed."""

    async def nothing(_: str) -> None:
        return None

    async def serve() -> None:
        queue = ServerQueue(url, structlog.get_logger())
        queue.handle("poll", nothing, at_once=SLOTS)
        queue.start()
        await asyncio.Event().wait()

    asyncio.run(serve())


async def jobs(url: str, processes: int, count: int) -> float:
    """Return the jobs a second that the queue gives out to so many processes."""
    queue = ServerQueue(url, structlog.get_logger())
    await queue.enqueue_all("poll", [str(number) for number in range(count)], prefix="feed")
    await queue.stop(1)
    started = multiprocessing.get_context("spawn")
    takers = [started.Process(target=give_out, args=[url], daemon=True) for _ in range(processes)]
    for each in takers:
        each.start()
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            return await rate(lambda: count - next(iter(connection.execute(LEFT)))[0], count)
    finally:
        for each in takers:
            each.kill()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--only", default="", help="the lines with this word")
    given = parser.parse_args()
    workers, feeds = given.workers, given.feeds
    several = ["scheduler", *["worker"] * workers]
    print(f"{'what':44} {'a second':>9}")
    lines: dict[str, Callable[[str], Coroutine[None, None, float]]] = {
        "polls of one process, SQLite": lambda _: polls("", ["all"], feeds),
        "polls of one process, PostgreSQL": lambda url: polls(url, ["all"], feeds),
        f"polls of {workers} workers, PostgreSQL": lambda url: polls(url, several, feeds),
        "jobs of the queue alone, one process": lambda url: jobs(url, 1, 10 * feeds),
        f"jobs of the queue alone, {workers} processes": lambda url: jobs(url, workers, 10 * feeds),
    }
    for name, measure in lines.items():
        if given.only in name:
            with cluster() as (url, _):
                print(f"{name:44} {asyncio.run(measure(url)):9.1f}", flush=True)


if __name__ == "__main__":
    main()
