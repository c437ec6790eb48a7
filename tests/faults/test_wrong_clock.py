"""Does a clock that is wrong, or is set, silence nothing and hurry nothing?"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.chat.message import Command
from bot.errors import StoreError
from bot.model import Cursor, Target
from bot.work.due import due_feeds
from bot.work.once import due_feeds as due_now
from bot.work.polling.look import Look, Taken
from bot.work.service import Work
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
NOW = SkippingClock().now()
EVERY = timedelta(minutes=10)
LONGEST = timedelta(minutes=67)  # what any healthy feed may wait, and a minute


class SetClock(SkippingClock):
    """A clock that can be set while its monotonic time goes on."""

    def set(self, to: datetime) -> timedelta:
        by = to - self.now()
        self._start += by
        return by


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        yield made


async def wait_until_due(here: World, work: Work) -> timedelta:
    """Return how long it takes, by the real passing of time, until the feed is due."""
    for minutes in range(60 * 24 * 8):
        if await due_now(work):
            return timedelta(minutes=minutes)
        here.clock.advance(60)
    raise AssertionError("the feed is silent")


@pytest.mark.parametrize(
    ("wrong", "later"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), timedelta(minutes=3)),  # no battery, NTP comes later
        (datetime(2100, 1, 1, tzinfo=UTC), timedelta(minutes=3)),
        (NOW + timedelta(hours=1), timedelta(minutes=9)),  # a time zone was taken for UTC
        (NOW - timedelta(hours=3), timedelta(minutes=1)),
        (NOW - timedelta(days=1), timedelta(hours=5)),
        (NOW + timedelta(days=40), timedelta(days=1)),
    ],
)
async def test_a_clock_that_is_set_right_later_silences_no_feed(here: World, wrong: datetime, later: timedelta) -> None:
    """Neither what an earlier process wrote, nor what this one wrote with the wrong clock; a restart heals the rest."""
    await here.prime(PRIVATE)
    clock = here.clock = SetClock(wrong)
    async with here.process() as work:
        await here.look(work)
        clock.advance(later.total_seconds())
        await here.look(work)
        by = clock.set(NOW + timedelta(hours=2))
        await work.jobs.clock_moved(by)
        assert await wait_until_due(here, work) <= LONGEST
    async with here.process() as work:
        assert await wait_until_due(here, work) <= LONGEST


async def test_a_process_that_died_with_a_wrong_clock_leaves_nothing_silent(here: World) -> None:
    """The next one believes no due time that is farther away than the feed's own longest interval."""
    here.clock = SetClock(datetime(2082, 1, 1, tzinfo=UTC))
    await here.prime(PRIVATE)
    here.publish(ON_TOPIC)
    here.clock = SetClock(NOW)
    async with here.process() as work:
        assert await wait_until_due(here, work) == timedelta(0)
        here.clock.advance(10)
        await here.look(work)
    assert here.telegram is not None
    assert any(ON_TOPIC in message.text for message in here.telegram.messages(ANA.id))


@pytest.mark.parametrize("hours", [-48, -1, 1, 48])
async def test_a_step_of_the_clock_hurries_no_feed(here: World, hours: int) -> None:
    """The rhythm goes on by the time that really passed."""
    clock = here.clock = SetClock(NOW)
    async with here.process() as work:
        await here.look(work)
        clock.advance(120)
        await work.jobs.clock_moved(clock.set(clock.now() + timedelta(hours=hours)))
        assert timedelta(minutes=7) <= await wait_until_due(here, work) <= timedelta(minutes=15)


@pytest.mark.parametrize("hours", [-48, 48])
async def test_a_step_while_a_feed_is_looked_at_hurries_it_no_more(here: World, hours: int) -> None:
    """Between the answer and the commit: the feed is due by the time of after the step."""
    clock = here.clock = SetClock(NOW)
    async with here.process() as work:
        take = work.poller.ledger.take

        async def late(look: Look) -> Taken:
            await work.jobs.clock_moved(clock.set(clock.now() + timedelta(hours=hours)))
            return await take(look)

        work.poller.ledger.take = late  # type: ignore[method-assign]
        await work.jobs.poll("one")
        work.poller.ledger.take = take  # type: ignore[method-assign]
        assert timedelta(minutes=7) <= await wait_until_due(here, work) <= timedelta(minutes=15)


@pytest.mark.parametrize("hours", [-48, 48])
async def test_a_second_step_that_meets_a_failing_database_is_made(here: World, hours: int) -> None:
    """What was due by the time before the first step is moved by both, and so by a third."""
    clock = here.clock = SetClock(NOW)
    async with here.process() as work:
        await work.jobs.poll("one")
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(work.store, "write", AsyncMock(side_effect=StoreError("the disk is full")))
            for _ in range(2):
                with pytest.raises(StoreError):
                    await work.jobs.clock_moved(clock.set(clock.now() + timedelta(hours=hours)))
        await work.jobs.clock_moved(timedelta())
        await work.jobs.clock_moved(clock.set(clock.now() - timedelta(hours=hours / 2)))
        assert timedelta(minutes=7) <= await wait_until_due(here, work) <= timedelta(minutes=15)


async def test_alerts_do_not_wait_for_a_time_that_never_comes(here: World) -> None:
    """One that waited for its next try when the clock was wrong goes out in the time that it was to wait."""
    await here.prime(PRIVATE)
    clock = here.clock = SetClock(datetime(2090, 1, 1, tzinfo=UTC))
    here.publish(ON_TOPIC)
    assert here.telegram is not None
    async with here.process() as work:
        await work.jobs.poll("one")
        await work.store.write(lambda tx: tx.outbox.claim(1, clock.now(), most=1))  # under way when the process dies
    clock.set(NOW)
    async with here.process() as work:
        await work.jobs.deliver("1")
    assert any(ON_TOPIC in message.text for message in here.telegram.messages(ANA.id))


async def test_a_digest_is_planned_anew_where_a_wrong_clock_planned_it(here: World) -> None:
    """The next one comes within a day, and none was said to be due in another century."""
    clock = here.clock = SetClock(datetime(2090, 1, 1, tzinfo=UTC))
    await here.prime(PRIVATE)
    async with here.process() as work:
        await work.handle(Command(verb="digest", arguments="daily 08:00", target=PRIVATE))
    clock.set(NOW)
    async with here.process() as work:
        later = clock.now() + timedelta(hours=25)
        assert len(await work.store.read(lambda tx: tx.channels.digests_due(later))) == 1


async def test_a_clock_before_this_program_was_made_is_not_ready(here: World) -> None:
    """A supervisor and a person see why."""
    here.clock = SetClock(datetime(1970, 1, 1, tzinfo=UTC))
    async with here.process() as work:
        assert "clock shows 1970-01-01" in (await work.health.not_ready())[0]


async def test_a_feed_that_failed_may_wait_its_day(here: World) -> None:
    """What is believed depends on the feed: a long back-off is no mistake of the clock."""
    async with here.process() as work:
        now = here.clock.now()
        waits = Cursor(feed_id="one", due=now + timedelta(hours=20), failures=9)
        await work.store.write(lambda tx: tx.feeds.advance(waits))
        feeds = work.current.watch.feeds
        assert await work.store.read(lambda tx: due_feeds(tx, feeds, now)) == []
        assert await work.store.read(lambda tx: due_feeds(tx, feeds, now - timedelta(hours=6))) == ["one"]
