"""Do operators hear of what is silent, once and when it is over, and chats that we are here?"""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.model import Target
from bot.ops.supervisor import notify
from bot.work.service import Work
from tests.fakes.feed_server import status
from tests.fakes.telegram_server import ANA
from tests.flow.world import World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        made.operators = (("telegram", str(ANA.id)),)
        await made.prime(PRIVATE)
        yield made


def told(here: World) -> list[str]:
    assert here.telegram is not None
    return [message.text for message in here.telegram.messages(ANA.id)]


async def days(here: World, work: Work, number: int) -> None:
    """Let days pass with four looks at the feed and at what is silent in each."""
    for _ in range(4 * number):
        here.clock.advance(6 * 3600)
        await work.jobs.poll("one")
        await work.jobs.silence.look()


async def test_a_dead_feed_is_told_once_and_when_it_is_back(here: World) -> None:
    """Not at its first failure; a restart of the program repeats nothing."""
    here.feeds.script("/one", status(500))
    async with here.process() as work:
        await work.jobs.poll("one")
        await work.jobs.silence.look()
        assert not any("has not answered" in text for text in told(here))
        await days(here, work, 3)
    async with here.process() as work:
        await days(here, work, 2)
        assert sum("has not answered" in text for text in told(here)) == 1
        here.publish("The harbour is open again")
        await days(here, work, 1)
    assert sum(text.startswith("Over: One has not answered") for text in told(here)) == 1


async def test_a_feed_that_is_gone_is_told_once(here: World) -> None:
    """410 is the server's own word."""
    here.feeds.script("/one", status(410))
    async with here.process() as work:
        await days(here, work, 9)
    assert sum("One is gone" in text for text in told(here)) == 1


async def turn_over(here: World, work: Work) -> None:
    """Look at six entries, and then at eight others that stand in their place."""
    for number in range(6):
        here.publish(f"Event {number} in the harbour")
    await here.look(work)
    for number in range(20, 28):
        here.publish(f"Another matter {number} altogether")
    del here._items["one"][:6]
    here.serve("one")
    await here.look(work)
    await work.jobs.silence.look()


async def test_a_feed_that_turned_over_may_have_lost_something(here: World) -> None:
    """Nothing but new entries between two looks; over when they overlap again."""
    async with here.process() as work:
        await turn_over(here, work)
        assert sum("some may have been missed" in text for text in told(here)) == 1
        here.clock.advance(60)
        here.publish("One more matter in the same place")
        await here.look(work)
        await work.jobs.silence.look()
    assert sum("Over: One showed nothing but new entries" in text for text in told(here)) == 1, told(here)


async def test_a_restart_does_not_say_that_a_turnover_is_over(here: World) -> None:
    """Who starts anew knows nothing of it until the feed overlaps again."""
    async with here.process() as work:
        await turn_over(here, work)
    async with here.process() as work:
        await work.jobs.silence.look()
        assert not any("Over:" in text for text in told(here))
        here.publish("One more matter in the same place")
        await here.look(work)
        here.clock.advance(301)
        await work.jobs.silence.look()
    assert sum("Over: One showed nothing" in text for text in told(here)) == 1
    assert sum("One showed nothing" in text for text in told(here)) == 2


async def test_a_week_without_an_alert_has_a_word(here: World) -> None:
    """One a week, with numbers; a chat that was told something hears nothing of it."""
    async with here.process() as work:
        await work.jobs.hourly()
        assert not any("I am here" in text for text in told(here))
        for _ in range(15):
            here.clock.advance(24 * 3600)
            await work.jobs.hourly()
    said = [text for text in told(here) if "I am here" in text]
    assert len(said) == 2
    assert "0 new entries" in said[0]


async def test_a_look_costs_little_and_comes_now_and_then(here: World) -> None:
    """The tick is each second, the look each five minutes."""
    async with here.process() as work:
        await work.jobs.silence.look()
        looked = work.jobs.silence._next
        here.clock.advance(60)
        await work.jobs.silence.look()
        assert work.jobs.silence._next == looked
        here.clock.advance(timedelta(minutes=5).total_seconds())
        await work.jobs.silence.look()
        assert work.jobs.silence._next > looked


async def test_systemd_is_told_that_we_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One datagram; without a socket, or with one that is gone, nothing happens."""
    notify("WATCHDOG=1")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as there:
        there.bind(str(tmp_path / "notify"))
        there.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("WATCHDOG=1")
        assert await asyncio.to_thread(there.recv, 100) == b"WATCHDOG=1"
    (tmp_path / "notify").unlink()
    notify("WATCHDOG=1")


async def test_looks_that_fall_behind_are_told_once_they_last(tmp_path: Path) -> None:
    """Not what a start has to catch up on; in the log as well, for those who are told nothing; and when it is over."""
    names = ("one", "two", "three", "four")
    async with world(tmp_path, with_telegram=True, names=names) as here, here.process() as work:
        here.operators = (("telegram", str(ANA.id)),)
        await here.look(work)
        work.jobs.silence.operators = replace(work.jobs.silence.operators, users=here.operators)
        with capture_logs() as logs:
            for _ in range(3):
                here.clock.advance(3600)
                await work.jobs.silence.look()
            for name in names:
                await work.jobs.poll(name)
            here.clock.advance(300)
            await work.jobs.silence.look()
    begun, over = (next(line for line in text.splitlines() if "half as often" in line) for text in told(here))
    assert begun.startswith("4 of 4 feeds")
    assert over.startswith("Over: 4 of 4 feeds")
    found = [line for line in logs if line["event"] == "troubles"]
    assert ["late polls" in line["begun"] for line in found] == [True, False]
    assert ["late polls" in line["over"] for line in found] == [False, True]
