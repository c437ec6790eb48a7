"""Does a feed that brings much at once hold up nobody, and lose nothing where it is cut off?"""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model import Target
from bot.work.polling import poll
from bot.work.polling.take import take
from tests.fakes.feed_server import status
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, Crash, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))


async def test_much_at_once_is_taken_in_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in a transaction of its own; all of it once, and the counts are of all."""
    monkeypatch.setattr(poll, "PORTION", 4)
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        for number in range(11):
            here.publish(f"Matter {number} of the harbour" if number else ON_TOPIC)
        async with here.process() as work:
            passed = await here.look(work)
            assert passed.entries_new == 11
            assert await work.store.read(lambda tx: tx.entries.count()) == 11
            assert (await here.look(work)).entries_new == 0


def dying_at_the_third() -> Callable[..., object]:
    """Take two portions and die."""
    calls: list[int] = []

    def dies(*arguments: object, **more: object) -> object:
        calls.append(0)
        if len(calls) == 3:
            raise Crash
        return take(*arguments, **more)  # type: ignore[arg-type]

    return dies


async def broken_off(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish eleven entries, and die at the next look when eight of them are taken."""
    for number in range(11):
        here.publish(f"Matter {number} of the harbour")
    with monkeypatch.context() as patched:
        patched.setattr("bot.work.polling.ledger.take", dying_at_the_third())
        assert await here.run() is None


async def test_who_dies_between_portions_finds_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The validators are those of before, so that the next look brings the whole document."""
    monkeypatch.setattr(poll, "PORTION", 4)
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        await broken_off(here, monkeypatch)
        async with here.process() as work:
            assert await work.store.read(lambda tx: tx.entries.count()) == 8
            assert (await here.look(work)).entries_new == 3


async def test_what_leaves_a_feed_first_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that goes on while we die has dropped only what was stored, and is not said to have turned over."""
    monkeypatch.setattr(poll, "PORTION", 4)
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        await broken_off(here, monkeypatch)
        here.publish("Matter 11 of the harbour")
        del here._items["one"][:6]
        here.serve("one")
        async with here.process() as work:
            assert (await here.look(work)).entries_new == 4
            assert await work.store.read(lambda tx: tx.entries.count()) == 12
            assert not any(work.jobs.silence.overrun().values())


async def test_a_feed_that_answered_has_not_failed_also_for_who_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else failures add up over lives that are shorter than a long document takes, and so do the waits."""
    monkeypatch.setattr(poll, "PORTION", 4)
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        here.feeds.script("/one", status(500))
        await here.run()
        await broken_off(here, monkeypatch)
        async with here.process() as work:
            cursor = await work.store.read(lambda tx: tx.feeds.cursor("one"))
            assert cursor is not None
            assert (cursor.failures, cursor.error, cursor.failing_since) == (0, None, None)
            assert cursor.due <= here.clock.now()
