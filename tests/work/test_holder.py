"""Does one process speak to the chats, and another when that one falls silent?"""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot.config import Settings
from bot.store.engine import Store
from bot.work.holder import HELD, Holder, standing
from tests.fakes import postgres
from tests.fakes.manual_clock import SkippingClock

pytestmark = postgres.needs()


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.database() as made:
        yield made


def holder(url: str, clock: SkippingClock) -> Holder:
    return Holder(url=url, name="chat:1", clock=clock, log=structlog.get_logger())


async def test_the_second_takes_over_when_the_first_ends(url: str) -> None:
    """In good order it does so at once."""
    clock = SkippingClock()
    first, second = holder(url, clock), holder(url, clock)
    await first.acquire()
    assert first.holds()
    waiting = asyncio.create_task(second.acquire())
    await asyncio.sleep(0.1)
    assert not waiting.done()
    assert not second.holds()
    await first.close()
    await asyncio.wait_for(waiting, 10)
    assert second.holds()
    assert not first.holds()
    await second.close()


async def test_who_was_stopped_for_minutes_holds_nothing(url: str) -> None:
    """It knows by its own clock, before it asks anybody, and ends when it learns that another one is there."""
    clock, other_clock = SkippingClock(), SkippingClock()
    first, second = holder(url, clock), holder(url, other_clock)
    assert await first._take()
    assert first.holds()
    with Store(url) as store, store.begin() as tx:  # the server's time passes
        tx._connection.exec_driver_sql("UPDATE holders SET until = until - interval '1 hour'")
    assert await second._take()
    clock.advance(HELD.total_seconds())
    assert not first.holds()
    assert not await first._take()
    await first.close()
    await second.close()


def test_a_name_is_held_for_its_time(url: str) -> None:
    """Whoever holds it may hold it longer; nobody else may, and can who comes after."""
    with Store(url) as store, store.begin() as tx:
        assert tx.holders.take("a", "me", timedelta(minutes=1))
        assert tx.holders.take("a", "me", timedelta(minutes=1))
        assert not tx.holders.take("a", "you", timedelta(minutes=1))
        assert tx.holders.take("b", "you", timedelta(minutes=1))
        tx.holders.give_up("a", "you")
        assert not tx.holders.take("a", "you", timedelta(minutes=1))
        tx.holders.give_up("a", "me")
        assert tx.holders.take("a", "you", timedelta(seconds=-1))
        assert tx.holders.take("a", "me", timedelta(minutes=1))


async def test_one_that_stands_by_ends_when_it_is_asked_to(url: str) -> None:
    """At once and in good order, and what it asked for is free."""
    settings, asked = Settings(database_url=url, listen="127.0.0.1:0"), asyncio.Event()
    more: Any = {"clock": SkippingClock(), "log": structlog.get_logger(), "talks": True}
    async with standing("topic", settings, **more, asked=asyncio.Event()) as first:
        assert first is not None
        assert first.holds()
        asyncio.get_running_loop().call_later(0.1, asked.set)
        async with standing("topic", settings, **more, asked=asked) as second:
            assert second is not None
            assert not second.holds()
        assert first.holds()
