"""Does nothing get lost where many processes share a server? Kills one after another, and the server, under load.

``make soak FLEET="--rounds 30 --feeds 60 --restart-server --troubles"`` goes on when all of a round is stored and told:
with faults of platforms, feeds and files as in ``tests.faults.chaos``.
``make soak FLEET="--storm 300 --feeds 5000 --farm 5 --every 2m"`` kills a worker every ten seconds while feeds go on;
``--farm`` lets them be those of ``bench/farm.py``, with so many items each. Both have a PostgreSQL of their own; the
processes are the real program, and what must hold in the end is what ``tests.faults.checker`` says.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bot.failpoint import POINTS
from bot.store.engine import Store
from tests.fakes.cluster import cluster
from tests.fakes.telegram_server import ANA
from tests.faults.checker import Record, check
from tests.faults.crew import Crew
from tests.faults.fleet_report import FleetReport
from tests.faults.outside import CHANNEL, Outside, opened
from tests.faults.published import EMPTY, Published, farm
from tests.faults.troubles import go_wrong

ROLES = ("scheduler", "scheduler", "chat", "chat", "worker", "worker", "worker", "worker")
PATIENCE = 180.0  # seconds for which a step may take; what it should take is asserted by who reads the report
_OWED = "SELECT count(*) FROM alerts WHERE state IN ('pending', 'sending')"


@dataclass(slots=True, kw_only=True)
class Fleet:
    """Processes of every role on one database, and the world around them."""

    folder: Path
    url: str
    outside: Outside
    crew: Crew
    draw: random.Random
    restart: Callable[[], None] | None  # the server
    feeds: Published
    report: FleetReport = field(default_factory=FleetReport)

    async def prime(self, roles: tuple[str, ...]) -> None:
        """Start, let the first, quiet polls pass, and subscribe a chat on each platform."""
        self.feeds.configure(self.folder)
        await self.crew.start(roles)
        telegram, slack = self.outside.telegram, self.outside.slack
        telegram.say(ANA.id, "/start")
        await self._until(lambda: bool(telegram.messages(ANA.id)) and bool(slack.sockets))
        await slack.command("/watch", "start", channel=CHANNEL, user="U1")
        await self._until(lambda: bool(slack.ephemerals(CHANNEL) or slack.messages(CHANNEL)))
        feeds, primed = len(self.feeds.documents), "SELECT count(*) FROM feeds WHERE primed"
        await self._until(lambda: self._count(primed) == feeds, PATIENCE + feeds)

    async def round(self, entries: int, *, troubles: bool) -> None:
        """Publish, let what is published be due, kill somebody or the server, and wait until all is stored and told."""
        changed = [self.feeds.publish() for _ in range(entries)]
        if troubles and self.draw.random() < 0.2:
            await self._break_file(changed)
        self._let_be_due(changed)
        if troubles:
            lost, lured = go_wrong(self.outside, self.draw, [f"/f{number}" for number in changed])
            self.report.lost_answers += lost
            self.report.lured += lured
        await asyncio.sleep(self.draw.uniform(0.2, 1.5))
        began = time.monotonic()
        if self.restart is not None:
            await asyncio.to_thread(self.restart)
            self.report.restarts += 1
        point = self.draw.choice([None, *POINTS[:-1]]) if troubles else None
        await self.crew.kill(self.draw.choice(self.crew.members), point=point)
        for number in changed:
            self.feeds.serve(number)
        # A feed that failed is looked at later, which is not what is measured here.
        await self._until((lambda: self._let_new_be_due() == 0) if troubles else self._all_stored)
        self.report.stored.append(time.monotonic() - began)
        await self._until(lambda: self._count(_OWED) == 0)
        self.report.told.append(time.monotonic() - began)
        await self._until(lambda: self.crew.serve)

    async def storm(self, seconds: float, *, gap: float, entries: int) -> None:
        """Publish so many entries a second, and kill a worker every ``gap`` seconds without waiting for anything."""
        publishing = asyncio.create_task(self._go_on(entries))
        following: list[asyncio.Task[None]] = []
        until = time.monotonic() + seconds
        while time.monotonic() + gap < until:
            await asyncio.sleep(gap)
            await self.crew.tend()
            victim = self.draw.choice([each for each in self.crew.members if each.role == "worker"])
            await self.crew.kill(victim)
            following.append(asyncio.create_task(self._follow(datetime.now(UTC))))
        await asyncio.gather(*following)
        publishing.cancel()
        with suppress(asyncio.CancelledError):
            await publishing
        await self._until(lambda: self._let_new_be_due() == 0, 2 * PATIENCE)
        self.report.latencies = self._latencies()

    async def finish(self) -> FleetReport:
        """Let everything drain, end in good order and check."""
        await self._until(lambda: self._count(_OWED) == 0 and self.crew.serve)
        report, crew = self.report, self.crew
        report.end_seconds, report.end_codes = await crew.end()
        report.killed, report.at_points, report.fell = crew.killed, crew.at_points, crew.fell
        report.megabytes, report.descriptors = crew.megabytes, crew.descriptors
        report.feeds, report.served = len(self.feeds.documents), self.feeds.entries
        report.messages = self.outside.told()
        with Store(self.url, looking=True) as store:
            store.backup(self.folder / "seedwatch.db")
        telegram, slack = self.outside.telegram, self.outside.slack
        messages = {
            "telegram": [(str(shown.id), shown.text) for shown in telegram.messages(ANA.id)],
            "slack": [(shown.ts, str(shown.body)) for shown in slack.messages(CHANNEL)],
        }
        record = Record(
            served=self.feeds.titles,
            etags=self.feeds.etags,
            messages=messages,
            secrets=[telegram.token, slack.tokens.bot, slack.tokens.app],
            trapped=self.outside.trap.connections,
            megabytes=report.megabytes,
            descriptors=report.descriptors,
            polls_without_file=report.polls_without_file,
        )
        report.finding = check(self.folder, record)
        return report

    async def _go_on(self, entries: int) -> None:
        """Publish once a second, and count how often feeds are looked at meanwhile."""
        asked = self.feeds.asked
        while True:
            for _ in range(entries):
                self.feeds.publish()
            await asyncio.to_thread(self._let_new_be_due)
            await asyncio.sleep(1)
            self.report.polls.append(self.feeds.asked - asked)
            asked = self.feeds.asked

    async def _follow(self, killed: datetime) -> None:
        """Note how long after a kill no job is left of whoever gave no sign since then."""
        silent = f"SELECT count(*) FROM pgqueuer WHERE status = 'picked' AND heartbeat < '{killed.isoformat()}'"
        async with asyncio.timeout(PATIENCE):
            while await asyncio.to_thread(self._count, silent):  # noqa: ASYNC110 - other processes take them
                await asyncio.sleep(0.2)
        self.report.takeovers.append((datetime.now(UTC) - killed).total_seconds())

    async def _break_file(self, changed: list[int]) -> None:
        """Break the configuration on disk until a feed was looked at, which the last good one must lead to."""
        with (self.folder / "sources.yaml").open("a", encoding="utf-8") as file:
            file.write("  - broken: [\n")
        await asyncio.sleep(1.5)  # a tick sees it
        asked = self.feeds.asked
        self._let_be_due(changed)
        with suppress(TimeoutError):
            await self._until(lambda: self.feeds.asked > asked, 60)
        self.report.polls_without_file.append(self.feeds.asked - asked)
        self.feeds.configure(self.folder)

    def _let_be_due(self, numbers: list[int]) -> None:
        ids = [f"f{number}" for number in numbers]
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("UPDATE feeds SET due = now() - interval '1 minute' WHERE feed_id = ANY(%s)", [ids])

    def _let_new_be_due(self) -> int:
        """Let feeds be due that have what is not stored; return how many: one may be asked just before it has it."""
        seen = "SELECT title FROM entries WHERE title LIKE 'Lukashenko and Putin sign decree No%'"
        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                stored = {title for (title,) in connection.execute(seen)}
        except psycopg.OperationalError:
            return -1
        waiting = self.feeds.holding(self.feeds.titles.keys() - stored)
        self._let_be_due(waiting)
        return len(waiting)

    def _all_stored(self) -> bool:
        return self._count("SELECT count(*) FROM entries") >= self.feeds.entries

    def _latencies(self) -> list[float]:
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT title, extract(epoch FROM seen)::float8 FROM entries").fetchall()
        return [seen - self.feeds.titles[title] for title, seen in rows if title in self.feeds.titles]

    def _count(self, statement: str) -> int:
        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                row = connection.execute(statement.encode()).fetchone()
        except psycopg.Error:
            return -1
        return -1 if row is None else int(row[0])

    async def _until(self, true: Callable[[], bool], seconds: float = PATIENCE) -> None:
        deadline = time.monotonic() + seconds
        while not await asyncio.to_thread(true):
            if time.monotonic() > deadline:
                raise TimeoutError(self.crew.said())
            await self.crew.tend()
            await asyncio.sleep(0.2)


@asynccontextmanager
async def fleet(
    folder: Path,
    url: str,
    *,
    documents: list[bytes],
    known: int = 0,
    roles: tuple[str, ...] = ROLES,
    seed: int,
    restart: Callable[[], None] | None = None,
    every: str = "1h",
) -> AsyncIterator[Fleet]:
    """Run processes of these roles on the database at ``url``, from after their first looks on.

    ``known``: entries in the documents; ``restart``: stops and starts the database's server.
    """
    async with AsyncExitStack() as stack:
        outside = await stack.enter_async_context(opened())
        crew, draw = Crew(folder=folder, url=url, outside=outside), random.Random(seed)
        stack.push_async_callback(crew.leave)
        feeds = Published(server=outside.feeds, draw=draw, documents=documents, known=known, every=every)
        made = Fleet(folder=folder, url=url, outside=outside, crew=crew, draw=draw, restart=restart, feeds=feeds)
        made.report.processes = ", ".join(f"{count} {role}" for role, count in Counter(roles).items())
        await made.prime(roles)
        yield made


async def run(given: argparse.Namespace, folder: Path, url: str, restart: Callable[[], None] | None) -> FleetReport:
    """Do what the command line says."""
    documents = farm(given.feeds, given.farm) if given.farm else [EMPTY] * given.feeds
    roles = (*ROLES[:4], *["worker"] * given.workers)
    async with fleet(
        folder,
        url,
        documents=documents,
        known=given.feeds * given.farm,
        roles=roles,
        seed=given.seed,
        restart=restart,
        every=given.every,
    ) as made:
        if given.storm:
            await made.storm(given.storm, gap=given.gap, entries=given.entries)
        for _ in range(0 if given.storm else given.rounds):
            await made.round(given.entries, troubles=given.troubles)
        return await made.finish()


def main() -> None:
    """Print the report; end with 1 where an invariant is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--storm", type=float, default=0, help="seconds; instead of rounds")
    parser.add_argument("--every", default="1h", help="between two looks at a feed that has nothing new")
    parser.add_argument("--gap", type=float, default=10, help="seconds between two kills in a storm")
    parser.add_argument("--entries", type=int, default=10, help="published in each round, or second of a storm")
    parser.add_argument("--feeds", type=int, default=60)
    parser.add_argument("--farm", type=int, default=0, help="items in each feed at first; else they are empty")
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--restart-server", action="store_true", help="in each round")
    parser.add_argument("--troubles", action="store_true", help="platforms, feeds and files fail as well")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="an empty one, which keeps the logs")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        cluster() as (url, restart),
    ):
        place = given.folder or Path(folder)
        report = asyncio.run(run(given, place, url, restart if given.restart_server else None))
    assert report.finding is not None
    sys.stdout.write(report.table() + "\n" + "".join(f"* {each}\n" for each in report.finding.wrong))
    sys.exit(1 if report.finding.wrong or not report.end_codes <= {0, -signal.SIGTERM} else 0)


if __name__ == "__main__":
    main()
