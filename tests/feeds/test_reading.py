"""Is every entry read that a person could read, and with the right letters?"""

import codecs
from contextlib import suppress
from datetime import UTC, datetime
from time import gmtime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ParseError
from bot.feeds.formats.charset import KNOWN, to_text
from bot.feeds.formats.dates import from_struct, from_text, plausible
from bot.feeds.formats.document import Document
from bot.feeds.formats.hints import Hints
from bot.feeds.formats.reader import parse_document
from tests.feeds.conftest import NOW

URL = "https://example.org/news/feed.xml"
TITLE = "Лукашенко и Путин подписали указ"
RSS = (
    "<?xml version='1.0' encoding='{charset}'?><rss version='2.0'><channel><title>НН</title>"
    f"<item><title>{TITLE}</title><link>https://example.org/1</link></item></channel></rss>"
)


def read(body: bytes | str, charset: str | None = None) -> Document:
    return parse_document(body if isinstance(body, bytes) else body.encode(), charset=charset, url=URL)


def rss(items: str, channel: str = "") -> str:
    return f"<rss version='2.0'><channel><title>t</title>{channel}{items}</channel></rss>"


@pytest.mark.parametrize(
    ("encoded", "declared", "header"),
    [
        ("utf-8", "utf-8", None),
        ("utf-8", "windows-1251", None),
        ("utf-8", "utf-8", "iso-8859-1"),
        ("utf-8-sig", "utf-8", None),
        ("cp1251", "windows-1251", None),
        ("cp1251", "utf-8", None),
        ("cp1251", "utf-8", "utf-8"),
        ("cp1251", "utf-8", "windows-1251"),
        ("cp1251", "windows-1251", "ISO-8859-1"),
        ("cp1251", "no-such-thing", "neither"),
        ("koi8-r", "koi8-r", None),
        ("koi8-r", "utf-8", None),
        ("utf-16", "utf-16", None),
        ("utf-16", "utf-8", "utf-8"),
        ("utf-16-le", "utf-16", None),
        ("utf-16-be", "utf-16", None),
        ("utf-32", "utf-32", None),
        ("utf-32-be", "utf-32", None),
        ("iso-8859-5", "iso-8859-5", None),
        ("cp866", "utf-8", "cp866"),
    ],
)
def test_letters_come_out_right(encoded: str, declared: str, header: str | None) -> None:
    """F-n: by mark, by zeros, by header, by declaration, and against a header or declaration that is wrong."""
    document = read(RSS.format(charset=declared).encode(encoded), header)
    assert document.items[0].title == TITLE
    assert document.title == "НН"


def test_other_letters_come_out_right_too() -> None:
    """Polish in its old code page, German in Latin-1, Japanese in its mail form, as declared."""
    assert to_text("<?xml version='1.0' encoding='iso-8859-2'?>zażółć".encode("iso-8859-2"), None).endswith("zażółć")
    assert to_text("Häuser “x”".encode("cp1252"), "iso-8859-1") == "Häuser “x”"
    assert to_text("日本".encode("iso-2022-jp"), "iso-2022-jp") == "日本"
    assert to_text("Häuser".encode("cp1252"), None) == "Häuser"


def test_a_few_damaged_bytes_do_not_change_the_letters() -> None:
    """UTF-8 that was cut in the middle of a letter is still UTF-8."""
    text = to_text((TITLE * 5).encode() + b"\xd0" + "конец".encode(), "windows-1251x")
    assert text.startswith(TITLE)
    assert text.endswith("конец")


@pytest.mark.parametrize(
    "name", ["rot13", "base64", "zlib", "unicode_escape", "idna", "punycode", "hex", "mbcs", "../x", "utf-7"]
)
def test_a_charset_is_not_any_codec(name: str) -> None:
    """Python has codecs that are no charsets; a header must not choose them."""
    assert to_text(b"<rss>a\\u0041</rss>\xff", name).startswith("<rss>a\\u0041")


def test_charsets_are_named_as_python_names_them() -> None:
    """Another name of a codec would never be what is looked up, and its documents would be guessed."""
    assert [codecs.lookup(name).name for name in KNOWN.split()] == KNOWN.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 21 Sep 2026 17:13:00 +0300", NOW),
        ("Mon, 21 Sep 2026 14:13:00 GMT", NOW),
        ("2026-09-21T17:13:00+03:00", NOW),
        ("2026-09-21T14:13:00Z", NOW),
        ("2026-09-21 14:13", NOW),
        ("20260921T141300Z", NOW),
        ("yesterday", None),
        ("", None),
        ("Mon, 99 Sep 2026 14:13:00 GMT", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("0001-01-01T00:00:00+12:00", None),
        ("Mon, 21 Sep 2026 14:13:00 +9999", None),
    ],
)
def test_dates_as_text(text: str, expected: datetime | None) -> None:
    """F-t: the two formats that exist, with their zones; the rest is no date and no error."""
    assert from_text(text) == expected


def test_dates_as_struct() -> None:
    """F-t: leap seconds are kept within their minute, impossible values are none."""
    assert from_struct(gmtime(NOW.timestamp())) == NOW
    assert from_struct(gmtime(-62135596800 - 86400)) is None
    assert from_struct(None) is None


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (NOW, NOW),
        (datetime(2026, 9, 22, 12, tzinfo=UTC), NOW),
        (datetime(2027, 9, 22, tzinfo=UTC), None),
        (datetime(9999, 12, 31, tzinfo=UTC), None),
        (datetime(1, 1, 1, tzinfo=UTC), None),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_which_dates_are_believed(when: datetime | None, expected: datetime | None) -> None:
    """F-t: never later than seen; a year ahead or behind all feeds is nothing."""
    assert plausible(when, NOW) == expected


def test_rss_2() -> None:
    """All that an entry is made of, from the places where Russian and Belarusian outlets put it."""
    document = read(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
        "xmlns:yandex='http://news.yandex.ru'>"
        "<channel><title>BelTA</title><ttl>30</ttl><skipHours><hour>1</hour><hour>2</hour></skipHours>"
        "<item><title>A &amp;amp; B</title><link>/1?a=1&amp;b=2</link><guid isPermaLink='false'>7</guid>"
        "<pubDate>Mon, 21 Sep 2026 17:13:00 +0300</pubDate><description>Lead &lt;b>bold&lt;/b></description>"
        "<content:encoded><![CDATA[<p>Full</p>]]></content:encoded><yandex:full-text>Fullest</yandex:full-text></item>"
        "</channel></rss>"
    )
    (item,) = document.items
    assert (item.title, item.url, item.guid) == ("A &amp; B", "https://example.org/1?a=1&b=2", "7")
    assert item.texts == ("Lead <b>bold</b>", "<p>Full</p>", "Fullest")
    assert item.published == NOW
    assert document.hints == Hints(ttl=1800, skip_hours=(1, 2))
    assert document.complete


def test_atom() -> None:
    """Alternate link, xml:base and xml:lang, xhtml content, updated where published is missing."""
    document = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://kremlin.example/a/' xml:lang='ru-RU'>"
        "<title>K</title>"
        "<entry><title type='html'>T &lt;i>x&lt;/i></title><id>tag:1</id><updated>2026-09-21T14:13:00Z</updated>"
        "<link rel='enclosure' href='https://x.example/a.mp3'/><link href='b'/>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Text</p></div></content></entry></feed>"
    )
    (item,) = document.items
    assert (item.url, item.guid, item.language) == ("https://kremlin.example/a/b", "tag:1", "ru-RU")
    assert (item.published, item.title) == (NOW, "T <i>x</i>")
    assert "Text" in item.texts[0]


def test_rdf_and_rss_091() -> None:
    """RSS 1.0 with Dublin Core dates and its update period; RSS 0.91 with its DOCTYPE."""
    document = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' "
        "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>"
        "<channel rdf:about='x'><title>DW</title><sy:updatePeriod>hourly</sy:updatePeriod>"
        "<sy:updateFrequency>4</sy:updateFrequency></channel>"
        "<item rdf:about='https://dw.example/1'><title>T</title><link>https://dw.example/1</link>"
        "<dc:date>2026-09-21T14:13:00Z</dc:date></item></rdf:RDF>"
    )
    assert [(item.title, item.url, item.published) for item in document.items] == [("T", "https://dw.example/1", NOW)]
    assert document.hints == Hints(update_period=900)
    old = read(
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>t</title>'
        "<item><title>caf&eacute;</title><link>https://example.org/1</link></item></channel></rss>"
    )
    assert [item.title for item in old.items] == ["café"]


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_json_feed(version: str) -> None:
    """JSON Feed 1.0 and 1.1; numbers as ids, wrong types as nothing."""
    document = read(
        f'{{"version": "{version}", "title": "J", "language": "be", "items": [{{"id": 7, "url": "/1", "title": "T",'
        '"content_html": "<p>Text</p>", "summary": "S", "date_published": "2026-09-21T17:13:00+03:00"},'
        '{"id": "8", "external_url": "https://x.example/", "title": ["x"], "content_text": "Only text"}, "nonsense"]}'
    )
    first, second = document.items
    assert (first.guid, first.url, first.texts, first.published) == ("7", "/1", ("S", "<p>Text</p>"), NOW)
    assert (second.title, second.texts, second.language) == ("", ("Only text",), "be")


@pytest.mark.parametrize(
    ("items", "titles"),
    [
        ("<item><title>A &nbsp;&mdash; &laquo;B&raquo;</title></item>", ["A \xa0— «B»"]),
        ("<item><title>A & B</title></item><item><title>C</title></item>", ["A & B", "C"]),
        ("<item><title>A</title><b></item><item><title>C</title></item>", ["A", "C"]),
        ("<item><title>A\x00\x0b\x1fB\ufffe</title></item>", ["A  B"]),
        (
            "<item><title>&#0;A&#1114112;&#xD800;&#55357;&#56832;&#x10FFFF;&#99999999999;</title></item>",
            ["A😀\U0010ffff"],
        ),
        ("<item><title><![CDATA[A &#55357; ]] B]]></title></item>", ["A  ]] B"]),
        ("<item><title>A</title></item><!DOCTYPE x [<!ENTITY y 'z'>]><item><title>B</title></item>", ["A", "B"]),
        ("<item><title>&undefined;</title></item>", ["&undefined;"]),
    ],
)
def test_what_is_not_well_formed_is_read_all_the_same(items: str, titles: list[str]) -> None:
    """F-n: entities of HTML, bare ampersands, unclosed tags, characters that XML forbids."""
    assert [item.title for item in read(rss(items)).items] == titles


@pytest.mark.parametrize("before", ["\n\n  ", "\ufeff", "<!-- x -->\n", "<br />\n<b>Warning</b>: mysql\n"])
def test_junk_before_the_document_is_passed_over(before: str) -> None:
    """F-n: blank lines and what a broken plugin printed."""
    assert [item.title for item in read(before + RSS.format(charset="utf-8")).items] == [TITLE]


FIVE_NINETY_NINE = [
    "<!DOCTYPE a\\ [<!ENTITY b 'c'>]>",
    '<!DOCTYPE \\1 [<!ENTITY \\g<0> "\\\\">]>',
    "<!h<!h",
    "<![",
    "<!-",
    "<?",
    "<a b='",
    "&#x;&#;&;",
    "<![CDATA[",
    "]]>",
    "<rss version='2.0'><!DOCTYPE",
]


@pytest.mark.parametrize("junk", FIVE_NINETY_NINE)
def test_what_makes_feedparser_raise_does_not_get_out(junk: str) -> None:
    """F-n: feedparser's issues 599 and 378: an error of ours or a document, nothing else."""
    for text in (junk, junk + rss("<item><title>A</title></item>"), rss(f"<item><title>A</title>{junk}</item>")):
        try:
            document = read(text)
        except ParseError:
            continue
        assert all(isinstance(item.title, str) for item in document.items)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (
            b"<!DOCTYPE html><html><head><title>Just a moment...</title>",
            "web page, not a feed; its title is 'Just a mom",
        ),
        (b"<html><body>404</body></html>", "web page, not a feed"),
        (b"Hello, world", "no feed; it begins with 'Hello, world'"),
        (b"/etc/passwd", "no feed"),
        (b"file:///etc/hostname", "no feed"),
        (b"http://127.0.0.1/", "no feed"),
        (b'{"a": 1}', "no feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "damaged"),
        (b"{" + b'"a":[' * 100_000, "damaged"),
        (bytes(100), "empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "no feed"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, why: str) -> None:
    """F-m and F-n: pages, nothing, paths (which are not opened), and damaged JSON."""
    with pytest.raises(ParseError, match=why):
        read(body)


def test_paths_and_urls_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-m, F-k: reading opens neither files nor sockets, whatever the document asks for."""

    def refuse(*args: object, **_more: object) -> None:
        raise AssertionError(args)

    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    xxe = (
        "<?xml version='1.0'?><!DOCTYPE rss SYSTEM 'http://127.0.0.1/x.dtd' [<!ENTITY a SYSTEM 'file:///etc/passwd'>"
        "<!ENTITY % b SYSTEM 'http://127.0.0.1/y'> %b;]>" + rss("<item><title>x&a;y</title></item>")
    )
    assert "root:" not in read(xxe).items[0].title
    with pytest.raises(ParseError):
        read("/etc/passwd")


def test_a_feed_without_items_is_a_feed() -> None:
    """A quiet outlet is no failure."""
    assert read(rss("")).items == ()


@pytest.mark.parametrize("end", [1, 9, 30, 60])
def test_what_was_cut_off_is_not_taken_for_whole(end: int) -> None:
    """F-i: the item that was cut is left for the next poll, and the document says that it is not complete."""
    whole = rss("<item><title>One</title></item><item><title>Two</title><link>https://example.org/2</link></item>")
    document = read(whole[:-end])
    assert not document.complete
    assert [item.title for item in document.items] == (["One", "Two"] if end < 30 else ["One"])


def test_a_comment_after_the_end_is_no_cut() -> None:
    """Caches sign their work there."""
    assert read(rss("") + "\n<!-- cached 0.3 s -->\n").complete


def test_byte_order_marks_are_those_of_the_standard() -> None:
    """UTF-32 is told from UTF-16 although it begins the same."""
    assert to_text(codecs.BOM_UTF32_LE + "<a/>".encode("utf-32-le"), None) == "<a/>"
    assert to_text(codecs.BOM_UTF16_LE + "<a/>".encode("utf-16-le"), None) == "<a/>"


PIECES = [
    *(
        "<",
        ">",
        "&",
        "&#x",
        ";",
        "]]>",
        "<![CDATA[",
        "<!DOCTYPE ",
        "[<!ENTITY a '",
        "'",
        '"',
        "\x00",
        "\\",
        "-->",
        "<?",
    ),
    *("<item>", "</item>", "<link>http://[", "<pubDate>99999999999</pubDate>", "<georss:point>a</georss:point>", "x"),
    *("<category>", "<source url='http://['>", " xml:base='http://[x'", "&#55357;", " type='base64'", "</channel>"),
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(PIECES)), min_size=1, max_size=12))
def test_no_damage_gets_out_as_another_error(damage: list[tuple[int, str]]) -> None:
    """F-n: whatever is put into a document, the result is items or a ParseError."""
    text = RSS.format(charset="utf-8")
    for place, piece in damage:
        text = text[: place % len(text)] + piece + text[place % len(text) :]
    with suppress(ParseError):
        assert isinstance(read(text).items, tuple)
