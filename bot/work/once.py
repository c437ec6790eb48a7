"""What does a single pass do? Every feed that is due, then everything that is due to a chat, then an end."""

import asyncio
from collections.abc import Callable

from bot.work import due
from bot.work.delivery import digest
from bot.work.delivery.digest import queue_spikes
from bot.work.due import Pass
from bot.work.jobs import POLLS
from bot.work.polling.poll import Polled
from bot.work.queues.queue import in_turn
from bot.work.service import Work


async def due_feeds(work: Work) -> list[str]:
    """Return the ids of the feeds that are due; with an empty database, all of them."""
    now = work.clock.now()
    return await work.store.read(lambda tx: due.due_feeds(tx, work.current.watch.polled, now))


async def once(work: Work, feeds: list[str], step: Callable[[str], None]) -> Pass:
    """Poll these feeds, deliver what is due, and return the outcome. ``step`` is called after each feed."""
    await work.jobs.poller.cursors.read_ahead(feeds)
    places = asyncio.Semaphore(POLLS)

    async def poll(feed_id: str) -> Polled | None:
        async with places:
            polled = await work.jobs.poller.poll(feed_id)
        step(feed_id)
        return polled

    polled = [each for each in await asyncio.gather(*map(poll, feeds)) if each is not None]
    now = work.clock.now()
    zones = work.current.watch.config.zones
    await work.store.write(lambda tx: digest.queue_due(tx, zones, now))
    topics = [each.config.key for each in work.current.watch.topics]
    if any(each.taken.opened for each in polled):
        await work.store.write(lambda tx: queue_spikes(tx, topics, now))
    owed = await work.store.read(lambda tx: tx.outbox.due(now, list(work.connections)))
    channels = in_turn(owed, most=len(owed))
    sent = await asyncio.gather(*(work.jobs.deliverer.deliver(channel) for channel in channels))
    hits = [hit for each in polled for hit in each.taken.matched]
    return Pass(
        feeds=len(polled),
        not_modified=sum(each.not_modified for each in polled),
        failed=sum(each.error is not None for each in polled),
        entries_new=sum(each.taken.entries for each in polled),
        matched=len(hits),
        stories_new=sum(each.taken.opened.total() for each in polled),
        alerts=sum(sent),
        hits=tuple(sorted(hits, key=lambda hit: (-hit.match.score, hit.entry.key))),
        errors=tuple((each.feed_id, each.error) for each in polled if each.error is not None),
    )
