"""What do documents in other languages call a word of the topic's name? What a table or a dictionary allows.

A dictionary may be unsure, or lack the word that is usual in news; a document that has it is evidence that it is meant.
"""

from collections import Counter
from collections.abc import Sequence

from bot.text.languages import LANGUAGES
from bot.text.meanings.concepts import meaning_of
from bot.text.meanings.roots import is_root, rarity, translations
from bot.topic.weights.subjects import DECIDES_FROM, SURE, Document
from bot.topic.weights.terms import Term, terms


def renderings(word: str, language: str, documents: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """Return what the documents call ``word`` in languages other than its own: pairs of language and form.

    Those of headlines if there are any: a text has more words that are near in meaning. None is a word that general
    news often has, and none is what a dictionary surely gives: that is found without being listed.
    """
    own = [term for term in terms(word, language) if is_root(term.key)]
    if len(own) != 1:
        return ()
    means = {each.concept for each in meaning_of(word, language)}
    found: list[tuple[str, str]] = []
    for spoken in LANGUAGES:
        told = [each for each in documents if each.language == spoken and not each.strange]
        if spoken == language or not told:
            continue
        known = dict(translations(own[0].key, language, spoken))
        for parts in ([each.title for each in told], [each.text for each in told]):
            named = [term for part in parts for term in part if _names(term, spoken, means, known)]
            if named:
                found += [(spoken, form) for form in _forms(named)]
                break
    return tuple(found)


def _names(term: Term, language: str, means: set[str], known: dict[str, float]) -> bool:
    if not is_root(term.key) or rarity(term.key, language) < DECIDES_FROM or known.get(term.key, 0.0) >= SURE:
        return False
    return term.key in known or any(each.concept in means for each in meaning_of(term.form, language))


def _forms(named: Sequence[Term]) -> list[str]:
    """Return how each root is mostly written."""
    forms = Counter((term.key, term.form) for term in named)
    best: dict[str, str] = {}
    for (key, form), _ in forms.most_common():
        best.setdefault(key, form)
    return list(best.values())
