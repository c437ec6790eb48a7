"""Which items of a document were in the last one, letter for letter? There is nothing to do about them. Pure.

A piece is the text of one item, from its opening tag to its closing one. The same piece between the same outermost tags
means the same, so for a known piece it is enough to keep what matters to other items (``Record``), and it need not be
read at all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple, Self
from zlib import crc32

from bot.feeds.address import canonical
from bot.feeds.formats.dates import plausible
from bot.feeds.formats.document import Item
from bot.model import Unchanged

_LENGTH = 12  # hexadecimal digits of a hash: of 500 million documents with a thousand items, one has a collision
_BEGINNING = 80  # characters of a text
_OPENS = re.compile(r"<(item|entry)(?=[\s>])")
_CONTEXT = re.compile(r"<(?:\w+:)?(?:rss|RDF|feed|channel)(?:\s[^<>]*)?>")  # what these say holds for all items
_FORM = re.compile(r"([0-9a-f]{12})([0-9a-f]{12})([01])(-?\d*):((?:[0-9a-f]{5})*)")
_BESIDE = "|"  # separates hashes from records; no hash contains it
_SIGN = 5  # hexadecimal digits of a sign: a collision only means that a document is read once more than needed


class Record(NamedTuple):
    """What is kept of an item and its piece: hashes of both, and what matters to other items."""

    piece: str
    item: str
    guid: bool
    published: datetime | None
    signs: Sequence[str]  # short ones, of guid, address and texts

    def __str__(self) -> str:
        at = "" if self.published is None else int(self.published.timestamp())
        return f"{self.piece}{self.item}{int(self.guid)}{at}:{''.join(self.signs)}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Parse a record that was written; None if the text is not one."""
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        piece, item, guid, at, signs = found.groups()
        published = datetime.fromtimestamp(int(at), UTC) if at else None
        cut = tuple(signs[start : start + _SIGN] for start in range(0, len(signs), _SIGN))
        return cls(piece, item, guid == "1", published, cut)


def hashes(items: Sequence[Item]) -> list[str]:
    """Return the hashes by which these items are recognised in the next document."""
    return list(map(_hash, items))


def part(
    items: Sequence[Item],
    hashed: Sequence[str],
    last: str | None,
    *,
    seen: datetime,
    base: str,
    passed: Sequence[Record] = (),
) -> tuple[Sequence[Item], Unchanged] | None:
    """Return the items that were not in the last document, and what the others say.

    ``hashed`` are the hashes of ``items``, ``last`` is what the cursor kept of the last document, ``base`` the feed's
    address. Returns all items if a new one shares its guid, address or text with an old one: then each says something
    about the other (see ``as_entries``). None if the old one was ``passed``: then all must be read.
    """
    if not last:
        return items, Unchanged()
    last = last.partition(_BESIDE)[0]
    known = {last[start : start + _LENGTH] for start in range(0, len(last), _LENGTH)}
    new: list[Item] = []
    old: list[Item] = []
    for item, each in zip(items, hashed, strict=True):
        (old if each in known else new).append(item)
    mine = {sign for item in new for sign in signs_of(item, base)}
    if mine and not all(mine.isdisjoint(each.signs) for each in passed):
        return None
    if mine and not all(mine.isdisjoint(signs_of(item, base)) for item in old):
        return None if passed else (items, Unchanged())
    times = [*(item.published for item in old), *(each.published for each in passed)]
    dates = [plausible(time, seen) for time in times]
    guids = sum(item.guid is not None for item in old) + sum(each.guid for each in passed)
    return new, Unchanged(size=len(dates), guids=guids, dates=tuple(filter(None, dates)))


def signs_of(item: Item, base: str) -> list[str]:
    """Return short hashes of what items can have in common: guid, address, beginning and length of texts.

    Equal things have equal signs; a collision only means that a document is read once more than needed.
    """
    signs = [f"x{len(text)} {text[:_BEGINNING]}" for text in item.texts]
    if item.guid:
        signs.append("g" + item.guid)
    if item.url and (address := canonical(item.url, base)):
        signs.append("u" + address)
    return [f"{crc32(sign.encode('utf-8', 'surrogatepass')) & 0xFFFFF:05x}" for sign in signs]


def _hash(item: Item) -> str:
    said = "\0".join(
        (item.url or "", item.guid or "", item.title, item.language or "", str(item.published), *item.texts)
    )
    return _hashed(said)


def _hashed(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_LENGTH // 2).hexdigest()


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document cut into pieces; ``context`` is what its outermost tags say."""

    head: str
    texts: Sequence[str]
    tail: str
    context: str

    def hash(self, piece: str) -> str:
        """Return the hash by which a piece is recognised."""
        return _hashed(f"{self.context}\0{piece}")

    def record(self, piece: str, item: Item, item_hash: str, base: str) -> Record:
        """Return what to keep of an item that was read; its time is a whole second, as in all that can be cut."""
        return Record(self.hash(piece), item_hash, item.guid is not None, item.published, signs_of(item, base))

    def without(self, known: Mapping[str, Record]) -> tuple[str, Sequence[str], Sequence[Record]]:
        """Return the document without the known pieces, the other pieces, and the records of the known ones.

        The first piece stays: what a feed says about itself before it can decide how it is read.
        """
        if not known:
            return "", self.texts, ()
        kept, passed = [], []
        for place, piece in enumerate(self.texts):
            record = known.get(self.hash(piece)) if place else None
            if record is None:
                kept.append(piece)
            else:
                passed.append(record)
        return "\n".join((self.head, *kept, self.tail)), kept, passed


def remembered(last: str | None) -> dict[str, Record]:
    """Return what a cursor keeps of the last document's items, by hash of the piece."""
    records = map(Record.read, (last or "").partition(_BESIDE)[2].split(","))
    return {record.piece: record for record in records if record is not None}


def to_keep(hashed: Iterable[str], records: Sequence[Record]) -> str:
    """Return what a cursor keeps of the items of a document: hashes, and records of those that can be passed over."""
    return "".join(hashed) + (_BESIDE + ",".join(map(str, records)) if records else "")


def cut(text: str) -> Pieces | None:
    """Return a document in pieces; None if it cannot be cut reliably because something stands between its items."""
    found = _OPENS.search(text)
    if found is None or text.find("xmlns", found.start()) >= 0:
        return None
    opens, closes = f"<{found[1]}", f"</{found[1]}>"
    head, pieces, start = text[: found.start()], [], found.start()
    while True:
        end = text.find(closes, start)
        if end < 0:
            return None
        end += len(closes)
        pieces.append(text[start:end])
        start = text.find("<", end)
        if start < 0 or text[end:start].strip():
            return None
        if not (text.startswith(opens, start) and _OPENS.match(text, start)):
            break
    tail = text[end:]
    if _OPENS.search(tail) or head.count("<![CDATA[") != head.count("]]>") or head.count("<!--") != head.count("-->"):
        return None
    context = "".join(_CONTEXT.findall(head))
    if not context or head.count("xmlns") != context.count("xmlns"):
        return None
    return Pieces(head, pieces, tail, context)
