"""Which stories does a chat want? A filter as people type it, and as it is told to them (pure)."""

from collections.abc import Collection, Iterable

from babel.lists import format_list

from bot.chat.language import ENGLISH, Words
from bot.model import Subscription
from bot.stories.search.query import KINDS, QueryError, qualifier

EVERYTHING = "all"
"""What clears a filter."""
MOST, LONGEST = 30, 100  # parts of a filter, and letters of each
_NOT = "!-−–"  # what phones make of a minus sign counts as one
_LATER = "since"  # narrows a search; an alert is always about what is new


def read_filter(
    text: str, *, words: Words = ENGLISH, sources: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read "sanctions, nuclear plant, !sport, source:belta" into what is wanted and what is not.

    ``sources`` are the ids that there are. Raises ValueError with a sentence for the person who typed it.
    """
    include: list[str] = []
    exclude: list[str] = []
    if text.strip().casefold() == EVERYTHING:
        return (), ()
    for part in filter(
        None, (part.strip() for line in text.splitlines() for part in line.replace(";", ",").split(","))
    ):
        unwanted, phrase = part[0] in _NOT, []
        for word in part.lstrip(_NOT).split():
            bare = word.lstrip(_NOT)
            attribute = _attribute(bare, words, sources)
            if attribute is None:
                phrase.append(word)
            else:
                (exclude if unwanted or bare != word else include).append(attribute)
        if phrase:
            (exclude if unwanted else include).append(" ".join(phrase))
    found = [*include, *exclude]
    if not found:
        raise ValueError(words("There are no words in that. Write e.g. sanctions, nuclear, !sport"))
    if len(found) > MOST:
        raise ValueError(words("That is too much for a filter. Use up to {most} words.", most=MOST))
    if long := next((each for each in found if len(each) > LONGEST), None):
        raise ValueError(words("“{word}…” is too long. Put a comma between words.", word=long[:30]))
    return tuple(dict.fromkeys(include)), tuple(dict.fromkeys(exclude))


def typed_filter(subscription: Subscription) -> str:
    """Return a chat's filter as it would be typed."""
    return ", ".join([*subscription.include, *(f"!{word}" for word in subscription.exclude)]) or EVERYTHING


def filter_lines(include: Iterable[str], exclude: Iterable[str], words: Words) -> tuple[str, ...]:
    """Return a filter in sentences, one for each thing that a story must have or must not have; none without a filter.

    What holds together is told together: one of the words, one of the sources, one of the countries.
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


def _either(what: Iterable[str], words: Words) -> str:
    return format_list([words.quoted(each) for each in what], style="or", locale=words.language)


def _attribute(word: str, words: Words, sources: Collection[str]) -> str | None:
    if word.partition(":")[0].casefold() == _LATER and ":" in word:
        raise ValueError(words("Alerts are always about what is new, so {word} has no place here.", word=word))
    try:
        found = qualifier(word, sources)
    except QueryError as error:
        raise ValueError(words(error.text, **error.values)) from error
    return None if found is None else ":".join(found)
