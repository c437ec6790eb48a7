"""How like a topic is general news? Some thousand entries as hashed terms, to set a topic's measure before a feed ran.

``data/background.bin`` is a row of unsigned 32-bit numbers: for each entry how many terms its title has, how many the
rest, its squared length (see ``Profile``) in thousandths, and the hashes of those terms. ``tools/make_background.py``
makes it.
"""

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.resources import files
from zlib import crc32

from bot.text.meanings.roots import COUNTRY, KIND

HEAD = 3  # numbers before an entry's hashes
LENGTH_UNIT = 1000  # parts of a squared length


def hash_of(key: str, language: str | None) -> int:
    """Return the hash of a term; a country or kind of event has the same in every language."""
    return crc32((key if key[:1] in {COUNTRY, KIND} else f"{language}:{key}").encode())


def likenesses(
    weights: Mapping[int, float], title_weight: float, penalty: Callable[[set[int]], float], room: float
) -> list[float]:
    """Return how like the topic each background entry is, in no order.

    ``weights``: what a term gives, by its hash; ``penalty``: the share that an entry with these hashes keeps; ``room``
    is added to the squared length.
    """
    result = []
    for titled, rest, squared in _entries():
        found = sum(weights.get(each, 0.0) for each in rest) + title_weight * sum(
            weights.get(each, 0.0) for each in titled
        )
        if found:
            found = found / (squared + room) ** 0.5 * penalty({*titled, *rest})
        result.append(found)
    return result


def share_of(keys: Iterable[tuple[str, str]]) -> float:
    """Return the share of general news that has one of ``keys`` (language, key)."""
    wanted = {hash_of(key, language) for language, key in keys}
    having = [not (wanted.isdisjoint(titled) and wanted.isdisjoint(rest)) for titled, rest, _ in _entries()]
    return sum(having) / len(having) if having else 0.0


def _entries() -> "Iterator[tuple[array[int], array[int], float]]":
    numbers = array("I")
    path = files("bot.text") / "data" / "background.bin"
    numbers.frombytes(path.read_bytes() if path.is_file() else b"")
    if sys.byteorder == "big":
        numbers.byteswap()
    at = 0
    while at < len(numbers):
        titled, rest, squared = numbers[at : at + HEAD]
        at += HEAD
        yield numbers[at : at + titled], numbers[at + titled : at + titled + rest], squared / LENGTH_UNIT
        at += titled + rest
