"""Is an unusual amount happening now? Compared with the same hours of the day in the past four weeks.

The bound is the usual count plus some spreads, both robust: the median, and the median absolute deviation from it
(Hampel, "The influence curve and its role in robust estimation", 1974), so that earlier spikes do not hide new ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from statistics import median

from bot.model import Alert, Reason, Send, Story, Subscription
from bot.stories.statistics.norm import LEAST_PAST, PAST

HOURS = timedelta(hours=3)  # what is "now": long enough for a handful of stories, short enough to be in time
AGAIN = timedelta(hours=12)  # one notice per spike; one that still goes on then is worth another
LEAST = 6  # stories; fewer are not a spike, however quiet it is otherwise
_SPREADS = 5.0  # 28 quiet windows say little, and chance alone must not raise an alarm
_AS_DEVIATION = 1.4826  # makes a median absolute deviation comparable with a standard deviation
_LEAST_SPREAD = 1.0  # stories; if most windows are alike the deviation is 0
_NAMED = 3  # stories in the notice
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """``count`` stories since then; ``usual`` is the median of past windows, ``bound`` what had to be exceeded."""

    count: int
    usual: int
    bound: float
    since: datetime

    @property
    def sentence(self) -> str:
        """The numbers that triggered the notice."""
        hours = round(HOURS / timedelta(hours=1))
        return f"{self.count} new stories in {hours} hours; usual at this time of day: {self.usual}"


def spike(count: int, past: Sequence[datetime], *, begun: datetime, now: datetime) -> Spike | None:
    """Return the spike that ``count`` stories in the last hours are, or None.

    ``past`` are the times of earlier stories, ``begun`` is when we began to watch: in the first week nothing is said.
    """
    days = int(min(PAST, now - HOURS - begun) / _DAY)
    if days < LEAST_PAST / _DAY or count < LEAST:
        return None
    ends = [now - day * _DAY for day in range(1, days + 1)]
    counts = [sum(end - HOURS < at <= end for at in past) for end in ends]
    middle = median(counts)
    deviation = _AS_DEVIATION * median(abs(each - middle) for each in counts)
    bound = middle + _SPREADS * max(deviation, _LEAST_SPREAD)
    return Spike(count=count, usual=round(middle), bound=bound, since=now - HOURS) if count > bound else None


def notices(
    found: Spike, stories: Sequence[Story], subscriptions: Sequence[Subscription], *, now: datetime
) -> list[Alert]:
    """Return one notice for each channel that gets alerts of the whole topic: not muted, no digest only, no words."""
    most = sorted(stories, key=lambda each: (-len({report.source for report in each.reports}), -each.score, each.id))
    return [
        Alert(
            id=blake2b(f"spike|{each.channel_id}|{now.isoformat()}".encode(), digest_size=16).hexdigest(),
            channel_id=each.channel_id,
            story_id=None,
            reason=Reason.SPIKE,
            revision=0,
            created=now,
            new=(str(found.count), str(found.usual)),
            stories=tuple(story.id for story in most[:_NAMED]),
            since=found.since,
            why=f"{found.sentence}; a notice comes above {found.bound:.1f}",
        )
        for each in subscriptions
        if each.active
        and each.paused is None
        and each.send is not Send.DIGEST
        and not each.include
        and (each.muted_until is None or each.muted_until <= now)
    ]
