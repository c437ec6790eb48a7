"""Which feeds does this web page have? First those that it names, then the usual addresses."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bot.text.plain import one_line

_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_READ = 300_000  # characters of a page: its head is at the beginning
_MOST = 8  # feeds of one page that are tried
# Where content systems put their feeds: WordPress, Drupal, Jekyll, Hugo, Ghost, Django and hand-made sites.
_USUAL = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/rss.xml")
_RARELY_MEANT = ("comment", "kommentar", "komentarz")  # a page's comments have a feed, too


def named_feeds(markup: str, url: str) -> tuple[str, ...]:
    """Return the addresses of feeds that a page names in its head, as absolute addresses, comments last."""
    reader = _Links()
    reader.feed(markup[:_READ])
    base = urljoin(url, reader.base)
    found = dict.fromkeys(urljoin(base, address) for address, _ in sorted(reader.found, key=lambda each: each[1]))
    return tuple(address for address in found if urlsplit(address).scheme in {"http", "https"})[:_MOST]


def usual_feeds(url: str) -> Iterator[str]:
    """Yield the addresses where a page's feed often is: below the page, and at the top of its host."""
    parts = urlsplit(url)
    top = f"{parts.scheme}://{parts.netloc}/"
    here = top + parts.path.lstrip("/").rstrip("/") + "/" if parts.path.strip("/") else top
    yield from dict.fromkeys(base + path for path in _USUAL for base in (here, top))


class _Links(HTMLParser):
    """Collects ``<link rel=alternate>`` and ``<base>``."""

    def __init__(self) -> None:
        super().__init__()
        self.base = ""
        self.found: list[tuple[str, bool]] = []  # address, and whether it is rarely meant

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "base" and not self.base:
            self.base = said.get("href", "").strip()
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if tag != "link" or "alternate" not in said.get("rel", "").lower().split() or kind not in _TYPES:
            return
        address = one_line(said.get("href", ""))
        if address:
            about = f"{said.get('title', '')} {address}".lower()
            self.found.append((address, any(word in about for word in _RARELY_MEANT)))
