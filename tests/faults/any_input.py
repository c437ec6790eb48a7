"""What must hold of what comes from outside, whatever it is? One function for each door: bytes in, no error out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from multidict import CIMultiDict, CIMultiDictProxy

from bot.chat.message import Link, Message, Role, Section, Text
from bot.chat.slack import markup as slack
from bot.chat.telegram import markup as telegram
from bot.config.findings.problems import ConfigProblems
from bot.config.sources.file import interpret
from bot.config.sources.opml import read_opml
from bot.errors import BotError, FetchError, ParseError
from bot.feeds.address import canonical, page, shown
from bot.feeds.fetching import answer
from bot.feeds.fetching.body import read_body
from bot.feeds.fetching.heads import mended
from bot.feeds.fetching.redirects import Cookies, next_url
from bot.feeds.formats.charset import KNOWN, to_text
from bot.feeds.formats.dates import from_standard, from_text
from bot.feeds.links import meant
from bot.feeds.reading import read_near
from bot.feeds.sandbox.feed_worker import read
from bot.feeds.sandbox.wire import Question, parsed_json
from bot.model import Entry
from bot.ops.feed_search import named_feeds, usual_feeds
from bot.stories.search.query import QueryError, parse
from bot.text.plain import clean, one_line, to_plain
from tests.fakes.slack_rules import problems
from tests.fakes.telegram_html import parse as as_telegram

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
BASE = "https://gazette.example/feeds/all.xml"
_LIMIT = 100_000  # bytes


def a_feed(data: bytes) -> None:
    """A document is entries or a ParseError; both readers agree on what they read, and it travels."""
    charset = KNOWN.split()[data[0] % 40] if data[:1] and data[0] < 80 else None
    question = Question(feed_id="nn", url=BASE, charset=charset, language=None, seen=NOW, limit=50)
    near = read_near(question, data)
    try:
        parsed = read(question, data)
    except ParseError:
        assert near is None or not near.entries
        return
    assert parsed_json.validate_json(parsed_json.dump_json(parsed)) == parsed
    assert near is None or [each.keys for each in near.entries] == [each.keys for each in parsed.entries]
    for entry in parsed.entries:
        _check(entry)


def _check(entry: Entry) -> None:
    assert entry.title
    assert entry.keys
    assert entry.title == one_line(entry.title)[:500].rstrip()
    assert entry.url is None or canonical(entry.url) == entry.url
    assert entry.published is None or entry.published <= entry.seen
    (entry.title + entry.text + (entry.url or "")).encode()


def an_item(data: bytes) -> None:
    """A document that is whole, with anything as title, link, date and text."""
    parts = [*data.split(b"\x00", 3), b"", b"", b""][:4]
    title, link, date, text = (part.decode("utf-8", "replace") for part in parts)
    a_feed(
        f"<rss version='2.0'><channel><item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>"
        f"<description><![CDATA[{text}]]></description></item></channel></rss>".encode("utf-8", "replace")
    )


def a_date(data: bytes) -> None:
    """A text is a moment in UTC or none; what standards ask for is read alike by the quick way."""
    text = data.decode("utf-8", "replace")
    when = from_text(text)
    assert when is None or when.tzinfo is UTC
    quick = from_standard(text)
    assert quick is None or when is None or quick == when


def a_link(data: bytes) -> None:
    """What is put right stays as it is, is a web address, and can be asked for, compared and logged."""
    link = data.decode("utf-8", "surrogateescape")
    found = canonical(meant(link, BASE) or "", BASE)
    shown(link)
    if found is None:
        return
    assert found.startswith(("http://", "https://"))
    assert canonical(found) == found
    assert page(found) != ""
    again = canonical(meant(found, BASE) or "", BASE)
    assert again is not None
    assert canonical(meant(again, BASE) or "", BASE) == again


def a_text(data: bytes) -> None:
    """Bytes of any charset are text, clean text stays clean, and no markup is left that browsers would obey."""
    text = to_text(data, KNOWN.split()[len(data) % 40])
    once = clean(text)
    assert clean(once) == once
    once.encode()
    assert not set(to_plain(text)) & set("\x00\x1b\u202e\u2028")


def an_answer(data: bytes) -> None:
    """A head is mended once; whatever is in its fields and its body, there is a FetchError at most."""
    head, _, body = data.partition(b"\r\n\r\n")
    assert mended(mended(head).removesuffix(b"\r\n\r\n")) == mended(head)
    lines = [line.decode("utf-8", "surrogateescape").partition(":") for line in head.split(b"\r\n")]
    headers = CIMultiDictProxy(CIMultiDict((name, value.strip()) for name, _, value in lines))
    wait = answer.retry_after(headers, NOW)
    assert wait is None or 1 <= wait <= 86400
    fresh = answer.fresh_for(headers, NOW)
    assert fresh is None or fresh > 0
    answer.refusal(429, headers, "a.example", NOW)
    cookies = Cookies()
    cookies.take(BASE, headers)
    assert all(value.isprintable() and value.isascii() for value in cookies.headers(BASE).values())
    with suppress(FetchError):
        url = next_url(BASE, headers.get("Location"), [BASE])
        assert url.startswith("https://")
    with suppress(FetchError):
        read_all = asyncio.Runner()
        with read_all:
            assert len(read_all.run(read_body(_pieces(body), headers.get("Content-Encoding"), _LIMIT))) <= _LIMIT


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 7):
        yield body[start : start + 7]


def a_configuration(data: bytes) -> None:
    """A file is a configuration or a list of problems, each with its place."""
    try:
        interpret(data, Path("nowhere/sources.yaml"))
    except ConfigProblems as error:
        found = error.problems
    else:
        found = ()
    assert all(problem.line >= 1 and problem.column >= 1 for problem in found)


def an_outline(data: bytes) -> None:
    """An OPML file is outlines or an error of ours; a page names feeds or none."""
    with suppress(BotError):
        read_opml(data, "list.opml")
    for url in named_feeds(data.decode("utf-8", "replace"), BASE):
        assert url.startswith(("http://", "https://"))
        assert len([*usual_feeds(url)]) > 1


def a_query(data: bytes) -> None:
    """A search is a query or words that say what is wrong; no time is farther than time goes."""
    text = data.decode("utf-8", "replace")
    with suppress(QueryError):
        found = parse(text, now=NOW, zone="Europe/Minsk", sources=("belta", "nn"))
        assert found.since is None or found.since.astimezone(UTC) - timedelta(days=1) < NOW


def a_message(data: bytes) -> None:
    """Telegram and Slack take whatever an entry says."""
    parts = [*data.decode("utf-8", "surrogateescape").split("\x00", 2), "", ""][:3]
    title, text, link = clean(parts[0]), clean(parts[1]), canonical(parts[2], BASE) or BASE
    lines = ((Text(title), Text(" "), Link("read", link)), (Text(text),))
    message = Message(text=title, sections=(Section(Role.BODY, lines),))
    for part in telegram.to_markup(message):
        shown_text, _ = as_telegram(part.html)
        assert len(shown_text.encode("utf-16-le")) // 2 <= 4096
    for rendered in slack.to_markup(message):
        assert not problems(rendered.arguments())


DOORS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (
        a_feed, an_item, a_date, a_link, a_text, an_answer, a_configuration, an_outline, a_query, a_message,
    )
}  # fmt: skip


_LINK = b"https://www.google.com/url?q=https://a.example/b%3Fc&utm_source=x#/news/77"
_WAY_OUT = b"https://gOogle.com/url?q=https://a.ex[/%0Fb%0A%22"
_RSS = (
    b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>G</title><ttl>60</ttl><item>"
    b"<title>A &amp; B</title><link>http://a.example/b c</link><guid isPermaLink='false'>1</guid>"
    b"<pubDate>Fri, 27 Nov 2026 10:07:41 +0300</pubDate><description><![CDATA[<p>Text <b>x</b>]]></description>"
    b"<enclosure url='/c.mp3'/></item></channel></rss>"
)
_ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='be'><title>G</title><entry><title type='html'>A</title>"
    b"<link rel='related' href='//a.example/b'/><id>tag:a.example,2026:1</id><updated>2026-11-27T10:07:41Z</updated>"
    b"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>x</div></content></entry></feed>"
)
_JSON = (
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": [{"id": 1, "title": "A", "url": "/b", '
    b'"date_published": "2026-11-27T10:07:41+03:00", "attachments": [{"url": "http://a.example/c.mp3"}]}]}'
)
_HEAD = (
    b'HTTP/1.1 200 OK\r\nContent-Length: 3, 3\r\nTransfer-Encoding: chunked\r\nETag: W/"a"\r\nRetry-After: Fri, 27 Nov '
    b"2026 10:07:41 GMT\r\nCache-Control: max-age=60\r\nSet-Cookie: a=b; Path=/; Max-Age=0\r\n"
    b"Location: //b.example/\r\nContent-Encoding: gzip, aws-chunked\r\n\r\n\x1f\x8b\x08"
)
_FILE = (
    b"version: 1\ntopic: {name: Bridges}\nseeds: seeds\ndefaults: {every: 10m}\nsources:\n  - id: nn\n    name: N\n"
    b"    url: https://a.example/feed\n    language: en\n"
)
_EXAMPLES: dict[str, tuple[bytes, ...]] = {
    "a_feed": (_RSS, _ATOM, _JSON, _RSS.decode().encode("utf-16"), b"<html><title>No feed</title>"),
    "an_item": (b"A title\x00http://a.example/b c\x0027.11.2026 10:07\x00<p>", b"<b>x\x00/b\x00yesterday\x00&amp;amp;"),
    "a_date": (b"Fri, 27 Nov 2026 10:07:41 +0300", b"2026-11-27T10:07Z", "27 ноября 2026 г., 10:07".encode()),
    "a_link": (_LINK, _WAY_OUT, b"www.a.example/a b", b"http://http:///a.example\\b", b"<a href='//b.example/#!x'>"),
    "a_text": ("Žluť &amp;nbsp; <p>x".encode(), "Новости".encode("cp1251"), b"\x1b[31m\xe2\x80\xa8", b"n\x00\xcc\xa3"),
    "an_answer": (_HEAD,),
    "a_configuration": (_FILE,),
    "an_outline": (b"<opml><body><outline text='A' xmlUrl='feed://a.b/f'/></body></opml>", b"<link rel=alternate>"),
    "a_query": (b'bridge -"old town" since:2026-01-31 lang:ru source:belta', b"since:0001-01-01 country:BY"),
    "a_message": (b"A *title* <!channel>\x00text @here :x:\x00https://a.example/|<b>",),
}  # fmt: skip


def examples(door: str) -> tuple[bytes, ...]:
    """Return inputs from which a search begins."""
    return _EXAMPLES[door]
