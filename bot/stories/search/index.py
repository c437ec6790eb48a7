"""By which words is a story found? The same stems for what is stored and for what is asked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.model import Report, Story
from bot.stories.search.finder import OR, Finder, meanings_in
from bot.stories.search.query import KINDS, Query
from bot.text.languages import LANGUAGES
from bot.text.meanings.concepts import languages, words_for
from bot.text.words import fold, keys_of, romanise, stem, tokens

_SHORT = 3  # letters of stems too common as beginnings, which must match whole


def search_words(story: Story) -> str:
    """Return the stems of a story's titles, summary and names, romanised, each once, and its reports' attributes."""
    found: dict[str, None] = {}
    texts = [(story.title, story.language), (story.summary, story.language)]
    texts += [(report.title, report.language) for report in story.reports]
    texts += [(name, "en") for name in (*story.names, *story.words)]
    for text, language in texts:
        found |= dict.fromkeys(_indexed(text, language))
    return " ".join([*found, *_marks(story)])


@lru_cache(maxsize=4096)  # a story is indexed again with each new report
def _indexed(text: str, language: str | None) -> tuple[str, ...]:
    """Return the words of a text by which it is found, each once: stems, and the whole words."""
    folds = [token.fold for token in tokens(text)]
    words = (_plain(romanise(each)) for fold in folds for each in (stem(fold, language), fold))
    return tuple(dict.fromkeys(filter(None, words)))


def query_stems(words: str) -> tuple[tuple[str, ...], ...]:
    """Return, for each word of a query, stems of which one must be there; "minsk*" matches beginnings.

    A stem of up to three letters must match an indexed one whole: "war" is not in Warsaw.
    """
    return tuple(_alternatives(token.fold) for token in tokens(words) if _plain(romanise(token.fold)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A query in what the store searches by: as ``query_stems``. None of the groups in ``without`` may be there."""

    stems: tuple[tuple[str, ...], ...]
    without: tuple[tuple[tuple[str, ...], ...], ...]


def query_terms(query: Query, names: Mapping[str, str] | None = None) -> Terms:
    """Return what a story must have to be looked at; ``says`` decides what it really says.

    A word is looked for in other languages too, by what it means and as a name of the topic: ``names`` maps a folded
    form to the name that stories have. A phrase is looked for as written.
    """
    found = [_wider(word, names or {}) for word in query.words]
    stems = (*(each for group in found for each in group), *query_stems(" ".join(query.phrases)))
    kinds: dict[str, list[str]] = {}
    for kind, value in query.having:
        kinds.setdefault(kind, []).append(_mark(kind, value))
    lacking = ((_mark(f"only {kind}", value),) for kind, value in query.lacking)
    return Terms(
        stems=(*stems, *map(tuple, kinds.values())),
        without=(*map(query_stems, query.without), *((each,) for each in lacking)),
    )


def says(story: Story, query: Query, names: Mapping[str, str] | None = None) -> bool:
    """Say whether a story has every word of a query, in whatever language, and its phrases as they are written."""
    if query.words:
        index = search_words(story).split()
        finder = Finder(story)
        for word in query.words:
            written = all(any(_begins(stem, index) for stem in group) for group in query_stems(word))
            if not written and not finder.finds(_with_name(word, names or {})):
                return False
    return has_phrases(story, query)


def _begins(stem: str, index: Sequence[str]) -> bool:
    return any(word.startswith(stem[:-1]) for word in index) if stem.endswith("*") else stem in index


def _with_name(word: str, names: Mapping[str, str]) -> str:
    name = names.get(fold(word))
    return f"{word}{OR}{name}" if name else word


def _wider(word: str, names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the stems of a word as it is typed, and those of what says the same: one of them must be there."""
    typed = query_stems(word)
    if len(typed) != 1:  # several words together are looked for as they are
        return typed
    said = [
        _plain(romanise(stem(each.rstrip("…"), language)))
        for concept in {meaning.concept for meanings in meanings_in(word).values() for meaning in meanings}
        for language in languages()
        for each in words_for(concept, language)
        if " " not in each
    ]
    other = [f"{each}*" if len(each) > _SHORT else each for each in said if each]
    name = names.get(fold(word), "").split()
    other += [stem for group in query_stems(name[-1] if name else "") for stem in group]
    return (tuple(dict.fromkeys((*typed[0], *other))),)


def has_phrases(story: Story, query: Query) -> bool:
    """Say whether the words of each wanted phrase follow each other in a story, and those of no unwanted one do."""
    if not query.phrases and not query.without_phrases:
        return True
    lines = [(story.title, story.language), (story.summary, story.language), *((name, "en") for name in story.names)]
    lines += [(report.title, report.language) for report in story.reports]
    keys = [(keys_of(text, language), language) for text, language in lines]

    def has(phrase: str) -> bool:
        return any(_follow(keys_of(phrase, language), line) for line, language in keys)

    return all(map(has, query.phrases)) and not any(map(has, query.without_phrases))


def _follow(words: list[str], line: list[str]) -> bool:
    size = len(words)
    return any(line[start : start + size] == words for start in range(len(line) - size + 1))


def _marks(story: Story) -> Iterator[str]:
    """Yield an index word for each attribute of the reports, and another if all reports share it."""
    for kind in KINDS:
        values = {_attribute(report, kind) for report in story.reports}
        known = sorted(value for value in values if value)
        yield from (_mark(kind, value) for value in known)
        if len(values) == 1:
            yield from (_mark(f"only {kind}", value) for value in known)


def _attribute(report: Report, kind: str) -> str | None:
    values = {
        "source": report.feed_id,
        "country": report.country,
        "lang": report.language,
        "ownership": report.ownership.value,
    }
    return values[kind]


def _mark(kind: str, value: str) -> str:
    """Return a word that no text has: no stem begins with 0x, and hex keeps together what an index would split."""
    return "0x" + f"{kind}:{value}".lower().encode().hex()


def _alternatives(fold: str) -> tuple[str, ...]:
    stems = {_plain(romanise(stem(fold, language))) for language in LANGUAGES} - {""}
    whole = {stem for stem in stems if len(stem) <= _SHORT}
    return (*sorted(whole), *sorted(f"{stem}*" for stem in _shortest(stems - whole)))


def _shortest(prefixes: Iterable[str]) -> list[str]:
    """Leave out prefixes that a shorter one covers."""
    kept: list[str] = []
    for prefix in sorted(prefixes, key=lambda each: (len(each), each)):
        if not any(prefix.startswith(other) for other in kept):
            kept.append(prefix)
    return kept


def _plain(word: str) -> str:
    return "".join(char for char in word if char.isalnum())
