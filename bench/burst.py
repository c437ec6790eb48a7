"""How long is it from a feed's body to the chat, where many feeds bring something at once, and where they come evenly?

    python bench/burst.py [--feeds 191] [--gap 0.2]

Feeds in a process of their own answer twice, the second time with a story each; the whole service polls them, all of
them due at once and then others one after the other, ``--gap`` seconds apart. The platform is a stand-in that takes
everything at once. Printed are the seconds from the moment when a body was served to the one when the platform was
given the message that tells of it, and those until the last body was fetched.
"""

import argparse
import asyncio
import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import structlog
from aiohttp import web

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.app import open_work
from bot.chat.message import Message, SentId
from bot.chat.platform import Connection, Handle
from bot.clock import SystemClock
from bot.config import Settings
from bot.config.sources.file import load
from bot.model import Target
from bot.work.schedule import Schedule
from bot.work.service import Work
from tests.samples import a_subscription

SEEDS = Path(__file__).parents[1] / "tests" / "flow" / "seeds"
PATIENCE = 30.0  # seconds after which what was told by then is what counts
_VERBS = ("discuss", "sign", "delay", "reject", "extend", "renew", "cancel", "review", "open", "praise", "halt")
_THINGS = ("gas prices", "oil transit", "air defence", "customs rules", "potash exports", "the nuclear plant",
           "border trade", "currency plans", "military drills", "railway tariffs", "visa rules", "dairy quotas",
           "the power grid", "port access", "pension rights", "flight routes", "roaming fees", "timber sales",
           "grain exports", "tax credits", "satellite launches", "school exams", "river dredging", "forest fires",
           "vaccine supplies", "truck permits", "radar stations", "hockey arenas", "fertiliser tolls", "bank cards",
           "cement plants", "tractor loans", "wind farms", "archive access", "fishing rights")  # fmt: skip


def serve(pipe: Pipe) -> None:
    """Serve feeds until told to end, then tell when each served its story."""
    asked: set[str] = set()
    served: dict[int, float] = {}

    async def answer(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        number, items = int(name), ""
        if name in asked:
            verb, thing = _VERBS[number % len(_VERBS)], _THINGS[number // len(_VERBS) % len(_THINGS)]
            title = f"Lukashenko and Putin {verb} {thing} in Minsk, item No{number}"
            items = f"<item><title>{title}</title><link>https://a.example/{number}</link><guid>{number}</guid></item>"
            served.setdefault(number, time.monotonic())
        asked.add(name)
        return web.Response(
            text=f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>", content_type="text/xml"
        )

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{name}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(runner.addresses[0][1])
        await asyncio.to_thread(pipe.recv)
        pipe.send(served)
        await runner.cleanup()

    asyncio.run(run())


class Messenger:
    """Takes everything at once; ``told`` is when it was first given each number."""

    def __init__(self) -> None:
        self.told: dict[int, float] = {}

    async def send(self, _target: Target, message: Message) -> SentId:
        for number in re.findall(r"\bNo(\d+)\b", str(message)):
            self.told.setdefault(int(number), time.monotonic())
        return SentId(id=str(len(self.told)))

    async def edit(self, _target: Target, _sent: SentId, _message: Message) -> None:
        """Nothing is told by an edit."""


@asynccontextmanager
async def opened(home: Path, messenger: Messenger) -> AsyncIterator[Work]:
    """Open the service on the ``sources.yaml`` of a folder, with one chat, which wants every story."""

    @asynccontextmanager
    async def connect(*, handle: Handle) -> AsyncIterator[Connection]:
        del handle
        yield Connection(platform="telegram", messenger=messenger, problem=lambda: None)

    clock = SystemClock()
    settings = Settings(database_url=f"sqlite:///{home / 'data.db'}")
    async with open_work(
        load(home / "sources.yaml"), settings, clock=clock, log=structlog.get_logger(), connect=[connect]
    ) as work:
        to = a_subscription(target=Target(platform="telegram", chat="1"), since=clock.now())
        await work.store.write(lambda tx: tx.channels.save(to))
        yield work


async def measure(home: Path, port: int, feeds: int, gap: float) -> dict[int, float]:
    """Return when each number was told; those from ``feeds`` on are of the even load."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    messenger = Messenger()
    names = [f"  - {{id: f{n}, name: F{n}, url: http://127.0.0.1:{port}/{n}, language: en}}" for n in range(2 * feeds)]
    (home / "sources.yaml").write_text(
        f"version: 1\ntopic: {{name: Belarus and Russia}}\nseeds: {SEEDS}\nfetch: {{allow_networks: [127.0.0.1/32], "
        f"per_host_gap: 0s}}\ndefaults: {{fulltext: never}}\nsources:\n" + "\n".join(names),
        encoding="utf-8",
    )

    async with opened(home, messenger) as work:
        work.current.watch.make_all()  # as the service does before it polls anything
        await asyncio.gather(*(work.jobs.poll(f"f{n}") for n in range(2 * feeds)))
        schedule = Schedule(
            tick=work.jobs.tick, hourly=work.jobs.tick, moved=work.jobs.clock_moved, clock=work.clock, log=work.log
        )
        schedule.start()
        computed = time.process_time()
        await work.jobs.queue.enqueue_all("poll", [f"f{n}" for n in range(feeds)], prefix="feed")
        await until_told(work, messenger, feeds)
        print(f"the burst took {time.process_time() - computed:.2f} s of computing")
        for number in range(feeds, 2 * feeds):
            await work.jobs.queue.enqueue_all("poll", [f"f{number}"], prefix="feed")
            await asyncio.sleep(gap)
        await until_told(work, messenger, 2 * feeds)
        await schedule.stop(5)
    return messenger.told


async def until_told(work: Work, messenger: Messenger, count: int) -> None:
    """Wait until so many were told, or nothing more is owed."""
    end = time.monotonic() + PATIENCE
    while len(messenger.told) < count and time.monotonic() < end:
        stored, owed = await work.store.read(lambda tx: (tx.entries.count(), tx.alerts.waiting()))
        if stored >= count and not owed:
            return
        await asyncio.sleep(0.1)


def line(name: str, waits: Sequence[float], feeds: int) -> str:
    ordered = sorted(waits)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"{name:<8}{len(waits):4} of {feeds} told{p50:8.3f}{p99:8.3f}{ordered[-1]:8.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=191)
    parser.add_argument("--gap", type=float, default=0.2)
    given = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs,))
    server.start()
    port = ours.recv()
    with tempfile.TemporaryDirectory(prefix="burst-") as name:
        told = asyncio.run(measure(Path(name), port, given.feeds, given.gap))
    ours.send("end")
    served = ours.recv()
    server.join()
    waits = {number: told[number] - served[number] for number in told}
    burst = [number for number in range(given.feeds) if number in told]
    print("from body to platform, s          p50     p99    last")
    print(line("burst", [waits[number] for number in burst], given.feeds))
    print(line("even", [wait for number, wait in waits.items() if number >= given.feeds], given.feeds))
    begun = min(served[number] for number in burst)
    bodies = max(served[number] for number in burst) - begun
    last = max(told[number] for number in burst) - begun
    print(f"of the burst the last body was served after {bodies:.2f} s, the last story told after {last:.2f} s")


if __name__ == "__main__":
    main()
