"""Which names would a new topic have, judging by its documents alone? A first draft for people.

Names are runs of capitalised words that several sentences share; variants of one name are grouped by their stems, short
forms with their long ones ("General Motors" and GM). Countries are no names here: they are known without a draft.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.config.seeds.corpus import Seed
from bot.text.article import strip_page
from bot.text.language import capitalises, detect, small_words
from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import RAREST, rarity, root, translations
from bot.text.names.given_names import is_given
from bot.text.names.places import places
from bot.text.page import own_lines
from bot.text.words import Token, fold, romanise, stem, tokens
from bot.topic.signs.keywords import empty_words

_ARTICLES = frozenset(word for tables in LANGUAGES.values() for word in tables.articles.split())
_LEAST_SEEN = 0.3  # share of mentions preceded by such a word, at least one by a word for "in"


def placed(sentence: list[Token], first: int, language: str) -> tuple[bool, bool]:
    """Return whether a word before word ``first`` tells of a place, and whether it means "in"."""
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
_OPENING, _HEAD = 4, 5  # letters of the parts of a joined word
_NAMES_MOST = 30
_SHORTEST = 2
_ALONE = 7.0  # rarity from which a single dictionary word is a name: "Motors", "Escape" are words
_UNKNOWN = 5.0  # the same for a word that is in no dictionary
_LONG = 4.5  # rarity that one word of a longer name must reach
_NOUN = 0.5  # share of mentions behind an article, where all nouns have capitals: "der Frachter" is no name
_CLEAR = 2  # times as often as the next country
_AHEAD = 3  # words before a name that may say whose it is
_GAPS = frozenset({" ", "-", "\u00a0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A name that the documents share, with its spellings by language."""

    id: str
    name: str
    count: int
    seeds: frozenset[str]
    aliases: tuple[tuple[str, str], ...]
    country: str | None = None  # of a person, if the documents say
    kind: str = "thing"


@dataclass(slots=True)
class _Seen:
    """What the documents say of one name."""

    forms: Counter[tuple[str, str]] = field(default_factory=Counter)  # (language, form)
    seeds: set[str] = field(default_factory=set)
    articles: int = 0  # mentions right behind an article
    places: Counter[str] = field(default_factory=Counter)  # mentions after a word of place
    countries: Counter[str] = field(default_factory=Counter)  # named right before it

    def take(self, other: "_Seen") -> None:
        self.forms += other.forms
        self.seeds |= other.seeds
        self.articles += other.articles
        self.places += other.places
        self.countries += other.countries


def propose(seeds: Sequence[Seed]) -> tuple[Proposed, ...]:
    """Return the names that documents share, the commonest first; seeds without their texts (cards) teach none."""
    seen: dict[str, _Seen] = defaultdict(_Seen)
    texts = own_lines({seed.slug: strip_page(seed.text or "") for seed in seeds})
    inside = _inside(texts.values())
    for seed in seeds:
        text = texts[seed.slug]
        language = seed.language or detect(text) or "en"
        for sentence in _sentences(text):
            named = {index: place.code for place in places(sentence, text, language)
                     for index in range(place.start, place.end)}  # fmt: skip
            for first, form in _runs(sentence, text, language, inside):
                if named.keys() >= set(range(first, first + len(tokens(form)))):
                    continue
                found = seen[_key(form, language)]
                found.forms[language, form] += 1
                found.seeds.add(seed.slug)
                found.articles += first > 0 and sentence[first - 1].fold in _ARTICLES
                place, inside_it = placed(sentence, first, language)
                found.places.update({"place": int(place), "in": int(inside_it)})
                found.countries.update({named[at] for at in _ahead(sentence, first, text, language) if at in named})
    _merge_surnames(seen)
    _merge_openings(seen)
    _merge_short_forms(seen)
    kept = sorted(
        (key for key, found in seen.items() if found.forms.total() >= _LEAST and _is_name(found)),
        key=lambda key: (-len(seen[key].seeds), -seen[key].forms.total(), key),
    )
    unique: dict[str, Proposed] = {}
    for key in kept[:_NAMES_MOST]:
        name = _proposed(seen[key])
        unique.setdefault(name.id, name)
    return tuple(unique.values())


def _is_name(found: _Seen) -> bool:
    """Whether a name is more than a common word with a capital."""
    (language, form), _ = found.forms.most_common(1)[0]
    keys = [root(word.fold, language) for word in tokens(form)]
    rare = max(rarity(key, language) for key in keys)
    if len(keys) > 1:
        return rare >= _LONG
    if _is_joined(fold(form), language) or (capitalises(language) and found.articles >= _NOUN * found.forms.total()):
        return False
    return rare >= (_ALONE if _is_word(keys[0], language) else _UNKNOWN)


def _is_word(key: str, language: str) -> bool:
    """Whether a dictionary has it as a word of the language, though it may be a name, too."""
    return any(translations(key, language, into) for into in ("en", "de") if into != language)


def _is_joined(word: str, language: str) -> bool:
    """Whether a word is made of two of the dictionary, where its capital tells nothing: "Waldbrände" in German.

    What English news have too is a name all the same: "Volkswagen".
    """
    if not capitalises(language) or rarity(root(word, "en"), "en") < RAREST:
        return False
    splits = [
        (word[:end], word[end:].removeprefix(link))
        for end in range(_OPENING, len(word) - _HEAD + 1)
        for link in ("", "s")
    ]
    return any(all(_is_word(root(part, language), language) for part in parts) for parts in splits)


def _merge_openings(seen: dict[str, _Seen]) -> None:
    """Make "Brennecke Steel" and "Brennecke Steel Ltd" forms of "Brennecke", unless that is a place or a given name.

    Two names that begin alike and go on otherwise are two: a town's council and its harbour. A word that is said once
    alone is no short form: "his brother Oskar".
    """
    for key in sorted((key for key in seen if " " in key), key=len, reverse=True):
        shorter = key.rsplit(" ", 1)[0]
        while shorter not in seen and " " in shorter:
            shorter = shorter.rsplit(" ", 1)[0]
        longer = [each for each in seen if each.startswith(f"{shorter} ")]
        found = seen.get(shorter)
        if found and longer == [key] and _is_short(shorter, found):
            found.take(seen.pop(key))


def _is_short(key: str, found: _Seen) -> bool:
    """Whether a name may be what a longer one that begins with it is called in short."""
    if " " not in key and (found.forms.total() < _LEAST or any(is_given(form) for _, form in found.forms)):
        return False
    return not found.places["in"] and _is_name(found)


def _merge_short_forms(seen: dict[str, _Seen]) -> None:
    """Make an abbreviation a form of the longer name whose initials it is, if there is exactly one."""
    initials: dict[str, list[str]] = defaultdict(list)
    for key, found in seen.items():
        (_, form), _ = found.forms.most_common(1)[0]
        words = [word for word in form.replace("-", " ").split() if word[0].isupper()]
        if len(words) > 1:
            initials["".join(word[0] for word in words)].append(key)
    for key in list(seen):
        if key not in seen:
            continue
        (_, form), _ = seen[key].forms.most_common(1)[0]
        longer = initials.get(form, [])
        if form.isupper() and len(longer) == 1 and longer[0] in seen and longer[0] != key:
            seen[longer[0]].take(seen.pop(key))


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
    """Yield runs of capitalised words, each with its first word's number.

    A sentence's first word by itself proves nothing, nor does a small word.
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


def _ahead(sentence: list[Token], first: int, text: str, language: str) -> Iterable[int]:
    """Yield the numbers of the words right before a name, back to a small word or a mark: "Belarusian President"."""
    skip = small_words(language)
    for number in range(first - 1, max(-1, first - 1 - _AHEAD), -1):
        gap = text[sentence[number].end : sentence[number + 1].start]
        if gap not in _GAPS or sentence[number].fold in skip:
            return
        yield number


def _inside(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that also have a capital inside sentences: at the beginning of one they may open a name."""
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


def _merge_surnames(seen: dict[str, _Seen]) -> None:
    """Make "Alexander Lukashenko" a form of "Lukashenko" where the surname alone is more common."""
    for key in [key for key in seen if " " in key]:
        last = key.rsplit(" ", 1)[1]
        if last in seen and seen[last].forms.total() >= seen[key].forms.total():
            seen[last].take(seen.pop(key))


def _proposed(found: _Seen) -> Proposed:
    (_, name), _ = found.forms.most_common(1)[0]
    kind = kind_of({form for _, form in found.forms}, mentions=found.forms.total(), before=found.places)
    ranked = found.countries.most_common(2)
    if kind == "person":  # headlines use people's surnames
        found.forms.update((language, form.split()[-1]) for language, form in list(found.forms))
    clear = bool(ranked) and (len(ranked) == 1 or ranked[0][1] >= _CLEAR * ranked[1][1])
    return Proposed(
        id=_id(name),
        name=name,
        count=found.forms.total(),
        seeds=frozenset(found.seeds),
        aliases=tuple(sorted(found.forms)),
        country=ranked[0][0] if kind == "person" and clear else None,
        kind=kind,
    )


def _id(name: str) -> str:
    return "_".join(fold(name).replace("'", "").replace("-", " ").replace(".", " ").split())
