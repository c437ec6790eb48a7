"""How little can a poll cost? Fetches, parses, matches and stores in one straight line, and promises nothing.

    python bench/lean.py URLS.txt STORE.db WORDS.txt [--known]

The floor that bench/race.py divides by: one connection for each feed, expat, one automaton over all words, one
transaction. No size limit, no guard, no markup removed, no wrong document read. ``--known`` stops reading a document at
the first item that is stored already, which is right only where the newest stands in front.
"""

import asyncio
import json
import sqlite3
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from xml.parsers import expat

import ahocorasick_rs

ITEMS = {"item", "entry"}
TEXTS = {"description", "summary", "content", "encoded"}
Row = tuple[str, str, str, str, str, int]


class _Known(Exception):  # noqa: N818 - no error
    """The rest of the document is stored already."""


class _Reader:
    """Collects the items of one document."""

    def __init__(self, known: set[str]) -> None:
        self.items: list[dict[str, str]] = []
        self._known = known
        self._item: dict[str, str] | None = None
        self._said: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._said = []
        local = name.rpartition(" ")[2]
        if local in ITEMS:
            self._item = {}
        elif self._item is not None and local == "link" and attributes.get("rel", "alternate") == "alternate":
            self._item["link"] = attributes.get("href", "")

    def end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if self._item is None:
            return
        if local in ITEMS:
            self.items.append(self._item)
            self._item = None
            return
        text = "".join(self._said)
        if local in TEXTS:
            self._item["text"] = max(self._item.get("text", ""), text, key=len)
        elif text:
            self._item[local] = text
        if local in {"guid", "id"} and text in self._known:
            raise _Known

    def data(self, text: str) -> None:
        self._said.append(text)


def parse(body: bytes, known: set[str]) -> list[dict[str, str]]:
    if body[:1] == b"{":
        items = json.loads(body)["items"]
        return [
            {"guid": each["id"], "link": each["url"], "title": each["title"], "text": each["content_html"]}
            for each in items
            if each["id"] not in known
        ]
    reader = _Reader(known)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.data
    with suppress(_Known):
        parser.Parse(body, True)
    return reader.items


async def fetch(url: str, tag: str | None) -> tuple[str | None, bytes | None]:
    """Return the ETag and the body; no body where the server says "not modified"."""
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    condition = f"If-None-Match: {tag}\r\n" if tag else ""
    writer.write(
        f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: gzip\r\n{condition}"
        "Connection: close\r\n\r\n".encode()
    )
    head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
    writer.close()
    headers = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    if b" 304 " in head[:20]:
        return tag, None
    if headers.get(b"content-encoding") == b"gzip":
        body = zlib.decompress(body, 31)
    return headers[b"etag"].decode(), body


async def poll(urls: list[str], store: sqlite3.Connection, words: list[str], *, stop: bool) -> int:
    automaton = ahocorasick_rs.AhoCorasick(words)
    tags = dict(store.execute("SELECT url, tag FROM feeds"))
    known = {guid for (guid,) in store.execute("SELECT guid FROM entries")} if stop else set()
    places = asyncio.Semaphore(64)
    rows: list[Row] = []
    answers: list[tuple[str, str | None]] = []

    async def one(url: str) -> None:
        async with places:
            tag, body = await fetch(url, tags.get(url))
        if body is None:
            return
        answers.append((url, tag))
        for item in parse(body, known):
            title, text, link = item.get("title", ""), item.get("text", ""), item.get("link", "")
            hits = automaton.find_matches_as_indexes(f"{title} {text}".lower())
            rows.append((item.get("guid") or item.get("id") or link, url, link, title, text, len(hits)))

    await asyncio.gather(*map(one, urls))
    before = store.total_changes
    store.executemany("INSERT OR IGNORE INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
    new = store.total_changes - before
    store.executemany("INSERT OR REPLACE INTO feeds VALUES (?, ?)", answers)
    store.commit()
    return new


def main() -> None:
    urls, path, words = sys.argv[1:4]
    store = sqlite3.connect(path)
    store.execute("CREATE TABLE IF NOT EXISTS feeds (url TEXT PRIMARY KEY, tag TEXT)")
    store.execute(
        "CREATE TABLE IF NOT EXISTS entries "
        "(guid TEXT PRIMARY KEY, feed TEXT, url TEXT, title TEXT, text TEXT, hits INT)"
    )
    lists = [Path(each).read_text(encoding="utf-8").splitlines() for each in (urls, words)]
    print(asyncio.run(poll(lists[0], store, lists[1], stop="--known" in sys.argv)))


if __name__ == "__main__":
    main()
