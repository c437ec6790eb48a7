"""Where do the demo's feeds come from? A web server on the loopback address, honest about what has not changed.

Its documents are RSS 2.0, RSS 1.0, Atom or JSON Feed.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from hashlib import blake2b
from html import escape
from http import HTTPStatus
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from aiohttp import web

from bot.clock import Clock
from bot.demo.week import START, Format, SampleEntry, SampleFeed

HOST = "127.0.0.1"
CONTENT_TYPES = {
    Format.RSS2: "application/rss+xml",
    Format.RSS1: "application/rdf+xml",
    Format.ATOM: "application/atom+xml",
    Format.JSON: "application/feed+json",
}
_ATOM = "http://www.w3.org/2005/Atom"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RSS1 = "http://purl.org/rss/1.0/"
_DC = "http://purl.org/dc/elements/1.1/"
register_namespace("rdf", _RDF)
register_namespace("dc", _DC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleServer:
    """The running server: its base URL, e.g. ``http://127.0.0.1:41234``, and the entries that somebody has read."""

    url: str
    read: set[str]  # addresses


def make_app(feeds: Sequence[SampleFeed], clock: Clock, read: set[str]) -> web.Application:
    """Return the web application: ``/<feed id>`` answers with that feed's document as it is at ``clock.now()``.

    ``read`` collects the addresses of the entries that were handed out.
    """
    by_id = {feed.id: feed for feed in feeds}

    async def answer(request: web.Request) -> web.Response:
        feed = by_id.get(request.match_info["feed"])
        if feed is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="there is no such sample feed")
        now = clock.now()
        if feed.is_broken(now):
            return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR, text="this sample feed is broken for a while")
        entries = feed.shown(now)
        body = render(feed, entries)
        headers = {
            "ETag": f'"{blake2b(body, digest_size=8).hexdigest()}"',
            "Last-Modified": format_datetime(START + entries[0].at if entries else START, usegmt=True),
        }
        if _is_known(request, headers):
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
        read.update(feed.address(entry) for entry in entries)
        return web.Response(body=body, content_type=CONTENT_TYPES[feed.format], charset="utf-8", headers=headers)

    app = web.Application()
    app.router.add_get("/{feed}", answer)
    return app


def _is_known(request: web.Request, headers: dict[str, str]) -> bool:
    """Compare as RFC 9110 says: If-Modified-Since counts only where there is no If-None-Match."""
    if "If-None-Match" in request.headers:
        return headers["ETag"] in {tag.strip() for tag in request.headers["If-None-Match"].split(",")}
    return request.headers.get("If-Modified-Since") == headers["Last-Modified"]


@asynccontextmanager
async def serve_feeds(feeds: Sequence[SampleFeed], clock: Clock) -> AsyncIterator[SampleServer]:
    """Serve the feeds on a free port of this machine."""
    read: set[str] = set()
    runner = web.AppRunner(make_app(feeds, clock, read), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, 0)
        await site.start()
        port = runner.addresses[0][1]
        yield SampleServer(url=f"http://{HOST}:{port}", read=read)
    finally:
        await runner.cleanup()


def render(feed: SampleFeed, entries: Sequence[SampleEntry]) -> bytes:
    """Return a feed's document with these entries, in UTF-8. The same entries give the same bytes."""
    write = {Format.RSS2: _rss2, Format.RSS1: _rss1, Format.ATOM: _atom, Format.JSON: _json}[feed.format]
    return write(feed, entries)


def _home(feed: SampleFeed) -> str:
    return f"https://{feed.id}.example.org/"


def _text(feed: SampleFeed, entry: SampleEntry) -> str:
    return feed.caption or entry.text


def _rss2(feed: SampleFeed, entries: Sequence[SampleEntry]) -> bytes:
    root = Element("rss", version="2.0")
    channel = SubElement(root, "channel")
    _add(channel, title=feed.name, link=_home(feed), description=feed.note or feed.name, language=feed.language)
    for entry in entries:
        item = SubElement(channel, "item")
        _add(item, title=entry.title, link=feed.address(entry), description=_text(feed, entry))
        SubElement(item, "guid", isPermaLink="false").text = feed.address(entry)
        _add(item, pubDate=format_datetime(START + entry.at))
    return _xml(root)


def _rss1(feed: SampleFeed, entries: Sequence[SampleEntry]) -> bytes:
    root = Element(f"{{{_RDF}}}RDF")
    channel = SubElement(root, f"{{{_RSS1}}}channel", {f"{{{_RDF}}}about": _home(feed)})
    _add(channel, _RSS1, title=feed.name, link=_home(feed), description=feed.note or feed.name)
    sequence = SubElement(SubElement(channel, f"{{{_RSS1}}}items"), f"{{{_RDF}}}Seq")
    for entry in entries:
        SubElement(sequence, f"{{{_RDF}}}li", {f"{{{_RDF}}}resource": feed.address(entry)})
        item = SubElement(root, f"{{{_RSS1}}}item", {f"{{{_RDF}}}about": feed.address(entry)})
        _add(item, _RSS1, title=entry.title, link=feed.address(entry), description=_text(feed, entry))
        _add(item, _DC, date=(START + entry.at).isoformat(), language=feed.language)
    return _xml(root)


def _atom(feed: SampleFeed, entries: Sequence[SampleEntry]) -> bytes:
    root = Element(f"{{{_ATOM}}}feed", {"xml:lang": feed.language})
    newest = START + (entries[0].at if entries else feed.entries[0].at)
    _add(root, _ATOM, title=feed.name, id=_home(feed), updated=newest.isoformat())
    SubElement(root, f"{{{_ATOM}}}link", href=_home(feed))
    for entry in entries:
        item = SubElement(root, f"{{{_ATOM}}}entry")
        SubElement(item, f"{{{_ATOM}}}link", rel="alternate", href=feed.address(entry))
        at = (START + entry.at).isoformat()
        _add(item, _ATOM, title=entry.title, id=feed.address(entry), updated=at, published=at)
        if text := _text(feed, entry):
            SubElement(item, f"{{{_ATOM}}}content", type="html").text = f"<p>{escape(text)}</p>"
    return _xml(root)


def _json(feed: SampleFeed, entries: Sequence[SampleEntry]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.name,
        "home_page_url": _home(feed),
        "language": feed.language,
        "items": [
            {
                "id": feed.address(entry),
                "url": feed.address(entry),
                "title": entry.title,
                "content_text": _text(feed, entry),
                "date_published": (START + entry.at).isoformat(),
            }
            for entry in entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _add(parent: Element, namespace: str = "", **children: str) -> None:
    for name, text in children.items():
        SubElement(parent, f"{{{namespace}}}{name}" if namespace else name).text = text


def _xml(root: Element) -> bytes:
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document
