"""Which outlets have a story, and who stands behind them? Counted, in words (pure)."""

from collections import Counter

from bot.chat.language import ENGLISH, Words, mark
from bot.model import Ownership, Story
from bot.stories.outlets import outlets as by_outlet

OWNERS = {
    Ownership.STATE: mark("state"),
    Ownership.PUBLIC: mark("public"),
    Ownership.INDEPENDENT: mark("independent"),
    Ownership.PARTY: mark("party"),
    Ownership.UNKNOWN: mark("unknown"),
}
"""Who stands behind an outlet, in words; in the order in which they are counted."""


def outlets(story: Story) -> dict[str, Ownership]:
    """Return the outlets that report a story, first reporter first."""
    return {report.source: report.ownership for report in by_outlet(story.reports).values()}


def owners(story: Story, words: Words = ENGLISH) -> str:
    """Return "2 state, 3 independent", of a single outlet "state"; "" where nothing is known of any of them."""
    counts = Counter(outlets(story).values())
    if set(counts) <= {Ownership.UNKNOWN}:
        return ""
    if counts.total() == 1:  # "1 source" stands before it
        return owned(1, next(iter(counts)), words).removeprefix("1 ")
    return ", ".join(owned(counts[owner], owner, words) for owner in OWNERS if counts[owner])


def state_owned(story: Story, words: Words = ENGLISH) -> str:
    """Return "3 state", of a single outlet "state"; "" where no outlet is."""
    counts = Counter(outlets(story).values())
    return owners(story, words) if counts[Ownership.STATE] == 1 == counts.total() else _of_state(counts, words)


def _of_state(counts: Counter[Ownership], words: Words) -> str:
    count = counts[Ownership.STATE]
    return owned(count, Ownership.STATE, words) if count else ""


def sources(count: int, words: Words = ENGLISH) -> str:
    """Return "1 source" or "5 sources"."""
    return words.counted(count, "{n} source", "{n} sources")


def owned(count: int, owner: Ownership, words: Words) -> str:
    """Return "3 state"; in languages that inflect it, in the form that goes with "sources"."""
    match owner:
        case Ownership.STATE:
            return words.counted(count, "{n} state", "{n} state")
        case Ownership.PUBLIC:
            return words.counted(count, "{n} public", "{n} public")
        case Ownership.INDEPENDENT:
            return words.counted(count, "{n} independent", "{n} independent")
        case Ownership.PARTY:
            return words.counted(count, "{n} of a party", "{n} of parties")
        case Ownership.UNKNOWN:
            return words.counted(count, "{n} unknown", "{n} unknown")
