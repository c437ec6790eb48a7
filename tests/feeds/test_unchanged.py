"""Is nothing missed where what stood in the last document is passed over?"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.feeds.entry import as_entries, newest
from bot.feeds.formats.document import Item
from bot.feeds.identity import marks_of
from bot.feeds.pieces import hashes, part
from bot.model import Hit, Unchanged
from bot.store.engine import Store
from tests.feeds.conftest import NOW
from tests.samples import NO_MATCH

URL = "https://nn.example/rss"
WORDS = "ferry bridge minister storm harbour budget treaty gas road court vote fire school border train power".split()  # noqa: SIM905


class Reading:
    """A feed as it is read from poll to poll, with or without what it said last."""

    def __init__(self, path: Path, *, remembers: bool) -> None:
        self._store = Store(f"sqlite:///{path}")
        self._remembers = remembers
        self._last: str | None = None
        self.read = 0

    def close(self) -> None:
        self._store.close()

    def poll(self, items: Sequence[Item], now: datetime) -> list[str]:
        """Return the keys of the new entries."""
        kept = newest(items, now, 1000)
        parted = part(kept, hashes(kept), self._last, seen=now, base=URL) if self._remembers else (kept, Unchanged())
        assert parted is not None
        new, unchanged = parted
        self._last = "".join(hashes(kept))
        self.read += len(new)
        entries = as_entries(new, feed_id="nn", url=URL, language="en", seen=now, size=len(kept))
        with self._store.begin() as tx:
            fresh, known = tx.identities.recognise(entries, unchanged)
            tx.identities.remember([marks_of(entry) for entry in fresh])
            tx.identities.relearn([each.marks for each in known if each.marks is not None])
            tx.entries.save([Hit(entry=entry, match=NO_MATCH) for entry in fresh], {})
        return [entry.key for entry in fresh]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Reading, Reading]]:
    readings = Reading(tmp_path / "a.db", remembers=True), Reading(tmp_path / "b.db", remembers=False)
    yield readings
    for each in readings:
        each.close()


def an_item(draw: random.Random, number: int, now: datetime) -> Item:
    words = draw.choices(WORDS, k=6)
    return Item(
        url=draw.choice((f"https://nn.example/{number}", f"https://nn.example/{number}", "https://nn.example/live")),
        guid=draw.choice((f"g{number}", f"g{number}", f"g{number}", f"g{number % 3}", None)),
        title=" ".join(words[:4]) if draw.random() < 0.9 else "Weather",
        texts=(f"{' '.join(words)} {number} and more of it.",),
        published=now - timedelta(minutes=number % 7),
    )


def edited(draw: random.Random, item: Item) -> Item:
    change = draw.choice(("title", "text", "date", "guid", "nothing", "nothing", "nothing", "nothing", "nothing"))
    if change == "title":
        return replace(item, title=f"{item.title} updated")
    if change == "text":
        return replace(item, texts=(f"{item.texts[0]} {draw.choice(WORDS)}",))
    if change == "date":
        return replace(item, published=item.published and item.published + timedelta(hours=draw.choice((1, 30))))
    return replace(item, guid=f"{item.guid}-{draw.randint(0, 9)}") if change == "guid" else item


@pytest.mark.parametrize("seed", range(6))
def test_the_same_entries_are_new(both: tuple[Reading, Reading], seed: int) -> None:
    """Through edits, shared guids, live pages and guids made anew: with and without memory the same is news."""
    draw = random.Random(seed)
    items: list[Item] = []
    now = NOW
    for poll in range(12):
        now += timedelta(minutes=10)
        items = [edited(draw, item) for item in items]
        items[:0] = [an_item(draw, poll * 10 + place, now) for place in range(draw.randint(0, 3))]
        items = items[:15]
        remembering, plain = (each.poll(items, now) for each in both)
        assert remembering == plain
    assert both[0].read < both[1].read


def test_items_that_share_a_sign_are_read_together() -> None:
    """A new item with the guid of an old one shows that this guid tells nothing: both are looked at."""
    old = Item(guid="1", url="https://nn.example/1", title="Ferry", texts=("It sails.",))
    new = Item(guid="1", url="https://nn.example/2", title="Bridge", texts=("It stands.",))
    assert part([old, new], hashes([old, new]), hashes([old])[0], seen=NOW, base=URL) == ([old, new], Unchanged())
    other = replace(new, guid="2")
    parted = part([old, other], hashes([old, other]), hashes([old])[0], seen=NOW, base=URL)
    assert parted == ([other], Unchanged(size=1, guids=1))
