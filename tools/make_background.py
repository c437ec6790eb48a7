"""What does general news hold? Writes ``world.txt`` and ``background.bin`` into ``bot/text/data/``.

Run it after ``make_roots.py`` and ``make_places.py``, and whenever roots, countries or kinds of event change.

    python tools/make_background.py bags.jsonl.gz

The bags are public feed entries as words without order. Only how many entries have a country or kind of event is
written, and the hashes of the terms of some thousand entries, from which no text can be had.
"""

import gzip
import json
import sys
from array import array
from collections import Counter
from math import log
from pathlib import Path

from bot.text.meanings.event_kinds import kinds_at
from bot.text.meanings.roots import COUNTRY, KIND, RAREST, rarity, root
from bot.text.names.places import places_of_bag
from bot.text.words import tokens
from bot.topic.weights.background import LENGTH_UNIT, hash_of
from bot.topic.weights.lexicon import KIND_SHARE
from bot.topic.weights.profile import TITLE
from bot.topic.weights.terms import STAGE, says_something

DATA = Path(__file__).parent.parent / "bot" / "text" / "data"
_EVERY = {"en": 3, "pl": 3, "ru": 2, "de": 3}  # one entry of so many, so that no language outweighs the others


def main() -> None:
    """Read the bags twice: for the rarity of concepts, which is needed for the length of entries, and for those."""
    bags = []
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["lang"] in _EVERY:
                bags.append((row["lang"], _keys(row["title"], row["lang"]), _keys(row["lead"], row["lang"])))
    seen: Counter[str] = Counter()
    for _, title, lead in bags:
        seen.update(key for key in title | lead if key[0] in {COUNTRY, KIND})
    concepts = {key: min(RAREST, -log(count / len(bags))) for key, count in seen.items()}
    rows = sorted(f"{key}\t{round(10 * value)}\n".encode() for key, value in concepts.items())
    (DATA / "world.txt").write_bytes(b"".join(rows))
    numbers = array("I")
    counts: Counter[str] = Counter()
    for language, title, lead in bags:
        counts[language] += 1
        if counts[language] % _EVERY[language]:
            continue
        headline, whole = 0.0, 0.0
        for key in title | lead:
            rare = concepts[key] if key in concepts else rarity(key, language)
            size = rare * (KIND_SHARE if key[0] == KIND else 1.0)
            headline += (size * TITLE * (key in title)) ** 2
            whole += (size * (TITLE * (key in title) + (key in lead))) ** 2
        numbers.extend([len(title), len(lead), round(LENGTH_UNIT * headline), round(LENGTH_UNIT * whole)])
        for part in (title, lead):
            numbers.extend(sorted(hash_of(key, language) for key in part))
    if sys.byteorder == "big":
        numbers.byteswap()
    (DATA / "background.bin").write_bytes(numbers.tobytes())


def _keys(words: list[str], language: str) -> set[str]:
    found = [token for word in words for token in tokens(word)]
    kinds = {kind for token in found for kind in kinds_at([token.fold], language)[0]}
    roots = {root(token.fold, language) for token in found if says_something(token)}
    countries = places_of_bag(words, language)
    return roots | {COUNTRY + code for code in countries} | {KIND + kind for kind in kinds if kind[0] != STAGE}


if __name__ == "__main__":
    main()
