"""What does the demo's week tell, message by message? Played on a clock of its own, the same each time."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from bot.app import open_work
from bot.chat.message import Command, Message, Role, SentId, plain
from bot.chat.platform import Connection, Handle
from bot.config import Settings
from bot.config.sources.file import load
from bot.demo.server import serve_feeds
from bot.demo.setup import write_config
from bot.demo.week import LENGTH, OPENING, START, SampleEntry, SampleFeed, load_week
from bot.model import Story, Target
from bot.store.transaction import Transaction
from bot.work.once import due_feeds, once
from tests.fakes.manual_clock import SkippingClock

CHAT = Target(platform="console", chat="terminal")
STEP = timedelta(hours=1)
_BARE = 60  # characters of a line that names an outlet and a time, and says nothing else


@dataclass(frozen=True, kw_only=True)
class Told:
    """A message, when it came, and the entries of its story as it was then; ``edits``: it changed one before."""

    at: datetime
    message: Message
    entries: tuple[SampleEntry, ...] = ()
    edits: bool = False


@dataclass(kw_only=True)
class Chat:
    """Takes messages and remembers them."""

    sent: list[tuple[Message, bool]] = field(default_factory=list)

    async def send(self, target: Target, message: Message) -> SentId:
        self.sent.append((message, False))
        return SentId(id=str(len(self.sent)))

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        self.sent.append((message, True))

    @asynccontextmanager
    async def connect(self, *, handle: Handle) -> AsyncIterator[Connection]:
        yield Connection(platform="console", messenger=self, problem=lambda: None)


async def play(folder: Path, seeds: Path) -> list[Told]:
    """Return what a chat that wants every story gets in the week. Every feed is looked at as often as in the demo."""
    feeds, clock, chat = load_week(), SkippingClock(START + OPENING), Chat()
    told: list[Told] = []
    async with serve_feeds(feeds, clock) as server:
        config = load(write_config(folder, server.url, seeds, feeds))
        settings = Settings(database_url=f"sqlite:///{folder}/week.db")
        log = structlog.get_logger()
        async with open_work(config, settings, clock=clock, log=log, connect=(chat.connect,)) as work:
            await work.handle(Command(verb="start", target=CHAT, title="a chat"))
            while clock.now() < START + LENGTH:
                await once(work, await due_feeds(work), lambda _: None)
                for message, edits in chat.sent:
                    story = await work.store.read(partial(_story, short=message.story))
                    entries = entries_of(story, feeds) if story else ()
                    told.append(Told(at=clock.now(), message=message, entries=entries, edits=edits))
                chat.sent.clear()
                clock.advance(STEP.total_seconds())
    return told


def _story(tx: Transaction, *, short: str | None) -> Story | None:
    return tx.stories.by_short(short) if short else None


def entries_of(story: Story, feeds: Sequence[SampleFeed]) -> tuple[SampleEntry, ...]:
    """Return the entries of a story as far as the feeds show them now."""
    by_address = {feed.address(entry): entry for feed in feeds for entry in feed.entries}
    return tuple(by_address[report.url] for report in story.reports if report.url in by_address)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a message is worth: whether it tells what was not told, of one event only. ``why`` where it does not."""

    told: Told
    events: tuple[str, ...]
    needed: bool
    true: bool
    repeats: str = ""  # the story that told of the event before


def judge(told: Sequence[Told]) -> list[Verdict]:
    """Judge each message that makes a sound or a reply; edits of what is there are none."""
    known: dict[str, str] = {}  # event -> the story that told of it first
    verdicts = []
    for each in told:
        short = each.message.story
        if each.edits or short is None:
            continue
        counts = Counter(entry.event or f"trap: {entry.trap}" for entry in each.entries)
        events = tuple(event for event, _ in counts.most_common())
        first = each.message.reply_to is None
        before = known.setdefault(events[0], short) if events else short
        body = [line for part in each.message.sections if part.role is Role.BODY for line in part.lines]
        verdicts.append(
            Verdict(
                told=each,
                events=events,
                needed=before == short and (first or any(len(plain(line)) > _BARE for line in body)),
                true=len(events) == 1 and not events[0].startswith("trap"),
                repeats="" if before == short or not first else before,
            )
        )
    return verdicts
