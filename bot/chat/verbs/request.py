"""What is a command about? Its chat, its words, its story, and the service as it is meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.chat.language import Words, speak
from bot.chat.message import Command, Line, Message, Reply
from bot.chat.rendering.alerts import answer
from bot.model import FIRST_TOPIC, Feed, Scope, Story, Subscription
from bot.store.transaction import Transaction
from bot.text.words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The service as it is at ``now``. ``stems`` turns the words of a query into what the store searches by.

    It describes one topic; the first topic's has those of the other topics in ``others``.
    """

    now: datetime
    started: datetime
    topic: str
    zone: str  # IANA name, for digests of channels that have none of their own
    language: str | None = None  # ISO 639-1, of channels that chose none
    alert_at: float
    feeds: Mapping[str, Feed]  # enabled ones
    operators: frozenset[tuple[str, str]]  # (platform, user id)
    stems: Callable[[str], tuple[tuple[str, ...], ...]]
    config: str  # the file's name: "sources.yaml"
    loaded: datetime  # when its version in force was read
    seeds: int = 0  # documents that teach the topic
    refused: tuple[str, ...] = ()  # problems of a newer version that is not used
    problems: tuple[str, ...] = ()  # what does not work now, for operators
    version: str = ""
    access: str = "open"  # who may use us: open | invite | allowlist
    platforms: frozenset[str] = frozenset()  # those that are connected
    names: Mapping[str, str] = field(default_factory=dict)  # of the topic: a folded form -> the name stories have
    own_names: frozenset[str] = frozenset()  # those of them that the topic is called by
    spelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by language: how names are written
    key: str = FIRST_TOPIC  # what rows of the database call the topic
    id: str = ""  # what people call it
    others: tuple["Service", ...] = ()
    code: Callable[[], str]  # gives a new word that nobody can guess, of letters, digits, "-" and "_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One command, the transaction in which it is carried out, and the service as it is then.

    What it is about is looked up when asked for and never kept, so it is true even after the verb has changed it.
    """

    tx: Transaction
    command: Command
    service: Service
    topics: tuple[Service, ...] = ()  # all of them, where there are several
    named: bool = False  # the command itself says which topic it is about

    def about(self, service: Service) -> "Request":
        """Return the same request about another topic."""
        return replace(self, tx=self.tx.about(service.key), service=service)

    @property
    def feeds(self) -> Mapping[str, Feed]:
        """The enabled feeds of all topics: how a feed is doing has nothing to do with what it is read for."""
        return {feed_id: feed for each in (self.service, *self.topics) for feed_id, feed in each.feeds.items()}

    @property
    def now(self) -> datetime:
        """The time at which the command is carried out."""
        return self.service.now

    @property
    def from_operator(self) -> bool:
        """Whether it comes from one of the bot's operators."""
        return (self.command.target.platform, self.command.user) in self.service.operators

    @property
    def channel(self) -> Subscription | None:
        """What is stored of the chat that the command is about, whether it gets something or not."""
        return self.tx.channels.at(self.command.target)

    @property
    def subscription(self) -> Subscription | None:
        """The subscription of that chat, where it gets something now."""
        channel = self.channel
        return channel if channel is not None and channel.active and channel.paused is None else None

    @property
    def any_channel(self) -> Subscription | None:
        """What is stored of the chat for this topic, else for another: some of it is the same for all of them."""
        return self.channel or next(iter(self.tx.channels.all_at(self.command.target)), None)

    @property
    def zone(self) -> str:
        """The chat's time zone, an IANA name."""
        channel = self.any_channel
        return (channel.zone if channel else None) or self.service.zone

    @property
    def language(self) -> str | None:
        """The language in which the chat reads: its choice, else the house's."""
        channel = self.any_channel
        return (channel.language if channel else None) or self.service.language

    @property
    def words(self) -> Words:
        """The words in which the command is answered: the chat's choice, else the app's language, else the house's."""
        channel = self.any_channel
        chosen = channel.language if channel else None
        return speak(chosen or self.command.language or self.service.language).knowing(self.service.spelled)

    @property
    def house_words(self) -> Words:
        """The words in which the whole chat is spoken to, whoever asked."""
        return speak(self.language).knowing(self.service.spelled)

    @property
    def story(self) -> Story | None:
        """The story that is meant, as it is stored; None where none is meant or there is none of that id."""
        short = self.command.value or self.command.arguments.strip().strip("`").lower()
        if short:
            return self.story_called(short)
        if self.command.reply_story is None:
            return None
        channels = self.tx.channels.all_at(self.command.target)
        told = (self.tx.alerts.story_of_message(each.channel_id, self.command.reply_story) for each in channels)
        story_id = next(filter(None, told), None)
        return next(iter(self.tx.stories.by_id([self.tx.regroups.heir(story_id)])), None) if story_id else None

    def story_called(self, short: str) -> Story | None:
        """Return the story with an id as people type it, or the one that it became part of."""
        short = short.strip("`").lower()
        found = self.tx.stories.by_short(short)
        heir = self.tx.regroups.heir_of_short(short) if found is None else None
        return next(iter(self.tx.stories.by_id([heir])), None) if heir else found

    def typed(self, line: str) -> str:
        """Return how a command is typed there: "/latest 10", "/watch latest 10"."""
        return f"{self.command.prefix}{line}"

    def asking(self, **changes: Any) -> "Request":
        """Return the same request with another command: these fields of it changed."""
        return replace(self, command=replace(self.command, **changes))

    def announced(self, sentence: str, /, **values: object) -> Message | None:
        """Return who did what, for a chat in which others are; ``sentence`` was marked and has a {who}.

        None where nobody else reads, and where the platform does not say who it was.
        """
        if self.command.scope is Scope.PRIVATE or not self.command.user_name:
            return None
        return answer(self.house_words(sentence, who=self.command.user_name, **values))


def refused(*lines: Line | str, head: str | None = None) -> Reply:
    """Return the answer to wrong use, which says what to do instead."""
    return Reply(message=answer(*lines, head=head), refused=True)


def no_story(request: Request) -> Reply:
    """Return the answer where a request is about no story that there is; it says how to ask."""
    words, command = request.words, request.command
    asked = command.value or command.arguments.strip()
    which = words("I can't find story “{id}”.", id=asked) if asked else words("Which story?")
    verb, latest = request.typed(command.verb), request.typed("latest")
    how = words("Reply to an alert with {verb}, or copy the id from {latest}", verb=verb, latest=latest)
    if command.threads:  # no command can be typed in a thread there
        how = words(
            "Choose “Why did this match?” in the menu of its message, or copy the id from {latest}", latest=latest
        )
    return refused(f"{which} {how}")


def examples(service: Service) -> Mapping[str, str]:
    """Return what fills the {places} of examples: a name, a source, a country and a language of the topic."""
    feeds = tuple(service.feeds.values())
    return {
        "name": _name(service),
        "source": feeds[0].id if feeds else "example",
        "country": next((feed.country for feed in feeds if feed.country), "BY"),
        "lang": next((feed.language for feed in feeds if feed.language), "en"),
    }


def _name(service: Service) -> str:
    """Return a name in small letters: of one word where there is one, and none that is in all stories."""
    topic = fold(service.topic)
    names = [fold(name) for name in dict.fromkeys(service.names.values())]
    narrow = [name for name in names if name not in topic] or names
    words = [word for word in topic.split() if word.isalpha()]
    return next((name for name in (*(each for each in narrow if " " not in each), *narrow, *words) if name), "word")
