"""Are several polls written down together, each whole, and none at another's expense?"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.config.sources.file import load
from bot.feeds.formats.document import Item
from bot.model import Cursor, Entry
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.work.polling import ledger
from bot.work.polling.ledger import Cursors, Ledger
from bot.work.polling.look import Look, Taken, judged
from bot.work.polling.take import take
from bot.work.watch import Watch, watch
from tests.samples import to_entries
from tests.small_topic import write_config

NOW = datetime(2026, 10, 12, 9, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    with Store(f"sqlite:///{tmp_path / 'data.db'}") as made:
        yield made


@pytest.fixture
def current(tmp_path: Path) -> Watch:
    return watch(load(write_config(tmp_path)), NOW)


def entries(feed: str, *titles: str, page: str = "") -> tuple[Entry, ...]:
    items = [
        Item(url=f"https://{page or feed}.example.org/{number}", title=title, texts=("Five words say it here.",))
        for number, title in enumerate(titles)
    ]
    return to_entries(items, feed_id=feed, url=f"https://{feed}.example.org/", language="en", seen=NOW, limit=100)


def look(current: Watch, feed: str, found: Sequence[Entry] = ()) -> Look:
    return Look(
        watch=current,
        cursor=Cursor(feed_id=feed, due=NOW + timedelta(hours=1), primed=True),
        entries=found,
        hits={each.key: judged(current, each, quiet=False) for each in found},
        now=NOW,
    )


def counted(patch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return a list that will have the feeds of each transaction."""
    batches: list[list[str]] = []

    def note(tx: Transaction, looks: Sequence[Look]) -> list[Taken]:
        batches.append([each.cursor.feed_id for each in looks])
        if any(entry.title == "Broken" for each in looks for entry in each.entries):
            take(tx, looks)
            raise LookupError
        return take(tx, looks)

    patch.setattr(ledger, "take", note)
    return batches


async def taken(book: Ledger, *looks: Look) -> list[Taken | BaseException]:
    """Let all of them be polls that are under way together."""

    async def one(each: Look) -> Taken:
        with book.expecting():
            await asyncio.sleep(0)
            return await book.take(each)

    return await asyncio.gather(*map(one, looks), return_exceptions=True)


async def test_polls_that_wait_share_a_transaction(
    store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for more where all who poll are there."""
    batches = counted(monkeypatch)
    found = await taken(Ledger(store), *(look(current, each, entries(each, each.title())) for each in ("a", "b", "c")))
    assert [each.entries for each in found if isinstance(each, Taken)] == [1, 1, 1]
    assert batches == [["a", "b", "c"]]
    cursors = await Cursors(store).of("b")
    assert cursors is not None
    assert cursors.due == NOW + timedelta(hours=1)


async def test_a_poll_that_fails_falls_alone(store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the others nothing is lost; of this one neither entries nor cursor are written."""
    counted(monkeypatch)
    wrong = look(current, "wrong", entries("wrong", "Broken"))
    first, failed, last = await taken(Ledger(store), look(current, "a", entries("a", "One")), wrong, look(current, "b"))
    assert isinstance(failed, LookupError)
    assert isinstance(first, Taken)
    assert first.entries == 1
    assert isinstance(last, Taken)
    assert last.entries == 0
    assert sorted(await store.read(lambda tx: list(tx.feeds.all()))) == ["a", "b"]
    assert await store.read(lambda tx: tx.entries.count()) == 1


async def test_a_feed_is_never_twice_in_a_transaction(
    store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look at it finds what the first one brought."""
    batches = counted(monkeypatch)
    same = entries("a", "One", "Two")
    one, two = await taken(Ledger(store), look(current, "a", same), look(current, "a", same))
    assert isinstance(one, Taken)
    assert isinstance(two, Taken)
    assert (one.entries, two.entries) == (2, 0)
    assert batches == [["a"], ["a"]]


async def test_what_one_poll_brings_is_known_to_the_next_of_the_same_transaction(
    store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two feeds of one outlet have the same page with the same words: it is one entry."""
    batches = counted(monkeypatch)
    one, two = await taken(
        Ledger(store),
        look(current, "a", entries("a", "The boats run again", page="outlet")),
        look(current, "b", entries("b", "The boats run again", page="outlet")),
    )
    assert isinstance(one, Taken)
    assert isinstance(two, Taken)
    assert (one.entries, two.entries) == (1, 0)
    assert batches == [["a", "b"]]


async def test_what_is_too_much_for_one_transaction_is_taken_in_several(
    store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer is held for some entries, not for as many as wait."""
    batches = counted(monkeypatch)
    monkeypatch.setattr(ledger, "MOST_ENTRIES", 4)
    feeds = [look(current, each, entries(each, f"{each} one", f"{each} two")) for each in "abcde"]
    found = await taken(Ledger(store), *feeds)
    assert sum(each.entries for each in found if isinstance(each, Taken)) == 10
    assert max(map(len, batches)) == 2


async def test_a_single_pass_writes_more_at_once(store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing else waits for the writer then, and each transaction touches the same pages."""
    batches = counted(monkeypatch)
    monkeypatch.setattr(ledger, "MOST_ENTRIES", 4)
    feeds = [look(current, each, entries(each, f"{each} one", f"{each} two")) for each in "abcde"]
    await taken(Ledger(store, patient=True), *feeds)
    assert batches == [list("abcde")]


async def test_a_poll_waits_for_others_only_for_a_moment(store: Store, current: Watch) -> None:
    """A feed that hangs does not keep the others from being written down."""
    book = Ledger(store)
    with book.expecting(), book.expecting():
        found = await asyncio.wait_for(book.take(look(current, "a", entries("a", "One"))), 10)
    assert found.entries == 1


async def test_cursors_asked_for_together_are_one_look(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of feeds that have none yet."""
    await store.write(lambda tx: tx.feeds.advance(*(Cursor(feed_id=each, due=NOW) for each in "ab")))
    reads = 0
    read = store.read

    async def counting(do: object) -> object:
        nonlocal reads
        reads += 1
        return await read(do)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "read", counting)
    cursors = Cursors(store)
    found = await asyncio.gather(*map(cursors.of, "abc"))
    assert [each.feed_id if each else None for each in found] == ["a", "b", None]
    assert reads == 1


async def test_polls_that_bring_nothing_take_no_turn(
    store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other process waits for them; one with news among them takes a turn for all."""
    turns: list[bool] = []
    begin = Store.begin

    def note(self: Store, *, turn: bool = True) -> AbstractContextManager[Transaction]:
        turns.append(turn)
        return begin(self, turn=turn)

    monkeypatch.setattr(Store, "begin", note)
    await taken(Ledger(store), look(current, "one"), look(current, "two"))
    await taken(Ledger(store), look(current, "one"), look(current, "two", entries("two", "Something")))
    assert turns == [False, True]


async def test_no_more_is_read_than_is_written_down(
    store: Store, current: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While much waits for the writer nothing more is asked for: a slow disk must not fill the memory."""
    monkeypatch.setattr(ledger, "MOST_HELD", 2)
    monkeypatch.setattr(ledger, "LINGER", 3600.0)
    book = Ledger(store)
    with book.expecting():  # by one that never comes: the others wait for it
        waiting = asyncio.create_task(taken(book, look(current, "a", entries("a", "One", "Two"))))
        for _ in range(5):  # until it waits
            await asyncio.sleep(0)
        asked = asyncio.create_task(book.room())
        await asyncio.sleep(0)
        assert not asked.done()
    assert [each.entries for each in await waiting if isinstance(each, Taken)] == [2]
    await asked
