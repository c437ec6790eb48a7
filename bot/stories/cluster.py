"""Which story does an entry belong to? The one that reports the same event, in any language, or a new one.

A wrong merge hides news and a missed one only repeats it, so a doubt opens a new story.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model import Feed, Hit, Sketch, Story, StoryChange
from bot.stories.growth import grow
from bot.stories.likeness import Likeness, Traits, compare, contradict, traits
from bot.stories.sketch import sketch
from bot.stories.terms import terms

WINDOW = timedelta(hours=72)  # a story that was not reported for so long is over
COMPARED = 60  # stories that one entry is compared with, those that share most terms first
_OWN, _CROSSING = 0.27, 0.38  # likeness that makes one story, within a language and across
_PER_DAY = 0.10  # more likeness asked for each day between two reports: what happens again is another event
_BEST = 0.5  # share of the best report in a story's likeness; the rest is the mean of all, against chains
_IN_MINUTES = 120  # longer times are told in hours
_COPY = 0.5  # share of a text that makes it a copy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """How an entry and a story fit: ``margin`` at or above 0 is one event."""

    margin: float
    why: str


@dataclass(slots=True, kw_only=True)
class _Draft:
    """A story while entries of this call join it."""

    id: str
    story: Story | None  # None: opened in this call
    members: list[Traits]
    hits: list[Hit] = field(default_factory=list)
    why: str = ""

    @property
    def last(self) -> datetime:
        return max(member.sketch.at for member in self.members)


def cluster(
    hits: Sequence[Hit], candidates: Sequence[Story], feeds: Mapping[str, Feed], *, now: datetime
) -> list[StoryChange]:
    """Return one change for each story that the hits open or join, in the order in which that happened.

    ``candidates`` are the stored stories that share an index term with a hit, with their sketches; ``feeds`` says who
    is behind a feed id. Hits are taken oldest first, so their order does not matter; a hit whose entry is already a
    report of a candidate changes nothing.
    """
    drafts = [
        _Draft(id=story.id, story=story, members=[traits(each) for each in story.sketches])
        for story in sorted(candidates, key=lambda each: each.id)
        if story.sketches
    ]
    known = {report.key for story in candidates for report in story.reports}
    index = _Index(drafts)
    touched: dict[str, _Draft] = {}
    for hit, own in sorted(
        ((hit, traits(sketch(hit))) for hit in hits), key=lambda each: (each[1].sketch.at, each[1].sketch.key)
    ):
        if own.sketch.key in known:
            continue
        known.add(own.sketch.key)
        draft = _choose(own, index.sharing(own.sketch))
        if draft is None:
            draft = _Draft(id=own.sketch.key, story=None, members=[], why="no story of the last 72 hours is like it")
        draft.members.append(own)
        draft.hits.append(hit)
        index.add(draft, own.sketch)
        touched[draft.id] = draft
    return [
        grow(draft.story, draft.hits, [member.sketch for member in draft.members], feeds, now=now, why=draft.why)
        for draft in touched.values()
    ]


class _Index:
    """Drafts by index term, so that an entry meets only the stories it shares a term with."""

    def __init__(self, drafts: Iterable[_Draft]) -> None:
        self._drafts: dict[str, dict[str, _Draft]] = {}
        for draft in drafts:
            for member in draft.members:
                self.add(draft, member.sketch)

    def add(self, draft: _Draft, of: Sketch) -> None:
        for term in terms(of):
            self._drafts.setdefault(term, {})[draft.id] = draft

    def sharing(self, of: Sketch) -> list[_Draft]:
        """Return the drafts that share most terms with a sketch, at most ``COMPARED``."""
        drafts: dict[str, _Draft] = {}
        shared: Counter[str] = Counter()
        for term in terms(of):
            for draft_id, draft in self._drafts.get(term, {}).items():
                drafts[draft_id] = draft
                shared[draft_id] += 1
        best = sorted(shared, key=lambda each: (-shared[each], each))[:COMPARED]
        return [drafts[each] for each in best]


def _choose(own: Traits, drafts: Sequence[_Draft]) -> _Draft | None:
    """Return the draft an entry fits best, with its reason noted; None where it fits none."""
    best: tuple[_Verdict, _Draft] | None = None
    for draft in drafts:
        if abs(own.sketch.at - draft.last) > WINDOW:
            continue
        verdict = _judge(own, draft)
        if verdict.margin >= 0 and (best is None or verdict.margin > best[0].margin):
            best = (verdict, draft)
    if best is None:
        return None
    verdict, draft = best
    draft.why = verdict.why
    return draft


def _judge(own: Traits, draft: _Draft) -> _Verdict:
    """Weigh an entry against all reports of a story: the best one, the mean, and what contradicts."""
    fits: list[tuple[float, Likeness, Traits]] = []
    for member in draft.members:
        likeness = compare(own, member)
        days = abs(own.sketch.at - member.sketch.at) / timedelta(days=1)
        asked = (_CROSSING if likeness.crossing else _OWN) + _PER_DAY * days
        margin = max(likeness.score, likeness.copy if likeness.copy >= _COPY else 0.0) - asked
        fits.append((margin, likeness, member))
    fits.sort(key=lambda each: (-each[0], each[2].sketch.key))
    best, likeness, member = fits[0]
    margin = _BEST * best + (1 - _BEST) * sum(fit for fit, _, _ in fits) / len(fits)
    if margin >= 0:
        for fit, _, against in fits:
            reason = contradict(own, against) if fit >= 0 else None
            if reason is not None:
                return _Verdict(margin=-1.0, why=reason)
    return _Verdict(margin=margin, why=_explain(likeness, own, member))


def _explain(likeness: Likeness, own: Traits, member: Traits) -> str:
    apart = _apart(abs(own.sketch.at - member.sketch.at))
    if likeness.copy >= _COPY and likeness.copy > likeness.score:
        return f"{likeness.copy:.0%} of the text is the same, {apart}"
    across = f" across {own.sketch.language} and {member.sketch.language}" if likeness.crossing else ""
    return f"{likeness.score:.2f} alike{across}, {apart}"


def _apart(gap: timedelta) -> str:
    minutes = round(gap / timedelta(minutes=1))
    if minutes < 1:
        return "at the same time"
    if minutes < _IN_MINUTES:
        return f"{minutes} minute{'s' * (minutes > 1)} apart"
    return f"{round(minutes / 60)} hours apart"
