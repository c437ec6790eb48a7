"""Which entries come of these items?"""

from datetime import datetime, timedelta

import pytest

from bot.feeds.entry import MAX_TEXT, as_entries
from bot.feeds.formats.document import Item
from bot.model import Entry
from tests.feeds.conftest import NOW
from tests.samples import to_entries

URL = "https://nn.example/rss"


def entries(*items: Item, limit: int = 1000, seen: datetime = NOW, language: str | None = None) -> tuple[Entry, ...]:
    return to_entries(items, feed_id="nn", url=URL, language=language, seen=seen, limit=limit)


def item(number: int, **changes: object) -> Item:
    values = {"url": f"https://nn.example/{number}", "guid": str(number), "title": f"Title {number}", **changes}
    return Item(**values)  # type: ignore[arg-type] # by name


def kinds(entry: Entry) -> str:
    return "".join(key[0] for key in entry.keys)


def test_an_entry_has_all_its_signs_and_a_key_of_its_own() -> None:
    """Address, guid, title and text; the key is made of them, the same each time."""
    (entry,) = entries(item(1, texts=("What happened there in the morning.",)))
    assert kinds(entry) == "ugtx"
    assert entry.key[0] == "e"
    assert entry.key == entries(item(1, texts=("What happened there in the morning.",)))[0].key
    assert entry.key != entries(item(1))[0].key
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


def test_a_text_that_cannot_be_the_longest_is_not_converted() -> None:
    """What is shorter even with its markup costs nothing; of texts that are equally long the first is kept."""
    asked: list[str] = []

    def parse(markup: str) -> str:
        asked.append(markup)
        return markup.replace("<td>", "")

    def kept(*texts: str) -> str:
        read = [item(1, texts=texts)]
        return as_entries(read, feed_id="nn", url=URL, language=None, seen=NOW, size=1, parse=parse)[0].text

    assert kept("<td>A lead", "<td>The whole text of it") == "The whole text of it"
    assert asked == ["<td>The whole text of it"]
    assert kept("<td>Two", "<td><td>One") == kept("Two", "<td>One") == "Two"


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
    """Some software numbers all items alike; they stay apart by URL and title."""
    found = entries(item(1, guid="0"), item(2, guid="0"))
    assert [kinds(entry) for entry in found] == ["ut", "ut"]


def test_an_address_under_unlike_titles_tells_nothing() -> None:
    """Feeds that link to the front page, to one live page or to a page of notices from every item."""
    front = entries(*(item(n, url="https://nn.example/", guid=None) for n in range(3)))
    notices = entries(
        item(1, url="https://nn.example/notices", title="Ferry line opens"),
        item(2, url="https://nn.example/notices", title="Bridge closed for repairs"),
    )
    assert [kinds(entry) for entry in (*front, *notices)] == ["t"] * 3 + ["gt"] * 2
    assert {entry.url for entry in front} == {"https://nn.example/"}


def test_a_text_under_several_titles_tells_nothing() -> None:
    """An outlet that gives its slogan as the text of every item."""
    found = entries(*(item(n, texts=("The news of the coast, every day.",)) for n in range(2)))
    assert [kinds(entry) for entry in found] == ["ugt", "ugt"]


def test_a_guid_that_is_the_address_is_marked() -> None:
    """It says nothing that the address does not say."""
    (entry,) = entries(item(1, guid="https://nn.example/1"))
    assert kinds(entry) == "upt"


@pytest.mark.parametrize("number", ["12345", "tag12", "a/b"])
def test_a_guid_that_is_no_address_is_no_link(number: str) -> None:
    """RSS calls every guid an address unless it says otherwise; many forget to."""
    (entry,) = entries(item(1, guid=number, url=number))
    assert entry.url is None
    assert kinds(entry) == "gt"
    (linked,) = entries(item(1, guid="x", url=number))
    assert linked.url is not None


def test_an_entry_without_a_link_is_told_by_what_it_says() -> None:
    """No link, no guid, one title for all."""
    bare = [Item(title="News", texts=(f"Text number {n} about the harbour.",)) for n in (1, 2)]
    found = entries(*bare)
    assert [kinds(entry) for entry in found] == ["tx", "tx"]
    assert found[0].key != found[1].key


def test_a_feed_in_another_order_has_the_same_entries() -> None:
    """Keys do not depend on places."""
    items = [item(n, published=NOW - timedelta(hours=n)) for n in range(20)]
    assert {entry.key for entry in entries(*items)} == {entry.key for entry in entries(*items[::-1])}
