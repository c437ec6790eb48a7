"""How like a topic is general news? Some thousand entries as hashed terms, which calibrate a topic before any feed ran.

``data/background.bin`` is a series of unsigned 32-bit numbers: for each entry how many terms its title has, how many
the rest, the squared lengths (see ``Profile``) of the title alone and of the whole in thousandths, and the hashes of
those terms. ``tools/make_background.py`` makes it.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import NamedTuple
from zlib import crc32

from bot.text.meanings.roots import is_root

HEAD = 4  # numbers before an entry's hashes
LENGTH_UNIT = 1000  # parts of a squared length


def hash_of(key: str, language: str | None) -> int:
    """Return the hash of a term; a country or kind of event has the same hash in every language."""
    return crc32((f"{language}:{key}" if is_root(key) else key).encode())


class General(NamedTuple):
    """An entry of general news: hashes of its terms, and the squared lengths of its title alone and of the whole."""

    title: "array[int]"
    rest: "array[int]"
    headline: float
    whole: float


def share_of(keys: Iterable[tuple[str, str]]) -> float:
    """Return the share of general news that has one of ``keys`` (language, key)."""
    wanted = {hash_of(key, language) for language, key in keys}
    having = [not (wanted.isdisjoint(each.title) and wanted.isdisjoint(each.rest)) for each in general()]
    return sum(having) / len(having) if having else 0.0


def general() -> Iterator[General]:
    """Yield the entries of general news, in no order."""
    numbers = array("I")
    path = files("bot.text") / "data" / "background.bin"
    numbers.frombytes(path.read_bytes() if path.is_file() else b"")
    if sys.byteorder == "big":
        numbers.byteswap()
    at = 0
    while at < len(numbers):
        titled, rest, headline, whole = numbers[at : at + HEAD]
        at += HEAD
        end = at + titled + rest
        yield General(
            numbers[at : at + titled], numbers[at + titled : end], headline / LENGTH_UNIT, whole / LENGTH_UNIT
        )
        at = end
