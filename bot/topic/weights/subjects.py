"""Which words of a topic's name is it about? A single one decides alone, several have to meet."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from math import exp

from bot.text.languages import LANGUAGES
from bot.text.meanings.roots import is_region, is_root, rarity, translations
from bot.topic.weights.terms import Term

GENERAL = 0.998  # share of general news below the alert mark
DECIDES_FROM = 5.5  # rarity from which a word of the topic's name may decide alone: one entry in 250 has it
NEARLY = 0.9  # how far such a word gets towards an alert unless it is rarer than alerts may be
_MOST = 0.8  # share of the documents that must have a subject
SURE = 0.5  # certainty from which a translation can meet a need

Word = tuple[str, str]  # language and key


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """A concept by its forms: words or phrases that are alternatives; of a phrase all words are required.

    ``forms``: languages with the keys of a word or phrase; ``need``: entries without any of them lose a share of their
    likeness.
    """

    id: str
    forms: Sequence[tuple[str, tuple[str, ...]]]
    need: bool = False

    @property
    def words(self) -> list[Word]:
        """The keys of all forms, each with its language."""
        return list(dict.fromkeys((language, key) for language, keys in self.forms for key in keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A seed as terms; ``strange``: it is in a language whose words we do not know."""

    language: str
    title: tuple[Term, ...]
    text: tuple[Term, ...]
    strange: bool = False


def is_subject(words: Collection[Word], documents: Sequence[Document]) -> bool:
    """Whether most documents have one of ``words``."""
    having = sum(any((each.language, term.key) in words for term in (*each.text, *each.title)) for each in documents)
    return having >= max(1, _MOST * len(documents))


def abroad(words: Iterable[Word]) -> set[Word]:
    """Return words with what they are surely called in each language; a name is the same in others."""
    return {(language, key) for word in words for language in LANGUAGES for key in _said(word, language)}


def _said(word: Word, language: str) -> set[str]:
    source, key = word
    return {key, *surely(key, source, language)}


def surely(key: str, source: str, language: str) -> tuple[str, ...]:
    """Return what a word of one language surely is in another."""
    return tuple(other for other, likeness in translations(key, source, language) if likeness >= SURE)


def decisive_of(ideas: Sequence[Idea], documents: Sequence[Document], namesakes: Iterable[Word]) -> frozenset[Word]:
    """Return the words that alone show an entry to be on topic if they are rare in general news.

    These are the words of a topic's only subject (of several needed ones none decides), and what it is named after.
    Documents in several languages have a subject by what it is called in each, if it is the only one that they have.
    """
    subjects = _told(ideas, lambda word, idea: is_subject(abroad(_forms_with(word, idea)), documents))
    if len(subjects) != 1:
        subjects = _told(ideas, lambda word, _: is_subject([word], documents))
    needed = [each for each in subjects if each[0].need] or subjects[:1]
    one = needed[0][1] if len(needed) == 1 else []
    return frozenset(each for each in (*one, *namesakes) if rarity(each[1], each[0]) >= DECIDES_FROM)


def _told(ideas: Iterable[Idea], is_told: Callable[[Word, Idea], bool]) -> list[tuple[Idea, list[Word]]]:
    """Return the ideas with those of their words that documents have, if there are any."""
    told = [(idea, [each for each in idea.words if may_decide(each) and is_told(each, idea)]) for idea in ideas]
    return [(idea, words) for idea, words in told if words]


def may_decide(word: Word) -> bool:
    """Whether a word says what a topic is about, and not only where or of what kind: a river has more than bridges."""
    language, key = word
    return is_root(key) and not is_region(key, language)


def _forms_with(word: Word, idea: Idea) -> list[Word]:
    """Return a word of an idea and the forms of one word that the idea has in other languages.

    In its own language a word has no others that stand for it: an admin may list all facets of a topic as one concept.
    """
    return [word, *((language, keys[0]) for language, keys in idea.forms if len(keys) == 1 and language != word[0])]


def alone(decisive: Iterable[tuple[str, str]]) -> dict[str, dict[str, float]]:
    """Return by language how far towards an alert decisive words get alone: a very rare one all the way.

    A word rarer than the share of general news allowed above the mark keeps the mark's promise by itself.
    """
    found: dict[str, dict[str, float]] = {language: {} for language in LANGUAGES}
    for source, key in decisive:
        far = 1.0 if exp(-rarity(key, source)) < 1 - GENERAL else NEARLY
        for language, row in found.items():
            row.update(dict.fromkeys(_said((source, key), language), far))
    return found


def whole_names(names: Iterable[tuple[str, Sequence[str]]]) -> dict[str, dict[str, str]]:
    """Return, by language, which longer name each word belongs to."""
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for source, keys in names:
        for key in keys:
            for language, row in found.items():
                for other in _said((source, key), language):
                    row.setdefault(other, " ".join(keys))
    return found
