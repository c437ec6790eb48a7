"""Does nothing get lost, whatever dies when? Runs the program again and again and kills it, with feeds that go on.

``python -m tests.faults.chaos --rounds 200 --entries 50 --seed 1`` is the long run (``make soak``); its report is a
table in Markdown. All that is random comes from the seed; what the machine does in between does not.
"""

import argparse
import asyncio
import random
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bot.failpoint import POINTS
from bot.store.engine import Store
from tests.fakes.feed_server import FeedServer, ok, running, status
from tests.fakes.telegram_faults import Fault
from tests.fakes.telegram_server import ANA, TelegramServer
from tests.faults.checker import Finding, Record, check

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "tests" / "flow" / "seeds"
FEEDS = 5
KEPT = 300  # items that a feed shows
FACTOR = 30.0  # as fast as the machine's clock: two minutes, the shortest pace of a feed, are four seconds
_VERBS = ("discuss", "sign", "delay", "reject", "praise", "extend", "renew", "cancel", "review", "open")
_THINGS = (
    "gas price", "oil transit", "air defence", "customs union", "potash exports", "nuclear plant", "border trade",
    "currency plan", "military drills", "railway tariffs", "visa rules", "dairy quotas", "power grid", "port access",
)  # fmt: skip
_FAULTS = (
    Fault.gateway(502), Fault.gateway(504), Fault.drop_before(), Fault.drop_after(), Fault.flood(1),
    Fault.bad_request("something that nobody knows"), Fault(raw='{"ok": true, "result": true}'),
)  # fmt: skip
_LOST = (0, 1, 3, 6)  # places of those after which nobody can know whether the message was taken


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run did and found."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)  # by where they fell
    lost_answers: int = 0  # of the platform: it took a message, and we did not hear of it
    served: int = 0
    first_messages: list[float] = field(default_factory=list)  # seconds from a start to the first message
    end_seconds: float = 0.0  # from SIGTERM to the end
    end_code: int | None = None
    megabytes: float = 0.0  # of memory at the end
    descriptors: int = 0
    finding: Finding | None = None

    def table(self) -> str:
        """Return the report as a table in Markdown."""
        assert self.finding is not None
        firsts = sorted(self.first_messages)
        rows = {
            "rounds": self.rounds,
            "kills": sum(self.kills.values()),
            "of them at a named point": sum(n for where, n in self.kills.items() if where != "any"),
            "entries served": self.served,
            "entries stored": self.finding.entries,
            "alerts": self.finding.alerts,
            "alerts marked ambiguous": self.finding.ambiguous,
            "messages that no record names": self.finding.repeated,
            "answers of the platform that were lost on purpose": self.lost_answers,
            "start to first message, median / p95": (
                f"{firsts[len(firsts) // 2]:.1f} s / {firsts[int(len(firsts) * 0.95)]:.1f} s" if firsts else "-"
            ),
            "SIGTERM to end": f"{self.end_seconds:.1f} s, code {self.end_code}",
            "memory, open files at the end": f"{self.megabytes:.0f} MB, {self.descriptors}",
            "broken invariants": len(self.finding.wrong),
        }
        return "\n".join(["| what | seen |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows.items())])


class Chaos:
    """One run in one folder."""

    def __init__(self, folder: Path, *, seed: int, entries: int, feeds: FeedServer, telegram: TelegramServer) -> None:
        self.folder = folder
        self.report = Report()
        self._draw = random.Random(seed)
        self._entries = entries
        self._feeds = feeds
        self._telegram = telegram
        self._items: list[list[str]] = [[] for _ in range(FEEDS)]
        self._titles: list[str] = []
        self._etags: set[str] = set()
        self._started = time.time()

    async def run(self, rounds: int) -> Report:
        """Go through the rounds, let everything drain, end in good order and check."""
        self._configure()
        await self._prime()
        for _ in range(rounds):
            await self._round()
        await self._drain()
        messages = [(str(shown.id), shown.text) for shown in self._telegram.messages(ANA.id)]
        self.report.served = len(self._titles)
        record = Record(served=self._titles, etags=self._etags, messages=messages, secrets=[self._telegram.token])
        self.report.finding = check(self.folder, record)
        return self.report

    def _configure(self) -> None:
        sources = "".join(
            f"  - id: f{n}\n    name: F{n}\n    url: {self._feeds.url(f'/f{n}')}\n    language: en\n"
            for n in range(FEEDS)
        )
        (self.folder / "sources.yaml").write_text(
            f"version: 1\ntopic:\n  name: Belarus and Russia\nseeds: {SEEDS}\nfetch:\n  allow_networks: [127.0.0.0/8]\n"
            "  per_host_gap: 0s\ndefaults:\n  every: 2m\n  timeout: 10s\n  fulltext: never\n"
            f'  user_agent: "chaos/1.0 (+https://example.org/bot)"\nsources:\n{sources}',
            encoding="utf-8",
        )
        for number in range(FEEDS):
            self._serve(number)

    async def _prime(self) -> None:
        """Let the first, quiet polls pass, and subscribe a chat."""
        process = await self._start(None)
        await self._until(lambda: {asked.path for asked in self._feeds.asked} >= {f"/f{n}" for n in range(FEEDS)})
        self._telegram.say(ANA.id, "/start")
        await self._until(lambda: bool(self._telegram.messages(ANA.id)))
        await asyncio.sleep(1)
        await self._end(process)

    async def _round(self) -> None:
        """Publish, start, let something go wrong, kill."""
        self.report.rounds += 1
        self._publish()
        point = self._draw.choice([None, *POINTS[:-1]])
        process = await self._start(point)
        if self._draw.random() < 0.5:
            fault = self._draw.choice(_FAULTS)
            self.report.lost_answers += _FAULTS.index(fault) in _LOST
            self._telegram.fail_next("sendMessage", fault)
        if self._draw.random() < 0.3:
            self._feeds.script(f"/f{self._draw.randrange(FEEDS)}", status(self._draw.choice([500, 503, 404])))
        before, begun, asked = len(self._telegram.messages(ANA.id)), time.monotonic(), len(self._feeds.asked)
        await self._until(lambda: len(self._feeds.asked) > asked or process.returncode is not None)
        limit = time.monotonic() + self._draw.uniform(2.0, 9.0) + (6.0 if point else 0.0)
        first = False
        while time.monotonic() < limit and process.returncode is None:
            await asyncio.sleep(0.1)
            if not first and len(self._telegram.messages(ANA.id)) > before:
                first = True
                self.report.first_messages.append(time.monotonic() - begun)
        died = process.returncode is not None
        self.report.kills[point or "any" if died else "any"] += 1
        if not died:
            process.kill()
        await process.wait()
        for number in range(FEEDS):
            self._serve(number)

    async def _drain(self) -> None:
        """Run without faults until nothing is owed; then end."""
        process = await self._start(None)
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline and await self._owed():  # noqa: ASYNC110 - another process makes it true
            await asyncio.sleep(0.5)
        self._measure(process)
        await self._end(process)

    async def _owed(self) -> bool:
        with Store(f"sqlite:///{self.folder}/seedwatch.db", looking=True) as store:
            stored = await store.read(lambda tx: tx.entries.count())
            waiting = await store.read(lambda tx: tx.alerts.waiting())
        return stored < len(self._titles) or bool(waiting)

    def _publish(self) -> None:
        for _ in range(self._entries):
            number = len(self._titles)
            verb, thing = self._draw.choice(_VERBS), self._draw.choice(_THINGS)
            title = f"Lukashenko and Putin {verb} {thing} in Minsk, item No{number}"
            self._titles.append(title)
            link = f"https://gazette.example/{number}-{self._draw.randrange(10**9)}"
            self._items[number % FEEDS].append(
                f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid></item>"
            )
        for number in range(FEEDS):
            self._serve(number)

    def _serve(self, number: int) -> None:
        items = self._items[number]
        etag = f'"{number}-{len(items)}"'
        self._etags.add(etag)
        shown = "".join(reversed(items[-KEPT:]))
        self._feeds.script(
            f"/f{number}", ok(f"<rss version='2.0'><channel><title>F</title>{shown}</channel></rss>", ETag=etag)
        )

    async def _start(self, point: str | None) -> Process:
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
        if point:
            environment["FAILPOINT"] = f"{point}:kill@{self._draw.randint(1, 3)}"
        with (self.folder / "program.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.program", str(self.folder), self._telegram.url),
                *(self._telegram.token, str(self._started), str(FACTOR)),
                stdin=DEVNULL, stdout=log, stderr=log, env=environment, cwd=ROOT,
            )  # fmt: skip

    async def _until(self, true: object) -> None:
        deadline = time.monotonic() + 90
        while not true():  # type: ignore[operator]
            if time.monotonic() > deadline:
                raise TimeoutError((self.folder / "program.log").read_text("utf-8")[-2000:])
            await asyncio.sleep(0.1)

    def _measure(self, process: Process) -> None:
        if process.returncode is None and Path(f"/proc/{process.pid}").exists():
            said = Path(f"/proc/{process.pid}/status").read_text("ascii")
            self.report.megabytes = int(said.partition("VmRSS:")[2].split()[0]) / 1024
            self.report.descriptors = sum(1 for _ in Path(f"/proc/{process.pid}/fd").iterdir())

    async def _end(self, process: Process) -> None:
        begun = time.monotonic()
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        self.report.end_code = await asyncio.wait_for(process.wait(), 60)
        self.report.end_seconds = max(self.report.end_seconds, time.monotonic() - begun)


async def chaos(folder: Path, *, rounds: int, entries: int, seed: int) -> Report:
    """Run in a folder of its own and return the report."""
    async with AsyncExitStack() as stack:
        feeds = await stack.enter_async_context(running())
        telegram = await stack.enter_async_context(TelegramServer())
        telegram.chats.meet(ANA.id, ANA)
        return await Chaos(folder, seed=seed, entries=entries, feeds=feeds, telegram=telegram).run(rounds)


def main() -> None:
    """Print the report; end with 1 where an invariant is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50, help="that are published in each round")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = asyncio.run(chaos(Path(folder), rounds=given.rounds, entries=given.entries, seed=given.seed))
    assert report.finding is not None
    sys.stdout.write(report.table() + "\n" + "".join(f"* {each}\n" for each in report.finding.wrong))
    sys.exit(1 if report.finding.wrong or report.end_code else 0)


if __name__ == "__main__":
    main()
