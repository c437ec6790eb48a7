"""Does a feed that brings much at once hold up nobody, and lose nothing where it is cut off?"""

from pathlib import Path

import pytest

from bot.model import Target
from bot.work.polling import poll
from bot.work.polling.take import take
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, Crash, world

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


async def test_who_dies_between_portions_finds_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The validators are those of before, so that the next look brings the whole document."""
    monkeypatch.setattr(poll, "PORTION", 4)
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        for number in range(11):
            here.publish(f"Matter {number} of the harbour")
        calls = 0

        def dies_at_the_third(*arguments: object, **more: object) -> object:
            nonlocal calls
            calls += 1
            if calls == 3:
                raise Crash
            return take(*arguments, **more)  # type: ignore[arg-type]

        with monkeypatch.context() as patched:
            patched.setattr("bot.work.polling.ledger.take", dies_at_the_third)
            assert await here.run() is None
        async with here.process() as work:
            assert await work.store.read(lambda tx: tx.entries.count()) == 8
            assert (await here.look(work)).entries_new == 3


async def test_what_leaves_a_feed_first_is_taken_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed that goes on while we die has dropped only what was stored, and is not said to have turned over."""
    monkeypatch.setattr(poll, "PORTION", 4)
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(PRIVATE)
        for number in range(11):
            here.publish(f"Matter {number} of the harbour")

        def dies_behind_two(*arguments: object, **more: object) -> object:
            calls.append(0)
            if len(calls) == 3:
                raise Crash
            return take(*arguments, **more)  # type: ignore[arg-type]

        calls: list[int] = []
        with monkeypatch.context() as patched:
            patched.setattr("bot.work.polling.ledger.take", dies_behind_two)
            assert await here.run() is None
        here.publish("Matter 11 of the harbour")
        del here._items["one"][:6]
        here.serve("one")
        async with here.process() as work:
            assert (await here.look(work)).entries_new == 4
            assert await work.store.read(lambda tx: tx.entries.count()) == 12
            assert not any(work.jobs.silence.overrun().values())
