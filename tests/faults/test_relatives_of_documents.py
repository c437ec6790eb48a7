"""Do the relatives of what was reported hold as well? Written down before any of them was tried."""

import json
from datetime import UTC, datetime

import pytest

from bot.feeds.formats.charset import to_text
from bot.feeds.formats.dates import from_text
from tests.faults.documents import atom, entries, first_title, rss

TITLE = "<title>The mayor opened a bridge</title>"
MINUTE = datetime(2026, 11, 27, 10, 7, tzinfo=UTC)
SECOND = MINUTE.replace(second=41)
DAY = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Fri, 27 Nov 2026 10:07:41 +03", SECOND.replace(hour=7)),
        ("2026-11-27T10:07+0300", MINUTE.replace(hour=7)),
        ("2026-11-27 10:07:41.5+03", SECOND.replace(hour=7)),
        ("27.11.26 10:07", MINUTE),
        ("пт, 27.11.2026 - 10:07", MINUTE),
        ("27. 11. 2026 10:07", MINUTE),
        ("27/11/26", DAY),
        ("Sexta-feira, 27 de novembro de 2026 às 10h07", MINUTE),
        ("2026. 11. 27. 오후 3:45", MINUTE.replace(hour=15, minute=45)),
        ("2026年11月27日（金）10時07分", MINUTE),
        ("Fri Nov 27 2026 10:07:41 GMT+0000 (Coordinated Universal Time)", SECOND),
        ("Fri Nov 27 2026 13:07:41 GMT+0300 (Moscow Standard Time)", SECOND),
        ("Nov 27 2026 10:07AM", MINUTE),
        ("11/27/2026 12:07 AM", DAY.replace(minute=7)),
        ("4 Sept. 2026 5:30am", datetime(2026, 9, 4, 5, 30, tzinfo=UTC)),
        ("1795774061000", SECOND),
        ("27. marts 2026", datetime(2026, 3, 27, tzinfo=UTC)),
        ("27 mai 2026", datetime(2026, 5, 27, tzinfo=UTC)),
        ("27-XI-2026", None),
        ("11/12-2026", None),
        ("week 48 of 2026", None),
        ("27 Nov 2026 25:61", None),
        ("31.02.2026", None),
        ("12.11.10", datetime(2010, 11, 12, tzinfo=UTC)),
    ],
)
def test_dates(text: str, when: datetime | None) -> None:
    """Rightly, or not at all; with dots the day comes first."""
    assert from_text(text) == when


RUSSIAN = "В театре открыли выставку старых афиш, её увидят и в других городах"
POLISH = "Źródła mówią o gościach i święcie, które będzie pełne śpiewu"
FRENCH = "Café “Zürich” – 5 €"
UKRAINIAN = "Їжаки з'їли ґудзики, єдина надія на щедрий врожай"


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        (b"<?xml version='1.0' encoding='windows-1251'?><a>" + RUSSIAN.encode() + b" \xd0</a>", None, RUSSIAN),
        (b"<a>" + RUSSIAN.encode() + b" \xd0</a>", "iso-8859-1", RUSSIAN),
        (b"\xef\xbb\xbf<a>" + RUSSIAN.encode() + b" \x96</a>", "windows-1251", RUSSIAN),
        (b"<a>" + RUSSIAN.encode() + "«Мост»".encode("cp1251") + b"</a>", "utf-8", RUSSIAN),
        (b"<a>" + RUSSIAN.encode() + b" \xed\xa0\xbd\xed\xb8\x80 ok</a>", None, RUSSIAN),
        (b"<a>" + POLISH.encode() + b" \xc0\x80 ok</a>", None, POLISH),
        (b"<?xml version='1.0' encoding='windows-1250'?><a>" + POLISH.encode("cp1250") + b" \x81</a>", None, POLISH),
        (b"<?xml version='1.0' encoding='koi8-u'?><a>" + UKRAINIAN.encode("koi8-u"), None, UKRAINIAN),
        (("<a>" + RUSSIAN + "</a>").encode("utf-16") + b"\x3d", None, RUSSIAN),
        (b"<?xml version='1.0' encoding='utf8mb4'?><a>" + POLISH.encode() + b"\xff", None, POLISH),
        (b"<?xml version='1.0' encoding='utf-16'?><a>" + POLISH.encode() + b"\xc4</a>", "utf-16", POLISH),
        (b"<?xml version='1.0' encoding='cp1252'?><a>" + FRENCH.encode() + b"\xe2\x80</a>", None, FRENCH),
    ],
    ids=[
        "said to be cp1251", "header Latin-1", "mark", "a word in cp1251", "halves of pairs", "overlong",
        "cp1250 damaged", "koi8-u", "half a character of UTF-16", "unknown name", "not UTF-16", "said to be cp1252",
    ],
)  # fmt: skip
def test_a_damaged_character_damages_one_character(body: bytes, header: str | None, text: str) -> None:
    """Whoever said what of the document, and in whatever way it is damaged."""
    assert text in to_text(body, header)


@pytest.mark.parametrize(
    ("drawn", "usual"),
    [
        ("ᴹᵃʸᵒʳ opens it", "Mayor opens it"),
        ("ᴍᴀʏᴏʀ ᴏᴘᴇɴs ɪᴛ", "mayor opens it"),
        ("M̶a̶y̶o̶r̶ opens", "Mayor opens"),
        ("M̲a̲y̲o̲r̲ opens", "Mayor opens"),
        ("The ﬁnal oﬀer", "The final offer"),
        ("ﾆｭｰｽ", "ニュース"),
        ("Benedikt ⅩⅥ", "Benedikt XVI"),
        ("Мэр открыл новый мост", "Мэр открыл новый мост"),
        ("Ĳsselmeer, Ǉubǉana", "IJsselmeer, LJubljana"),
        ("m³ and H₂O, 10⁻³", "m³ and H₂O, 10⁻³"),
        ("naïve café, Žižkov, Ўсё", "naïve café, Žižkov, Ўсё"),
    ],
)  # fmt: skip
def test_drawn_letters(drawn: str, usual: str) -> None:
    """Raised, small capitals, struck out, underlined, joined, half-width, taken apart; signs and accents stay."""
    assert first_title(drawn) == usual


@pytest.mark.parametrize(
    "item",
    [
        "<guid>abc-123</guid>",
        "<guid>tag:gazette.example,2026:77</guid>",
        "<guid isPermaLink='true'>12345</guid>",
        "<guid>post/12345</guid>",
        "<guid>https</guid>",
        "<guid>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</guid>",
        "<guid>12345</guid><link></link>",
        "<guid>12345</guid><link> \n </link>",
    ],
)
def test_a_guid_that_is_no_address(item: str) -> None:
    """Words, tags, paths and names are no link, whatever the feed says of them."""
    assert entries(rss(TITLE + item))[0].url is None


def test_an_id_that_is_no_address() -> None:
    """In Atom and JSON as well."""
    assert entries(atom(f"{TITLE}<id>12345</id>"))[0].url is None
    document = {"version": "https://jsonfeed.org/version/1", "items": [{"id": 12345, "title": "A bridge"}]}
    assert entries(json.dumps(document))[0].url is None


@pytest.mark.parametrize(
    "between",
    [
        *("&#11;", "&#x0B;", "\x0b", "\x1d", "&#8232;", "&lt;br&gt;", "&lt;/p&gt;&lt;p&gt;", "&amp;nbsp;"),
        *("&#13;&#10;", "\ufffc", "\t", "&#133;", "&amp;#8233;"),
    ],
)  # fmt: skip
def test_what_separates_words_in_a_document(between: str) -> None:
    """As a character, as a reference, escaped again, as a tag: two words stay two."""
    assert first_title(f"Anna{between}Berta").replace("…", " ").split() == ["Anna", "Berta"]


MEDIA = "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>M</title><item>{}</item></channel></rss>"


@pytest.mark.parametrize(
    ("document", "url"),
    [
        (MEDIA.format(f"{TITLE}<media:content url='http://h.example/a.mp4'/>"), "http://h.example/a.mp4"),
        (MEDIA.format(f"{TITLE}<media:group><media:content url='http://h.example/b.mp4'/></media:group>"), "http://h.example/b.mp4"),
        (MEDIA.format(f"{TITLE}<media:player url='http://h.example/play?v=1'/>"), "http://h.example/play?v=1"),
        (rss(f"{TITLE}<link/><enclosure url='/c.mp3'/>"), "https://gazette.example/c.mp3"),
        (rss(f"{TITLE}<link> </link><enclosure length='1'/><enclosure url='http://h.example/d.mp3'/>"), "http://h.example/d.mp3"),
        (rss(f"{TITLE}<guid>77</guid><enclosure url='http://h.example/e.mp3'/>"), "http://h.example/e.mp3"),
        (atom(f"{TITLE}<link rel='related' href='http://h.example/f'/>"), "http://h.example/f"),
        (atom(f"{TITLE}<content type='text/html' src='http://h.example/g'/>"), "http://h.example/g"),
        (atom(f"{TITLE}<link rel='enclosure' href='http://h.example/x.mp3'/><link href='http://h.example/h'/>"), "http://h.example/h"),
    ],
    ids=["media", "group", "player", "relative", "two", "and a guid", "related", "content", "both"],
)  # fmt: skip
def test_what_is_attached_is_an_address(document: str, url: str) -> None:
    """Media, players, related pages, content that lies elsewhere; a link of its own comes first."""
    assert entries(document)[0].url == url


def test_attachments_without_an_address_are_passed_over() -> None:
    """The first that has one counts."""
    attached = [None, {"mime_type": "audio/mpeg"}, {"url": ""}, {"url": "http://h.example/a.mp3"}]
    items = [{"id": "1", "title": "The week", "attachments": attached}]
    document = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    assert entries(json.dumps(document))[0].url == "http://h.example/a.mp3"


def linked(link: str) -> str | None:
    return entries(rss(f"{TITLE}<link>{link}</link>"))[0].url


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("http://b.example/?x=1#/news/77", "http://b.example/?x=1#/news/77"),
        ("http://b.example/index.html#!77", "http://b.example/index.html#!77"),
        ("http://b.example/#news/77", "http://b.example/#news/77"),
        ("http://b.example/#%2Fnews%2F77", "http://b.example/#%2Fnews%2F77"),
        ("http://b.example/#?id=77", "http://b.example/#?id=77"),
        ("http://b.example/#post=77", "http://b.example/#post=77"),
        ("http://b.example/a#:~:text=bridge", "http://b.example/a"),
        ("http://b.example/a#/", "http://b.example/a"),
        ("http://b.example/a#", "http://b.example/a"),
        ("http://b.example/a#post-77", "http://b.example/a"),
        ("http://b.example/a#xtor=RSS-1", "http://b.example/a"),
        ("/#/news/78", "https://gazette.example/#/news/78"),
    ],
)
def test_a_route_is_a_page(link: str, url: str) -> None:
    """Where the front page has nothing but a fragment to tell its pages apart, that is the page."""
    assert linked(link) == url


@pytest.mark.parametrize(
    ("document", "url"),
    [
        (atom(f"{TITLE}<link href='http://e.example/n?a=1&reg=2&sect=3'/>"), "http://e.example/n?a=1&reg=2&sect=3"),
        (rss(f"{TITLE}<link>http://e.example/n?a&para=1&not=2&deg=3&yen=4</link>"), "http://e.example/n?a&para=1&not=2&deg=3&yen=4"),
        (rss(f"{TITLE}<guid>http://e.example/n?a=1&times=2</guid>"), "http://e.example/n?a=1&times=2"),
        (rss(f"{TITLE}<enclosure url='http://e.example/n?a=1&ordm=2'/>"), "http://e.example/n?a=1&ordm=2"),
        (rss(f"{TITLE}<link>http://e.example/n?a=1&amp;lang=be&copy=2</link>"), "http://e.example/n?a=1&lang=be&copy=2"),
        (rss(f"{TITLE}<link>http://e.example/n?a=1&frac12=2&sup2=3</link>"), "http://e.example/n?a=1&frac12=2&sup2=3"),
        (rss(f"{TITLE}<link><![CDATA[http://e.example/n?a=1&amp;copy=2]]></link>"), "http://e.example/n?a=1&copy=2"),
        (rss(f"{TITLE}<link>http://e.example/n?a=1&#38;copy=2</link>"), "http://e.example/n?a=1&copy=2"),
        (rss(f"{TITLE}<link>http://e.example/n?a=1&#x26;copy=2</link>"), "http://e.example/n?a=1&copy=2"),
    ],
)  # fmt: skip
def test_ampersands_are_ampersands(document: str, url: str) -> None:
    """In attributes, guids and enclosures, mixed with escaped ones, as numbers, in CDATA."""
    assert entries(document)[0].url == url


def test_ampersands_of_a_json_feed() -> None:
    """Nothing is to be unescaped there; what was escaped all the same is read as meant."""
    for link in ("http://e.example/n?a=1&copy=2", "http://e.example/n?a=1&amp;copy=2"):
        items = [{"id": "1", "title": "The week", "url": link}]
        document = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
        assert entries(document)[0].url == "http://e.example/n?a=1&copy=2"


@pytest.mark.parametrize(
    ("document", "url"),
    [
        (atom(f"{TITLE}<link href=' http://a.example/a b '/>"), "http://a.example/a%20b"),
        (rss(f"{TITLE}<guid>http://a.example/a b.html</guid>"), "http://a.example/a%20b.html"),
        (rss(f"{TITLE}<link>http://a.example/n?q=a b</link>"), "http://a.example/n?q=a%20b"),
        (rss(f"{TITLE}<link>http://a.example /b</link>"), "http://a.example/b"),
        (rss(f"{TITLE}<link>http:// a.example/b</link>"), "http://a.example/b"),
        (rss(f"{TITLE}<link><![CDATA[\n\t http://a.example/b c \n]]></link>"), "http://a.example/b%20c"),
        (rss(f"{TITLE}<link>\u00a0http://a.example/b\u200b</link>"), "http://a.example/b"),
        (rss(f"{TITLE}<link>http://a.example/новости/мост открыт</link>"), "http://a.example/новости/мост%20открыт"),
        (rss(f"{TITLE}<link>&quot;http://a.example/b&quot;</link>"), "http://a.example/b"),
        (rss(f"{TITLE}<link>&lt;a href='http://a.example/b'&gt;more&lt;/a&gt;</link>"), "http://a.example/b"),
        (rss(f"{TITLE}<link>http://http://a.example/b</link>"), "http://a.example/b"),
        (rss(f"{TITLE}<link>http\\://a.example\\b</link>"), "http://a.example/b"),
    ],
)  # fmt: skip
def test_blanks_and_what_else_slips_into_an_address(document: str, url: str) -> None:
    """At its ends, in its host, its path and its query; quotes and tags around it; a scheme twice."""
    assert entries(document)[0].url == url
