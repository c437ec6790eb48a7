"""Which stories does a chat want? A filter as people type it, and as it is told to them (pure)."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from babel.lists import format_list

from bot.chat.language import ENGLISH, Words
from bot.model import Rule, Subscription
from bot.stories.search.finder import ALL_OF, meanings_in
from bot.stories.search.query import KINDS, QUOTES, QueryError, qualifier
from bot.text.meanings.concepts import languages, words_for
from bot.text.words import fold, tokens

EVERYTHING = "all"
"""What clears a filter."""
MOST, LONGEST = 30, 100  # parts of a filter, and letters of each
_NOT = "!−–-"  # what phones make of a minus sign counts as one
_LATER = "since"  # narrows a search; an alert is always about what is new
_UNCLEAR = 3  # words in a row without a comma that may each be meant alone
_EACH_LANGUAGE = 1  # words of another language that are shown for one that was typed
_TOKEN = re.compile(
    rf"(?P<apart>[,;|\n])|(?P<plus>[+&])|(?P<sign>[{_NOT}]*)(?:[{QUOTES}](?P<phrase>[^{QUOTES}\n]+)[{QUOTES}]|(?P<word>[^\s,;|+&]+))"
)
_OR = frozenset({"OR", "ИЛИ", "АБО", "АЛЬБО", "LUB", "ALBO", "ODER"})  # in capitals only: small ones are plain words
_AND = frozenset({"AND", "И", "І", "ТА", "ORAZ", "UND"})
_WITHOUT = frozenset({"NOT", "НЕ", "БЕЗ", "НІ", "NIE", "BEZ", "NICHT", "OHNE"})


class UnclearError(ValueError):
    """Words in a row that may be meant in several ways; ``ways`` are those, as they would be typed."""

    def __init__(self, text: str, ways: tuple[str, ...]) -> None:
        super().__init__(text)
        self.ways = ways


@dataclass(slots=True)
class _Group:
    """What stands between two commas: all of ``parts`` must be there, each a row of words; ``attributes`` too."""

    unwanted: bool = False
    parts: list[list[str]] = field(default_factory=lambda: [[]])
    attributes: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)  # with a sign of their own

    def term(self) -> str:
        return ALL_OF.join(" ".join(part) for part in self.parts if part)


def read_filter(
    text: str, *, words: Words = ENGLISH, sources: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read "sanctions, nuclear plant, oil + gas, !sport, source:belta" into what is wanted and what is not.

    ``sources`` are the ids that there are. Raises ValueError with a sentence for the person who typed it, and
    ``UnclearError`` where they have to say which of several things they mean.
    """
    if text.strip().casefold() == EVERYTHING:
        return (), ()
    groups = _groups(text, words, sources)
    if len(groups) == 1:
        _ask_if_unclear(groups[0], words)
    include: list[str] = []
    exclude: list[str] = []
    for group in groups:
        exclude += group.against
        chosen = exclude if group.unwanted else include
        chosen += [*group.attributes, *filter(None, [group.term()])]
    found = [*include, *exclude]
    if not found:
        raise ValueError(words("There are no words in that. Write e.g. sanctions, nuclear, !sport"))
    if len(found) > MOST:
        raise ValueError(words("That is too much for a filter. Use up to {most} words.", most=MOST))
    if long := next((each for each in found if len(each) > LONGEST), None):
        raise ValueError(words("“{word}…” is too long. Put a comma between words.", word=long[:30]))
    return tuple(dict.fromkeys(include)), tuple(dict.fromkeys(exclude))


def _groups(text: str, words: Words, sources: Collection[str]) -> list[_Group]:
    groups = [_Group()]
    for token in _TOKEN.finditer(text):
        group, word = groups[-1], token["word"] or ""
        if token["apart"] or word in _OR:
            groups.append(_Group())
        elif token["plus"] or word in _AND:
            group.parts.append([])
        elif word in _WITHOUT and group == _Group():
            group.unwanted = True
        else:
            _add(group, token, words, sources)
    return groups


def _add(group: _Group, token: re.Match[str], words: Words, sources: Collection[str]) -> None:
    signed = bool(token["sign"])
    opens = group == _Group()
    if token["phrase"]:
        group.unwanted = group.unwanted or (opens and signed)
        group.parts[-1].append(f'"{" ".join(token["phrase"].split())}"')
        return
    attribute = _attribute(token["word"], words, sources)
    if opens and signed:
        group.unwanted = True
    if attribute is None and tokens(token["word"]):
        (group.against if signed and not opens else group.parts[-1]).append(token["word"])
    elif attribute is not None:
        (group.against if signed and not opens else group.attributes).append(attribute)


def _ask_if_unclear(group: _Group, words: Words) -> None:
    """Three words without a comma are a phrase to some and three wishes to others."""
    row = group.parts[0]
    if len(group.parts) > 1 or len(row) < _UNCLEAR or any(word.startswith('"') for word in row):
        return
    sign = "!" if group.unwanted else ""
    phrase = " ".join(row)
    ways = (", ".join(f"{sign}{word}" for word in row), sign + ALL_OF.join(row), f'{sign}"{phrase}"')
    one_of, all_of, exact = ways
    raise UnclearError(
        words(
            "Any of these words, all of them, or the words in a row? Write {any}, or {all}, or {row}",
            any=one_of,
            all=all_of,
            row=exact,
        ),
        ways,
    )


def typed_filter(subscription: Subscription | Rule) -> str:
    """Return a chat's filter as it would be typed."""
    return ", ".join([*subscription.include, *(f"!{word}" for word in subscription.exclude)]) or EVERYTHING


def filter_lines(include: Iterable[str], exclude: Iterable[str], words: Words) -> tuple[str, ...]:
    """Return a filter in sentences, one for each thing that a story must have or must not have; none without a filter.

    What belongs together is told together: one of the words, one of the sources, one of the countries.
    """
    wanted: dict[str, list[str]] = {}
    for each in include:
        kind = each.partition(":")[0]
        wanted.setdefault(kind if ":" in each and kind in KINDS else "", []).append(each)
    lines = [words("Only stories with {what}.", what=_either(each, words)) for each in wanted.values()]
    unwanted = list(exclude)
    if unwanted:
        lines.append(words("No stories with {what}.", what=_either(unwanted, words)))
    return tuple(lines)


def meaning_lines(subscription: Subscription, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Return for each word of a filter what else it finds: the same thing in other languages, or a name of the topic.

    ``names`` leads from a folded form to the name as stories have it.
    """
    terms = [part for term in (*subscription.include, *subscription.exclude) for part in term.split(ALL_OF)]
    lines = []
    for term in dict.fromkeys(terms):
        others = [] if term.startswith('"') else _others(term, names)
        if others:
            lines.append(words("“{word}” also finds: {others}", word=term, others=", ".join(others)))
    return tuple(lines)


def _others(term: str, names: Mapping[str, str]) -> list[str]:
    found = meanings_in(term)
    concepts = dict.fromkeys(meaning.concept for meanings in found.values() for meaning in sorted(meanings))
    others = [
        shown
        for concept in concepts
        for language in languages()
        if language not in found
        for shown in words_for(concept, language)[:_EACH_LANGUAGE]
    ]
    name = names.get(fold(term))
    return list(dict.fromkeys([*([name] if name and name != term else []), *others]))


def _either(what: Iterable[str], words: Words) -> str:
    return format_list([_told(each, words) for each in what], style="or", locale=words.language)


def _told(term: str, words: Words) -> str:
    parts = [words.quoted(part.strip('"')) for part in term.split(ALL_OF)]
    return format_list(parts, locale=words.language)


def _attribute(word: str, words: Words, sources: Collection[str]) -> str | None:
    if word.partition(":")[0].casefold() == _LATER and ":" in word:
        raise ValueError(words("Alerts are always about what is new, so {word} has no place here.", word=word))
    try:
        found = qualifier(word, sources)
    except QueryError as error:
        raise ValueError(words(error.text, **error.values)) from error
    return None if found is None else ":".join(found)
