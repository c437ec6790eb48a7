"""Do the kinds hold on input that nothing was tuned on? Written when all was mended, and all of it held at once."""

# ruff: noqa: E501 - a case is one line of a table

import gzip
import json
from datetime import UTC, datetime

import pytest

from bot.errors import FetchError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.formats.charset import to_text
from bot.feeds.formats.dates import from_text
from bot.text.plain import to_plain
from tests.fakes.feed_server import Answer, FeedServer, ok, raw, status
from tests.faults.conftest import BODY, answer
from tests.faults.documents import atom, entries, rss
from tests.feeds.conftest import a_cursor, a_feed

DAM = "A dam broke near the town"
T = f"<title>{DAM}</title>"
N = len(BODY)
L = b"Content-Length: %d" % N
GZ = gzip.compress(BODY)


def D(month: int, day: int = 14, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:  # noqa: N802
    return datetime(2025, month, day, hour, minute, second, tzinfo=UTC)


def J(*items: object, **more: object) -> str:  # noqa: N802
    return json.dumps({"version": "https://jsonfeed.org/version/1", "items": items, **more})


def ch(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


def holds(seen: object, want: object) -> bool:
    """Whether something is as it should be, or one of several things."""
    return seen in want if isinstance(want, set) else seen == want


@pytest.mark.parametrize(("text", "want"), [
    ("14 stycznia 2025 r.", D(1)), ("14 октября 2025", D(10)), ("14 жовтня 2025 року о 09:05", D(10, hour=9, minute=5)), ("14 верасня 2025", D(9)),
    ("14. März 2025 um 09:05 Uhr", D(3, hour=9, minute=5)), ("14. toukokuuta 2025", {D(5), None}), ("14. elokuuta 2025 klo 9.05", {D(8, hour=9, minute=5), None, D(8)}),
    ("14 Ekim 2025", {D(10), None}), ("14. rujna 2025.", {D(9), None}), ("14. travnja 2025.", {D(4), None}), ("14. dubna 2025", {D(4), None}), ("14. srpna 2025", {D(8), None}),
    ("14. ožujka 2025.", {D(3), None}), ("14. prosinca 2025.", {D(12), None}), ("14. prosince 2025", {D(12), None}), ("14 Φεβρουαρίου 2025", {D(2), None}),
    ("14 ianuarie 2025", {D(1), None}), ("14 februari 2025", D(2)), ("14 gennaio 2025", D(1)), ("14 de marzo de 2025", D(3)), ("14 agosto 2025", D(8)), ("14 août 2025", D(8)),
    ("14 Tishri 5786", None), ("14 Ramadan 1446", None), ("2568-10-14", {D(10), None}), ("昭和100年10月14日", {D(10), None}), ("14 أكتوبر 2025", {D(10), None}),
    ("14 октомври 2025", {D(10), None}), ("14. oktobar 2025.", {D(10), None}), ("2025. október 14.", {D(10), None}), ("14 Hydref 2025", {D(10), None}), ("14 Deireadh Fómhair 2025", {D(10), None}),
    ("Tue Oct 14 09:05:07 PDT 2025", D(10, 14, 16, 5, 7)), ("Tue Oct 14 09:05:07 CEST 2025", D(10, 14, 7, 5, 7)), ("20251014090507", D(10, 14, 9, 5, 7)),
    ("1760432707.123456", D(10, 14, 9, 5, 7)), ("/Date(1760432707000+0200)/", D(10, 14, 9, 5, 7)), ("Tue, 14 Oct 2025 09:05:07 ACDT", D(10, 13, 22, 35, 7)),
    ("Tue, 14 Oct 2025 09:05:07 America/New_York", {D(10, 14, 13, 5, 7), None}), ("v8.11.27", None), ("14 Oct 25", D(10)), ("Oct-14-2025 09:05", D(10, 14, 9, 5)),
    ("14/10-2025", None), ("10/14/2025 9:05:07 AM", D(10, 14, 9, 5, 7)), ("14.10.2025 klockan 09:05", D(10, 14, 9, 5)), ("2025-10-14 09h05", D(10, 14, 9, 5)),
])  # fmt: skip
def test_dates(text: str, want: object) -> None:
    """Rightly, or not at all."""
    assert holds(from_text(text), want)


@pytest.mark.parametrize(("inner", "want"), [
    ("<guid isPermaLink='false'>http://c.example/?p=9</guid>", "http://c.example/?p=9"), ("<link>NULL</link><guid isPermaLink='True'>http://c.example/9</guid>", "http://c.example/9"),
    ("<link>#</link>", None), ("<link>http://c.example/9;JSESSIONID=AB12.node3?x=1</link>", "http://c.example/9?x=1"), ("<link>http://c.example/./9</link>", "http://c.example/9"),
    ("<link>http://c.example/.well-known/x</link>", "http://c.example/.well-known/x"), ("<link>http://c.example/a/..</link>", "http://c.example/"), ("<link>https://weiß.example/9</link>", "https://xn--wei-7ka.example/9"),
    ("<link>https://😀.example/9</link>", "https://xn--e28h.example/9"), ("<link>https://العربية.example/9</link>", "https://xn--mgbcd4a2b0d2b.example/9"), ("<link>https://中文.example/9</link>", "https://xn--fiq228c.example/9"),
    ("<link>link: http://c.example/9</link>", {"http://c.example/9", None}), ("<link>feed://c.example/9</link>", "https://c.example/9"), ("<link>[read](https://c.example/9)</link>", "https://c.example/9"),
    ("<link>http://en.c.example/wiki/Dam_(town)</link>", "http://en.c.example/wiki/Dam_(town)"), ("<link>false</link><enclosure url='http://c.example/9.mp3'/>", "http://c.example/9.mp3"),
    ("<link />http://c.example/9\n<pubDate>x</pubDate>", "http://c.example/9"), ("<link>mailto:x@c.example</link><guid>http://c.example/9</guid>", "http://c.example/9"),
    ("<link>http://c.example/9?sid=1&amp;PHPSESSID=2</link>", "http://c.example/9?sid=1"), ("<link>https://l.facebook.com/l.php?u=https%3A%2F%2Fc.example%2F9%00</link>", "https://c.example/9"),
])  # fmt: skip
def test_addresses(inner: str, want: object) -> None:
    """Of items whose link is odd, useless, elsewhere or not there."""
    assert holds(entries(rss(T + inner))[0].url, want)


@pytest.mark.parametrize(("head", "said", "code", "text"), [
    ("X-SJIS", None, "cp932", "髙橋が①を開けた"), (None, "x-windows-949", "cp949", "똠방각하 시장"), (None, "dos-874", "cp874", "สะพานเปิดแล้ว"), (None, "ISO-8859-11", "cp874", "สะพานเปิดแล้ว"),
    (None, "x-mac-roman", "mac-roman", "Café “Zürich”"), (None, "visual", "iso-8859-8", "ראש העיר"), (None, "gbk", "gb18030", "市长开通了一座桥㐀"), (None, "WIN-1250", "cp1250", "Źródła mówią"), (None, "x-cp1250", "cp1250", "Źródła mówią"),
    (None, "cp932", "cp932", "髙橋が①を開けた"), (None, "iso-8859-8-e", "iso-8859-8", "ראש העיר"), ("windows-1257", None, "cp1257", "Tiltą atidarė meras"), (None, "latin2", "iso-8859-2", "Źródła mówią"), (None, "x-utf-8", "utf-8", "мост"),
])  # fmt: skip
def test_charsets(head: str | None, said: str | None, code: str, text: str) -> None:
    """Under their other names."""
    declared = f" encoding='{said}'" if said else ""
    document = f"<?xml version='1.0'{declared}?><rss><title>{text}</title></rss>"
    assert text in to_text(document.encode(code), head)


@pytest.mark.parametrize(("document", "names", "want"), [
    (J({"id": "x", "title": DAM, "url": "a/9"}, home_page_url="http://c.example/de/"), ("url",), ("http://c.example/de/a/9",)),
    (J({"id": "https://c.example/9", "content_text": DAM}), ("url", "title"), ("https://c.example/9", DAM)),
    (J({"id": "x", "title": DAM, "date_published": "", "date_modified": "2026-09-20T10:00:00Z"}), ("published",), (datetime(2026, 9, 20, 10, tzinfo=UTC),)),
    (J({"id": "x", "title": DAM, "content_text": "one\ttwo"}).replace("\\t", "\t"), ("text",), ("one two",)),
    (rss(T + "<description>It broke at noon.</description><media:description xmlns:media='http://search.yahoo.com/mrss/' type='html'>Firemen carry sacks of sand along the bank on Sunday</media:description>"), ("text",), ("It broke at noon.",)),
    (rss(T + "<media:description xmlns:media='http://search.yahoo.com/mrss/' type='plain'>Firemen carry sacks</media:description>"), ("text",), ("Firemen carry sacks",)),
    (f"<!DOCTYPE rss>{rss(T + '<media:description>Firemen</media:description>', head='')}", ("text",), ("Firemen",)),
    (rss("<itunes:title xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>Dam talk</itunes:title><enclosure url='http://c.example/9.mp3'/>"), ("title", "url"), ("Dam talk", "http://c.example/9.mp3")),
    (atom(f"{T}<link rel='http://www.iana.org/assignments/relation/self' href='http://c.example/s'/><link rel='alternate' href='http://c.example/9'/>"), ("url",), ("http://c.example/9",)),
    (atom(f"{T}<id>http://c.example/9</id>"), ("url",), ("http://c.example/9",)),
    (rss(T + "<description>&lt;![CDATA[&lt;p&gt;It broke.&lt;/p&gt;]]&gt;</description>"), ("text",), ("It broke.",)),
    (rss("<title>&lt;![CDATA[A dam broke]]&gt;</title>"), ("title",), ("A dam broke",)),
    (f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item rdf:about='http://c.example/9'>{T}<link></link></item></rdf:RDF>", ("url",), ("http://c.example/9",)),
    (rss(T + "<pubDate>14. marraskuuta 2025</pubDate>"), ("published",), (datetime(2025, 11, 14, tzinfo=UTC),)),
])  # fmt: skip
def test_documents(document: str, names: tuple[str, ...], want: tuple[object, ...]) -> None:
    """Titles, texts, addresses and times where few feeds have them."""
    first = entries(document)[0]
    assert tuple(getattr(first, name) for name in names) == want


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("a <![CDATA[b]]> c", "a b c"),
        ("<p><![CDATA[<b>x</b>]]></p>", "x"),
        ("<![CDATA[unfinished", "unfinished"),
        ("x ]]> y", "x ]]> y"),
    ],
)
def test_literal_markup(markup: str, plain: str) -> None:
    """What stands in CDATA that was escaped is read; its end alone is text."""
    assert to_plain(markup) == plain


TAKEN = {
 "203 gz": answer(b"Content-Encoding: gzip", body=GZ, first=b"HTTP/1.1 203 X"),
 "206 chunked": answer(b"Transfer-Encoding: chunked", b"Content-Range: bytes 0-%d/%d" % (N-1, N), body=ch(BODY), first=b"HTTP/1.1 206 X"),
 "206 Bytes": answer(L, b"content-range: Bytes 0-%d/%d" % (N-1, N), first=b"HTTP/1.1 206 X"),
 "300": status(300, b"choose", Location="/new"), "refresh quotes": ok(b"<p>", Refresh="0;URL='/new'"), "refresh blanks": ok(b"<p>", Refresh=" 2 ; url = /new "),
 "refresh late": answer(L, b"Refresh: 30; url=/elsewhere"), "refresh 0 only": answer(L, b"Refresh: 0"),
 "length bytes": answer(L + b" bytes", b"Connection: close"), "length hex": answer(b"Content-Length: 0x58", b"Connection: close"), "length float": answer(b"Content-Length: %d.0" % N, b"Connection: close"),
 "identity gzip chunks": answer(b"Content-Encoding: identity,gzip", b"Transfer-Encoding: chunked", body=ch(GZ)), "gzip identity": answer(b"Content-Encoding: gzip , identity", body=GZ),
 "backslashes": status(302, Location="/..\\new"), "latin in query": raw(b"HTTP/1.1 302 X\r\nLocation: /new?q=\xe9\\x\r\nContent-Length: 0\r\n\r\n", after="keep"),
 "303 with refresh": status(303, Location="/new", Refresh="0;url=/bad"),
}  # fmt: skip


@pytest.mark.parametrize("given", TAKEN.values(), ids=TAKEN)
async def test_answers_that_are_taken(fetcher: Fetcher, server: FeedServer, given: Answer) -> None:
    """By themselves, or by the way that they show."""
    server.script("/feed", given)
    for path in ("/new", "/new?q=%E9\\x", "/new?q=%E9%5Cx"):
        server.script(path, ok(BODY))
    assert (await fetcher.fetch(a_feed(server.url(), timeout=2), a_cursor())).body == BODY


REFUSED = {"206 star": answer(L, b"Content-Range: bytes 0-%d/*" % (N-1), first=b"HTTP/1.1 206 X"), "206 none": answer(L, first=b"HTTP/1.1 206 X"), "226": answer(L, first=b"HTTP/1.1 226 IM Used"),
 "300 self": status(300, b"x", Location="/feed"), "refresh file": ok(b"x", Refresh="0;url=file:///etc/passwd"), "refresh home": ok(b"x", Refresh="0;url=http://[::1]/"), "101": raw(b"HTTP/1.1 101 X\r\n\r\n", after="hang"), "two lengths": answer(L, b"Content-Length: 7, 9")}  # fmt: skip


@pytest.mark.parametrize("given", REFUSED.values(), ids=REFUSED)
async def test_answers_that_are_refused(fetcher: Fetcher, server: FeedServer, given: Answer) -> None:
    """At once, and the next look works."""
    server.script("/feed", given, ok(BODY))
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(a_feed(server.url(), timeout=2), a_cursor())
    assert "did not answer" not in str(caught.value)
    assert (await fetcher.fetch(a_feed(server.url(), timeout=2), a_cursor())).body == BODY


@pytest.mark.parametrize(
    ("who", "said"),
    [("a:", "YTo="), ("ü:ö", "w7w6w7Y="), ("%C3%BC:%C3%B6", "w7w6w7Y="), ("a:b@c", "YTpiQGM="), ("a%3Ab", "YTpiOg==")],
)
async def test_people_in_addresses(fetcher: Fetcher, server: FeedServer, who: str, said: str) -> None:
    """Log in with the letters and signs that they have."""
    server.script("/feed", ok(BODY))
    await fetcher.fetch(a_feed(server.url().replace("//", f"//{who}@")), a_cursor())
    assert server.asked[0].headers["authorization"] == f"Basic {said}"
