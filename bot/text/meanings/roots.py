"""How rare is a word in general news, and what is it called in another language? Both are looked up by its root.

The tables are in ``data/`` as sorted lines; ``tools/`` makes them and says from what. They are read when first needed
and stay in memory as lines: five megabytes, where dictionaries would take fifty.
"""

import gzip
from functools import cache, lru_cache
from importlib.resources import files

from bot.text.languages import LANGUAGES
from bot.text.lines import Lines
from bot.text.words import fold, stem

LONGEST = 7  # letters of a root, so that "regulation", "regulators" and "regulate" share one
RAREST = 9.9  # nats: for what general news does not have; 5 means one entry in 150
COUNTRY, KIND = "@", "&"
"""Prefixes of the keys of countries and kinds of event, which are the same in every language."""
PIVOT = "en"
"""Every table of translations is from this language or into it; others meet through it."""
_BY_HAND = ("abbreviations", "regions")  # tables of what dictionaries lack
_CLOSING = "aeiouyаеиоуыэюяіїєь"
_SHORTEST = 4  # letters that a root keeps if the word has them
_KEPT = 4_096  # cached answers: the words that recur; a day's news has 30,000, half of them once


@lru_cache(maxsize=_KEPT)
def root(word: str, language: str | None) -> str:
    """Return what a folded word shares with its word family: its stem without final vowels, cut short."""
    if word[0] == "ў":  # in Belarusian, what у becomes after a vowel
        word = "у" + word[1:]
    found = stem(word, language)
    bare = found.rstrip(_CLOSING)
    return (bare if len(bare) >= _SHORTEST else found)[:LONGEST]


@lru_cache(maxsize=_KEPT)
def rarity(root: str, language: str | None) -> float:
    """Return how rare a root (or country, or kind of event) is in general news, in nats.

    It is minus the logarithm of the share of entries that have it: from about 0.5 to ``RAREST``, which is also the
    answer for a language without a table.
    """
    if is_root(root):
        line = _table(language).get(root) if language in LANGUAGES else None
    else:
        line = _table("world").get(root)
    return int(line.partition("\t")[0]) / 10 if line is not None else RAREST


@lru_cache(maxsize=_KEPT)
def translations(root: str, language: str | None, into: str) -> tuple[tuple[str, float], ...]:
    """Return the roots that mean the same in another language, with how sure that is (0..1), the surest first.

    The same language gives the root itself; a pair without English goes through it. () if nothing is known. For an
    abbreviation, a sea, a river or a part of the world it is what the other language calls it: dictionaries lack them
    or take them for words ("Pacific" for peaceful).
    """
    if language == into or not is_root(root):
        return ((root, 1.0),)
    if language not in LANGUAGES or into not in LANGUAGES:
        return ()
    for table in _BY_HAND:
        if named := _by_hand(table).get((language, root), {}).get(into):
            return tuple((each, 1.0) for each in named)
    if language == PIVOT:
        return _pairs(_table(f"{PIVOT}-{into}").get(root) or "")
    english = _pairs((_table(language).get(root) or "").partition("\t")[2])
    if into == PIVOT:
        return english
    best: dict[str, float] = {}
    for middle, likeness in english:
        for found, again in translations(middle, PIVOT, into):
            best[found] = max(best.get(found, 0.0), likeness * again)
    return tuple(sorted(best.items(), key=lambda row: (-row[1], row[0])))


def is_root(key: str) -> bool:
    """Return whether a key is the root of a word, and not a country or a kind of event."""
    return key[:1] not in {COUNTRY, KIND}


def is_region(root: str, language: str | None) -> bool:
    """Return whether a root names a sea, a river, mountains or a part of the world that is no country."""
    return language is not None and (language, root) in _by_hand("regions")


@cache
def _by_hand(name: str) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
    """Return by language and root what a table that was written by hand has for it in each language.

    What two rows share (МКС, the court and the station in Ukrainian) has what both say.
    """
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    head, *rows = (files("bot.text") / "data" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    for row in rows:
        cells = {language: cell.split("/") for language, cell in zip(head.split("\t"), row.split("\t"), strict=True)}
        said = {
            language: tuple(dict.fromkeys(root(fold(form), language) for form in forms if form))
            for language, forms in cells.items()
        }
        for key in [(language, each) for language, roots in said.items() for each in roots]:
            known = found.get(key, {})
            found[key] = {into: tuple(dict.fromkeys((*known.get(into, ()), *roots))) for into, roots in said.items()}
    return found


def _pairs(text: str) -> tuple[tuple[str, float], ...]:
    """Return ``word7 other4`` as pairs; the digit says how sure, in tenths."""
    return tuple((each[:-1], (int(each[-1]) + 1) / 10) for each in text.split())


@cache
def _table(name: str | None) -> Lines:
    plain = files("bot.text") / "data" / f"{name}.txt"
    packed = files("bot.text") / "data" / f"{name}.txt.gz"
    if packed.is_file():
        return Lines(gzip.decompress(packed.read_bytes()))
    return Lines(plain.read_bytes() if plain.is_file() else b"")
