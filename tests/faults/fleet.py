"""Does nothing get lost where many processes share a server? Kills one after another, and the server, under load.

``make soak FLEET="--rounds 30 --feeds 5000 --workers 4 --restart-server"`` is the long run, on a PostgreSQL of its own
that is stopped without a farewell. The processes are the real program, each in its role; what must hold in the end is
what ``tests.faults.checker`` says.
"""

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from bot.store.engine import Store
from tests.fakes.feed_server import FeedServer, ok, running
from tests.fakes.telegram_server import ANA, TelegramServer
from tests.faults.checker import Finding, Record, check

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "tests" / "flow" / "seeds"
PATIENCE = 120.0  # seconds for which a round may take; what it should take is asserted by who reads the report


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run did and found."""

    killed: Counter[str] = field(default_factory=Counter)  # by role
    fell: Counter[str] = field(default_factory=Counter)  # by role and code: who ended without being asked
    restarts: int = 0  # of the server
    rounds: list[float] = field(default_factory=list)  # seconds from a kill until all of its round was stored
    served: int = 0
    told: int = 0  # messages that the platform took
    end_seconds: float = 0.0  # of the slowest, from SIGTERM to its end
    end_codes: set[int] = field(default_factory=set)
    finding: Finding | None = None

    def table(self) -> str:
        """Return the report as a table in Markdown."""
        assert self.finding is not None
        seconds = sorted(self.rounds)
        rows = {
            "processes killed": ", ".join(f"{count} {role}" for role, count in sorted(self.killed.items())),
            "ended by themselves": ", ".join(f"{count} {what}" for what, count in sorted(self.fell.items())) or "none",
            "server stopped without a farewell": self.restarts,
            "entries served": self.served,
            "entries stored": self.finding.entries,
            "messages taken": self.told,
            "alerts": self.finding.alerts,
            "alerts marked ambiguous": self.finding.ambiguous,
            "kill to all stored, median / worst": f"{seconds[len(seconds) // 2]:.1f} s / {seconds[-1]:.1f} s",
            "SIGTERM to end": f"{self.end_seconds:.1f} s, codes {sorted(self.end_codes)}",
            "broken invariants": len(self.finding.wrong),
        }
        return "\n".join(["| what | seen |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A process and what it logged."""

    role: str
    process: Process
    log: Path

    @property
    def serves(self) -> bool:
        """Whether it has started."""
        return any(word in self.log.read_text("utf-8") for word in ("health and metrics", "standing by"))


@dataclass(slots=True, kw_only=True)
class Fleet:
    """Processes of every role on one database, and the world around them."""

    folder: Path
    url: str
    feeds: FeedServer
    telegram: TelegramServer
    size: int  # feeds
    draw: random.Random
    restart: Callable[[], None] | None  # the server
    report: Report = field(default_factory=Report)
    members: list[Member] = field(default_factory=list)
    started: int = 0  # processes
    items: dict[int, list[str]] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    etags: set[str] = field(default_factory=set)

    def configure(self) -> None:
        """Write a configuration with feeds that exist and are empty."""
        sources = "".join(
            f"  - {{id: f{n}, name: F{n}, url: '{self.feeds.url(f'/f{n}')}', language: en}}\n" for n in range(self.size)
        )
        (self.folder / "sources.yaml").write_text(
            f"version: 1\ntopic:\n  name: Belarus and Russia\nseeds: {SEEDS}\nfetch:\n  allow_networks: [127.0.0.0/8]\n"
            "  per_host_gap: 0s\ndefaults:\n  every: 1h\n  timeout: 10s\n  fulltext: never\n"
            f'  user_agent: "chaos/1.0 (+https://example.org/bot)"\nsources:\n{sources}',
            encoding="utf-8",
        )
        for number in range(self.size):
            self._serve(number)

    async def start(self, *roles: str) -> None:
        """Start a process for each role."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.url,
            "LISTEN": "127.0.0.1:0",
            "LOG_FORMAT": "json",
            "TELEGRAM_BOT_TOKEN": self.telegram.token,
            "TELEGRAM_API_URL": self.telegram.url,
        }
        for role in roles:
            self.started += 1
            path = self.folder / f"{self.started:03}-{role}.log"
            with path.open("wb") as log:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot", "run", "--role", role),
                    *("--config", str(self.folder / "sources.yaml")),
                    stdin=DEVNULL, stdout=log, stderr=log, env=environment, cwd=self.folder,
                )  # fmt: skip
            self.members.append(Member(role=role, process=process, log=path))

    async def prime(self) -> None:
        """Let the first, quiet polls pass, and subscribe a chat."""
        self.telegram.say(ANA.id, "/start")
        await self._until(lambda: bool(self.telegram.messages(ANA.id)))
        await self._until(lambda: self._count("SELECT count(*) FROM feeds WHERE primed") == self.size)

    async def round(self, entries: int) -> None:
        """Publish, let what is published be due, kill somebody or the server, and wait until all is stored."""
        changed = [self._publish() for _ in range(entries)]
        with psycopg.connect(self.url, autocommit=True) as connection:
            ids = [f"f{number}" for number in changed]
            connection.execute("UPDATE feeds SET due = now() - interval '1 minute' WHERE feed_id = ANY(%s)", [ids])
        await asyncio.sleep(self.draw.uniform(0.2, 1.5))
        began = time.monotonic()
        if self.restart is not None:
            await asyncio.to_thread(self.restart)
            self.report.restarts += 1
        victim = self.members.pop(self.draw.randrange(len(self.members)))
        if victim.process.returncode is None:
            victim.process.kill()
            self.report.killed[victim.role] += 1
        await victim.process.wait()
        await self.start(victim.role)
        await self._until(self._all_stored)
        self.report.rounds.append(time.monotonic() - began)
        await self._until(lambda: all(each.serves or each.process.returncode is not None for each in self.members))
        for each in [each for each in self.members if each.process.returncode is not None]:
            self.members.remove(each)  # as a supervisor does, which starts it again
            self.report.fell[f"{each.role} with {each.process.returncode}"] += 1
            await self.start(each.role)

    async def finish(self) -> Report:
        """Let everything drain, end in good order and check."""
        owed = "SELECT count(*) FROM alerts WHERE state IN ('pending', 'sending')"
        await self._until(lambda: self._count(owed) == 0 and all(each.serves for each in self.members))
        began = time.monotonic()
        for each in self.members:
            if each.process.returncode is None:
                each.process.send_signal(signal.SIGTERM)
        for each in self.members:
            self.report.end_codes.add(await asyncio.wait_for(each.process.wait(), 60))
        self.report.end_seconds = time.monotonic() - began
        with Store(self.url, looking=True) as store:
            store.backup(self.folder / "seedwatch.db")
        messages = [(str(shown.id), shown.text) for shown in self.telegram.messages(ANA.id)]
        self.report.served, self.report.told = len(self.titles), len(messages)
        record = Record(
            served=self.titles, etags=self.etags, messages={"telegram": messages}, secrets=[self.telegram.token]
        )
        self.report.finding = check(self.folder, record)
        return self.report

    async def kill(self) -> None:
        """Leave no process behind."""
        for each in self.members:
            if each.process.returncode is None:
                each.process.kill()
                await each.process.wait()

    def _publish(self) -> int:
        """Put one more entry into some feed; return which."""
        number, feed = len(self.titles), self.draw.randrange(self.size)
        title = f"Lukashenko and Putin sign decree No{number} on the Union State in Minsk"
        self.titles.append(title)
        link = f"https://gazette.example/{number}"
        self.items.setdefault(feed, []).append(
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid></item>"
        )
        self._serve(feed)
        return feed

    def _serve(self, number: int) -> None:
        items = self.items.get(number, [])
        etag = f'"{number}-{len(items)}"'
        self.etags.add(etag)
        body = f"<rss version='2.0'><channel><title>F</title>{''.join(reversed(items))}</channel></rss>"
        self.feeds.script(f"/f{number}", ok(body, ETag=etag))

    def _all_stored(self) -> bool:
        return self._count("SELECT count(*) FROM entries") >= len(self.titles)

    def _count(self, statement: str) -> int:
        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                row = connection.execute(statement.encode()).fetchone()
        except psycopg.Error:
            return -1
        return -1 if row is None else int(row[0])

    async def _until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not await asyncio.to_thread(true):
            if time.monotonic() > deadline:
                logs = {each.log.name: each.log.read_text("utf-8")[-800:] for each in self.members}
                raise TimeoutError("\n".join(f"{name}: {text}" for name, text in logs.items()))
            await asyncio.sleep(0.2)


async def fleet(
    folder: Path,
    url: str,
    *,
    rounds: int,
    entries: int,
    feeds: int,
    roles: tuple[str, ...],
    seed: int,
    restart: Callable[[], None] | None = None,
) -> Report:
    """Run processes of these roles on the database at ``url`` and return the report; ``restart``: of its server."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(running())
        telegram = await stack.enter_async_context(TelegramServer())
        telegram.chats.meet(ANA.id, ANA)
        made = Fleet(
            folder=folder,
            url=url,
            feeds=server,
            telegram=telegram,
            size=feeds,
            draw=random.Random(seed),
            restart=restart,
        )
        stack.push_async_callback(made.kill)
        made.configure()
        await made.start(*roles)
        await made.prime()
        for _ in range(rounds):
            await made.round(entries)
        return await made.finish()


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Start a PostgreSQL server of our own; give its address and what stops it without a farewell and starts it."""
    tools = max(Path("/usr/lib/postgresql").glob("*/bin"))
    user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        subprocess.run(["/bin/chown", "postgres", str(folder)], check=True)
        user = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = str(folder / "data")

    def run(*command: str) -> None:
        subprocess.run([*user, *command], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    def start() -> None:
        run(
            str(tools / "pg_ctl"), "--wait", "--silent", f"--pgdata={data}", f"--log={folder / 'log'}",
            f"--options=-p 54331 -k {folder} -c listen_addresses=127.0.0.1", "start",
        )  # fmt: skip

    def stop() -> None:
        run(str(tools / "pg_ctl"), "--silent", "--mode=immediate", f"--pgdata={data}", "stop")

    def restart() -> None:
        stop()
        start()

    run(str(tools / "initdb"), "--username=postgres", "--auth=trust", f"--pgdata={data}")
    start()
    try:
        yield "postgresql://postgres@127.0.0.1:54331/postgres", restart
    finally:
        stop()


def main() -> None:
    """Print the report; end with 1 where an invariant is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--entries", type=int, default=20, help="that are published in each round")
    parser.add_argument("--feeds", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--restart-server", action="store_true", help="in each round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="an empty one, which keeps the logs")
    given = parser.parse_args()
    roles = ("scheduler", "scheduler", "chat", "chat", *["worker"] * given.workers)
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory() as home,
        cluster(Path(home)) as (url, restart),
    ):
        report = asyncio.run(
            fleet(
                given.folder or Path(folder),
                url,
                rounds=given.rounds,
                entries=given.entries,
                feeds=given.feeds,
                roles=roles,
                seed=given.seed,
                restart=restart if given.restart_server else None,
            )
        )
    assert report.finding is not None
    sys.stdout.write(report.table() + "\n" + "".join(f"* {each}\n" for each in report.finding.wrong))
    sys.exit(1 if report.finding.wrong or not report.end_codes <= {0, -signal.SIGTERM} else 0)


if __name__ == "__main__":
    main()
