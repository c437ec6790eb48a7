"""Which entries come of these items?"""

from datetime import datetime, timedelta

import pytest

from bot.feeds.entry import MAX_TEXT, to_entries
from bot.feeds.formats.document import Item
from bot.feeds.identity import is_known
from bot.model import Entry
from tests.feeds.conftest import NOW

URL = "https://nn.example/rss"


def entries(*items: Item, limit: int = 1000, seen: datetime = NOW, language: str | None = None) -> tuple[Entry, ...]:
    return to_entries(items, feed_id="nn", url=URL, language=language, seen=seen, limit=limit)


def item(number: int, **changes: object) -> Item:
    values = {"url": f"https://nn.example/{number}", "guid": str(number), "title": f"Title {number}", **changes}
    return Item(**values)  # type: ignore[arg-type] # by name


def kinds(entry: Entry) -> str:
    return "".join(key[0] for key in entry.keys)


def test_an_entry_has_all_its_keys_and_is_named_by_the_first() -> None:
    """URL, guid, title, in this order."""
    (entry,) = entries(item(1))
    assert kinds(entry) == "ugt"
    assert entry.key == entry.keys[0]
    assert (entry.feed_id, entry.url, entry.title, entry.seen) == ("nn", "https://nn.example/1", "Title 1", NOW)


def test_entries_are_plain_text() -> None:
    """Markup, entities, direction tricks and invisible characters are gone; blocks become lines."""
    (entry,) = entries(
        item(
            1,
            title="<b>A &amp; B</b>\n\u202eevil &#8212; x",
            texts=("<p>One</p><script>alert(1)</script><p>T&nbsp;wo</p>",),
        )
    )
    assert entry.title == "A & B evil — x"
    assert entry.text == "One\nT wo"


def test_the_fuller_text_is_kept_up_to_its_limit() -> None:
    """Summary or content, whichever says more once its markup is gone."""
    (entry,) = entries(item(1, texts=("Short", "<p style='" + "x" * 500 + "'>Lead</p>", "Full text of it")))
    assert entry.text == "Full text of it"
    (long,) = entries(item(1, texts=("слово " * 10_000,)))
    assert MAX_TEXT - 6 <= len(long.text) <= MAX_TEXT


def test_many_long_entries_share_a_limit() -> None:
    """What travels between the processes stays within what the loop can take."""
    many = entries(*(item(number, texts=("x" * 5000,)) for number in range(600)))
    assert len(many) == 600
    assert sum(len(entry.text) for entry in many) <= 2_000_000


def test_a_title_is_made_of_the_text_where_there_is_none() -> None:
    """Channels exported as feeds have no titles; a text that is its own title is not kept twice."""
    (long,) = entries(item(1, title=" ", texts=("<p>" + "слово " * 30 + "</p>",)))
    assert long.title == " ".join(["слово"] * 12) + " …"
    (short,) = entries(item(1, title="", texts=("Коротко",)))
    assert (short.title, short.text) == ("Коротко", "")
    assert entries(item(1, title="", texts=("<img src='x'>",))) == ()


def test_language_is_the_configured_one_or_what_the_document_marks() -> None:
    """The feed's <language> is not asked: it is what the software came with."""
    assert entries(item(1, language="be-BY"))[0].language == "be"
    assert entries(item(1, language="be-BY"), language="ru")[0].language == "ru"
    assert entries(item(1, language="???"))[0].language is None


def test_entries_are_oldest_first_and_the_newest_are_kept() -> None:
    """By date; without dates the document's order counts as newest first."""
    dated = [item(n, published=NOW - timedelta(hours=n)) for n in (2, 0, 3, 1)]
    assert [entry.title for entry in entries(*dated)] == ["Title 3", "Title 2", "Title 1", "Title 0"]
    assert [entry.title for entry in entries(*dated, limit=2)] == ["Title 1", "Title 0"]
    assert [entry.title for entry in entries(item(1), item(2), item(3), limit=2)] == ["Title 2", "Title 1"]


def test_dates_are_never_later_than_seen() -> None:
    """F-t: the entry is kept whatever its date says."""
    found = entries(
        *(item(n, published=when) for n, when in enumerate([None, NOW + timedelta(hours=3), NOW.replace(year=9999)]))
    )
    assert {entry.published for entry in found} == {None, NOW}
    assert len(found) == 3


def test_a_guid_on_several_items_is_none() -> None:
    """F-o: some software numbers all items alike; they stay apart by URL and title."""
    found = entries(item(1, guid="0"), item(2, guid="0"))
    assert [kinds(entry) for entry in found] == ["ut", "ut"]


def test_items_that_repeat_are_one_entry() -> None:
    """A feed that lists an item twice, or under two guids, does not bring two entries."""
    (entry,) = entries(item(1), item(1, guid="other", url="http://www.nn.example/1/?utm_source=x"))
    assert kinds(entry) == "ugtg"
    assert len(entries(item(1), item(1))) == 1


def test_items_are_told_apart_where_their_urls_do_not() -> None:
    """Feeds that link to the front page, or to one live page, from every item."""
    front = entries(*(item(n, url="https://nn.example/", guid=None) for n in range(3)))
    live = entries(*(item(n, url="https://nn.example/live", guid=None) for n in range(3)))
    assert [kinds(entry) for entry in (*front, *live)] == ["t"] * 6
    assert {entry.url for entry in front} == {"https://nn.example/"}


def test_two_titles_at_one_url_are_one_entry() -> None:
    """A headline that was rewritten while both versions are in the feed."""
    assert len(entries(item(1), item(2, url="https://nn.example/1"))) == 1


def test_one_title_at_two_urls_is_two_entries() -> None:
    """ "Weather" at 8 and at 20: the title tells nothing here, and is no key."""
    found = entries(item(1, title="Weather"), item(2, title="Weather"))
    assert [kinds(entry) for entry in found] == ["ug", "ug"]


def test_an_entry_without_a_telling_key_gets_one_of_its_text() -> None:
    """No link, no guid, one title for all: what is left is what it says."""
    found = entries(
        *(Item(title="News", guid="0", url=f"https://nn.example/{n}#x", texts=(f"Text {n}",)) for n in (1, 2))
    )
    assert [kinds(entry) for entry in found] == ["u", "u"]
    bare = [Item(title="News", texts=(f"Text {n}",)) for n in (1, 2)]
    assert [kinds(entry) for entry in entries(*bare)] == ["t"]


@pytest.mark.parametrize(
    "later",
    [
        item(1, title="Title 1, corrected"),
        item(1, published=NOW - timedelta(days=1)),
        item(1, guid="new every time"),
        item(1, url="http://nn.example/1?utm_campaign=2"),
        item(1, url=None),
        item(1, url="https://nn.example/moved/1"),
        item(1, title="TITLE 1!", url="https://nn.example/moved/1", guid="x"),
    ],
    ids=["title", "date", "guid", "scheme", "no url", "url", "url and guid"],
)
def test_what_was_edited_is_known(later: Item) -> None:
    """F-o, F-p: whatever one thing a feed changes, the entry is the one we know."""
    known = {key for entry in entries(item(1)) for key in entry.keys}
    (entry,) = entries(later)
    assert is_known(entry.keys, known)


def test_a_guid_used_again_is_a_new_entry() -> None:
    """F-o: after a deletion, software hands out the number once more."""
    known = {key for entry in entries(item(1)) for key in entry.keys}
    (entry,) = entries(item(2, guid="1"))
    assert not is_known(entry.keys, known)


def test_a_feed_in_another_order_brings_nothing_new() -> None:
    """F-p: keys do not depend on places."""
    items = [item(n, published=NOW - timedelta(hours=n)) for n in range(20)]
    assert {entry.keys for entry in entries(*items)} == {entry.keys for entry in entries(*items[::-1])}
