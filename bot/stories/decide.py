"""Who is told what became of stories? Each change is routed to the chats that asked for it (pure)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Alert, StoryChange, Subscription
from bot.stories.importance import BAR
from bot.stories.route import is_news, route


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A story as it is now, and who is told."""

    change: StoryChange
    alerts: tuple[Alert, ...]


def decide(
    changes: Iterable[StoryChange],
    subscriptions: Sequence[Subscription],
    told: Callable[[str], Collection[int]],
    *,
    muted: Callable[[str], Collection[int]] = lambda _: (),
    facts: Callable[[Sequence[str]], Mapping[int, Collection[str]]] = lambda _: {},
    bar: float = BAR,
    language: str | None = None,
    now: datetime,
) -> Iterator[Decision]:
    """Yield one decision for each change in turn; the service and ``seedwatch replay`` share this.

    ``told`` returns the ids of the channels that have a story already, ``muted`` those of channels that want no more of
    it; a story that becomes part of another one brings its own along. ``facts`` returns by channel what it was told of
    some stories, ``bar`` is what counts as important now. ``language`` applies to channels that chose none.
    """
    for change in changes:
        if not is_news(change, now):
            yield Decision(change=change, alerts=())
            continue
        stories = [change.story.id, *(part.id for part in change.joined)]
        alerts = route(
            change,
            subscriptions,
            {channel for story in stories for channel in told(story)},
            muted={channel for story in stories for channel in muted(story)},
            facts=facts(stories),
            bar=bar,
            language=language,
            now=now,
        )
        yield Decision(change=change, alerts=tuple(alerts))
