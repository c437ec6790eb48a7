"""For whom are messages written, and with what? The chat, its words, the topic and its feeds.

A message for many chats is written only once: what was made from a story is kept until the story changes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from bot.chat.language import Words, speak
from bot.model import Feed, Story, Subscription
from bot.stories.filter import with_names
from bot.stories.wording.translation import in_language
from bot.work.watch import Watch

T = TypeVar("T")


class Kept(Generic[T]):
    """The last ``most`` things made. Stories are told apart by identity: comparing them costs too much."""

    def __init__(self, most: int = 256) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, tuple[tuple[object, ...], T]] = OrderedDict()

    def of(self, things: tuple[object, ...], how: Hashable, make: Callable[[], T]) -> T:
        """Return what ``make`` makes, or made earlier from the same things in the same way."""
        key = (*map(id, things), how)
        found = self._made.get(key)
        if found is None:
            # The things are kept too, so that no others get their identity.
            found = self._made[key] = (things, make())
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        return found[1]


_READ: Kept[Story] = Kept()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whom messages are written for, and with what. ``zone`` and ``language`` apply to channels that chose none."""

    to: Subscription
    topic: str
    alone: bool = True  # there is no other topic, so messages need not name theirs
    zone: str
    language: str | None
    feeds: Mapping[str, Feed]
    own_names: frozenset[str] = frozenset()  # names by which the topic itself is called
    spelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language: how names are written in it
    threads: bool = False  # replies appear apart from the chat, in threads
    now: datetime

    @property
    def words(self) -> Words:
        """The words of the channel."""
        return speak(self.to.language or self.language).knowing(self.spelled)

    def read(self, story: Story) -> Story:
        """Return a story as the channel reads it: in its language if one of the reports is in it."""
        language = self.to.language or self.language
        return _READ.of((story,), language, lambda: in_language(story, language))


def desk_for(to: Subscription, watched: Watch, *, threads: bool, now: datetime) -> Desk:
    """Return the desk for a channel, with the watch of its topic; if that is gone, of the first topic."""
    watch = watched.about(to.topic) or watched
    topic = watch.config.topic
    return Desk(
        to=with_names(to, watch.names),
        topic=topic.name,
        alone=not watched.others,
        zone=topic.timezone,
        language=topic.language,
        feeds=watch.feeds,
        own_names=watch.own_names,
        spelled=watch.spelled,
        threads=threads,
        now=now,
    )
