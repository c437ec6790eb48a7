"""Does nothing get lost, whatever dies when? Runs the program again and again and kills it, with feeds that go on.

``python -m tests.faults.chaos --rounds 200 --entries 50 --seed 1`` is the long run (``make soak``); its report is a
table in Markdown. A run may be made in pieces with other seeds: ``--notes FILE`` adds to the report of the pieces
before. All that is random comes from the seed; what the machine does in between does not.
"""

import argparse
import asyncio
import json
import random
import signal
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable
from contextlib import closing, suppress
from math import inf
from pathlib import Path

from bot.errors import StoreError
from bot.failpoint import POINTS
from bot.store.engine import Store
from tests.fakes.telegram_server import ANA
from tests.faults.checker import Record, check
from tests.faults.gazette import FEEDS, Gazette
from tests.faults.outside import CHANNEL, Outside, opened
from tests.faults.report import Report, read_report
from tests.faults.troubles import go_wrong

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "tests" / "flow" / "seeds"
ENDS = 0.1  # share of rounds that end in good order
PATIENCE = 90.0  # seconds for what must come
DRAIN = 600.0  # seconds for what is owed when all faults are over
PACE = 4.0  # seconds between two looks at a feed, see FACTOR
FACTOR = 30.0  # as fast as the machine's clock: two minutes, the shortest pace of a feed, are four seconds


class Chaos:
    """One run in one folder."""

    def __init__(self, folder: Path, *, seed: int, entries: int, outside: Outside) -> None:
        self.folder = folder
        self.report = Report()
        self._draw = random.Random(seed)
        self._entries = entries
        self._outside = outside
        self._feeds = outside.feeds
        self._telegram = outside.telegram
        self._slack = outside.slack
        self._gazette = Gazette(outside.feeds, self._draw, self._committed)
        self._started = time.time()
        self._process: Process | None = None  # the one that was started last
        self._last: dict[str, str] = {}  # validators that were seen in its database

    async def run(self, rounds: int, *, seconds: float = inf) -> Report:
        """Go through the rounds, let everything drain, end in good order and check; a report comes of it always.

        After so many seconds no round is begun.
        """
        report = self.report
        try:
            self._configure()
            await self._prime()
            end = time.monotonic() + seconds
            while report.rounds < rounds and time.monotonic() < end:
                await self._round()
            await self._drain()
        except (TimeoutError, OSError, StoreError) as error:
            report.wrong.append(f"broke off: {error}")
        except asyncio.CancelledError:
            report.wrong.append("broke off: somebody ended it")
        finally:
            if self._process is not None and self._process.returncode is None:
                self._process.kill()
                await self._process.wait()
        report.wrong += [f"broke off after {report.rounds} of {rounds} rounds"] if report.rounds < rounds else []
        report.longest = self._gazette.longest
        report.served, report.trapped = len(self._gazette.titles), self._outside.trap.connections
        noted = self.folder / "lateness"
        report.lateness = [int(line) for line in noted.read_text("ascii").split()] if noted.exists() else []
        try:
            report.judge(check(self.folder, self._record()))
        except sqlite3.Error as error:
            report.wrong.append(f"the database cannot be read: {error}")
        return report

    def _record(self) -> Record:
        telegram, slack = self._telegram, self._slack
        return Record(
            served=self._gazette.titles,
            etags=self._gazette.etags,
            messages={
                "telegram": [(str(shown.id), shown.text) for shown in telegram.messages(ANA.id)],
                "slack": [(shown.ts, str(shown.body)) for shown in slack.messages(CHANNEL)],
            },
            secrets=[telegram.token, slack.tokens.bot, slack.tokens.app],
            trapped=self.report.trapped,
            megabytes=self.report.megabytes,
            descriptors=self.report.descriptors,
            polls_without_file=self.report.polls_without_file,
        )

    def _configure(self) -> None:
        sources = "".join(
            f"  - id: f{n}\n    name: F{n}\n    url: {self._feeds.url(f'/f{n}')}\n    language: en\n"
            for n in range(FEEDS)
        )
        (self.folder / "sources.yaml").write_text(
            f"version: 1\ntopic:\n  name: Belarus and Russia\nseeds: {SEEDS}\n"
            "fetch:\n  allow_networks: [127.0.0.1/32]\n  per_host_gap: 0s\n"
            "defaults:\n  every: 2m\n  timeout: 10s\n  fulltext: never\n"
            f'  user_agent: "chaos/1.0 (+https://example.org/bot)"\nsources:\n{sources}',
            encoding="utf-8",
        )
        self._gazette.serve()

    async def _prime(self) -> None:
        """Let the first, quiet polls pass, and subscribe a chat on each platform."""
        process = await self._start(None)
        await self._until(lambda: {asked.path for asked in self._feeds.asked} >= {f"/f{n}" for n in range(FEEDS)})
        self._telegram.say(ANA.id, "/start")
        await self._until(lambda: bool(self._telegram.messages(ANA.id)) and bool(self._slack.sockets))
        await self._slack.command("/watch", "start", channel=CHANNEL, user="U1")
        await self._until(lambda: bool(self._slack.ephemerals(CHANNEL) or self._slack.messages(CHANNEL)))
        await asyncio.sleep(1)
        await self._end(process)

    async def _round(self) -> None:
        """Publish, start, let something go wrong, kill."""
        self.report.rounds += 1
        self._gazette.publish(self._entries)
        point = self._draw.choice([None, *POINTS[:-1]])
        process = await self._start(point)
        self._go_wrong()
        before, begun, asked = self._outside.told(), time.monotonic(), len(self._feeds.asked)
        await self._until(lambda: len(self._feeds.asked) > asked or process.returncode is not None)
        limit = time.monotonic() + self._draw.uniform(2.0, 9.0) + (6.0 if point else 0.0)
        broken = self._break_file() if self._draw.random() < 0.2 else None
        first = False
        while time.monotonic() < limit and process.returncode is None:
            await asyncio.sleep(0.1)
            if not first and self._outside.told() > before:
                first = True
                self.report.first_messages.append(time.monotonic() - begun)
        died = process.returncode is not None
        if broken is not None:
            self._configure()
            if not died and limit - begun > 3 * PACE:
                self.report.polls_without_file.append(len(self._feeds.asked) - broken)
        if not died:
            await self._not_before_some_are_taken(process)
            died = process.returncode is not None
        if not died:
            self._measure(process)
        if not died and point is None and self._draw.random() < ENDS:
            await self._end(process)
        else:
            self.report.kills[point or "any" if died else "any"] += 1
            if not died:
                process.kill()
        await process.wait()
        self._gazette.serve()

    async def _not_before_some_are_taken(self, process: Process) -> None:
        """Let feeds that are far behind catch up some way."""
        before = self._gazette.far_behind()
        if not before:
            return
        self.report.long_lives += 1
        self._gazette.serve()  # without faults

        def caught_up() -> bool:
            confirmed = self._gazette.confirmed()
            return process.returncode is not None or all(confirmed[each] > had for each, had in before.items())

        await self._until(caught_up, or_else=False)

    def _committed(self) -> dict[str, str]:
        """Return the validators that the program has, by feed."""
        path = self.folder / "seedwatch.db"
        if not path.exists():
            return {}
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            self._last = dict(database.execute("SELECT feed_id, etag FROM feeds WHERE etag IS NOT NULL"))
        return self._last

    def _go_wrong(self) -> None:
        lost, lured = go_wrong(self._outside, self._draw, [f"/f{number}" for number in range(FEEDS)])
        self.report.lost_answers += lost
        self.report.lured += lured

    def _break_file(self) -> int:
        """Break the configuration on disk; return how often feeds were asked until now."""
        with (self.folder / "sources.yaml").open("a", encoding="utf-8") as file:
            file.write("  - broken: [\n")
        return len(self._feeds.asked)

    async def _drain(self) -> None:
        """Run without faults until nothing is owed; then end."""
        asked = len(self._feeds.asked)
        process = await self._start(None)
        await self._until(lambda: len(self._feeds.asked) > asked)
        deadline = time.monotonic() + DRAIN
        while time.monotonic() < deadline and await self._owed():  # noqa: ASYNC110 - another process makes it true
            await asyncio.sleep(0.5)
        self._measure(process)
        await self._end(process)

    async def _owed(self) -> bool:
        with Store(f"sqlite:///{self.folder}/seedwatch.db", looking=True) as store:
            stored = await store.read(lambda tx: tx.entries.count())
            waiting = await store.read(lambda tx: tx.alerts.waiting())
        return stored < len(self._gazette.titles) or bool(waiting)

    async def _start(self, point: str | None) -> Process:
        told = {
            "folder": str(self.folder),
            "telegram_url": self._telegram.url,
            "token": self._telegram.token,
            "slack_url": self._slack.api_url,
            "bot_token": self._slack.tokens.bot,
            "app_token": self._slack.tokens.app,
            "started": self._started,
            "factor": FACTOR,
        }
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
        if point:
            environment["FAILPOINT"] = f"{point}:kill@{self._draw.randint(1, 3)}"
        with (self.folder / "program.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.program", json.dumps(told)),
                stdin=DEVNULL, stdout=log, stderr=log, env=environment, cwd=ROOT,
            )  # fmt: skip
        return self._process

    async def _until(self, true: Callable[[], bool], *, or_else: bool = True) -> None:
        """Wait for something; where it does not come, it is an error or not."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > deadline:
                if or_else:
                    raise TimeoutError((self.folder / "program.log").read_text("utf-8")[-2000:])
                return
            await asyncio.sleep(0.1)

    def _measure(self, process: Process) -> None:
        if process.returncode is None and Path(f"/proc/{process.pid}").exists():
            memory = Path(f"/proc/{process.pid}/status").read_text("ascii").partition("VmRSS:")[2]
            if memory:  # else it has just died
                self.report.megabytes.append(int(memory.split()[0]) / 1024)
                self.report.descriptors.append(sum(1 for _ in Path(f"/proc/{process.pid}/fd").iterdir()))

    async def _end(self, process: Process) -> None:
        begun = time.monotonic()
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        self.report.end_codes.append(await asyncio.wait_for(process.wait(), 60))
        self.report.end_seconds.append(time.monotonic() - begun)


async def chaos(folder: Path, *, rounds: int, entries: int, seed: int, seconds: float = inf) -> Report:
    """Run in a folder of its own and return the report."""
    async with opened() as outside:
        return await Chaos(folder, seed=seed, entries=entries, outside=outside).run(rounds, seconds=seconds)


def main() -> None:
    """Print the report; end with 1 where an invariant is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=50, help="that are published in each round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=90, help="after which no round is begun, which is a failure")
    parser.add_argument("--notes", type=Path, help="where what was seen is added up over several runs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rounds, entries, seed, seconds = given.rounds, given.entries, given.seed, given.minutes * 60
        report = asyncio.run(chaos(Path(folder), rounds=rounds, entries=entries, seed=seed, seconds=seconds))
    if given.notes is not None:
        if given.notes.exists():
            report.add(read_report(given.notes))
        given.notes.write_text(report.dump(), encoding="utf-8")
    sys.stdout.write(report.table() + "\n" + "".join(f"* {each}\n" for each in report.wrong))
    sys.exit(1 if report.wrong or any(report.end_codes) else 0)


if __name__ == "__main__":
    main()
