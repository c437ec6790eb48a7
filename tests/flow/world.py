"""A whole Seedwatch in a test: a feed that the test writes, real libraries, local platforms, and a way to die."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import structlog

from bot.app import Connect, open_work
from bot.chat.message import Command, Message, Messenger, SentId
from bot.chat.slack import connection as slack
from bot.chat.telegram import connection as telegram
from bot.chat.telegram.api.gateway import Timing
from bot.config import Settings
from bot.config.sources.file import load
from bot.model import Target
from bot.work.due import Pass
from bot.work.once import due_feeds, once
from bot.work.service import Work
from tests.fakes.feed_server import Answer, FeedServer, ok, running
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.slack_server import SlackServer
from tests.fakes.telegram_server import ANA, TelegramServer

SEEDS = Path(__file__).parent / "seeds"  # a small topic: the built-in one takes a while to compile
DATABASE = ""  # the address of one that a test uses; empty: a file in its folder
ON_TOPIC = "Lukashenko and Putin sign Union State decree on joint air defence in Minsk"
NEXT_DAY = "Belarus and Russia agree on gas price for next year, Golovchenko tells Moscow"


class Crash(BaseException):
    """The process dies here."""


@dataclass(kw_only=True)
class World:
    """Everything outside of the process under test, which can be started and killed again and again."""

    folder: Path
    feeds: FeedServer
    clock: SkippingClock = field(default_factory=SkippingClock)
    telegram: TelegramServer | None = None
    slack: SlackServer | None = None
    names: tuple[str, ...] = ("one",)
    former: dict[str, str] = field(default_factory=dict)  # id -> what it was before, whose items it has
    fulltext: str = "never"
    topic: str = "{name: Belarus and Russia}"
    more: str = ""  # lines of sources.yaml
    seeds: Path = SEEDS
    access: str = "open"
    operators: tuple[tuple[str, str], ...] = ()
    connect: tuple[Connect, ...] = ()  # platforms beside ours
    _items: dict[str, list[str]] = field(default_factory=dict)

    def publish(self, title: str, text: str = "", *, feed: str = "one", page: Answer | None = None) -> None:
        """Put a new item on top of a feed; ``page`` is what its address answers, on our server."""
        items = self._items.setdefault(feed, [])
        date = format_datetime(self.clock.now())
        address = f"https://{feed}.example.org/{len(items)}"
        if page is not None:
            self.feeds.script(f"/{feed}/{len(items)}", page)
            address = self.feeds.url(f"/{feed}/{len(items)}")
        items.append(
            f"<item><title>{escape(title)}</title><link>{address}</link><guid>{address}</guid>"
            f"<pubDate>{date}</pubDate><description>{escape(text)}</description></item>"
        )
        self.serve(feed)

    def reword(self, before: str, after: str, *, feed: str = "one") -> None:
        """Put other words into the items of a feed, whose addresses and dates stay."""
        self._items[feed] = [item.replace(escape(before), escape(after)) for item in self._items[feed]]
        self.serve(feed, etag=f'"{after}"')

    def serve(self, feed: str, *, etag: str | None = None) -> None:
        """Answer with the items of a feed; ``etag`` in place of one that changes with each new item."""
        items = "".join(reversed(self._items.get(feed, [])))
        body = f"<rss version='2.0'><channel><title>{feed}</title>{items}</channel></rss>"
        self.feeds.script(f"/{feed}", ok(body, ETag=etag or f'"{len(self._items.get(feed, []))}"'))

    def config(self) -> Path:
        sources = "\n".join(
            f"  - id: {name}\n    name: {name.title()}\n    language: en\n"
            f"    url: {self.feeds.url(f'/{self.former.get(name, name)}')}\n"
            f"    formerly: [{self.former.get(name, '')}]\n"
            f"    country: BY\n    ownership: independent"
            for name in self.names
        )
        path = self.folder / "sources.yaml"
        path.write_text(
            f"version: 1\ntopic: {self.topic}\nseeds: {self.seeds}\n"
            f"fetch:\n  allow_networks: [127.0.0.0/8]\n  per_host_gap: 0s\n"
            f'defaults:\n  every: 10m\n  user_agent: "test/1.0 (+https://example.org/bot)"\n'
            f"  fulltext: {self.fulltext}\n{self.more}sources:\n{sources}\n",
            encoding="utf-8",
        )
        return path

    @property
    def database_url(self) -> str:
        """The database of the service."""
        return DATABASE or f"sqlite:///{self.folder}/seedwatch.db"

    @asynccontextmanager
    async def process(self) -> AsyncIterator[Work]:
        """Start the service without its clock; the body decides what is done when."""
        log = structlog.get_logger()
        settings = Settings(
            database_url=self.database_url,
            access=self.access,
            operators=self.operators,
        )
        connect: list[Connect] = [*self.connect]
        if self.telegram is not None:
            timing = Timing(poll=1.0, grace=2.0, finish=0.2)
            connect.append(
                partial(
                    telegram.connect,
                    token=self.telegram.token,
                    api_url=self.telegram.url,
                    clock=self.clock,
                    log=log,
                    timing=timing,
                )
            )
        if self.slack is not None:
            connect.append(
                partial(
                    slack.connect,
                    bot_token=self.slack.tokens.bot,
                    app_token=self.slack.tokens.app,
                    signing_secret=None,
                    api_url=self.slack.api_url,
                    clock=self.clock,
                    log=log,
                )
            )
        async with open_work(load(self.config()), settings, clock=self.clock, log=log, connect=connect) as work:
            yield work

    async def look(self, work: Work) -> Pass:
        """Let ten minutes and more pass, poll what is due, deliver what is due."""
        self.clock.advance(1200)
        return await once(work, await due_feeds(work), lambda _: None)

    async def run(self, prepare: Callable[[Work], object] = lambda _: None) -> Pass | None:
        """Start, look once, end. Return None where it died of what ``prepare`` did to it."""
        try:
            async with self.process() as work:
                prepare(work)
                return await self.look(work)
        except Crash:
            return None

    async def prime(self, *targets: Target) -> None:
        """Let the first, quiet poll pass, and subscribe these chats."""
        async with self.process() as work:
            await self.look(work)
            for target in targets:
                await work.handle(Command(verb="start", target=target, title="a chat"))


@asynccontextmanager
async def world(
    folder: Path, *, with_telegram: bool = False, with_slack: bool = False, names: Sequence[str] = ("one",)
) -> AsyncIterator[World]:
    """Open feeds and platforms; every feed exists and is empty."""
    async with AsyncExitStack() as stack:
        made = World(
            folder=folder,
            feeds=await stack.enter_async_context(running()),
            telegram=await stack.enter_async_context(TelegramServer()) if with_telegram else None,
            slack=await stack.enter_async_context(SlackServer()) if with_slack else None,
            names=tuple(names),
        )
        if made.telegram is not None:
            made.telegram.chats.meet(ANA.id, ANA)  # she wrote to the bot before: else it may not write to her
        for name in names:
            made.serve(name)
        yield made


@dataclass(frozen=True, kw_only=True)
class Deadly:
    """A messenger with which the process dies just before or just after a message was sent."""

    real: Messenger
    after: bool

    async def send(self, target: Target, message: Message) -> SentId:
        if self.after:
            await self.real.send(target, message)
        raise Crash

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        if self.after:
            await self.real.edit(target, sent, message)
        raise Crash


def delivered_by_hand(work: Work) -> None:
    """Let the queue deliver nothing, so that a test says when a message goes out."""

    async def nothing() -> None:
        """The test does it."""

    work.jobs._enqueue_due = nothing  # type: ignore[assignment]
