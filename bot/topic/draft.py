"""Which names, words and sides would a new topic have, judging by its documents alone? A first draft for people.

Names are runs of capitalised words that several sentences share; variants of one name are grouped by their stems.
Sides are the two groups of names that meet most often across the line.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.config.seeds.corpus import Seed
from bot.text.article import strip_page
from bot.text.given_names import is_given
from bot.text.language import detect, small_words
from bot.text.languages import LANGUAGES
from bot.text.words import Token, fold, romanise, stem, tokens
from bot.topic.keywords import count_keywords, empty_words

_ARTICLES = frozenset(word for tables in LANGUAGES.values() for word in tables.articles.split())
_LEAST_SEEN = 0.3  # share of the mentions with such a word before them, and with one that means "in" at least once


def placed(sentence: list[Token], first: int, language: str) -> tuple[bool, bool]:
    """Return whether a word of place stands before word ``first``, and whether it means "in"."""
    number = first - 1
    if number >= 0 and sentence[number].fold in _ARTICLES:
        number -= 1
    word = sentence[number].fold if number >= 0 else ""
    tables = LANGUAGES.get(language)
    if tables is None:
        return False, False
    return word in fold(tables.before_places).split(), word in fold(tables.inside).split()


def kind_of(forms: Iterable[str], *, mentions: int, before: Counter[str]) -> str:
    """Return "person", "place" or "thing"; ``before`` counts "place" and "in" as ``placed`` found them."""
    if any(len(words := form.split()) > 1 and is_given(words[0]) for form in forms):
        return "person"
    if before["in"] and before["place"] >= _LEAST_SEEN * mentions:
        return "place"
    return "thing"


_LEAST = 2  # mentions of a name, in all documents
_LONGEST = 4  # words of a name
_NAMES_MOST = 60
_THEME_WORDS_MOST = 25
_SHORTEST = 3
_SIDES_IN = 3  # documents at the least: two say nothing of what always meets
_NEARLY_ALL = 0.75
_CLEAR = 2  # times as often as for the other pole
_AHEAD = 3  # words before a name that may say whose it is
_OPENING = 5  # letters in which a country and its adjective agree
_GAPS = frozenset({" ", "-", "\u00a0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A name that the documents share, with its spellings by language."""

    id: str
    name: str
    count: int
    seeds: frozenset[str]
    aliases: tuple[tuple[str, str], ...]
    side: str | None = None
    kind: str = "thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A proposed names file."""

    names: tuple[Proposed, ...]
    sides: tuple[str, ...]  # none, or the two that meet
    words: tuple[tuple[str, tuple[str, ...]], ...]  # by language


def propose(seeds: Sequence[Seed]) -> Draft:
    """Return a draft for documents with their texts; those without (cards) teach only their keywords."""
    mentions: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)  # key -> (language, form) -> times
    where: dict[str, set[str]] = defaultdict(set)
    together: Counter[tuple[str, str]] = Counter()
    before: dict[str, Counter[str]] = defaultdict(Counter)  # key -> openings of the words that stand before it
    words: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, Counter[str]] = defaultdict(Counter)  # key -> mentions after a word of place
    texts = {seed.slug: strip_page(seed.text or "") for seed in seeds}
    inside = _inside(texts.values())
    for seed in seeds:
        text = texts[seed.slug]
        language = seed.language or detect(text) or "en"
        named: set[str] = set()
        for sentence in _sentences(text):
            keys = set()
            for first, form in _runs(sentence, text, language, inside):
                key = _key(form, language)
                before[key].update(_opening(romanise(word)) for word in _ahead(sentence, first, text, language))
                place, inside_it = placed(sentence, first, language)
                places[key].update({"place": int(place), "in": int(inside_it)})
                mentions[key][language, form] += 1
                where[key].add(seed.slug)
                keys.add(key)
                named.update(token.fold for token in tokens(form))
            together.update(combinations(sorted(keys), 2))
        words[language].update(count_keywords(text, language, names=named))
    _merge_surnames(mentions, where, before)
    kept = sorted(
        (key for key, forms in mentions.items() if forms.total() >= _LEAST),
        key=lambda key: (-len(where[key]), -mentions[key].total(), key),
    )[:_NAMES_MOST]
    kinds = {
        key: kind_of({form for _, form in mentions[key]}, mentions=mentions[key].total(), before=places[key])
        for key in kept
    }
    sides = _sides(kept, mentions, where, together, before, kinds=kinds, documents=len(seeds))
    names = tuple(_proposed(key, mentions[key], where[key], sides, kinds[key]) for key in kept)
    return Draft(
        names=_unique(names),
        sides=tuple(sorted(set(sides.values()))),
        words=tuple(
            (language, tuple(word for word, _ in counts.most_common(_THEME_WORDS_MOST)))
            for language, counts in sorted(words.items())
        ),
    )


def _sentences(text: str) -> Iterable[list[Token]]:
    sentence: list[Token] = []
    end = 0
    for token in tokens(text):
        if sentence and any(mark in text[end : token.start] for mark in ".!?…\n"):
            yield sentence
            sentence = []
        sentence.append(token)
        end = token.end
    if sentence:
        yield sentence


def _runs(sentence: list[Token], text: str, language: str, inside: frozenset[str]) -> Iterable[tuple[int, str]]:
    """Yield capitalised runs, each with its first word's number.

    The first word of a sentence alone proves nothing, nor does a small word.
    """
    skip = small_words(language) | empty_words(language)
    run: list[Token] = []
    for number, token in enumerate([*sentence, None]):
        capital = token is not None and token.text[0].isupper() and token.fold not in skip
        joined = bool(run) and token is not None and text[run[-1].end : token.start] in _GAPS
        if token is not None and capital and (not run or joined) and len(run) < _LONGEST:
            if number or token.text.isupper() or token.text in inside:
                run.append(token)
            continue
        if run:
            yield from _spelled(run, text, number - len(run))
        run = [token] if token is not None and capital else []


def _ahead(sentence: list[Token], first: int, text: str, language: str) -> Iterable[str]:
    """Yield the words right before a name, back to a small word or a mark: "Belarusian President" Lukashenko."""
    skip = small_words(language)
    for number in range(first - 1, max(-1, first - 1 - _AHEAD), -1):
        gap = text[sentence[number].end : sentence[number + 1].start]
        if gap not in _GAPS or sentence[number].fold in skip:
            return
        yield sentence[number].fold


def _inside(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that have a capital within a sentence, too: as its first word they may open a name."""
    return frozenset(
        token.text
        for text in texts
        for sentence in _sentences(text)
        for token in sentence[1:]
        if token.text[0].isupper()
    )


def _spelled(run: list[Token], text: str, first: int) -> Iterable[tuple[int, str]]:
    form = text[run[0].start : run[-1].end].removesuffix("'s").removesuffix("’s")
    if len(form) >= _SHORTEST:
        yield first, form


def _key(form: str, language: str) -> str:
    return " ".join(romanise(stem(token.fold, language)) for token in tokens(form))


def _merge_surnames(
    mentions: dict[str, Counter[tuple[str, str]]], where: dict[str, set[str]], before: dict[str, Counter[str]]
) -> None:
    """Make "Alexander Lukashenko" a form of "Lukashenko" where the surname alone is the commoner."""
    for key in [key for key in mentions if " " in key]:
        last = key.rsplit(" ", 1)[1]
        if last in mentions and mentions[last].total() >= mentions[key].total():
            mentions[last] += mentions.pop(key)
            where[last] |= where[key]
            before[last] += before[key]


def _opening(key: str) -> str:
    return key[:_OPENING]


def _sides(
    kept: Sequence[str],
    mentions: dict[str, Counter[tuple[str, str]]],
    where: dict[str, set[str]],
    together: Counter[tuple[str, str]],
    before: dict[str, Counter[str]],
    *,
    kinds: dict[str, str],
    documents: int,
) -> dict[str, str]:
    """Return the side of each name.

    The poles are the two names that stand in nearly all documents and meet in most sentences; no poles, no sides: an
    entry that must hold two names by mistake is an alert that nobody gets. Another
    name takes the side whose pole opens alike (Russia, Russian) or stands before it ("Russian President ..."). Only a
    person takes it from a single mention; a body or a place that is met with both poles alike has none.
    """
    enough = max(_SIDES_IN, _NEARLY_ALL * documents)
    leading = [key for key in kept if len(where[key]) >= enough][:8]
    pairs = [(together[min(one, other), max(one, other)], one, other) for one, other in combinations(leading, 2)]
    best = max(pairs, default=(0, "", ""), key=lambda row: (row[0], -leading.index(row[1]) if row[1] else 0))
    if not best[0]:
        return {}
    _, left, right = best
    names = {pole: _id(mentions[pole].most_common(1)[0][0][1]) for pole in (left, right)}
    sides = {left: names[left], right: names[right]}
    for key in kept:
        if key not in sides and (pole := _pole(key, left, right, before)) is not None:
            met = [together[min(key, each), max(key, each)] for each in (left, right)]
            alike = _opening(key) == _opening(pole)
            if alike or kinds[key] == "person" or _lopsided(met, before[key][_opening(pole)]):
                sides[key] = names[pole]
    return sides


def _lopsided(met: Sequence[int], said: int) -> bool:
    """Whether a name is met with one pole clearly more often, and more than one mention says whose it is."""
    return said > 1 and max(met) >= _CLEAR * min(met)


def _pole(key: str, left: str, right: str, before: dict[str, Counter[str]]) -> str | None:
    """Return the pole of a name. None: not clear enough; a person will say, and no side is better than a wrong one."""
    for pole in (left, right):
        if _opening(key) == _opening(pole):
            return pole
    counts = [before[key][_opening(pole)] for pole in (left, right)]
    most, least = max(counts), min(counts)
    return (left, right)[counts.index(most)] if most and most >= _CLEAR * least else None


def _proposed(key: str, forms: Counter[tuple[str, str]], seeds: set[str], sides: dict[str, str], kind: str) -> Proposed:
    (_, name), _ = forms.most_common(1)[0]
    return Proposed(
        id=_id(name),
        name=name,
        count=forms.total(),
        seeds=frozenset(seeds),
        aliases=tuple(sorted(forms)),
        side=sides.get(key),
        kind=kind,
    )


def _id(name: str) -> str:
    return "_".join(fold(name).replace("'", "").replace("-", " ").replace(".", " ").split())


def _unique(names: Iterable[Proposed]) -> tuple[Proposed, ...]:
    seen: dict[str, Proposed] = {}
    for name in names:
        seen.setdefault(name.id, name)
    return tuple(seen.values())
