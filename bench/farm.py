"""Which feeds does a measurement poll? Writes a farm of invented ones in two versions, and serves it over loopback.

    python bench/farm.py write FOLDER [--feeds 1000] [--items 30] [--new 2] [--topical]
    python bench/farm.py serve FOLDER [--port 18765]

RSS, Atom, RDF and JSON Feed in Latin and Cyrillic letters, a part of them in windows-1251, with markup in CDATA or
escaped, with a lead and full text or one of them. Version 1 has ``--new`` newer items in each feed. The words are made
of syllables, so that nothing is on topic but by chance; with ``--topical`` every sixteenth item restates facts of the
built-in topic. Everything is drawn with fixed seeds. Each feed has a host of its own in 127.0.0.0/8.
"""

import argparse
import gzip
import html
import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import yaml
from aiohttp import web

SEEDS = Path(__file__).parents[1] / "seeds"
VERSIONS = 2
TOPICAL = 16  # every so many items is on topic in a topical farm
_LATIN = (
    "ba be co da de fi ga la le li lo ma me mi na ne no pa pre pro ra re ri ro sa se si sta ste to tra tri va ve vo"
)
_CYRILLIC = (
    "ба бе во га да де за ка ко ла ле ли ло ма ме ми на не но па при про ра ре ри ро са се си ста то тра ва ве ча"
)
_GLUE = {"en": "the of and to in a is that for with on by at from", "ru": "и в не на что с по как это из за от для"}
_KINDS = (("rss", 68), ("atom", 20), ("rdf", 6), ("json", 6))
_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
)


@dataclass(frozen=True, kw_only=True)
class Item:
    guid: str
    link: str
    title: str
    lead: str
    markup: str
    when: datetime
    author: str


@dataclass(frozen=True, kw_only=True)
class Make:
    """What one feed is like, for as long as it lives."""

    number: int
    kind: str
    language: str
    encoding: str
    cdata: bool
    full: bool
    length: int  # characters of a text

    @property
    def host(self) -> str:
        return f"127.1.{self.number // 250}.{self.number % 250 + 1}"


class Writer:
    """Writes feeds; ``topical`` are sentences that are on topic."""

    def __init__(self, topical: Sequence[str]) -> None:
        self._topical = topical
        draw = random.Random(1)
        self._words = {
            language: ["".join(draw.choices(syllables.split(), k=draw.choice((1, 2, 2, 3, 3, 4)))) for _ in range(4000)]
            for language, syllables in (("en", _LATIN), ("ru", _CYRILLIC))
        }
        self._weights = [1 / (place + 8) for place in range(4000)]
        self._sentences = {language: [self._sentence(draw, language) for _ in range(2500)] for language in self._words}

    def feed(self, number: int, first: int, count: int, base: datetime) -> bytes:
        """Return a feed's document with ``count`` items, numbered from ``first`` on, the newest in front."""
        draw = random.Random(f"feed {number}")
        language = draw.choices(("en", "ru"), (7, 3))[0]
        kind = draw.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]
        make = Make(
            number=number,
            kind=kind,
            language=language,
            encoding="windows-1251" if kind == "rss" and language == "ru" and draw.random() < 0.3 else "utf-8",
            cdata=draw.random() < 0.5,
            full=draw.random() < 0.4,
            length=draw.randint(250, 700),
        )
        items = [self._item(make, place, base) for place in range(first + count - 1, first - 1, -1)]
        return _RENDER[kind](make, items).encode(make.encoding, "xmlcharrefreplace")

    def _sentence(self, draw: random.Random, language: str) -> str:
        words = draw.choices(self._words[language], self._weights, k=draw.randint(7, 18))
        words[::2] = [draw.choice(_GLUE[language].split()) if draw.random() < 0.7 else word for word in words[::2]]
        return " ".join(words).capitalize() + "."

    def _item(self, make: Make, place: int, base: datetime) -> Item:
        draw = random.Random(f"item {make.number} {place}")
        words = self._words[make.language]
        title = " ".join(draw.choices(words, k=draw.randint(5, 11))).capitalize()
        sentences: list[str] = []
        while sum(map(len, sentences)) < make.length:
            sentences.append(draw.choice(self._sentences[make.language]))
        if self._topical and (make.number + place) % TOPICAL == 0:
            title, *said = draw.sample(self._topical, 4)
            sentences[:0] = said
        link = f"http://{make.host}:18480/a/{make.number:05}/{place}?utm_source=rss&id={place}"
        paragraphs = [" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4)]
        marked = [f"<p>{html.escape(each, quote=False)}</p>" for each in paragraphs]
        marked[0] = f"<p><strong>{draw.choice(words)}</strong> &mdash; {marked[0].removeprefix('<p>')}"
        marked[-1] += f'<p><a href="{html.escape(link)}">{draw.choice(words)} &amp; {draw.choice(words)}</a></p>'
        image = f'<p><img src="http://{make.host}:18480/{place}.jpg" width="640" height="360" alt=""/></p>'
        return Item(
            guid=f"farm-{make.number:05}-{place}",
            link=link,
            title=title,
            lead=paragraphs[0][:240],
            markup="\n".join([image, *marked]),
            when=base + timedelta(seconds=600 * place + make.number % 600),
            author=f"{draw.choice(words)} {draw.choice(words)}",
        )


def _body(make: Make, item: Item) -> str:
    return f"<![CDATA[{item.markup}]]>" if make.cdata else html.escape(item.markup)


def _rss(make: Make, items: Sequence[Item]) -> str:
    lines = [
        f'<?xml version="1.0" encoding="{make.encoding}"?>\n<rss version="2.0" {_NAMESPACES}>',
        f"<channel><title>Farm {make.number}</title><link>http://{make.host}:18480/</link>",
        f"<description>Invented</description><language>{make.language}</language><ttl>15</ttl>",
        f'<atom:link href="http://{make.host}:18480/f" rel="self" type="application/rss+xml"/>',
    ]
    for item in items:
        body = _body(make, item)
        lead = f"<description>{html.escape(item.lead)}</description>\n<content:encoded>{body}</content:encoded>"
        lines.append(
            f"<item>\n<title>{html.escape(item.title)}</title>\n<link>{html.escape(item.link)}</link>\n"
            f'<guid isPermaLink="false">{item.guid}</guid>\n<pubDate>{format_datetime(item.when)}</pubDate>\n'
            f"<dc:creator>{item.author}</dc:creator>\n<category>News</category>\n"
            + (lead if make.full else f"<description>{body}</description>")
            + f'\n<media:content url="http://{make.host}:18480/x.jpg" medium="image" width="640"/>\n</item>'
        )
    return "\n".join([*lines, "</channel></rss>"])


def _atom(make: Make, items: Sequence[Item]) -> str:
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{make.language}"><title>Farm {make.number}</title>',
        f"<id>urn:farm:{make.number}</id><updated>{items[0].when.isoformat()}</updated>",
        f'<link rel="self" href="http://{make.host}:18480/f"/>',
        f'<link rel="alternate" href="http://{make.host}:18480/"/>',
    ]
    lines += [
        f'<entry>\n<title>{html.escape(item.title)}</title>\n<link rel="alternate" type="text/html" '
        f'href="{html.escape(item.link)}"/>\n<id>{item.guid}</id>\n<published>{item.when.isoformat()}</published>'
        f"<updated>{item.when.isoformat()}</updated>\n<author><name>{item.author}</name></author>"
        + (f"<summary>{html.escape(item.lead)}</summary>" if make.full else "")
        + f'<content type="html">{_body(make, item)}</content>\n</entry>'
        for item in items
    ]
    return "\n".join([*lines, "</feed>"])


def _rdf(make: Make, items: Sequence[Item]) -> str:
    home = f"http://{make.host}:18480/"
    listed = "".join(f'<rdf:li rdf:resource="{html.escape(item.link)}"/>' for item in items)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
        f'xmlns="http://purl.org/rss/1.0/" {_NAMESPACES}>',
        f'<channel rdf:about="{home}"><title>Farm {make.number}</title><link>{home}</link>',
        f"<description>Invented</description><items><rdf:Seq>{listed}</rdf:Seq></items></channel>",
    ]
    lines += [
        f'<item rdf:about="{html.escape(item.link)}">\n<title>{html.escape(item.title)}</title>\n'
        f"<link>{html.escape(item.link)}</link>\n<dc:date>{item.when.isoformat()}</dc:date>\n"
        f"<dc:creator>{item.author}</dc:creator>\n<description>{_body(make, item)}</description>\n</item>"
        for item in items
    ]
    return "\n".join([*lines, "</rdf:RDF>"])


def _json(make: Make, items: Sequence[Item]) -> str:
    entries = [
        {
            "id": item.guid,
            "url": item.link,
            "title": item.title,
            "content_html": item.markup,
            "date_published": item.when.isoformat(),
            "authors": [{"name": item.author}],
        }
        for item in items
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": f"Farm {make.number}", "language": make.language}
    return json.dumps(head | {"items": entries}, ensure_ascii=False, indent=1)


_RENDER = {"rss": _rss, "atom": _atom, "rdf": _rdf, "json": _json}


def topical_sentences(seeds: Path = SEEDS) -> list[str]:
    """Return what the seeds say, as sentences."""
    facts: list[str] = []
    for path in sorted(seeds.glob("*.yaml")):
        if path.name != "names.yaml":
            facts += yaml.safe_load(path.read_text(encoding="utf-8")).get("facts", ())
    return facts


def write(folder: Path, *, feeds: int, items: int, new: int, topical: bool) -> None:
    """Write both versions of every feed, plain and packed."""
    writer = Writer(topical_sentences() if topical else ())
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    base = today - timedelta(seconds=600 * (items + new) + 86_400)
    for version in range(VERSIONS):
        (folder / str(version)).mkdir(parents=True, exist_ok=True)
        for number in range(feeds):
            document = writer.feed(number, version * new, items, base)
            path = folder / str(version) / f"{number:05}.xml"
            for each, data in ((path, document), (path.with_suffix(".xml.gz"), gzip.compress(document, 6, mtime=0))):
                each.write_bytes(data)
                os.utime(each, (base.timestamp() + version, base.timestamp() + version))
    show(folder, 0)


def show(folder: Path, version: int) -> None:
    """Choose which version is served from now on."""
    part = folder / "current.part"
    part.unlink(missing_ok=True)
    part.symlink_to(str(version))
    part.rename(folder / "current")


def urls(folder: Path, port: int) -> list[str]:
    """Return the addresses of a farm's feeds."""
    names = sorted(path.name for path in (folder / "0").glob("*.xml"))
    return [f"http://127.1.{place // 250}.{place % 250 + 1}:{port}/{name}" for place, name in enumerate(names)]


def sources(addresses: Sequence[str], port: int) -> dict[str, object]:
    """Return the content of a sources.yaml for these feeds."""
    return {
        "version": 1,
        "topic": {"name": "Belarus–Russia relations"},
        "seeds": str(SEEDS),
        "fetch": {"allow_networks": ["127.0.0.0/8"], "allow_ports": [port], "per_host_gap": "0s"},
        "sources": [
            {"id": f"farm-{place}", "name": f"Farm {place}", "url": url} for place, url in enumerate(addresses)
        ],
    }


def serve(folder: Path, port: int) -> None:
    """Serve the version in force until killed; only to this machine."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if not (request.remote or "").startswith("127."):
            raise web.HTTPForbidden
        path = folder / "current" / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Content-Type": "application/xml"})

    app = web.Application()
    app.router.add_get("/{name}", answer)
    web.run_app(app, host="0.0.0.0", port=port, print=None, access_log=None, backlog=4096)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("do", choices=("write", "serve"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--new", type=int, default=2)
    parser.add_argument("--topical", action="store_true")
    parser.add_argument("--port", type=int, default=18765)
    given = parser.parse_args()
    if given.do == "serve":
        serve(given.folder, given.port)
    else:
        write(given.folder, feeds=given.feeds, items=given.items, new=given.new, topical=given.topical)


if __name__ == "__main__":
    main()
