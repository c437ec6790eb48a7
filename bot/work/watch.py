"""What is watched now? The configuration and the topic made of it; a reload swaps both at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.config import Config
from bot.config.seeds.spelling import spelled
from bot.config.sources.address import feed_key
from bot.model import Feed
from bot.stories.grouping.rarity import seeds_of
from bot.text.words import fold, keys_of
from bot.topic.topic import Topic, compile_topic


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A configuration in force: jobs take it once at their start, so that none sees half of a change.

    The topic is compiled when first asked for: a pass that brings nothing new needs none.
    """

    config: Config
    feeds: Mapping[str, Feed]  # enabled ones by id; of several with one address the first, so that it is asked once
    known: Mapping[str, Feed]  # disabled ones too, also by former ids: their entries stay in stories
    names: Mapping[str, str]  # folded forms of the topic's names, in any language -> the name as stories have it
    own_names: frozenset[str]  # those of them that the topic is called by: they are in every story
    spelled: Mapping[str, Mapping[str, str]]  # by language: these names, and the topic's, as they are written there
    loaded: datetime

    @cached_property
    def topic(self) -> Topic:
        """The topic, ready for matching."""
        return compile_topic(self.config.match, self.config.corpus)

    @cached_property
    def seeds(self) -> Mapping[str, float]:
        """The share of the topic's seeds that have a word or name, see ``bot.stories.grouping.rarity``."""
        return seeds_of(self.topic)


def ready(config: Config, now: datetime) -> Watch:
    """Return what a configuration asks for with the topic compiled, so that no transaction waits for it."""
    made = watch(config, now)
    made.seeds  # noqa: B018 - kept from now on
    return made


def watch(config: Config, now: datetime) -> Watch:
    """Return what a configuration asks for."""
    names = {
        fold(form): entity.name
        for entity in config.corpus.entities
        if entity.kind != "trap"
        for form in (entity.name, *(alias for _, alias in entity.aliases))
    }
    title = set(keys_of(config.topic.name, config.topic.language))
    return Watch(
        config=config,
        feeds={feed.id: feed for feed in _one_of_each(config.feeds)},
        known={former: feed for feed in config.feeds for former in (*feed.formerly, feed.id)},
        names=names,
        own_names=frozenset(
            name for form, name in names.items() if title.issuperset(keys_of(form, config.topic.language))
        ),
        spelled=spelled(config.topic, config.corpus.entities),
        loaded=now,
    )


def _one_of_each(feeds: Iterable[Feed]) -> Iterable[Feed]:
    """Return the enabled feeds without those whose address another one before has."""
    found: dict[str, Feed] = {}
    for feed in feeds:
        if feed.enabled:
            found.setdefault(feed_key(feed.url), feed)
    return found.values()


class Current:
    """The holder of the watch in force and of what is wrong with a newer one."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.refused: tuple[str, ...] = ()  # problems of a newer configuration that was not taken
