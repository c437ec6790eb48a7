"""Who has a story, who was first, and who repeats whose text? Outlets, however many feeds each of them has (pure)."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.model import Ownership, Report, Story
from bot.text.copies import shingles, similarity
from bot.text.words import romanise, tokens

_EDITION = re.compile(r"\s*(?:\([^()]*\)|: .*)\s*$")  # "(English)", ": Belarus": an edition of the same outlet
COPY = 0.5  # share of the shorter text that is in the longer one: grouping recognises copies by the same measure


def outlet(report: Report) -> str:
    """Return a key shared by all feeds of an outlet: БелТА and BelTA (English) are one."""
    return _key(report.source)


def outlets(reports: Iterable[Report]) -> dict[str, Report]:
    """Return the first report of each outlet, first reporter first."""
    found: dict[str, Report] = {}
    for report in reports:
        found.setdefault(outlet(report), report)
    return found


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    words = [token.fold if token.fold.isdigit() else romanise(token.fold) for token in tokens(_EDITION.sub("", name))]
    return " ".join(words) or name


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A report whose text is from an earlier one of another outlet; times are as the outlets claim them."""

    of: Report
    later: timedelta
    share: float  # 0..1 of the shorter text


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """``first`` is the first report by its claimed time, ``seen`` when we saw any of them first (None: unknown).

    ``copies`` are by report key. ``own`` counts, by ownership, the outlets with a text of their own; a translation
    cannot be told from one.
    """

    first: Report
    seen: datetime | None
    copies: Mapping[str, Copy]
    own: Mapping[Ownership, int]

    @property
    def outlets(self) -> int:
        """How many outlets have a text of their own."""
        return sum(self.own.values())


def provenance(story: Story, seen: Mapping[str, datetime]) -> Provenance:
    """Return where a story comes from; ``seen`` says by entry key when we saw it. Raises ValueError without reports.

    Copies are of the earliest report with that text. An outlet counts as one of its own if any of its reports is.
    """
    if not story.reports:
        raise ValueError(f"story {story.id!r} has no reports")
    signatures = {each.key: each.shingles for each in story.sketches}
    texts = [
        (each, signatures.get(each.key) or shingles(f"{each.title}\n{each.text}"))
        for each in sorted(story.reports, key=lambda each: (each.at, each.key))
    ]
    copies: dict[str, Copy] = {}
    for place, (report, text) in enumerate(texts):
        for earlier, other in texts[:place]:
            share = similarity(text, other) if earlier.source != report.source else 0.0
            if share >= COPY:
                copies[report.key] = Copy(of=earlier, later=report.at - earlier.at, share=share)
                break
    own = {report.source: report.ownership for report, _ in texts if report.key not in copies}
    return Provenance(
        first=texts[0][0],
        seen=min((seen[each.key] for each in story.reports if each.key in seen), default=None),
        copies=copies,
        own=Counter(own.values()),
    )
