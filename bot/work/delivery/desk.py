"""For whom are messages written, and with what? The chat, its words, the topic and its feeds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.language import Words, speak
from bot.model import Feed, Story, Subscription
from bot.stories.wording.edition import in_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whom messages are written for, and with what. ``zone`` and ``language`` are those of channels that chose none."""

    to: Subscription
    topic: str
    zone: str
    language: str | None
    feeds: Mapping[str, Feed]
    own_names: frozenset[str] = frozenset()  # that the topic is called by
    spelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language: how names are written there
    threads: bool = False  # replies stand apart from the chat there
    now: datetime

    @property
    def words(self) -> Words:
        """The words of the channel."""
        return speak(self.to.language or self.language).knowing(self.spelled)

    def read(self, story: Story) -> Story:
        """Return a story as the channel reads it: in its language where one of the reports is in it."""
        return in_language(story, self.to.language or self.language)
