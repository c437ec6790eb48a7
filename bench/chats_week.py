"""What does the demo's week say to three chats: important only, every story, a digest? Counts, then each message."""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.chat.message import Message, plain
from bot.chat.settings.times import next_digest, parse_digest
from bot.config.sources.file import load
from bot.demo.setup import find_seeds, write_config
from bot.demo.week import LENGTH, OPENING, START, SampleFeed, load_week
from bot.feeds.identity import title_key, url_key
from bot.model import Alert, Cursor, Entry, Reason, Send, Story, Subscription, Target
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.text.plain import clean
from bot.work.delivery import digest
from bot.work.delivery.compose import MOST, compose
from bot.work.delivery.desk import Desk
from bot.work.delivery.notices import queue_silences
from bot.work.delivery.records import Parcel
from bot.work.polling.look import Look, judged
from bot.work.polling.take import take
from bot.work.watch import Watch, watch

STEP = timedelta(hours=1)
CHATS = (("important", Send.IMPORTANT, None), ("every", Send.EVERY, None), ("digest", Send.DIGEST, "daily 08:00"))


@dataclass(frozen=True, kw_only=True)
class Said:
    """A message, when it came, and the stories that it names as they were then."""

    at: datetime
    kind: str
    message: Message
    stories: tuple[Story, ...]


@dataclass(kw_only=True)
class Heard:
    """What one chat got, and what was only edited or dropped."""

    kinds: Counter[str] = field(default_factory=Counter)
    said: list[Said] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    """Play the week and print what each chat got."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="whole messages, not their first line")
    given = parser.parse_args(arguments)
    for name, heard in played().items():
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(heard.kinds.items()))
        print(f"\n## {name}: {len(heard.said)} messages ({counts})\n")
        for said in heard.said:
            text = "\n".join(words(said.message)) if given.full else said.message.text
            print(f"- {said.at:%a %H:%M} {said.kind}: {text}")


def words(message: Message) -> Iterable[str]:
    """Give the lines of a message."""
    for section in message.sections:
        yield from (plain(line) for line in section.lines)


def played() -> dict[str, Heard]:
    """Return by chat what it got, the week taken hour by hour without a network."""
    heard = {name: Heard() for name, _, _ in CHATS}
    feeds = load_week()
    with TemporaryDirectory(prefix="seedwatch-week-") as folder:
        config = load(write_config(Path(folder), "http://127.0.0.1:1", find_seeds(Path.cwd()), feeds))
        current = watch(config, START)
        with Store(f"sqlite:///{folder}/week.db") as store:
            with store.begin() as tx:
                names = _subscribe(tx)
            seen: set[str] = set()
            now = START + OPENING
            while now <= START + LENGTH:
                with store.begin() as tx:
                    _hour(tx, current, feeds, seen, now)
                    for channel_id, name in names.items():
                        _deliver(tx, current, channel_id, heard[name], now)
                now += STEP
    return heard


def _subscribe(tx: Transaction) -> dict[int, str]:
    found = {}
    for name, send, plan in CHATS:
        saved = tx.channels.save(
            Subscription(
                channel_id=0,
                target=Target(platform="console", chat=name),
                title=name,
                send=send,
                digest=plan,
                since=START + OPENING,
            )
        )
        if plan is not None:
            due = next_digest(parse_digest(plan), "UTC", START + OPENING)
            tx.channels.set_digest(saved.channel_id, due=due, start=START + OPENING)
        found[saved.channel_id] = name
    return found


def _hour(tx: Transaction, current: Watch, feeds: Sequence[SampleFeed], seen: set[str], now: datetime) -> None:
    """Look at every feed, then do what is done each hour."""
    for feed in feeds:
        entries = [] if feed.is_broken(now) else [_entry(feed, number, now) for number in _new(feed, seen, now)]
        quiet = now == START + OPENING
        hits = {entry.key: judged(current, entry, quiet=quiet) for entry in entries}
        cursor = Cursor(feed_id=feed.id, due=now + STEP, primed=True, polled=now)
        take(tx, [Look(watch=current, cursor=cursor, entries=entries, hits=hits, quiet=quiet, now=now)])
    queue_silences(tx, current.feeds, current.names, now)
    digest.queue_spike(tx, now)
    digest.queue_due(tx, {}, now)


def _new(feed: SampleFeed, seen: set[str], now: datetime) -> list[int]:
    shown = {id(entry) for entry in feed.shown(now)}
    found = [number for number, entry in enumerate(feed.entries) if id(entry) in shown]
    fresh = [number for number in found if f"{feed.id} {number}" not in seen]
    seen |= {f"{feed.id} {number}" for number in fresh}
    return fresh


def _entry(feed: SampleFeed, number: int, now: datetime) -> Entry:
    said = feed.entries[number]
    address = feed.address(said)
    key = url_key(address) or address
    return Entry(
        key=key,
        keys=(key, title_key(feed.id, clean(said.title))),
        feed_id=feed.id,
        url=address,
        title=clean(said.title),
        text=clean(feed.caption or said.text),
        language=feed.language,
        published=START + said.at,
        seen=now,
    )


def _deliver(tx: Transaction, current: Watch, channel_id: int, heard: Heard, now: datetime) -> None:
    """Take what is due as the deliverer does, until nothing is."""
    to = tx.channels.by_id(channel_id)
    if to is None:
        return
    desk = Desk(
        to=to,
        topic=current.config.topic.name,
        zone="UTC",
        language="en",
        feeds=current.feeds,
        own_names=current.own_names,
        spelled=current.spelled,
        now=now,
    )
    while claimed := tx.outbox.claim(channel_id, now, most=MOST, held=True):
        parcels, rest = compose(tx, claimed, desk)
        tx.outbox.unclaim([alert.id for alert in rest])
        for parcel in parcels:
            _settle(tx, channel_id, parcel, heard, now)


def _settle(tx: Transaction, channel_id: int, parcel: Parcel, heard: Heard, now: datetime) -> None:
    ids = [alert.id for alert in parcel.alerts]
    if parcel.message is None:
        tx.alerts.drop(ids, parcel.why)
        return
    kind = _kind(parcel.alerts, parcel)
    heard.kinds[kind] += 1
    if parcel.edits is None:
        stories = tuple(_named(tx, parcel.message))
        heard.said.append(Said(at=now, kind=kind, message=parcel.message, stories=stories))
    tx.alerts.sent(ids, parcel.edits or str(len(heard.said)), now, listed=parcel.listed)
    for story_id, facts in parcel.facts.items():
        tx.told.add(channel_id, story_id, facts, now)


def _named(tx: Transaction, message: Message) -> Iterator[Story]:
    """Yield the stories of a message: its own, or those whose ids close the lines of a list."""
    closing = (line.rpartition(" · ")[2] for line in words(message))
    for short in [message.story] if message.story else closing:
        story = tx.stories.by_short(short) if short else None
        if story is not None:
            yield story


def _kind(alerts: Sequence[Alert], parcel: Parcel) -> str:
    if parcel.edits is not None:
        return "edits"
    if parcel.listed:
        return f"list of {len(alerts)}"
    names = {Reason.NEW: "new", Reason.UPDATE: "reply", Reason.LOUD: "reply with sound"}
    return names.get(alerts[0].reason, alerts[0].reason.value)


if __name__ == "__main__":
    main()
