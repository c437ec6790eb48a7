"""What do the feeds of a fleet say? They are as documents say at first, and take one more item at a time."""

import random
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from tests.fakes.feed_server import FeedServer, ok
from tests.faults.crew import ROOT

SEEDS = ROOT / "tests" / "flow" / "seeds"
EMPTY = b"<rss version='2.0'><channel><title>F</title></channel></rss>"


@dataclass(slots=True, kw_only=True)
class Published:
    """The feeds, what was put into them, and when."""

    server: FeedServer
    draw: random.Random
    documents: list[bytes]
    known: int  # entries in them
    every: str  # pace of the feeds
    open: list[int] = field(init=False)  # numbers of those that take one more item: it is English, and written for RSS
    items: dict[int, list[str]] = field(default_factory=dict)  # that were put into a feed
    titles: dict[str, float] = field(default_factory=dict)  # of those, and when that was
    feeds: dict[str, int] = field(default_factory=dict)  # the number of the one that has it, by title
    etags: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.open = [n for n, each in enumerate(self.documents) if b"<rss" in each and b"<language>ru" not in each]
        for number in range(len(self.documents)):
            self.serve(number)

    @property
    def entries(self) -> int:
        """How many there are in all feeds."""
        return self.known + len(self.titles)

    @property
    def asked(self) -> int:
        """How often feeds were looked at."""
        return len(self.server.asked)

    def configure(self, folder: Path) -> None:
        """Write a configuration with these feeds."""
        said = ["", ", language: en"]
        sources = "".join(
            f"  - {{id: f{n}, name: F{n}, url: '{self.server.url(f'/f{n}')}'{said[n in english]}}}\n"
            for english in [set(self.open)]
            for n in range(len(self.documents))
        )
        (folder / "sources.yaml").write_text(
            f"version: 1\ntopic:\n  name: Belarus and Russia\nseeds: {SEEDS}\n"
            "fetch:\n  allow_networks: [127.0.0.1/32]\n  per_host_gap: 0s\n"
            f"defaults:\n  every: {self.every}\n  timeout: 10s\n  fulltext: never\n"
            f'  user_agent: "chaos/1.0 (+https://example.org/bot)"\nsources:\n{sources}',
            encoding="utf-8",
        )

    def publish(self) -> int:
        """Put one more entry into some feed; return which."""
        number, feed = len(self.titles), self.draw.choice(self.open)
        title = f"Lukashenko and Putin sign decree No{number} on the Union State in Minsk"
        self.titles[title] = time.time()
        self.feeds[title] = feed
        link = f"https://gazette.example/{number}"
        self.items.setdefault(feed, []).append(
            f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid></item>"
        )
        self.serve(feed)
        return feed

    def holding(self, titles: Collection[str]) -> list[int]:
        """Return the numbers of the feeds that have one of these."""
        return sorted({self.feeds[title] for title in titles})

    def serve(self, number: int) -> None:
        """Let a feed say what it should."""
        items = self.items.get(number, [])
        etag = f'"{number}-{len(items)}"'
        self.etags.add(etag)
        body = self.documents[number]
        place = max(body.find(b"<item>"), 0) or body.find(b"</channel>")
        newest_first = "".join(reversed(items)).encode("ascii")
        self.server.script(f"/f{number}", ok(body[:place] + newest_first + body[place:], ETag=etag))


def farm(feeds: int, items: int) -> list[bytes]:
    """Return the documents of a farm of feeds, in the formats and encodings that feeds have."""
    found = spec_from_file_location("bench_farm", ROOT / "bench" / "farm.py")  # no package
    assert found is not None
    assert found.loader is not None
    bench = sys.modules[found.name] = module_from_spec(found)
    found.loader.exec_module(bench)
    writer, now = bench.Writer(()), datetime.now(UTC).replace(microsecond=0)
    return [writer.feed(number, 0, items, now) for number in range(feeds)]
