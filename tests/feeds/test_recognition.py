"""Is an item that comes again known, and is one that only looks like it new?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.feeds.formats.document import Item
from bot.feeds.identity import marks_of
from bot.feeds.recognition import Known, Recognised
from bot.model import Entry, Hit
from bot.store.engine import Store
from tests.feeds.conftest import NOW
from tests.samples import NO_MATCH, to_entries

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FERRY = "The first ferry of the new line left the harbour on Tuesday morning."
BRIDGE = "Engineers found cracks in two pillars of the old bridge over the Oder."


@dataclass(kw_only=True)
class Reader:
    """Reads documents of feeds one after the other, as polls do, and remembers what they held."""

    store: Store
    now: datetime = NOW
    quiet: bool = False
    last: list[Recognised] = field(default_factory=list)

    def read(self, *items: Item, feed: str = "nn") -> list[str]:
        """Poll a document a little later; return the titles of what is new in it."""
        self.now += HOUR
        url = f"https://{feed}.example/rss"
        entries = to_entries(items, feed_id=feed, url=url, language="en", seen=self.now, limit=1000)
        return [entry.title for entry in self.take(entries)]

    def take(self, entries: Sequence[Entry]) -> list[Entry]:
        """Keep the new ones, as a poll's transaction does."""
        with self.store.begin() as tx:
            new, self.last = tx.identities.recognise(entries)
            tx.entries.save([Hit(entry=entry, match=NO_MATCH, quiet=self.quiet) for entry in new], {})
            tx.identities.remember([marks_of(entry) for entry in new])
            tx.identities.relearn([each.marks for each in self.last if each.marks is not None])
            tx.identities.drop([each for each in self.last if each.why is not Known.SAME], self.now)
        return new

    def why(self) -> list[Known]:
        """Say why the items of the last document that were known are."""
        return [each.why for each in self.last]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with Store(f"sqlite:///{tmp_path}/test.db") as store:
        yield Reader(store=store)


def item(number: int = 1, **changes: Any) -> Item:
    values: dict[str, Any] = {
        "url": f"https://nn.example/{number}",
        "guid": f"id-{number}",
        "title": f"{('Ferry line', 'Old bridge', 'Town hall')[number % 3]} in the news {number}",
        "published": NOW - DAY + number * HOUR,
        **changes,
    }
    return Item(**values)


MORE = [item(number) for number in (4, 5, 6)]


@pytest.mark.parametrize(
    "later",
    [
        item(title="Old bridge in the news 1, corrected"),
        item(title="Boats sail again from the old harbour"),
        item(published=NOW - 2 * DAY),
        item(guid="new every time"),
        item(url="http://www.nn.example/1/?utm_campaign=2"),
        item(url=None),
        item(guid=None),
        item(url="https://nn.example/moved/1"),
        item(url="https://nn.example/moved/1", title="Boats sail again from the old harbour"),
        item(url="https://nn.example/moved/1", guid="new with the move"),
        item(published=None, title="Old bridge, it is in the news 1"),
        item(published=NOW, title="Boats sail again from the old harbour"),
    ],
    ids=[
        *("title", "headline", "date", "guid", "address", "no address", "no guid", "moved", "slug and title"),
        *("moved and renumbered", "undated", "redated with a new headline"),
    ],
)
def test_what_was_edited_is_known(reader: Reader, later: Item) -> None:
    """Whatever a feed changes in an entry, it is the one we know while enough of its signs stay."""
    assert reader.read(item(), *MORE)
    assert reader.read(later, *MORE) == []
    assert reader.read(later, *MORE) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"url": "https://g.example/notices"}, {"url": "https://g.example/notices"}),
        ({"url": "https://g.example/n", "guid": None}, {"url": "https://g.example/n", "guid": None}),
        ({"guid": "1"}, {"guid": "1"}),
        ({"title": "Morning briefing", "published": None, "texts": (FERRY,)},
         {"title": "Morning briefing", "published": None, "texts": (BRIDGE,)}),
        ({"title": "Morning briefing", "published": None}, {"title": "Morning briefing", "published": None}),
        ({"title": "Weather"}, {"title": "Weather", "published": NOW + DAY}),
        ({"title": "Weekly review", "texts": (FERRY,)},
         {"title": "Weekly review", "texts": (FERRY,), "published": NOW + 7 * DAY}),
        ({"title": "Rate of the day", "url": "https://g.example/rate", "texts": ("The rate is 3.21 for a euro.",)},
         {"title": "Rate of the day", "url": "https://g.example/rate", "texts": ("The rate is 3.25 for a euro.",),
          "published": NOW + DAY}),
        ({"title": "Council meets, part 1", "url": "https://g.example/c"},
         {"title": "Council meets, part 2", "url": "https://g.example/c"}),
        ({"title": "News", "url": None, "guid": None, "published": None, "texts": (FERRY,)},
         {"title": "News", "url": None, "guid": None, "published": None, "texts": (BRIDGE,)}),
        ({"title": "Live", "url": "https://g.example/l", "guid": "a"},
         {"title": "Results of the vote", "url": "https://g.example/l", "guid": "b"}),
    ],
    ids=[
        *("page of notices", "page without guids", "guid used again", "undated briefing", "undated headlines",
          "daily headline", "weekly text", "daily rate", "parts", "nothing but texts", "one live page"),
    ],
)  # fmt: skip
def test_a_new_item_is_new_though_a_sign_is_old(reader: Reader, first: dict[str, Any], second: dict[str, Any]) -> None:
    """One sign that matches does not outweigh several that are new, whether or not both are in the document."""
    old, new = item(1, **first), item(2, **second)
    assert reader.read(old) == [old.title]
    assert reader.read(new, old) == [new.title]
    assert reader.read(new, old) == []
    assert reader.read(new) == []


def test_two_in_one_document_are_two(reader: Reader) -> None:
    """Also where both are there from the start."""
    items = [item(number, url="https://g.example/notices") for number in (1, 2)]
    assert len(reader.read(*items)) == 2


def test_an_item_that_is_there_twice_is_one_and_its_twin_is_noted(reader: Reader) -> None:
    """Once in the document, or under two guids and spellings of its address."""
    twin = item(guid="other", url="http://www.nn.example/1/?utm_source=x")
    assert len(reader.read(item(), twin)) == 1
    assert reader.why() == [Known.REPEATED]
    assert reader.read(item(), twin) == []


def anew(number: int, *, texts: tuple[str, ...] | None = None, url: str | None = None) -> Item:
    """The n-th item of a document that is generated with each look: other guids, links and dates each time."""
    said = (f"What is said here is about subject number {number % 7} of the week.",) if texts is None else texts
    return Item(
        title=f"Report about subject {number % 7}",
        texts=said,
        guid=f"made-{number}",
        url=url or f"https://nn.example/made/{number}",
        published=NOW + number * HOUR,
    )


@pytest.mark.parametrize("looks", [2, 5])
def test_a_document_generated_anew_at_each_look_brings_nothing(reader: Reader, looks: int) -> None:
    """Most of it came back with the same titles and texts under new guids, links and dates."""
    assert len(reader.read(*(anew(number) for number in range(7)))) == 7
    for look in range(1, looks):
        reader.now += DAY
        assert reader.read(*(anew(number + 7 * look) for number in range(7))) == []
        assert set(reader.why()) == {Known.REGENERATED}
    with reader.store.begin() as tx:
        assert len(tx.identities.near([marks_of(each) for each in _entries(anew(0))])) <= 4


def test_what_is_new_in_a_generated_document_is_new(reader: Reader) -> None:
    """The storm is known, the one item that was not there is told."""
    reader.read(*(anew(number) for number in range(7)))
    reader.now += DAY
    fresh = item(9, title="Fire in the town hall")
    assert reader.read(*(anew(number) for number in range(7, 14)), fresh) == ["Fire in the town hall"]


def test_headlines_without_texts_come_back_at_their_addresses(reader: Reader) -> None:
    """Other guids and dates each time: title and address are the same for most of the document."""
    reader.read(*(anew(number, texts=(), url=f"https://nn.example/s/{number % 7}") for number in range(7)))
    reader.now += DAY
    again = (anew(number + 21, texts=(), url=f"https://nn.example/s/{number % 7}") for number in range(7))
    assert reader.read(*again) == []


def test_empty_texts_prove_nothing(reader: Reader) -> None:
    """Titles that recur without texts under new signs are new: nothing says that they are not."""
    reader.read(*(anew(number, texts=()) for number in range(7)))
    assert len(reader.read(*(anew(number, texts=()) for number in range(28, 35)))) == 7


def test_a_lone_recurrence_is_new(reader: Reader) -> None:
    """One old title and text under new signs, among others that are as they were."""
    reader.read(anew(0), *MORE)
    reader.now += DAY
    assert reader.read(anew(28), anew(0), *MORE) == ["Report about subject 0"]


@pytest.mark.parametrize(
    ("theirs", "ours", "new"),
    [
        ({"title": "Worth your time this morning"}, {"texts": (FERRY,)}, True),
        ({"texts": (FERRY,)}, {"texts": (BRIDGE,)}, True),
        ({"texts": ()}, {"texts": (FERRY,)}, True),
        ({"texts": (FERRY,)}, {"texts": (FERRY,)}, False),
        ({"texts": (FERRY,)}, {"texts": (FERRY.replace("Tuesday", "Monday"),)}, False),
        ({"texts": ()}, {"texts": ()}, False),
    ],
    ids=["link list", "other text", "no text there", "same text", "text mended", "same headline"],
)
def test_an_address_in_two_feeds_is_one_document_where_the_words_agree(
    reader: Reader, theirs: dict[str, Any], ours: dict[str, Any], new: bool
) -> None:
    """A link list does not take an outlet's own item away; two feeds of one outlet do not tell it twice."""
    reader.read(item(guid="hn-1", **theirs), feed="links")
    assert bool(reader.read(item(**ours))) is new
    assert reader.why() == ([] if new else [Known.SHARED])
    assert reader.read(item(**ours)) == []


def test_a_copy_of_what_nobody_was_told_is_new(reader: Reader) -> None:
    """A feed's first poll is quiet: what it held must not silence the outlet that is known."""
    reader.quiet = True
    reader.read(item(texts=(FERRY,)), feed="links")
    reader.quiet = False
    assert reader.read(item(texts=(FERRY,)))


def test_what_is_dropped_has_a_row_that_says_as_what(reader: Reader) -> None:
    """Under the address under which it came, with the entry that it is, counted while it comes again."""
    (kept,) = reader.take(_entries(item(texts=(FERRY,))))
    reader.read(item(texts=(FERRY,)), feed="copy")
    with reader.store.begin() as tx:
        page = marks_of(kept).address
        assert page is not None
        (row,) = tx.identities.dropped_at(page)
        assert (row.feed_id, row.entry, row.why) == ("copy", kept.key, Known.SHARED)
        assert tx.identities.forget_dropped(reader.now + DAY) == 1


def _entries(*items: Item) -> tuple[Entry, ...]:
    return to_entries(items, feed_id="nn", url="https://nn.example/rss", language="en", seen=NOW, limit=10)
