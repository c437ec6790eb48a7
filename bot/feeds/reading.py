"""What does a document come to, once its format is read? Its entries, its title, and what is wrong with it. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import ParseError
from bot.feeds.entry import as_entries, newest
from bot.feeds.formats.charset import to_text
from bot.feeds.formats.document import Document
from bot.feeds.formats.found_item import OddError
from bot.feeds.formats.hints import Parsed
from bot.feeds.formats.jsonfeed import read_json_feed
from bot.feeds.formats.wellformed import read_well_formed
from bot.feeds.pieces import Pieces, Record, cut, hashes, part, remembered, to_keep
from bot.feeds.sandbox.wire import Question
from bot.text.plain import one_line, to_plain, without_tags

NEAR = 128 * 1024
"""Bytes up to which a document is read in this process: 4 ms for the median of 138 real ones, 30 ms for the worst."""
_MOST_ELEMENTS = 4000
_MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a document besides what was read: its pieces, their texts, and what was passed over."""

    pieces: Pieces
    texts: Sequence[str]
    passed: Sequence[Record] = ()


def read_near(question: Question, body: bytes) -> Parsed | None:
    """Return what a small, plain document says; None for one that could cost more, or that only a sandbox may open.

    Everything here takes time linear in the document's length: no DOCTYPE, no HTML parser, no guessing.
    """
    if len(body) > NEAR or body.count(b"<") > 2 * _MOST_ELEMENTS:
        return None
    try:
        text = to_text(body, question.charset).strip()
        if text.startswith("{"):
            return to_parsed(read_json_feed(text), question, _odd)
        return _read_pieces(text, question)
    except (OddError, ParseError):
        return None


def _read_pieces(text: str, question: Question) -> Parsed | None:
    """Return what a document says; for pieces that the last one had, only what was kept of them is used."""
    pieces = cut(text)
    if pieces is None or len(pieces.texts) > question.limit:
        document = read_well_formed(text)
        return None if document is None else to_parsed(document, question, _odd)
    shorter, kept, passed = pieces.without(remembered(question.last))
    if passed:
        document = read_well_formed(shorter)
        if document is not None and len(document.items) == len(kept):
            parsed = _to_parsed(document, question, _odd, Beside(pieces, kept, passed))
            if parsed is not None:
                return parsed
    document = read_well_formed(text)
    if document is None:
        return None
    same = len(document.items) == len(pieces.texts)
    return _to_parsed(document, question, _odd, Beside(pieces, pieces.texts) if same else None)


def to_parsed(document: Document, question: Question, parse: Callable[[str], str] = without_tags) -> Parsed:
    """Return a document's entries; ``parse`` is asked about markup that is not simple, see ``to_plain``."""
    parsed = _to_parsed(document, question, parse, None)
    if parsed is None:
        raise RuntimeError("nothing was passed, so all was read")
    return parsed


def _to_parsed(
    document: Document, question: Question, parse: Callable[[str], str], beside: Beside | None
) -> Parsed | None:
    """Return the same; None if what was passed over has to be read."""
    kept = newest(document.items, question.seen, question.limit)
    hashed = hashes(kept)
    passed = beside.passed if beside is not None else ()
    parted = part(kept, hashed, question.last, seen=question.seen, base=question.url, passed=passed)
    if parted is None:
        return None
    new, unchanged = parted
    entries = as_entries(
        new,
        feed_id=question.feed_id,
        url=question.url,
        language=question.language,
        seen=question.seen,
        size=len(kept) + len(passed),
        parse=parse,
    )
    problems = []
    if not document.complete:
        problems.append("the document breaks off before its end")
    if document.items and not entries and not unchanged.size:
        problems.append("none of its items has a title or a text")
    if len(document.items) > question.limit:
        problems.append(
            f"it has {len(document.items)} items; the newest {question.limit} are read (fetch: max_entries)"
        )
    return Parsed(
        entries=entries,
        items=_to_keep(document, dict(zip(map(id, kept), hashed, strict=True)), beside, question.url),
        unchanged=unchanged,
        title=one_line(to_plain(document.title[:2000], parse))[:_MAX_TITLE],
        hints=document.hints,
        complete=document.complete,
        problems=tuple(problems),
    )


def _to_keep(document: Document, hashed: Mapping[int, str], beside: Beside | None, base: str) -> str:
    """Return what the cursor keeps of a document's items; ``hashed``: hashes of those that were read, by ``id()``."""
    if beside is None:
        return to_keep(hashed.values(), ())
    read = [
        beside.pieces.record(text, item, hashed[id(item)], base)
        for text, item in zip(beside.texts, document.items, strict=True)
    ]
    return to_keep((*hashed.values(), *(each.item for each in beside.passed)), [*read, *beside.passed])


def _odd(_markup: str) -> str:
    raise OddError
