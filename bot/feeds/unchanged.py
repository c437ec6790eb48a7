"""Which items of a document stood in the last one letter by letter? Nothing is to be done about those. Pure."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b

from bot.feeds.address import canonical
from bot.feeds.formats.dates import plausible
from bot.feeds.formats.document import Item
from bot.model import Unchanged

_LENGTH = 12  # hexadecimal digits of a hash: two of a thousand items are taken for one in one of 500 million documents


def hashes(items: Sequence[Item]) -> str:
    """Return by what these items will be recognised, as a cursor keeps it."""
    return "".join(map(_hash, items))


def part(items: Sequence[Item], last: str | None, seen: datetime, base: str) -> tuple[Sequence[Item], Unchanged]:
    """Return the items that were not in the last document, of which ``last`` are the hashes, and what the others say.

    All of them where one of the new has the guid, the address or the text of an old one: then each tells something of
    the other (see ``as_entries``). ``base`` is the feed's address.
    """
    if not last:
        return items, Unchanged()
    known = {last[start : start + _LENGTH] for start in range(0, len(last), _LENGTH)}
    new: list[Item] = []
    old: list[Item] = []
    for item in items:
        (old if _hash(item) in known else new).append(item)
    if new and _meet(new, old, base):
        return items, Unchanged()
    dates = (plausible(item.published, seen) for item in old)
    return new, Unchanged(
        size=len(old), guids=sum(item.guid is not None for item in old), dates=tuple(filter(None, dates))
    )


def _meet(new: Sequence[Item], old: Sequence[Item], base: str) -> bool:
    mine = {sign for item in new for sign in _signs(item, base)}
    return any(sign in mine for item in old for sign in _signs(item, base))


def _signs(item: Item, base: str) -> list[tuple[str, ...]]:
    signs: list[tuple[str, ...]] = [("text", text) for text in item.texts]
    if item.guid:
        signs.append(("guid", item.guid))
    if item.url and (address := canonical(item.url, base)):
        signs.append(("address", address))
    return signs


def _hash(item: Item) -> str:
    said = "\0".join(
        (item.url or "", item.guid or "", item.title, item.language or "", str(item.published), *item.texts)
    )
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_LENGTH // 2).hexdigest()
