"""Which feeds does an OPML file list, and how are ours written as one?"""

from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.parsers import expat

from bot.config.findings.codes import languages
from bot.config.findings.masking import without_secrets
from bot.config.findings.problems import Wrong
from bot.config.sources.address import check_url, meant
from bot.errors import ConfigError
from bot.model import Feed
from bot.text.plain import one_line

MAX_BYTES = 5 * 1024 * 1024  # 10,000 feeds have 2 MB
_LONGEST_NAME = 200
_FEED_TYPES = {"rss", "atom", "feed"}  # of an outline whose "url" is a feed's; that of a "link" is a page's


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed as an OPML file lists it."""

    name: str
    url: str
    language: str | None = None


def read_opml(raw: bytes, shown_as: str) -> tuple[tuple[Outline, ...], tuple[str, ...]]:
    """Return the feeds of an OPML file in its order, and a sentence for each one that cannot be used.

    Raises ``ConfigError``: not XML, not OPML, too large, or it declares a document type (entities can explode, and
    can read files).
    """
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{shown_as}: larger than {MAX_BYTES // 1024**2} MB; split it")
    outlines: list[Outline] = []
    skipped: list[str] = []
    names: list[str] = []

    def refuse(*_: object) -> None:
        raise ConfigError(f"{shown_as}: it declares a document type, which OPML has no use for; remove <!DOCTYPE ...>")

    def start(name: str, attributes: dict[str, str]) -> None:
        names.append(name)
        given = {key.lower(): value for key, value in attributes.items()}  # "xmlurl" is common, too
        also = given.get("url", "") if given.get("type", "").lower() in _FEED_TYPES else ""
        address = (given.get("xmlurl", "") or also).strip()
        if name.lower() == "outline" and address:
            try:
                outlines.append(_outline(given, check_url(meant(address))))
            except Wrong as wrong:
                where = f"{shown_as}:{parser.CurrentLineNumber}"
                skipped.append(f"{where}: left out '{_name(given) or address}': the address {wrong.text}; {wrong.fix}")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise ConfigError(f"{shown_as}:{error.lineno}:{error.offset + 1}: not XML: {error}") from error
    if names[0] != "opml":
        raise ConfigError(f"{shown_as}: its first element is <{names[0]}>, not <opml>")
    return tuple(outlines), tuple(skipped)


def write_opml(title: str, feeds: tuple[Feed, ...]) -> str:
    """Return the enabled feeds as OPML 2.0."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    for feed in feeds:
        if feed.enabled:
            attributes = {"type": "rss", "text": feed.name, "title": feed.name, "xmlUrl": feed.url}
            ET.SubElement(body, "outline", attributes | ({"language": feed.language} if feed.language else {}))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _name(attributes: dict[str, str]) -> str:
    return one_line(attributes.get("title") or attributes.get("text") or "")[:_LONGEST_NAME]


def _outline(attributes: dict[str, str], url: str) -> Outline:
    language = attributes.get("language", "").strip().lower()[:2]
    name = _name(attributes) or without_secrets(url)
    return Outline(name=name, url=url, language=language if language in languages() else None)
