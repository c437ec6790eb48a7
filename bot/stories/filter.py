"""Does a chat want this story, by its words and by who reports it?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.model import Handling, Report, Rule, Send, Story, Subscription
from bot.stories.search.finder import ALL_OF, OR, Finder
from bot.stories.search.query import QueryError, qualifier
from bot.text.words import fold

Attribute = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a story in a chat, and which named filter decided that; None: the chat's "what to send" did."""

    how: Handling
    rule: Rule | None = None
    why: str = ""

    @property
    def wanted(self) -> bool:
        """Whether the chat wants to hear of it at all."""
        return self.how is not Handling.NEVER

    @property
    def at_once(self) -> bool:
        """Whether the chat gets a message of its own for it."""
        return self.how in {Handling.LOUD, Handling.SILENT}


def verdict(story: Story, subscription: Subscription) -> Verdict:
    """Return what becomes of a story: the first named filter that finds it decides, else what the chat gets at all."""
    for rule in subscription.rules:
        fits = wanted(story, rule)
        if fits is not None:
            why = f"filter “{rule.name}”" + (f": {fits}" if fits else "")
            return Verdict(how=rule.how, rule=rule, why=why)
    fits = wanted(story, subscription)
    if fits is None:
        return Verdict(how=Handling.NEVER)
    return Verdict(how=Handling.DIGEST if subscription.send is Send.DIGEST else Handling.LOUD, why=fits)


def in_digest(story: Story, subscription: Subscription) -> bool:
    """Say whether a chat's digest tells of a story: never of one that the chat does not want.

    A digest beside alerts sums up; one in place of alerts leaves out what a named filter told at once.
    """
    found = verdict(story, subscription)
    return found.wanted and not (found.rule is not None and found.at_once and subscription.send is Send.DIGEST)


def wanted(story: Story, subscription: Subscription | Rule) -> str | None:
    """Return what the filters say of a story in words ("" without filters); None if they keep it out.

    One of the words to include must be there, and for each kind of attribute a report that has it. No word to exclude
    may be there; an attribute keeps a story out only if all its reports have it: what others report too is wanted.
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
    """Return a subscription whose filter also finds the topic's names under the name that stories have: Тихановская.

    ``names`` maps a folded form, in whatever language, to that name.
    """
    rules = tuple(
        replace(rule, include=_all_named(rule.include, names), exclude=_all_named(rule.exclude, names))
        for rule in subscription.rules
    )
    include, exclude = _all_named(subscription.include, names), _all_named(subscription.exclude, names)
    return replace(subscription, include=include, exclude=exclude, rules=rules)


def _all_named(terms: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_named(term, names) for term in terms)


def _named(term: str, names: Mapping[str, str]) -> str:
    parts = term.split(ALL_OF)
    known = [names.get(fold(part.strip())) for part in parts]
    return ALL_OF.join(
        f"{part}{OR}{name}" if name and name != part else part for part, name in zip(parts, known, strict=True)
    )


def _sorted(given: Sequence[str]) -> tuple[list[Attribute], list[str]]:
    """Separate attributes from words, each in the order given."""
    found = [(each, _attribute(each)) for each in given]
    return [each for _, each in found if each], [word for word, each in found if each is None]


@lru_cache(maxsize=4096)
def _attribute(word: str) -> Attribute | None:
    try:
        return qualifier(word)
    except QueryError:
        return None  # older than attributes, or of a kind from a newer version: a word with a colon


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
