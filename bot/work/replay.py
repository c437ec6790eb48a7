"""What would another configuration have sent? Stored entries go through the decisions of the service, with no database.

``bot.work.polling.take`` decides on what its tables hold; here the same functions decide on what a trial remembers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.chat.rendering.reasons import why_line
from bot.model import Change, Hit, Match, Reason, Story, Subscription, Target
from bot.stories.grouping.baseline import REMEMBERED, facts, without
from bot.stories.grouping.memory import Memory
from bot.stories.route import Decision, decide
from bot.topic.match import match
from bot.work.watch import Watch

# A chat that always wanted every story: what real chats filter out has nothing to do with the configuration.
_CHAT = Subscription(
    channel_id=1, target=Target(platform="replay", chat="all"), title="", since=datetime(1970, 1, 1, tzinfo=UTC)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The parts of an entry's match that are kept."""

    score: float
    why: str


@dataclass(slots=True, kw_only=True)
class Trial:
    """A configuration, with what it has decided so far."""

    watch: Watch
    entries: int = 0  # of feeds in this configuration, since the start of the period
    matched: int = 0
    opened: int = 0
    updates: int = 0
    sent: set[str] = field(default_factory=set)  # ids of stories, since the start of the period
    judged: dict[str, Judged] = field(default_factory=dict)  # by entry key
    stories: dict[str, Story] = field(default_factory=dict)  # by id
    told: set[str] = field(default_factory=set)  # ids of stories, including those of the warm-up
    _memory: Memory = field(init=False)
    _facts: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._memory = Memory(self.watch.seeds)

    def take(self, poll: Sequence[Hit], *, counts: bool) -> None:
        """Decide on the stored entries of one poll as if they came now; polls that do not count only warm it up.

        Whether a poll was quiet is taken from what was stored.
        """
        now = poll[0].entry.seen
        mine = [old for old in poll if old.entry.feed_id in self.watch.feeds]
        hits = self._judge(mine, now)
        self.entries += counts * len(mine)
        self.matched += counts * len(hits)
        if not hits:
            return
        changes = self._memory.take(hits, self.watch.known, now)
        for decided in decide(changes, [_CHAT], self._told, now=now):
            self._keep(decided)
            self._count(decided, counts=counts)

    def _judge(self, poll: Iterable[Hit], now: datetime) -> list[Hit]:
        """Match again, and return what is worth keeping."""
        hits = []
        for old in poll:
            found: Match = match(self.watch.topic, old.entry)
            self.judged[old.entry.key] = Judged(
                score=found.score, why=why_line(found, alert_at=self.watch.topic.settings.alert_at)
            )
            if found.store:
                hits.append(Hit(entry=old.entry, match=found, quiet=old.quiet))
        brought = facts(hits)
        known = {fact for fact in brought if self._facts.get(fact, _CHAT.since) >= now - REMEMBERED}
        self._facts |= dict.fromkeys(brought, now)
        return [without(hit, known) for hit in hits]

    def _told(self, story_id: str) -> set[int]:
        return {_CHAT.channel_id} if story_id in self.told else set()

    def _keep(self, decided: Decision) -> None:
        story = decided.change.story
        for part in decided.change.joined:
            del self.stories[part.id]
            for known in (self.told, self.sent):
                if part.id in known:
                    known.add(story.id)
                    known.discard(part.id)
        self.stories[story.id] = story

    def _count(self, decided: Decision, *, counts: bool) -> None:
        self.opened += counts and decided.change.change is Change.OPENED
        for alert in decided.alerts:
            if alert.reason is Reason.NEW:
                self.told.add(decided.change.story.id)
                if counts:
                    self.sent.add(decided.change.story.id)
            elif alert.reason is not Reason.EDIT:
                self.updates += counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A story that only one of two configurations sends. A score is None if that one has none of its feeds."""

    title: str
    feeds: tuple[str, ...]
    at: datetime  # when its first entry came
    score_then: float | None  # by the configuration in force
    score_now: float | None  # by the one that is tried
    why: str  # the reason that the tried one gives


def replay(entries: Iterable[Hit], trials: Iterable[Trial], *, start: datetime, step: Callable[[], object]) -> None:
    """Let every trial decide on the entries, given in the order of their arrival.

    What came before ``start`` only warms the trials up: stories that have grown since must be known. ``step`` is called
    once per entry.
    """
    trials = list(trials)
    for poll in _polls(entries):
        for trial in trials:
            trial.take(poll, counts=poll[0].entry.seen >= start)
        for _ in poll:
            step()


def added(old: Trial, new: Trial) -> list[Difference]:
    """Return what only ``new`` sends, oldest first."""
    return [_difference(story, old, new) for story in _only(new, old)]


def lost(old: Trial, new: Trial) -> list[Difference]:
    """Return what only ``old`` sends, oldest first."""
    return [_difference(story, old, new) for story in _only(old, new)]


def _polls(entries: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Put together what one poll of one feed brought: entries seen at the same time."""
    poll: list[Hit] = []
    for hit in entries:
        if poll and (hit.entry.feed_id, hit.entry.seen) != (poll[0].entry.feed_id, poll[0].entry.seen):
            yield poll
            poll = []
        poll.append(hit)
    if poll:
        yield poll


def _only(one: Trial, other: Trial) -> list[Story]:
    """Return each story that ``one`` sent and ``other`` did not, not even as a part of another story."""
    told = {report.key for story in other.told for report in other.stories[story].reports}
    sent = sorted((one.stories[each] for each in one.sent), key=lambda story: (story.opened, story.id))
    return [story for story in sent if told.isdisjoint(report.key for report in story.reports)]


def _difference(story: Story, old: Trial, new: Trial) -> Difference:
    then, now = _judged(old, story), _judged(new, story)
    return Difference(
        title=story.title,
        feeds=tuple(dict.fromkeys(report.feed_id for report in story.reports)),
        at=story.opened,
        score_then=then.score if then else None,
        score_now=now.score if now else None,
        why=now.why if now else "none of its feeds is in this configuration",
    )


def _judged(trial: Trial, story: Story) -> Judged | None:
    """Return what a trial says of the best of a story's entries; None if it has none of their feeds."""
    judged = [trial.judged[each.key] for each in story.reports if each.key in trial.judged]
    return max(judged, key=lambda each: each.score, default=None)
