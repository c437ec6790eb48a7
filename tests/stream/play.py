"""What does a chat see of a week? The script's reports go through matching, grouping, routing and delivery."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import structlog

from bot.chat.message import Message, SentId
from bot.chat.platform import Connection
from bot.chat.rendering.trace import Fate, trace
from bot.config.sources.file import load
from bot.feeds.formats.document import Item
from bot.model import Cursor, Send, Subscription, Target
from bot.store.engine import Store
from bot.work.delivery.deliver import Deliverer
from bot.work.polling.look import Look, judged
from bot.work.polling.take import take
from bot.work.watch import Watch, watch
from tests.fakes.manual_clock import SkippingClock
from tests.samples import to_entries
from tests.stream.script import Script, Told

EVERY, IMPORTANT = (Target(platform="telegram", chat=chat) for chat in "12")


@dataclass(kw_only=True)
class Chat:
    """Keeps what it is sent: messages by their id, and each version of one that is edited."""

    sent: list[Message] = field(default_factory=list)
    edited: list[Message] = field(default_factory=list)


@dataclass(kw_only=True)
class Chats:
    """Two chats: one gets every story, the other important ones only."""

    every: Chat = field(default_factory=Chat)
    important: Chat = field(default_factory=Chat)

    async def send(self, target: Target, message: Message) -> SentId:
        sent = self.of(target).sent
        sent.append(message)
        return SentId(id=str(len(sent)))

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        self.of(target).edited.append(message)

    def of(self, target: Target) -> Chat:
        return self.every if target == EVERY else self.important


@dataclass(kw_only=True)
class Played:
    """A played week: what the chats got, and by short id the events whose reports each story has, in the end.

    ``brought`` has for each report whether it brought a message, ``fates`` what /why says of it in the end.
    """

    chat: Chat
    important: Chat
    events: dict[str, list[str]]
    brought: list[bool]
    fates: list[Fate]
    watch: Watch


def configure(folder: Path, seeds: Path, name: str, script: Script) -> Path:
    """Write a configuration with the script's outlets."""
    sources = "\n".join(
        f"  - id: {feed}\n    name: {outlet}\n    url: https://{feed}.example.org/feed\n    language: {language}\n"
        f"    country: PL\n    ownership: independent"
        for feed, (outlet, language) in script.outlets.items()
    )
    path = folder / "sources.yaml"
    path.write_text(
        f"version: 1\ntopic:\n  name: '{name}'\nseeds: {seeds}\n"
        f'defaults:\n  user_agent: "test/1.0 (+https://example.org/bot)"\nsources:\n{sources}\n',
        encoding="utf-8",
    )
    return path


async def play(folder: Path, config: Path, script: Script) -> Played:
    """Let each report come by itself, as a poll that finds one new item, and deliver what is owed at once."""
    clock = SkippingClock()
    clock.advance((script.start - clock.now()).total_seconds())
    current = watch(load(config), clock.now())
    chats = Chats()
    brought = []
    with Store(f"sqlite:///{folder}/stream.db") as store:
        with store.begin() as tx:
            every = Subscription(channel_id=0, target=EVERY, title="Desk", since=script.start)
            important = replace(every, target=IMPORTANT, send=Send.IMPORTANT)
            channels = [tx.channels.save(each).channel_id for each in (every, important)]
        deliverer = Deliverer(
            store=store,
            connections={EVERY.platform: Connection(platform=EVERY.platform, messenger=chats, problem=lambda: None)},
            clock=clock,
            watch=lambda: current,
            log=structlog.get_logger(),
        )
        for number, report in enumerate(script.reports):
            clock.advance((report.at - clock.now()).total_seconds())
            await _poll(store, current, clock, (number, report), script.outlets[report.feed][1])
            before = len(chats.every.sent)
            for channel in channels:
                await deliverer.deliver(channel)
            brought.append(len(chats.every.sent) > before)
        with store.begin() as tx:
            stories = list(tx.stories.each_since(None))
            addresses = [_address(report, number) for number, report in enumerate(script.reports)]
            traced = [trace(tx, address, channels[0]) for address in addresses]
    by_title = {(report.feed, report.title, report.text): report.event for report in script.reports}
    events = {
        story.short: [by_title[each.feed_id, each.title, each.text] for each in story.reports] for story in stories
    }
    fates = [each.fate for each in traced if each is not None]
    return Played(
        chat=chats.every, important=chats.important, events=events, brought=brought, fates=fates, watch=current
    )


def _address(report: Told, number: int) -> str:
    return f"https://{report.feed}.example.org/{number}"


async def _poll(store: Store, current: Watch, clock: SkippingClock, numbered: tuple[int, Told], language: str) -> None:
    number, report = numbered
    item = Item(
        url=_address(report, number),
        guid=f"{report.feed}-{number}",
        title=report.title,
        texts=(report.text,),
        published=report.at,
    )
    now = clock.now()
    entries = to_entries(
        [item],
        feed_id=report.feed,
        url=f"https://{report.feed}.example.org/feed",
        language=language,
        seen=now,
        limit=10,
    )
    cursor = Cursor(feed_id=report.feed, due=now, primed=True)
    hits = {entry.key: judged(current, entry, quiet=False) for entry in entries}
    look = Look(watch=current, cursor=cursor, entries=entries, hits=hits, now=now)
    await store.write(lambda tx: take(tx, [look]))
