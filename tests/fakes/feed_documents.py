"""Which feed documents could there be? Drawn at random: every element that means something, anywhere, several times."""

import random
from collections.abc import Sequence

_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:yandex="http://news.yandex.ru" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:x="urn:x"'
)
_TEXTS = (
    "Ferry sails again",
    "  spaces\n around ",
    "&lt;p&gt;Markup &amp;amp; more&lt;/p&gt;",
    "<![CDATA[<p>In <b>CDATA</b> &amp; so</p>]]>",
    "Паром снова ходит",
    "Ð\x9fÐ°Ñ\x80Ð¾Ð¼",
    "it\x92s odd",
    "",
    "  ",
    "a &lt; b",
    "<!-- a comment -->after it",
    "&#1087;&#x430;ром &quot;x&quot;",
    "<b>not escaped</b>",
    "AT&amp;T",
    "&nbsp;entity",
)
_DATES = (
    "Wed, 01 Jul 2026 10:00:00 +0300",
    "Wed, 1 Jul 2026 10:00 GMT",
    "2026-07-01T10:00:00Z",
    "2026-07-01T10:00:00.5-02:30",
    "9999-12-31T23:59:59-12:00",
    "Thu, 02 July 2026 10:00:00 EDT",
    "2026-07-01",
    "01 Jul 2026 25:00:00 EST",
    "yesterday",
    "",
)
_LINKS = (
    "https://example.org/a?b=1&amp;c=2",
    "/relative?x=1",
    "http://example.org/a#",
    "http:////example.org/x",
    "https://example.org/a?utm_source=x&amp;lt;y",
    " https://example.org/spaces here ",
    "",
    "tag:example.org,2026:1",
    "12345",
    "javascript:alert(1)",
    "http://[bad/",
    "https://пример.бел/путь",
)
_TEXT_NAMES = (
    "title",
    "description",
    "summary",
    "content",
    "content:encoded",
    "media:title",
    "media:description",
    "itunes:summary",
    "dc:title",
    "dc:description",
    "atom:summary",
    "atom:content",
    "atom:title",
    "yandex:full-text",
    "full-text",
    "abstract",
    "rights",
    "subtitle",
    "x:thing",
    "text",
)
_DATE_NAMES = (
    "pubDate",
    "published",
    "updated",
    "dc:date",
    "dcterms:modified",
    "dcterms:created",
    "atom:updated",
    "issued",
    "date",
    "lastBuildDate",
)
_LINK_NAMES = ("link", "guid", "id", "atom:id", "comments", "feedburner:origLink")
_EMPTY = (
    '<link href="https://example.org/href" rel="alternate"/>',
    '<link href="/other"/>',
    '<atom:link href="https://example.org/self" rel="self"/>',
    '<atom:link href="https://example.org/alt" type="text/html"/>',
    '<link rel="alternate"/>',
    '<enclosure url="https://example.org/a.mp3" type="audio/mpeg"/>',
    '<media:thumbnail url="https://example.org/a.jpg"/>',
    '<category term="a"/>',
    "<category>News</category>",
    '<link href="https://example.org/x" type="application/xhtml+xml" xml:lang="de"/>',
    '<x:empty lang="fr"/>',
    "<content/>",
    "<title/>",
)
_ATTRIBUTES = (
    *("", "", "", "", ' type="html"', ' type="text"', ' xml:lang="be"', ' lang="pl_PL"', ' isPermaLink="false"'),
    *(' type="xhtml"', ' xml:base="/x/"', ' mode="escaped"', ' src="/x"'),
)


def document(draw: random.Random) -> str:
    """Return a document; nearly always well-formed, sometimes with things that no feed should have."""
    kind = draw.choice(("rss", "rss", "atom", "rdf"))
    items = [_item(draw, "entry" if kind == "atom" else "item") for _ in range(draw.randint(0, 4))]
    head = "".join(_head(draw) for _ in range(draw.randint(0, 4)))
    language = draw.choice(("", "", ' xml:lang="ru"'))
    if kind == "rss":
        return f'<rss version="2.0" {_NAMESPACES}{language}><channel>{head}{"".join(items)}</channel></rss>'
    if kind == "atom":
        return f'<feed xmlns="http://www.w3.org/2005/Atom" {_NAMESPACES}{language}>{head}{"".join(items)}</feed>'
    return (
        f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {_NAMESPACES}><channel>{head}</channel>{"".join(items)}</rdf:RDF>'
    )


def mutated(draw: random.Random, text: str) -> str:
    """Return a text with a few pieces of it taken out, doubled or moved."""
    for _ in range(draw.randint(1, 3)):
        start = draw.randrange(len(text) + 1)
        piece = text[start : start + draw.choice((1, 2, 5, 20, 200))]
        without = text[:start] + text[start + len(piece) :]
        place = draw.randrange(len(without) + 1)
        text = draw.choice((without, text[:start] + piece + text[start:], without[:place] + piece + without[place:]))
    return text


def _item(draw: random.Random, name: str) -> str:
    parts = [_part(draw) for _ in range(draw.randint(1, 7))]
    about = draw.choice(("", "", ' rdf:about="https://example.org/about"'))
    return f"<{name}{about}>\n{draw.choice(('', chr(10))).join(parts)}\n</{name}>"


def _part(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.45:
        return _element(draw, _TEXT_NAMES, _TEXTS, _ATTRIBUTES)
    if kind < 0.6:
        return _element(draw, _DATE_NAMES, _DATES)
    if kind < 0.78:
        return _element(draw, _LINK_NAMES, _LINKS, _ATTRIBUTES)
    if kind < 0.9:
        return draw.choice(_EMPTY)
    around = draw.choice(("media:group", "media:content", "author", "source", "x:box", "contributor", "div", "image"))
    more = draw.choice(("", ' url="https://example.org/s"'))
    return f"<{around}{more}>{_part(draw)}<name>Ann</name></{around}>"


def _head(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.5:
        return _element(draw, ("title", "description", "subtitle", "itunes:summary", "language", "generator"), _TEXTS)
    if kind < 0.7:
        return draw.choice(
            ("<ttl>15</ttl>", "<sy:updatePeriod>daily</sy:updatePeriod>", "<skipHours><hour>3</hour></skipHours>")
        )
    if kind < 0.8:
        return "<image><url>https://example.org/i.png</url><title>Image</title><link>https://example.org</link></image>"
    return draw.choice((*_EMPTY[:4], "<author><name>Ann</name></author>", "<lastBuildDate>2026-07-01</lastBuildDate>"))


def _element(draw: random.Random, names: Sequence[str], texts: Sequence[str], attributes: Sequence[str] = ("",)) -> str:
    """Return an element; what stands last in a list is what few documents have."""
    name, text, attribute = (_usual(draw, each) for each in (names, texts, attributes))
    return f"<{name}{attribute}>{text}</{name}>"


def _usual(draw: random.Random, those: Sequence[str]) -> str:
    return draw.choice(those if draw.random() < 0.05 else those[: max(1, len(those) * 2 // 3)])
