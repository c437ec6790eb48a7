"""What becomes of the hits of one poll? Grouped into stories, and routed to the chats that asked for them (pure)."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model import Alert, Feed, Hit, Story, StoryChange, Subscription
from bot.stories.grouping.cluster import cluster
from bot.stories.grouping.rarity import Stream
from bot.stories.importance import BAR
from bot.stories.route import route


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A story as it now is, and who is told."""

    change: StoryChange
    alerts: tuple[Alert, ...]


def decide(
    hits: Sequence[Hit],
    candidates: Sequence[Story],
    feeds: Mapping[str, Feed],
    subscriptions: Sequence[Subscription],
    told: Callable[[str], Collection[int]],
    *,
    muted: Callable[[str], Collection[int]] = lambda _: (),
    apart: Collection[tuple[str, str]] = (),
    facts: Callable[[Sequence[str]], Mapping[int, Collection[str]]] = lambda _: {},
    bar: float = BAR,
    stream: Stream = Stream(),  # noqa: B008 - frozen
    language: str | None = None,
    now: datetime,
) -> Iterator[Decision]:
    """Give one decision for each story that the hits open or join; the service and ``seedwatch replay`` share it.

    ``candidates`` are the stored stories that a hit may belong to, ``feeds`` says who is behind a feed id, and ``told``
    returns the ids of the channels that have a story already, ``muted`` those of channels that want no more of it; a
    story that becomes part of another one brings its own along. ``stream`` says how rare what the hits have is.
    ``facts`` returns by channel what was said to it of some stories, ``bar`` is what counts as important now.
    ``language`` is that of channels that chose none; ``apart`` are the pairs of candidates that an operator took apart.
    """
    for change in cluster(hits, candidates, feeds, apart=apart, stream=stream, now=now):
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
