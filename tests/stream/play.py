"""What does a chat see of a week? The script's reports go through matching, grouping, routing and delivery."""

from dataclasses import dataclass, field
from pathlib import Path

import structlog

from bot.chat.message import Message, SentId
from bot.chat.platform import Connection
from bot.config.sources.file import load
from bot.feeds.formats.document import Item
from bot.model import Cursor, Subscription, Target
from bot.store.engine import Store
from bot.work.delivery.deliver import Deliverer
from bot.work.polling.look import Look, judged
from bot.work.polling.take import take
from bot.work.watch import Watch, watch
from tests.fakes.manual_clock import SkippingClock
from tests.samples import to_entries
from tests.stream.script import Script, Told

HERE = Target(platform="telegram", chat="1")


@dataclass(kw_only=True)
class Chat:
    """Keeps what it is sent: messages by their id, and each version of one that is edited."""

    sent: list[Message] = field(default_factory=list)
    edited: list[Message] = field(default_factory=list)

    async def send(self, target: Target, message: Message) -> SentId:
        self.sent.append(message)
        return SentId(id=str(len(self.sent)))

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        self.edited.append(message)


@dataclass(kw_only=True)
class Played:
    """A played week: the chat's messages, and by short id the events whose reports each story has, in the end."""

    chat: Chat
    events: dict[str, list[str]]
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
        f"version: 1\ntopic:\n  name: {name}\nseeds: {seeds}\n"
        f'defaults:\n  user_agent: "test/1.0 (+https://example.org/bot)"\nsources:\n{sources}\n',
        encoding="utf-8",
    )
    return path


async def play(folder: Path, config: Path, script: Script) -> Played:
    """Let each report come by itself, as a poll that finds one new item, and deliver what is owed at once."""
    clock = SkippingClock()
    clock.advance((script.start - clock.now()).total_seconds())
    current = watch(load(config), clock.now())
    chat = Chat()
    with Store(f"sqlite:///{folder}/stream.db") as store:
        with store.begin() as tx:
            to = Subscription(channel_id=0, target=HERE, title="Desk", since=script.start)
            channel = tx.channels.save(to).channel_id
        deliverer = Deliverer(
            store=store,
            connections={HERE.platform: Connection(platform=HERE.platform, messenger=chat, problem=lambda: None)},
            clock=clock,
            watch=lambda: current,
            log=structlog.get_logger(),
        )
        for number, report in enumerate(script.reports):
            clock.advance((report.at - clock.now()).total_seconds())
            await _poll(store, current, clock, (number, report), script.outlets[report.feed][1])
            await deliverer.deliver(channel)
        with store.begin() as tx:
            stories = list(tx.stories.each_since(None))
    by_title = {(report.feed, report.title, report.text): report.event for report in script.reports}
    events = {
        story.short: [by_title[each.feed_id, each.title, each.text] for each in story.reports] for story in stories
    }
    return Played(chat=chat, events=events, watch=current)


async def _poll(store: Store, current: Watch, clock: SkippingClock, numbered: tuple[int, Told], language: str) -> None:
    number, report = numbered
    item = Item(
        url=f"https://{report.feed}.example.org/{number}",
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
