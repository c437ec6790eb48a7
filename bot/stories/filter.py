"""Does a chat want this story, by its words and by who reports it?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.model import Report, Story, Subscription
from bot.stories.search.finder import ALL_OF, OR, Finder
from bot.stories.search.query import QueryError, qualifier
from bot.text.words import fold

Attribute = tuple[str, str]


def wanted(story: Story, subscription: Subscription) -> str | None:
    """Return what the filters say of a story in words ("" without filters); None where they keep it out.

    One of the words to include must be there, and for each kind of attribute one report that has it. No word to exclude
    may be there; an attribute keeps a story out as long as all its reports have it: what others tell too is wanted.
    """
    if not subscription.include and not subscription.exclude:
        return ""
    having, words = _sorted(subscription.include)
    lacking, without = _sorted(subscription.exclude)
    if any(all(_has(report, each) for report in story.reports) for each in lacking):
        return None
    found = []
    for kind in dict.fromkeys(kind for kind, _ in having):
        of_kind = [each for each in having if each[0] == kind]
        first = next((each for each in of_kind if any(_has(report, each) for report in story.reports)), None)
        if first is None:
            return None
        found.append(f"a report has {kind}:{first[1]}")
    if words or without:
        said = Finder(story)
        if any(said.finds(word) for word in without):
            return None
        word = next((word for word in words if said.finds(word)), None)
        if words and word is None:
            return None
        found += [f"has “{word.partition(OR)[0]}”"] if word else []
    found += [f"not all reports have {kind}:{value}" for kind, value in lacking]
    return "; ".join(found)


def with_names(subscription: Subscription, names: Mapping[str, str]) -> Subscription:
    """Return a subscription whose filter also finds the topic's names by the name that stories have: Тихановская.

    ``names`` leads from a folded form, in whatever language, to that name.
    """
    if not subscription.include and not subscription.exclude:
        return subscription
    return replace(
        subscription,
        include=tuple(_named(term, names) for term in subscription.include),
        exclude=tuple(_named(term, names) for term in subscription.exclude),
    )


def _named(term: str, names: Mapping[str, str]) -> str:
    parts = term.split(ALL_OF)
    known = [names.get(fold(part.strip())) for part in parts]
    return ALL_OF.join(
        f"{part}{OR}{name}" if name and name != part else part for part, name in zip(parts, known, strict=True)
    )


def _sorted(given: Sequence[str]) -> tuple[list[Attribute], list[str]]:
    """Tell attributes from words, each in the order given."""
    found = [(each, _attribute(each)) for each in given]
    return [each for _, each in found if each], [word for word, each in found if each is None]


@lru_cache(maxsize=4096)
def _attribute(word: str) -> Attribute | None:
    try:
        return qualifier(word)
    except QueryError:
        return None  # chosen before there were attributes, or of a kind that a newer version knows: a word with a colon


def _has(report: Report, attribute: Attribute) -> bool:
    kind, value = attribute
    return value in _values(report, kind)


def _values(report: Report, kind: str) -> Iterable[str | None]:
    if kind == "source":
        return (report.feed_id.casefold(),)
    if kind == "country":
        return (report.country,)
    if kind == "lang":
        return (report.language,)
    return (report.ownership.value,)
