"""What do state and independent outlets tell differently about one story? In their own sentences (pure)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import Ownership, Report, Story
from bot.stories.outlets import outlets, provenance
from bot.stories.wording.facts import all_facts, statements
from bot.stories.wording.updates import MOST, News, news

OWNERS = (Ownership.STATE, Ownership.INDEPENDENT)
"""The sides. Public, party and unknown outlets stand on neither: nobody would agree which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side has of a story. ``outlets`` are their first reports, first reporter first.

    ``says`` is the first sentence of the first of them, its headline where it has no sentence. ``only`` are sentences
    with facts that no report of the other side has.
    """

    owner: Ownership
    outlets: tuple[Report, ...]
    since: datetime
    says: str
    only: tuple[News, ...]


def sides(story: Story, language: str | None, *, most: int = MOST) -> tuple[Side, ...]:
    """Return the sides that have a story, the first reporter's first; ``language`` is preferred for sentences.

    Differences exist only if both have it: a single side has no ``only``. Facts are compared across
    languages as an update's are: numbers, days and known names; other names only within one language.
    """
    of = {owner: [report for report in story.reports if report.ownership is owner] for owner in OWNERS}
    found = []
    for owner, other in zip(OWNERS, reversed(OWNERS), strict=True):
        reports = of[owner]
        if not reports:
            continue
        only: list[News] = []
        if of[other]:
            keys = {report.key for report in reports}
            only = news(story, keys, all_facts(of[other]), language=language, most=most)
        ordered = sorted(reports, key=lambda report: (report.at, report.key))
        found.append(
            Side(
                owner=owner,
                outlets=tuple(outlets(ordered).values()),
                since=ordered[0].at,
                says=_first_sentence(ordered[0]),
                only=tuple(only),
            )
        )
    return tuple(sorted(found, key=lambda side: side.since))


def _first_sentence(report: Report) -> str:
    title, *sentences = statements(report)
    return sentences[0].text if sentences else title.text


def has_both(story: Story) -> bool:
    """Say whether there are two sides to be compared."""
    return {report.ownership for report in story.reports}.issuperset(OWNERS)


SILENT_AFTER = timedelta(hours=6)
SILENT_UNTIL = timedelta(hours=30)  # later it is not news that a side has nothing
_SILENT_FROM = 3  # outlets with a text of their own: what one or two have alone is their own story


def silent_side(story: Story, now: datetime) -> Side | None:
    """Return the only side that has a story which both should have; None if there is nothing to say.

    It has three outlets or more with texts of their own, for six hours, while the other side has none.
    """
    found = sides(story, story.language)
    if len(found) != 1 or not SILENT_AFTER <= now - found[0].since <= SILENT_UNTIL:
        return None
    own = provenance(story, {}).own.get(found[0].owner, 0)
    return found[0] if own >= _SILENT_FROM else None
