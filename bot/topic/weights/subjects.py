"""Which words of a topic's name is it about, and what follows from where they stand? One decides, several meet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import COUNTRY, KIND, rarity, translations
from bot.topic.weights.profile import Need
from bot.topic.weights.terms import Term

GENERAL = 0.998  # share of general news below the alert mark
_DECIDES_FROM = 5.5  # rarity from which a word of the topic's name may decide alone: in one entry of 250
_NEARLY = 0.9  # how far such a word comes of the way to an alert, where it is not rarer than alerts may be
_MOST = 0.8  # share of the documents that have it
SURE = 0.5  # likeness from which a translation can meet a need

Word = tuple[str, str]  # language and key
Subjects = Mapping[str, Sequence[Word]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A seed as terms."""

    language: str
    title: tuple[Term, ...]
    text: tuple[Term, ...]


def subjects_of(
    documents: Sequence[Document], own: Mapping[str, Sequence[str]], names: Iterable[tuple[str, Sequence[str]]]
) -> dict[str, list[tuple[str, str]]]:
    """Return the topic's own words (language, key) that stand in most documents, by the form of one of them.

    The words of one name are one subject, also with its initials: AI, artificial, intelligence.
    """
    having: Counter[tuple[str, str]] = Counter()
    forms: dict[tuple[str, str], str] = {}
    for each in documents:
        found = {(each.language, term.key): term.form for term in (*each.text, *each.title)}
        having.update(found.keys())
        forms |= found
    whole: dict[tuple[str, str], str] = {}
    for language, keys in names:
        initials = "".join(key[0] for key in keys)
        whole |= {(language, key): initials for key in (*keys, initials)}
    subjects: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for language, keys in own.items():
        for key in keys:
            if key[0] not in {COUNTRY, KIND} and having[language, key] >= max(1, _MOST * len(documents)):
                subjects[whole.get((language, key), key)].append((language, key))
    return {forms[words[0]]: words for words in subjects.values()}


def expected(subjects: Subjects, needs: Sequence[Need]) -> Iterator[Need]:
    """Yield what entries are expected to say where a topic has several subjects: it is where they meet.

    A recall is not one of batteries. In a language for which no translation is known nothing is expected, nor is what
    admins ask for in ``needs``, where it may be said by other words, too.
    """
    asked = {(language, key) for need in needs for language, keys in need.keys.items() for key in keys}
    for form, words in subjects.items() if len(subjects) > 1 else ():
        if not asked.isdisjoint(words):
            continue
        keys: dict[str, set[str]] = {language: set() for language in LANGUAGES}
        for source, key in words:
            for language, row in keys.items():
                row.update(other for other, _ in translations(key, source, language))
        yield Need(id=form, keys={language: frozenset(row) for language, row in keys.items()}, asked=False)


def decisive_of(subjects: Subjects, namesakes: Iterable[Word]) -> frozenset[Word]:
    """Return the words that say alone that an entry is on topic, where they are rare in general news.

    They are those of a topic's only subject, of several none decides; and what it is named for.
    """
    one = [each for words in subjects.values() for each in words] if len(subjects) == 1 else []
    return frozenset(each for each in (*one, *namesakes) if rarity(each[1], each[0]) >= _DECIDES_FROM)


def alone(decisive: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return by language how far deciding words come alone, of the way to an alert: a very rare one all of it.

    What is rarer than the share of general news that may be above the mark keeps the promise of the mark alone.
    """
    found: dict[str, dict[str, float]] = {language: {} for language in LANGUAGES}
    for source, key in decisive:
        far = 1.0 if exp(-rarity(key, source)) < 1 - GENERAL else _NEARLY
        for language, row in found.items():
            told = [other for other, likeness in translations(key, source, language) if likeness >= SURE]
            row.update(dict.fromkeys([key, *told], far))  # a name is the same in other languages
    return found


def whole_names(names: Iterable[tuple[str, Sequence[str]]]) -> dict[str, dict[str, str]]:
    """Return by language for each word of a longer name which name it is of."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for source, keys in names:
        for key in keys:
            for language, row in found.items():
                for other, likeness in translations(key, source, language):
                    if likeness >= SURE:
                        row.setdefault(other, " ".join(keys))
                row.setdefault(key, " ".join(keys))
    return found
