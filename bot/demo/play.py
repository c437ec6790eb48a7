"""How does the demo go? The very same app, a week of sample feeds in seconds, and this terminal as the only chat.

What came of the week is counted in its database.
"""

import asyncio
from collections.abc import Collection, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from structlog.typing import FilteringBoundLogger

from bot.app import open_work, running
from bot.chat.console.connection import ConsoleConnection, connect
from bot.config import Settings
from bot.config.sources.file import load
from bot.demo.server import SampleServer, serve_feeds
from bot.demo.setup import write_config
from bot.demo.week import LENGTH, OPENING, START, SampleEntry, SampleFeed, WeekClock, load_week, offset
from bot.errors import SendError
from bot.store.transaction import Transaction
from bot.work.service import Work

SECONDS = 35.0  # of real time for the week
TICK = 0.25  # seconds of real time between two looks at what is due: about an hour of the week
_LOOK = 0.3  # seconds between two looks whether all of the week has arrived
_PATIENCE = 15.0  # seconds after which a slow machine's demo ends all the same
_BAR = 30  # cells of the time line
_FIRST = ("start", "settings digest weekly sun 20:00")  # what the demo types before the week begins
_TYPED = (("wed 22:00", "latest 3"), ("fri 22:00", "why"))
_SHOWN = 4  # traps
_SHORT = 60  # characters of a title that is shown, so that its line is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """``read`` entries came from the feeds; ``on_topic`` of them were worth a message and tell ``stories`` events.

    ``traps`` are entries that only look like the topic; those who ``fell`` were worth a message all the same.
    """

    feeds: int
    read: int
    on_topic: int
    stories: int
    messages: int  # alerts and updates; edits of a message do not count
    traps: tuple[SampleEntry, ...] = ()
    fell: tuple[SampleEntry, ...] = ()

    @property
    def joined(self) -> int:
        """Entries that told of a known story again."""
        return max(self.on_topic - self.stories, 0)


async def play(
    *,
    seeds: Path,
    log: FilteringBoundLogger,
    seconds: float = SECONDS,
    stdin: TextIO | None = None,
    stdout: TextIO | None = None,
    interactive: bool | None = None,
) -> None:
    """Run the demo: without a terminal for about ``seconds``, at a terminal until the person leaves."""
    feeds = load_week()
    clock = WeekClock(START + OPENING, START + LENGTH, seconds)
    console = partial(
        connect,
        clock=clock,
        stdin=stdin,
        stdout=stdout,
        interactive=interactive,
        zone=START.tzinfo,
        toolbar=lambda: time_line(clock),
    )
    with TemporaryDirectory(prefix="seedwatch-demo-") as folder:
        async with serve_feeds(feeds, clock) as server:
            config = load(write_config(Path(folder), server.url, seeds, feeds))
            settings = Settings(database_url=f"sqlite:///{folder}/demo.db")
            async with open_work(config, settings, clock=clock, log=log, connect=(console,)) as work:
                terminal = work.connections["console"]
                if not isinstance(terminal, ConsoleConnection):
                    raise TypeError("the demo talks to the console only")
                show = Show(feeds=feeds, server=server, clock=clock, work=work, terminal=terminal)
                await _while_open(terminal, show.run())
                if terminal.interrupted():
                    raise KeyboardInterrupt


async def _while_open(terminal: ConsoleConnection, showing: Coroutine[None, None, None]) -> None:
    """Carry on until the show ends or the person, or the terminal, leaves."""
    show = asyncio.create_task(showing)
    leaving = asyncio.create_task(terminal.closed.wait())
    try:
        await asyncio.wait({show, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        show.cancel()
        with suppress(asyncio.CancelledError, SendError):  # nobody is left to tell once the terminal is gone
            await show


@dataclass(frozen=True, kw_only=True)
class Show:
    """What the demo itself says and types, around what the bot does."""

    feeds: Sequence[SampleFeed]
    server: SampleServer
    clock: WeekClock
    work: Work
    terminal: ConsoleConnection

    async def run(self) -> None:
        """Introduce, subscribe, let the week pass, sum up; at a terminal, wait for the person to leave."""
        for line in intro(self.feeds, interactive=self.terminal.interactive):
            await self.terminal.say(line)
        for line in _FIRST:
            await self.terminal.enter(line)
        self.clock.begin()
        async with running(self.work, tick_seconds=TICK):
            await self._week()
            counts = await self.work.store.read(self._count)
            await self.terminal.tell_edits()
            for line in ("", *summary(counts)):
                await self.terminal.say(line)
            if self.terminal.interactive:
                await self.terminal.say("You can go on asking: latest, why, help. To leave: quit")
                await self.terminal.closed.wait()

    def _count(self, tx: Transaction) -> Counts:
        return count(tx, feeds=self.feeds, read=self.server.read)

    async def _week(self) -> None:
        for at, typed in timetable(days=not self.terminal.interactive):
            await self._until(at)
            if typed is None:
                await self.terminal.say(f"{at:%a %-d %b %H:%M}")
            else:
                await self.terminal.enter(typed)
        await self._until(START + LENGTH)
        end = self.clock.monotonic() + _PATIENCE  # the clock runs at the usual speed by now
        await self.clock.sleep(_LOOK)
        while not await self.work.store.read(self._has_arrived) and self.clock.monotonic() < end:
            await self.clock.sleep(_LOOK)

    def _has_arrived(self, tx: Transaction) -> bool:
        now = self.clock.now()
        polled = {feed.id for feed in self.feeds} <= set(tx.feeds.not_due(now))
        return polled and not tx.channels.digests_due(now) and not tx.alerts.waiting()

    async def _until(self, at: datetime) -> None:
        await self.clock.sleep((at - self.clock.now()).total_seconds())


def timetable(*, days: bool) -> list[tuple[datetime, str | None]]:
    """Return what is typed when, in order; with ``days``, None marks the time itself (a terminal always shows it)."""
    entries: list[tuple[datetime, str | None]] = [(START + offset(at), line) for at, line in _TYPED]
    if days:
        entries += [(START + timedelta(days=day, hours=8), None) for day in range(LENGTH.days)]
    return sorted(entries, key=lambda entry: entry[0])


def intro(feeds: Sequence[SampleFeed], *, interactive: bool) -> tuple[str, ...]:
    """Return the two lines that open the demo."""
    entries = sum(len(feed.entries) for feed in feeds)
    first = f"A week of {entries} invented entries from {len(feeds)} invented feeds, the real bot."
    if interactive:
        return first, "A card is a story, or news about it. Type latest, why or help; quit leaves."
    return first, "* is a story, + news about it, ~ one more source. A terminal takes commands."


def time_line(clock: WeekClock) -> str:
    """Return the demo's time and how much of the week is over, for the line under the prompt."""
    done = round(clock.share() * _BAR)
    hint = "latest · why · help · quit"
    return f" {clock.now():%a %-d %b %H:%M}  {'━' * done}{'╌' * (_BAR - done)}  {hint}"


def count(tx: Transaction, *, feeds: Sequence[SampleFeed], read: Collection[str]) -> Counts:
    """Count, at the end of the week, what is stored of the entries whose addresses are in ``read``."""
    traps = {feed.address(entry): entry for feed in feeds for entry in feed.entries if entry.trap}
    told = [hit.entry.url for hit in tx.entries.since(START) if hit.match.alert]
    return Counts(
        feeds=len(feeds),
        read=len(read),
        on_topic=len(told),
        stories=len(tx.stories.changed_since(START)),
        messages=tx.alerts.sent_since(START)[0],
        traps=tuple(entry for url, entry in traps.items() if url in read),
        fell=tuple(traps[url] for url in told if url in traps),
    )


def summary(counts: Counts) -> tuple[str, ...]:
    """Return what the demo says at its end, and what to do next."""
    return (
        f"The week is over: {counts.read} entries read in {counts.feeds} feeds, {counts.on_topic} on topic.",
        f"They tell {counts.stories} stories; {counts.joined} entries joined one that was known already.",
        f"{counts.messages} messages were sent here; one more source only changed a message.",
        *_traps(counts),
        "",
        "Next: seedwatch init   writes sources.yaml and seeds/ for a topic of your own,",
        "      .env             takes TELEGRAM_BOT_TOKEN, or SLACK_BOT_TOKEN and more,",
        "      seedwatch run    starts the service.",
    )


def _traps(counts: Counts) -> tuple[str, ...]:
    """Show a few entries that only look like the topic, each for another reason; those told by mistake come first."""
    if not counts.traps:
        return ()
    told = f"{len(counts.fell)} of them told by mistake" if counts.fell else "none of them told"
    kinds = {each.trap: each for each in counts.traps if each not in counts.fell and len(each.title) <= _SHORT}
    spread = list(kinds.values())[:: max(len(kinds) // _SHOWN, 1)]
    shown = [*counts.fell, *spread][:_SHOWN]
    return (
        f"{len(counts.traps)} entries only look like the topic, {told}, e.g.",
        *(f"  {entry.trap}: {entry.title}" for entry in shown),
    )
