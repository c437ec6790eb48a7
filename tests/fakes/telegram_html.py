"""Would Telegram read this HTML, and as what? A parser that refuses what Telegram's own refuses, in the same words."""

import re
from dataclasses import dataclass

TAGS = {
    "a", "b", "strong", "i", "em", "s", "strike", "del", "u", "ins", "tg-spoiler", "tg-emoji", "tg-time", "span",
    "pre", "code", "blockquote",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot)(?![a-zA-Z0-9]));?")
_ATTRIBUTE = re.compile(r"\s*([a-zA-Z0-9_-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([a-zA-Z0-9.-]+)))?")
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


class Refused(Exception):  # noqa: N818 it is the server's answer, not an error of the fake
    """What Telegram would answer instead of taking the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A formatted stretch. ``start`` and ``length`` are in UTF-16 units of the visible text."""

    tag: str
    start: int
    length: int
    attributes: tuple[tuple[str, str | None], ...] = ()


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def parse(html: str) -> tuple[str, tuple[Span, ...]]:
    """Return the visible text and its formatting, outermost first. Raises ``Refused``."""
    text, spans = "", list[Span]()
    open_tags = list[tuple[str, int, tuple[tuple[str, str | None], ...]]]()
    at = 0
    while at < len(html):
        if html[at] == "&":
            words, at = _entity(html, at)
            text += words
        elif html[at] != "<":
            text += html[at]
            at += 1
        elif html.startswith("</", at):
            at = _close(html, at, open_tags, spans, utf16(text))
        else:
            tag, attributes, end = _open(html, at)
            open_tags.append((tag, utf16(text), attributes))
            at = end
    if open_tags:
        raise Refused(f"Can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return text, tuple(sorted(spans, key=lambda span: (span.start, -span.length)))


def _entity(html: str, at: int) -> tuple[str, int]:
    """Unknown entities are ordinary text to Telegram."""
    found = _ENTITY.match(html, at)
    if found is None:
        return "&", at + 1
    if found[3]:
        return _NAMED[found[3]], found.end()
    code = int(found[1]) if found[1] else int(found[2], 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "&", at + 1
    return chr(code), found.end()


def _open(html: str, at: int) -> tuple[str, tuple[tuple[str, str | None], ...], int]:
    name = re.compile(r"[^\s>]*").match(html, at + 1)
    assert name is not None
    tag, here = name[0].lower(), name.end()
    if here >= len(html):
        raise Refused(f"Can't parse entities: Unclosed start tag at byte offset {_offset(html, at)}")
    if tag not in TAGS:
        raise Refused(f'Can\'t parse entities: Unsupported start tag "{tag}" at byte offset {_offset(html, at)}')
    attributes = list[tuple[str, str | None]]()
    while True:
        here += len(html[here:]) - len(html[here:].lstrip())
        if here >= len(html):
            raise Refused(f"Can't parse entities: Unclosed start tag at byte offset {_offset(html, at)}")
        if html[here] == ">":
            break
        found = _ATTRIBUTE.match(html, here)
        if found is None:
            raise Refused(
                f'Can\'t parse entities: Empty attribute name in the tag "{tag}" at byte offset {_offset(html, at)}'
            )
        if html[found.end() : found.end() + 1] not in {" ", "\n", ">"}:
            wrong = found.start(4) if found[4] else here
            raise Refused(f"Can't parse entities: Unexpected end of name token at byte offset {_offset(html, wrong)}")
        value = next((group for group in found.groups()[1:] if group is not None), None)
        attributes.append((found[1].lower(), None if value is None else _decode(value)))
        here = found.end()
    given = dict(attributes)
    if tag == "span" and given.get("class") != "tg-spoiler":
        raise Refused(
            f'Can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset {_offset(html, at)}'
        )
    return tag, tuple(attributes), here + 1


def _close(
    html: str,
    at: int,
    open_tags: list[tuple[str, int, tuple[tuple[str, str | None], ...]]],
    spans: list[Span],
    position: int,
) -> int:
    if not open_tags:
        raise Refused(f"Can't parse entities: Unexpected end tag at byte offset {_offset(html, at)}")
    found = re.compile(r"</([^\s>]*)\s*>").match(html, at)
    if found is None:
        raise Refused(f"Can't parse entities: Unclosed end tag at byte offset {_offset(html, at)}")
    tag, start, attributes = open_tags.pop()
    if found[1] and found[1].lower() != tag:
        raise Refused(
            f"Can't parse entities: Unmatched end tag at byte offset {_offset(html, at)}, "
            f'expected "</{tag}>", found "</{found[1].lower()}>"'
        )
    if position > start:
        if tag == "tg-time" and not _TIME_FORMAT.fullmatch(dict(attributes).get("format") or ""):
            raise Refused("Can't parse entities: Invalid date format used")
        spans.append(Span(tag=tag, start=start, length=position - start, attributes=attributes))
    return found.end()


def _decode(value: str) -> str:
    words, at = "", 0
    while at < len(value):
        if value[at] == "&":
            piece, at = _entity(value, at)
        else:
            piece, at = value[at], at + 1
        words += piece
    return words


def _offset(html: str, at: int) -> int:
    return len(html[:at].encode())
