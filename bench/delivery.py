"""What does a message cost beside its platform? Claims, renders and records one alert for each of many chats.

    python bench/delivery.py [--chats 2000] [--rate 0]

The platform is a stand-in that takes every message at once, or ``--rate`` of them in a second. Printed are the
milliseconds of computing for a message, and how many of them a transaction was about.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.chat.message import Message, SentId
from bot.chat.platform import Connection
from bot.clock import SystemClock
from bot.config.sources.file import load
from bot.model import Target
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.delivery.deliver import Deliverer
from bot.work.jobs import DELIVER, DELIVERIES
from bot.work.queues.queue import LocalQueue, in_turn
from bot.work.watch import watch
from tests.samples import a_story, a_subscription, an_alert
from tests.small_topic import write_config


class Messenger:
    """Takes what it is given, at a limited rate."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._free = 0.0
        self.taken = 0

    async def send(self, _target: Target, _message: Message) -> SentId:
        now = time.monotonic()
        self._free = max(self._free, now) + self._gap
        if self._free > now + self._gap:
            await asyncio.sleep(self._free - now)
        self.taken += 1
        return SentId(id=str(self.taken))

    async def edit(self, _target: Target, _sent: SentId, _message: Message) -> None:
        raise NotImplementedError


class CountingStore(Store):
    """Counts transactions."""

    writes = 0

    async def write(self, do: Callable[[Transaction], Any], *, urgent: bool = False, turn: bool = True) -> Any:
        self.writes += 1
        return await super().write(do, urgent=urgent, turn=turn)


async def measure(home: Path, chats: int, rate: float) -> tuple[float, int]:
    """Return the seconds of computing, and how many transactions there were."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    clock, log = SystemClock(), structlog.get_logger()
    now = clock.now()
    current = watch(load(write_config(home)), now)
    messenger = Messenger(rate)
    with CountingStore(f"sqlite:///{home / 'data.db'}") as store:
        with store.begin() as tx:
            story = tx.stories.save(a_story(1, opened=now, updated=now), words="", terms=())
            ids = [
                tx.channels.save(
                    a_subscription(target=Target(platform="telegram", chat=str(chat)), since=now)
                ).channel_id
                for chat in range(chats)
            ]
            tx.alerts.queue(
                [replace(an_alert(), id=f"a{each}", channel_id=each, story_id=story.id, created=now) for each in ids]
            )
        connections = {"telegram": Connection(platform="telegram", messenger=messenger, problem=lambda: None)}
        deliverer = Deliverer(store=store, connections=connections, clock=clock, watch=lambda: current, log=log)
        queue = LocalQueue(log)
        queue.handle(DELIVER, lambda channel: deliverer.deliver(int(channel)), at_once=DELIVERIES)
        queue.start()
        computed = time.process_time()
        while messenger.taken < chats:
            due = await store.read(lambda tx: tx.outbox.due(clock.now(), ["telegram"]))
            for place, channel in enumerate(in_turn(due)):
                await queue.enqueue(DELIVER, str(channel), dedupe_key=f"channel:{channel}", place=place)
            await asyncio.sleep(1.0 if rate else 0.05)
        await queue.stop(5)
        return time.process_time() - computed, store.writes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=0.0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="delivery-") as name:
        computed, writes = asyncio.run(measure(Path(name), given.chats, given.rate))
    print(f"{1000 * computed / given.chats:.2f} ms of computing a message, {given.chats / writes:.1f} a transaction")


if __name__ == "__main__":
    main()
