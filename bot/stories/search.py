"""By which words is a story found? The same stems for what is stored and for what is asked."""

from collections.abc import Iterable

from bot.model import Story
from bot.topic.words import romanise, stem, tokens

LANGUAGES = ("en", "ru", "be", "uk", "pl", "de")  # a query does not say in which one it is


def search_words(story: Story) -> str:
    """Return the stems of a story's titles, summary and names, romanised, each once."""
    found: dict[str, None] = {}
    texts = [(story.title, story.language), (story.summary, story.language)]
    texts += [(report.title, report.language) for report in story.reports]
    texts += [(name, "en") for name in (*story.names, *story.words)]
    for text, language in texts:
        for token in tokens(text):
            found[_plain(romanise(stem(token.fold, language)))] = None
            found[_plain(romanise(token.fold))] = None
    return " ".join(word for word in found if word)


def query_stems(words: str) -> tuple[tuple[str, ...], ...]:
    """Return for each word of a query the stems of which one must be there, as prefixes."""
    return tuple(_alternatives(token.fold) for token in tokens(words) if _plain(romanise(token.fold)))


def _alternatives(fold: str) -> tuple[str, ...]:
    stems = {_plain(romanise(stem(fold, language))) for language in LANGUAGES}
    return tuple(sorted(_shortest(stem for stem in stems if stem)))


def _shortest(prefixes: Iterable[str]) -> list[str]:
    """Leave out prefixes that a shorter one covers."""
    kept: list[str] = []
    for prefix in sorted(prefixes, key=lambda each: (len(each), each)):
        if not any(prefix.startswith(other) for other in kept):
            kept.append(prefix)
    return kept


def _plain(word: str) -> str:
    return "".join(char for char in word if char.isalnum())
