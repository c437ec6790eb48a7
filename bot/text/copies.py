"""Are these two texts copies of each other, whole or in part? A small signature tells without the texts.

The signature holds the smallest hashes of the text's three-word shingles (a bottom-k sketch: Cohen and Kaplan,
"Summarizing data using bottom-k sketches", 2007), so that it stays small however long the text is.
"""

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from zlib import crc32

from bot.text.words import tokens

SIZE = 64  # hashes kept for an entry
SEED_SIZE = 512  # for a seed, so that a republished lead still matches enough of them
_WORDS = 3
_MIX = 0x9E3779B1  # Knuth's multiplicative hash, 2**32 / golden ratio: crc32 alone does not spread short texts
_LONGEST = 60_000  # characters; copies show long before


@lru_cache(maxsize=256)  # a text is asked for by several stages
def shingles(text: str, size: int = SIZE) -> tuple[int, ...]:
    """Return the signature of ``text``: at most ``size`` hashes of 32 bits, ascending; () for a text without words."""
    words = [token.fold.encode("utf-8", "replace") for token in tokens(text[:_LONGEST])]
    if not words:
        return ()
    line, ends = b" ".join(words), list(accumulate(len(word) + 1 for word in words))
    starts = [0, *ends[:-_WORDS]]
    hashes = {
        crc32(line[start : end - 1]) * _MIX & 0xFFFFFFFF
        for start, end in zip(starts, ends[_WORDS - 1 :] or ends[-1:], strict=True)
    }
    return tuple(sorted(hashes)[:size])


@lru_cache(maxsize=2048)
def _as_set(signature: tuple[int, ...]) -> frozenset[int]:
    return frozenset(signature)


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return in 0..1 how much of the shorter text is in the longer one (containment).

    If a signature was cut off, only the range of hashes that both kept is compared; with few hashes in it the estimate
    is uncertain, and lowered accordingly.
    """
    shared = len(_as_set(one) & _as_set(other))  # what both have is within the range of both
    if not shared:
        return 0.0
    limit = min(one[-1] if len(one) >= SIZE else 1 << 32, other[-1] if len(other) >= SIZE else 1 << 32)
    fewer = min(bisect_right(one, limit), bisect_right(other, limit))
    share = shared / fewer
    return share if limit == 1 << 32 else share * fewer / (fewer + 1)
