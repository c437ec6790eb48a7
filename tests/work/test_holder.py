"""Does one process speak to the chats, and another when that one falls silent?"""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import select

from bot.config import Settings
from bot.store.database.postgres import SIGN
from bot.store.engine import Store
from bot.store.holders import Dead, Holders
from bot.store.holders import holders as table
from bot.work.holder import HELD, SILENT, Holder, standing
from tests.fakes import pooler, postgres
from tests.fakes.manual_clock import SkippingClock
from tests.samples import NOW, a_subscription, an_alert

pytestmark = postgres.needs()
_PROCESS = """
import asyncio, sys, structlog
from bot.clock import SystemClock
from bot.work.holder import Holder

async def main():
    holder = Holder(url=sys.argv[1], name="chat:1", clock=SystemClock(), log=structlog.get_logger())
    await holder.acquire()
    print("it holds", flush=True)
    await holder.lost.wait()
    print("it lost, and holds:", holder.holds(), flush=True)

asyncio.run(main())
"""


@pytest.fixture
def url() -> Iterator[str]:
    with postgres.database() as made:
        yield made


def holder(url: str, clock: SkippingClock) -> Holder:
    return Holder(url=url, name="chat:1", clock=clock, log=structlog.get_logger(), platforms=["telegram"])


def let_pass(url: str, time: timedelta) -> None:
    """Let the server's time pass for whoever holds a name."""
    with Store(url) as store, store.begin() as tx:
        tx._connection.exec_driver_sql("UPDATE holders SET until = until - %s", (time,))


def begin_to_send(url: str) -> None:
    """Leave an alert as a process does that dies while it sends."""
    with Store(url) as store, store.begin() as tx:
        tx.channels.save(a_subscription())
        tx.alerts.queue([an_alert()])
        tx.outbox.claim(1, NOW, most=9)


def free(url: str, now: datetime = NOW) -> bool:
    """Return whether somebody else may send the alert then."""
    with Store(url) as store, store.begin() as tx:
        return bool(tx.outbox.due(now, ["telegram"]))


@asynccontextmanager
async def process(url: str) -> AsyncIterator[Process]:
    """Let a process of its own hold the name."""
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PROCESS, url, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
    )
    try:
        await said(made, "it holds")
        yield made
    finally:
        if made.returncode is None:
            made.kill()
            await made.wait()


async def said(made: Process, words: str) -> str:
    """Return the line that begins with these words, as soon as a process says it."""
    assert made.stdout is not None
    while line := (await asyncio.wait_for(made.stdout.readline(), 60)).decode():
        if line.startswith(words):
            return line
    raise AssertionError(f"it ended before it said: {words}")


async def taken(by: Holder) -> None:
    """Wait until it has the name: that a process is dead comes to the server in a moment."""
    async with asyncio.timeout(30):
        while not await by._take():  # noqa: ASYNC110 - the server notices it
            await asyncio.sleep(0.05)


async def test_whoever_was_killed_is_followed_before_its_time_is_over(url: str) -> None:
    """Its session ended with it: a few silent seconds are enough, and what it had begun to send is free at once."""
    begin_to_send(url)
    second = holder(url, SkippingClock())
    async with process(url) as first:
        first.kill()
        assert not await second._take()
        assert not free(url)
        let_pass(url, SILENT)
        await taken(second)
    assert second.holds()
    assert free(url)
    await second.close()


async def test_whoever_was_stopped_keeps_its_time_and_holds_nothing_after_it(url: str) -> None:
    """Its session is there, so it is not taken for dead; when it wakes up it may do nothing, and ends."""
    begin_to_send(url)
    second = holder(url, SkippingClock())
    async with process(url) as first:
        first.send_signal(signal.SIGSTOP)
        let_pass(url, SILENT)
        assert not await second._take()
        let_pass(url, HELD)
        assert await second._take()
        assert not free(url)  # it may be in the midst of it
        first.send_signal(signal.SIGCONT)
        assert await said(first, "it lost") == "it lost, and holds: False\n"
    await second.close()


async def test_whoever_lost_its_session_holds_nothing_until_it_has_another(url: str) -> None:
    """It notices by itself, before anybody can take it for dead."""
    first, second = holder(url, SkippingClock()), holder(url, SkippingClock())
    assert await first._take()
    with Store(url) as store, store.begin() as tx:
        ended = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE %s"
        tx._connection.exec_driver_sql(ended, (f"{SIGN} %",))
    assert not first.holds()
    assert await first._take()
    assert first.holds()
    let_pass(url, SILENT)
    assert not await second._take()
    await first.close()
    await second.close()


async def test_sessions_of_another_server_say_nothing(url: str) -> None:
    """A copy took the place of the server: whoever held the name has its time, since nobody there knew its session."""
    first, second = holder(url, SkippingClock()), holder(url, SkippingClock())
    assert await first._take()
    await asyncio.to_thread(first._hang_up)
    let_pass(url, SILENT)
    with Store(url) as store, store.begin() as tx:
        tx._connection.exec_driver_sql("UPDATE holders SET holder = left(holder, -8) || 'FFFFFFFF'")
    assert not await second._take()
    assert await first._take()
    await first.close()
    await second.close()


@pytest.mark.parametrize("left", [timedelta(seconds=9), timedelta(seconds=-9)])
async def test_after_a_restart_of_the_server_whoever_lives_has_time(
    url: str, left: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All sessions ended with it, also of those who live and may be in the midst of a message.

    A server that is long in starting lets nobody report, so that time counts from its first answer.
    """
    begin_to_send(url)
    clock = SkippingClock(NOW)
    first, second = holder(url, SkippingClock()), holder(url, clock)
    assert await first._take()
    await asyncio.to_thread(first._hang_up)
    monkeypatch.setattr(Holders, "dead", lambda self, *_, **__: Dead(until=until_of(self), sure=False, left=left))
    assert not await second._take()
    clock.advance(SILENT.total_seconds())
    assert await second._take()
    assert free(url, clock.now()) == (left < timedelta())
    assert free(url, clock.now() + max(left, timedelta()))
    await first.close()
    await second.close()


def until_of(holders: Holders) -> datetime:
    until: datetime = holders._connection.execute(select(table.c.until)).scalar_one()
    return until


async def test_a_restart_of_the_server_is_no_proof_of_death(url: str) -> None:
    """Whose last sign is older than the server may live, and have lost its session with it."""
    first = holder(url, SkippingClock())
    assert await first._take()
    await asyncio.to_thread(first._hang_up)
    with Store(url) as store, store.begin() as tx:
        at_start = "UPDATE holders SET until = pg_postmaster_start_time() + %s - interval '1 second'"
        tx._connection.exec_driver_sql(at_start, (HELD,))
        dead = tx.holders.dead("chat:1", HELD, silent=SILENT)
    assert dead is not None
    assert not dead.sure
    assert dead.left < HELD
    await first.close()


@pooler.needs()
async def test_behind_a_pooler_time_decides(url: str) -> None:
    """Its connections outlive the processes, so that none of them tells of a life."""
    with pooler.before(url) as address:
        first, second = holder(address, SkippingClock()), holder(address, SkippingClock())
        assert await first._take()
        assert first.holds()
        let_pass(url, SILENT)
        assert not await second._take()
        let_pass(url, HELD)
        assert await second._take()
        await first.close()
        await second.close()


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
    let_pass(url, timedelta(hours=1))
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
    more: Any = {"log": structlog.get_logger(), "talks": True}
    async with standing("topic", settings, **more, clock=SkippingClock(), asked=asyncio.Event()) as first:
        assert first is not None
        assert first.holds()
        asyncio.get_running_loop().call_later(0.1, asked.set)
        async with standing("topic", settings, **more, clock=SkippingClock(), asked=asked) as second:
            assert second is not None
            assert not second.holds()
        assert first.holds()
