"""Which items of a document were in the last one, letter for letter? There is nothing to do about them. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Protocol
from zlib import crc32

from bot.feeds.address import canonical
from bot.feeds.formats.dates import plausible
from bot.feeds.formats.document import Item
from bot.model import Unchanged

_LENGTH = 12  # hexadecimal digits of a hash: of 500 million documents with a thousand items, one has a collision

_BEGINNING = 80  # characters of a text


class Passed(Protocol):
    """What is known of an item that is there again and was not read."""

    @property
    def guid(self) -> bool: ...
    @property
    def published(self) -> datetime | None: ...
    @property
    def signs(self) -> Collection[str]: ...


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
    passed: Sequence[Passed] = (),
) -> tuple[Sequence[Item], Unchanged] | None:
    """Return the items that were not in the last document, and what the others say.

    ``hashed`` are the hashes of ``items``, ``last`` is what the cursor kept of the last document, ``base`` the feed's
    address. Returns all items if a new one shares its guid, address or text with an old one: then each says something
    about the other (see ``as_entries``). None if the old one was ``passed``: then all must be read.
    """
    if not last:
        return items, Unchanged()
    last = last.partition("|")[0]  # the records of ``pieces`` follow
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
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_LENGTH // 2).hexdigest()
