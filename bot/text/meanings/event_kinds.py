"""Which kinds of event does a text name? It joins reports in different languages and parts opposite facts."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest

from bot.text.languages import LANGUAGES
from bot.text.words import fold

# Kinds that cannot both be true of the same thing: a report of one is no report of the other.
_OPPOSITES = """
ban allow; arrest release; convict acquit; convict release; open close; confirm deny; rise fall; join leave;
begin finish; win lose; lift impose; deploy withdraw; appoint dismiss; sign cancel; begin cancel;
sign postpone
"""

CHANGES = frozenset("""
ban allow arrest release convict open close deny join leave lift impose deploy withdraw appoint dismiss sign cancel
postpone resign
""".split())  # fmt: skip # noqa: SIM905
"""Kinds of event after which something is no longer as it was."""

_NEGATED_WITHIN = 4  # words after a negation that it is taken to negate
_HEAD = 2  # letters that the beginning of a word has at least
_INSIDE = 5  # letters from which an entry also counts inside a word, if the language joins words


class _Words:
    """The table of one language, ready for look-ups."""

    def __init__(self, column: dict[str, str]) -> None:
        self.whole = {entry[:-1]: kind for entry, kind in column.items() if entry.endswith(".")}
        self.starts = {entry: kind for entry, kind in column.items() if not entry.endswith(".")}
        self.heads = frozenset(entry[:_HEAD] for entry in self.starts)
        self.longest = max(map(len, column))
        self.joined = frozenset(entry.partition("-")[0] for entry in column if "-" in entry)

    def at_start(self, word: str, shortest: int = _HEAD) -> str | None:
        return self.whole[word] if word in self.whole else self.beginning(word, shortest)

    def beginning(self, word: str, shortest: int = _HEAD) -> str | None:
        if word[:_HEAD] in self.heads:
            for size in range(min(len(word), self.longest), shortest - 1, -1):
                if word[:size] in self.starts:
                    return self.starts[word[:size]]
        return None

    def pair(self, word: str, after: str) -> str | None:
        """Return the kind of event that two words in a row name together."""
        into_both = len(word) + 2  # letters of a beginning that has some of either
        return self.at_start(f"{word}-{after}", into_both) if word in self.joined and after else None

    def inside(self, word: str) -> set[str]:
        found = set()
        for start in range(1, len(word) - _INSIDE + 1):
            for size in range(min(len(word) - start, self.longest), _INSIDE - 1, -1):
                if word[start : start + size] in self.starts:
                    found.add(self.starts[word[start : start + size]])
                    break
        return found


def _read_table(kinds: str) -> _Words:
    column: dict[str, str] = {}
    for line in kinds.replace("\n ", " ").strip().splitlines():  # a long row continues on the next line, indented
        kind, _, entries = line.partition(":")
        for entry in entries.split():
            column.setdefault(fold(entry), kind)
    return _Words(column)


def _read_opposites() -> frozenset[tuple[str, str]]:
    pairs = [tuple(pair.split()) for pair in _OPPOSITES.strip().split(";")]
    return frozenset((a, b) for one, other in pairs for a, b in ((one, other), (other, one)))


_BY_LANGUAGE = {language: _read_table(tables.kinds) for language, tables in LANGUAGES.items()}
_OPPOSED = _read_opposites()
_NOT = {language: frozenset(fold(tables.negations).split()) for language, tables in LANGUAGES.items()}


def words_of(kind: str, language: str | None) -> list[str]:
    """Return the words, or their beginnings, that name a kind of event in a language."""
    table = _BY_LANGUAGE.get(language or "")
    columns = (table.whole, table.starts) if table else ()
    return [word for column in columns for word, named in column.items() if named == kind]


def kinds_at(folds: Sequence[str], language: str | None) -> list[frozenset[str]]:
    """Return for each word of a text the kinds of event it names, both words of a pair what the pair does.

    All are empty in a language without a table.
    """
    if language not in _BY_LANGUAGE:
        return [frozenset()] * len(folds)
    table = _BY_LANGUAGE[language]
    found = [
        _kinds_of(word, after if word in table.joined else "", language)
        for word, after in zip_longest(folds, folds[1:], fillvalue="")
    ]
    for at, (word, after) in enumerate(pairwise(folds), start=1):
        if word in table.joined and (kind := table.pair(word, after)):
            found[at] |= {kind}
    return found


_NO_KIND = frozenset[str]()  # shared by nearly all words


@lru_cache(maxsize=4096)
def _kinds_of(word: str, after: str, language: str) -> frozenset[str]:
    """Return the kinds of event that a word names; ``after`` is the next one, where it may matter."""
    table = _BY_LANGUAGE[language]
    start = table.beginning(word)
    kinds = (table.whole.get(word, start), table.at_start(f"{word}-{after}") if after else start)
    found = {kind for kind in kinds if kind is not None}
    if LANGUAGES[language].compounds:
        found |= table.inside(word)
    return frozenset(found) if found else _NO_KIND


def kinds_of(word: str, language: str | None) -> frozenset[str]:
    """Return the kinds of event that a word names by itself; none in a language without a table."""
    return _kinds_of(word, "", language) if language in _BY_LANGUAGE else _NO_KIND


def negated(folds: Sequence[str], language: str | None) -> list[bool]:
    """Return for each word whether a negation stands shortly before it; in some languages also after it.

    Someone banned from doing something does not do it; "No. 1" is not a negation, nor is one that names a kind of event
    with the word behind it ("nie żyje", is dead).
    """
    table = _BY_LANGUAGE.get(language or "")
    words = _NOT.get(language or "", frozenset())
    at = []
    for index, word in enumerate(folds):
        following = folds[index + 1] if index + 1 < len(folds) else ""
        kept_from = word == "from" and following.endswith("ing") and index > 0
        kept_from = kept_from and "ban" in kinds_at(folds[index - 1 : index + 1], language)[0]
        denies = (word in words or word.endswith("n't")) and not following.isdigit()
        if kept_from or (denies and not (table and table.pair(word, following))):
            at.append(index)
    if not at:
        return [False] * len(folds)
    behind = LANGUAGES[language].negated_before if language in LANGUAGES else 0
    return [
        any(-behind <= index - place <= _NEGATED_WITHIN and index != place for place in at)
        for index in range(len(folds))
    ]


def opposed(one: str, other: str) -> bool:
    """Say whether two kinds of event cannot both be true of the same thing."""
    return (one, other) in _OPPOSED
