"""How many messages a day would each choice bring? Counted in the last two weeks (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model import Story
from bot.stories.importance import bar

PAST = timedelta(days=14)
_LEAST = 3  # days; with fewer, nothing is promised
_TAIL = 10  # "usually" leaves out the quietest and the busiest tenth of the days


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Stories a day: all of them on an ordinary day (``low`` to ``high``) and on average, and the important ones."""

    low: int
    high: int
    every: float
    important: float


def expected(stories: Iterable[Story], *, begun: datetime | None, now: datetime) -> Expected | None:
    """Return what may be expected, from the ``stories`` worth a message; None while too little is known.

    ``begun`` is when we began to watch. What a feed already had at its first poll does not count.
    """
    days = 0 if begun is None else min((now - begun).days, PAST.days)
    if days < _LEAST:
        return None
    counts = [0] * days
    past: list[float] = []
    for story in stories:
        day = (now - story.opened).days
        if story.quiet or not 0 <= day < days:
            continue
        counts[day] += 1
        past.append(story.importance)
    ordered = sorted(counts)
    tail = days // _TAIL
    limit = bar(past)
    important = sum(each >= limit for each in past)
    return Expected(low=ordered[tail], high=ordered[-1 - tail], every=sum(counts) / days, important=important / days)
