"""Are questions and records of one moment answered and written together, and none lost with another?"""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.errors import StoreError
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.delivery.records import Records
from bot.work.together import Shared, Together
from tests.samples import NOW


async def test_what_is_asked_in_one_turn_is_one_question() -> None:
    """At most so many at a time; each gets its own answer, who asks twice too."""
    questions: list[list[int]] = []

    async def answer(keys: Collection[int]) -> dict[int, int]:
        questions.append(list(keys))
        return {key: 10 * key for key in keys}

    together = Together(answer, most=3)
    assert await asyncio.gather(*map(together.of, (1, 2, 1, 3, 4))) == [10, 20, 10, 30, 40]
    assert questions == [[1, 2, 3], [4]]


async def test_a_question_that_fails_fails_alone() -> None:
    """The others are asked again, each by itself."""

    async def answer(keys: Collection[int]) -> dict[int, int]:
        if 2 in keys:
            raise LookupError
        return {key: 10 * key for key in keys}

    one, two, three = await asyncio.gather(*map(Together(answer).of, (1, 2, 3)), return_exceptions=True)
    assert (one, three) == (10, 30)
    assert isinstance(two, LookupError)


def note(key: str) -> Callable[[Transaction], str]:
    def write(tx: Transaction) -> str:
        tx.notes.put(key, "there", NOW)
        return key

    return write


async def test_records_that_wait_for_the_writer_share_a_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody goes on before his own is committed; where nothing can be written all are kept, and written later."""
    with Store(f"sqlite:///{tmp_path / 'data.db'}") as store:
        write, writes, broken = store.write, 0, False

        async def counting(do: Callable[[Transaction], object], *, urgent: bool = False) -> object:
            nonlocal writes
            writes += 1
            if broken:
                raise StoreError("the disk is full")
            return await write(do, urgent=urgent)

        monkeypatch.setattr(store, "write", counting)
        records = Records(store)
        first = asyncio.create_task(records.add(note("0")))
        await asyncio.sleep(0)
        found = await asyncio.gather(first, *(records.add(note(str(number))) for number in range(1, 9)))
        assert found == list("012345678")
        assert writes == 2
        broken = True
        failed = await asyncio.gather(*(records.add(note(key)) for key in ("a", "b")), return_exceptions=True)
        assert all(isinstance(each, StoreError) for each in failed)
        broken = False
        await records.write_down()
        kept = await store.read(lambda tx: [tx.notes.get(key) for key in (*map(str, range(9)), "a", "b")])
        assert kept == ["there"] * 11


async def test_a_record_that_is_wrong_takes_none_with_it(tmp_path: Path) -> None:
    """The others of its transaction are written all the same, and whoever wanted it hears what is wrong."""

    def wrong(_: Transaction) -> str:
        raise LookupError("no such alert")

    with Store(f"sqlite:///{tmp_path / 'data.db'}") as store:
        records = Records(store)
        first = asyncio.create_task(records.add(note("0")))
        await asyncio.sleep(0)
        found = await asyncio.gather(
            first, records.add(note("1")), records.add(wrong), records.add(note("2")), return_exceptions=True
        )
        assert (found[0], found[1], found[3]) == ("0", "1", "2")
        assert isinstance(found[2], LookupError)
        await records.write_down()  # nothing is left that fails again and again
        assert await store.read(lambda tx: [tx.notes.get(key) for key in "012"]) == ["there"] * 3


async def test_what_many_want_done_is_done_once_for_those_who_came_before_it_began() -> None:
    """Who comes while it is under way may not share it: what they wrote since was not seen."""
    begun, go_on = asyncio.Event(), asyncio.Event()
    times = 0

    async def do() -> None:
        nonlocal times
        times += 1
        begun.set()
        await go_on.wait()

    shared = Shared(do)
    first = [asyncio.create_task(shared()) for _ in range(5)]
    await begun.wait()
    late = [asyncio.create_task(shared()) for _ in range(5)]
    await asyncio.sleep(0)
    assert times == 1
    go_on.set()
    await asyncio.gather(*first, *late)
    assert times == 2


async def test_what_fails_once_is_done_again_for_those_who_come_later() -> None:
    """And whoever shared it hears of it."""
    shared = Shared(AsyncMock(side_effect=[ValueError, None]))
    assert [type(each) for each in await asyncio.gather(shared(), shared(), return_exceptions=True)] == [ValueError] * 2
    await shared()
