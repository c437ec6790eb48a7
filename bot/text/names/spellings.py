"""How else may this name be spelled under the rules of transliteration? For spellings that nobody has listed.

Latin renderings of Cyrillic names (BGN/PCGN, the passport rules of ICAO, GOST 7.79 and ISO 9, the Belarusian Latin
alphabet, the Ukrainian rules of 2010, English, German, Polish and French press use) and Cyrillic renderings of one
East Slavic language in another. Made once when the topic is compiled; spellings are folded, so marks do not matter.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from bot.text.languages import LANGUAGES
from bot.text.words import fold

_LEAST = 5  # letters of each rendered word: shorter ones are too often words of other languages
# Where languages differ by more than letters: an initial е, what follows р, adjectives.
_OPEN = re.compile(r"\b[еєэ]|р[иі]|[сц]ь?к(?:и|ий|ая|а|е)?\b")
_LEAST_WITNESSES = 2  # languages that a form must be made from to be shown to people
_CYRILLIC = tuple(language for language, tables in LANGUAGES.items() if tables.script == "cyrillic")
_LATIN = tuple(language for language, tables in LANGUAGES.items() if tables.script == "latin")
_KINDS = frozenset({"person", "place"})
_TWO_WORDS = re.compile(r"\w[ -]\w")
_VOWELS = "аеиоуыэюяіїє"


def _table(text: str) -> dict[str, str]:
    """Read "а a б b": a letter and its rendering; "-" for none."""
    words = text.split()
    return {letter: "" if latin == "-" else latin for letter, latin in zip(words[::2], words[1::2], strict=True)}


_PLAIN = _table("а a б b д d з z к k л l м m н n о o п p р r с s т t у u ф f э e ъ - ь - ' -")
# (language of the rendering, letters, rendering of initial and post-vowel е ю я є ї)
_SCHEMES: tuple[tuple[str, Mapping[str, str], Mapping[str, str]], ...] = tuple(
    (language, _PLAIN | _table(scheme.letters), _table(scheme.opening))
    for language, tables in LANGUAGES.items()
    for scheme in tables.schemes
)
_CLOSINGS = (  # what -ский, -ськи and the like become
    (re.compile("(?<=[sc]k)(?:iy|ii|ij|yy|yi|yj|iji)$"), ("y", "i", "iy")),
    (re.compile("(?<=[a-z]{2})(?:ey|ei|ej)$"), ("ey", "ei", "ej")),
)
_POLISH_HARD = re.compile("(?<=[szclj])ie|(?<=rz)ie")  # no softening e after cz, sz, c, z (ж), l, j


def _rules(text: str) -> tuple[tuple[str, str], ...]:
    """Read "pattern>new pattern>new", to be applied in order."""
    return tuple((pattern, new) for pattern, _, new in (rule.rpartition(">") for rule in text.split()))


# (from, to) -> ways in use, e.g. with and without the Belarusian а for unstressed о
_TO: dict[tuple[str, str], tuple[tuple[tuple[str, str], ...], ...]] = {
    pair: tuple(_rules(way) for way in ways)
    for tables in LANGUAGES.values()
    for pair, ways in tables.respellings.items()
}


def unlisted(kind: str, aliases: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield (language, spelling) for a person or a place, as rules derive them from its Cyrillic ``aliases``.

    Only the first form of a language is used: it is the basic one. Prefixes ("Росси*") and short words are left alone.
    So is a single word if English, or the language itself, lists the name only with more words ("Alexander Novak",
    "Brest region"): alone it is somebody else's there.
    """
    listed = tuple(aliases)
    if kind not in _KINDS:
        return
    basic = {language: form for language, form in reversed(listed) if language in _CYRILLIC}
    known = {fold(form) for _, form in listed}
    guarded = {language for language in _LATIN if _only_with_more(listed, language)}
    for language, form in sorted(basic.items()):
        if "*" in form or any(len(word) < _LEAST for word in form.split()):
            continue
        folded = fold(form)
        alone = " " not in folded
        for target, spelling in _renderings(folded, language):
            if spelling in known or any(len(word) < _LEAST for word in spelling.split()):
                continue
            if alone and target in _LATIN and not guarded.isdisjoint({target, "en"}):
                continue
            known.add(spelling)
            yield target, spelling.title()


def respelled(name: str, aliases: Iterable[tuple[str, str]], target: str) -> str | None:
    """Return how ``target`` writes a person listed in two other Cyrillic languages, if these leave only one way.

    One form alone leaves too much open: "Дворкович" may be written with two letters where Belarusian has one, and
    "Аверчук" hides an о. A phonetic spelling is never derived: no neighbouring language shows the stress. ``name`` is
    what is shown: if no form renders a part of it, the forms belong to other things.
    """
    if LANGUAGES[target].heard:
        return None
    basic = {language: fold(form) for language, form in reversed(tuple(aliases)) if language in _CYRILLIC}
    whole = {language: form for language, form in basic.items() if "*" not in form and not form.isascii()}
    made = {language: list(_renderings(form, language)) for language, form in whole.items()}
    if not any(to == "en" and way in fold(name) for renderings in made.values() for to, way in renderings):
        return None
    ways = {language: {way for to, way in renderings if to == target} for language, renderings in made.items()}
    loose = {language for language in ways if LANGUAGES[language].heard}
    exact = [ways[language] for language in ways.keys() - loose]
    if len(ways) < _LEAST_WITNESSES or not exact:
        return None
    left = {
        way
        for way in set.intersection(*exact)
        if all(any(_sounds(way, heard, language) for heard in ways[language]) for language in loose)
    }
    return left.pop().title() if len(left) == 1 and not any(_OPEN.search(way) for way in left) else None


def _sounds(way: str, heard: str, language: str) -> bool:
    """Whether a spelling may be what a language with phonetic spelling writes."""
    stands = LANGUAGES[language].heard
    return len(way) == len(heard) and all(mine in stands.get(its, its) for mine, its in zip(way, heard, strict=True))


def _only_with_more(listed: Iterable[tuple[str, str]], language: str) -> bool:
    forms = [form for each, form in listed if each == language]
    return bool(forms) and all(_TWO_WORDS.search(form) for form in forms)


def _renderings(folded: str, language: str) -> Iterator[tuple[str, str]]:
    for target, letters, opening in _SCHEMES:
        for spelling in _closed(" ".join(_latin(word, target, letters, opening) for word in folded.split())):
            yield target, spelling
    for target in _CYRILLIC:
        for spelling in respellings(folded, language, target):
            yield target, spelling


def respellings(folded: str, language: str, target: str) -> Iterator[str]:
    """Yield the ways in which another Cyrillic language may write folded words, by its rules."""
    for steps in _TO.get((language, target), ()):
        yield " ".join(_rewritten(word, steps) for word in folded.split())


def _latin(word: str, target: str, letters: Mapping[str, str], opening: Mapping[str, str]) -> str:
    rendered = []
    for place, letter in enumerate(word):
        opens = place == 0 or word[place - 1] in _VOWELS or word[place - 1] in "ьъ'"
        rendered.append(opening[letter] if opens and letter in opening else letters.get(letter, letter))
    latin = "".join(rendered)
    return _POLISH_HARD.sub("e", latin) if target == "pl" else latin


def _closed(spelling: str) -> Iterator[str]:
    yield spelling
    for closing, others in _CLOSINGS:
        if closing.search(spelling):
            for other in others:
                yield closing.sub(other, spelling)


def _rewritten(word: str, steps: Iterable[tuple[str, str]]) -> str:
    for pattern, new in steps:
        word = re.sub(pattern, new, word)
    return word
