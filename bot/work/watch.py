"""What is watched now? The configuration and the topics made of it; a reload swaps all at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from bot.config import Config
from bot.config.sources.address import feed_key
from bot.model import Entry, Feed, Match
from bot.text.words import fold, keys_of

if TYPE_CHECKING:
    from bot.topic.topic import Topic  # slow to import, and a pass without news needs none

_UNREAD = Match(score=0.0, alert=False, store=False)


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A configuration in force: jobs take it once when they start, so that none sees half a change.

    It describes the first topic; ``others`` do so for the other ones. What is derived from it is made when first asked
    for: a pass without news needs none of it.
    """

    config: Config
    polled: Mapping[str, Feed]  # enabled ones by id; of several with one address only the first
    feeds: Mapping[str, Feed]  # those of them that are read for this topic
    known: Mapping[str, Feed]  # with disabled ones and former ids: their entries stay in stories
    loaded: datetime
    others: tuple["Watch", ...] = ()

    @property
    def topics(self) -> tuple["Watch", ...]:
        """The watch of each topic, the first one first."""
        return (self, *self.others)

    def about(self, key: str) -> "Watch | None":
        """Return the watch of the topic that rows call ``key``; None if it is no longer watched."""
        return next((each for each in self.topics if each.config.key == key), None)

    def label(self, key: str) -> str:
        """Return the id by which metrics distinguish a topic; "" if there are no others."""
        watch = self.about(key) if self.others else None
        return watch.config.topic.key if watch else ""

    @cached_property
    def topic(self) -> "Topic":
        """The topic, ready for matching."""
        from bot.topic.topic import compile_topic  # noqa: PLC0415

        return compile_topic(self.config.match, self.config.corpus)

    @cached_property
    def _match(self) -> Callable[["Topic", Entry], Match]:
        from bot.topic.match import match  # noqa: PLC0415

        return match

    def judge(self, entry: Entry) -> Match:
        """Return what the topic says of an entry: nothing if it does not read the feed."""
        return self._match(self.topic, entry) if self.config.reads(entry.feed_id) else _UNREAD

    @cached_property
    def seeds(self) -> Mapping[str, float]:
        """The share of the topic's seeds that have a word or name, see ``bot.stories.grouping.rarity``."""
        from bot.stories.grouping.rarity import seeds_of  # noqa: PLC0415

        return seeds_of(self.topic)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """By folded form of the topic's names, in any language, the name that stories use."""
        return {
            fold(form): entity.name
            for entity in self.config.corpus.entities
            if entity.kind != "trap"
            for form in (entity.name, *(alias for _, alias in entity.aliases))
        }

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The names by which the topic itself is called: they are in every story."""
        topic = self.config.topic
        title = set(keys_of(topic.name, topic.language))
        return frozenset(name for form, name in self.names.items() if title.issuperset(keys_of(form, topic.language)))

    @cached_property
    def spelled(self) -> Mapping[str, Mapping[str, str]]:
        """By language, how these names and the topic's own are written in it."""
        from bot.config.seeds.spelling import Spelled  # noqa: PLC0415 - reads what all languages call countries

        return Spelled(self.config.topic, self.config.corpus.entities)

    def make_all(self) -> None:
        """Make it all now, for each topic, so that no transaction waits for it."""
        for each in self.topics:
            _ = dict(each.spelled), each.own_names, each.seeds


def ready(config: Config, now: datetime) -> Watch:
    """Return the watch that a configuration asks for, its topics compiled so that no transaction waits for them."""
    made = watch(config, now)
    made.make_all()
    return made


def watch(config: Config, now: datetime) -> Watch:
    """Return the watch that a configuration asks for."""
    polled = {
        feed.id: feed for feed in _one_of_each(config.feeds) if any(each.reads(feed.id) for each in config.topics)
    }
    return Watch(
        config=config,
        polled=polled,
        feeds={feed.id: feed for feed in polled.values() if config.reads(feed.id)},
        known={former: feed for feed in config.feeds for former in (*feed.formerly, feed.id)},
        loaded=now,
        others=tuple(watch(each, now) for each in config.others),
    )


def _one_of_each(feeds: Iterable[Feed]) -> Iterable[Feed]:
    """Return the enabled feeds without those whose address an earlier one has."""
    found: dict[str, Feed] = {}
    for feed in feeds:
        if feed.enabled:
            found.setdefault(feed_key(feed.url), feed)
    return found.values()


class Current:
    """Holds the watch in force and the problems of a newer one."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.refused: tuple[str, ...] = ()  # problems of a newer configuration that was not taken
