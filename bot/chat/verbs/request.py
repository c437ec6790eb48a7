"""What is a command about, and what must a verb know of the running service? Its story, and a snapshot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat.language import Words, speak
from bot.chat.message import Command, Reply
from bot.chat.rendering.alerts import answer
from bot.model import Feed, Story
from bot.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The service as it is at ``now``. ``stems`` turns the words of a query into what the store searches by."""

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
    code: Callable[[], str]  # gives a new word that nobody can guess, of letters, digits, "-" and "_"


def is_operator(command: Command, service: Service) -> bool:
    """Say whether a command comes from one of the bot's operators."""
    return (command.target.platform, command.user) in service.operators


def asked_story(tx: Transaction, command: Command) -> Story | None:
    """Return the story as it is stored, or None where none is meant or there is none of that id."""
    short = command.value or command.arguments.strip().strip("`").lower()
    if short:
        return story_called(tx, short)
    channel = tx.channels.at(command.target)
    if channel is None or command.reply_story is None:
        return None
    story_id = tx.alerts.story_of_message(channel.channel_id, command.reply_story)
    return next(iter(tx.stories.by_id([tx.regroups.heir(story_id)])), None) if story_id else None


def story_called(tx: Transaction, short: str) -> Story | None:
    """Return the story with an id as people type it, or the one that it became part of."""
    short = short.strip("`").lower()
    found = tx.stories.by_short(short)
    heir = tx.regroups.heir_of_short(short) if found is None else None
    return next(iter(tx.stories.by_id([heir])), None) if heir else found


def language_of(tx: Transaction, command: Command, service: Service) -> str | None:
    """Return the language in which a chat reads."""
    channel = tx.channels.at(command.target)
    return (channel.language if channel else None) or service.language


def words_of(tx: Transaction, command: Command, service: Service) -> Words:
    """Return the words in which a command is answered: the chat's choice, else the app's language, else the house's."""
    channel = tx.channels.at(command.target)
    return speak((channel.language if channel else None) or command.language or service.language)


def no_story(tx: Transaction, command: Command, service: Service) -> Reply:
    """Return the answer where ``asked_story`` found none; it says how to ask."""
    words = words_of(tx, command, service)
    asked = command.value or command.arguments.strip()
    which = words("I can't find story “{id}”.", id=asked) if asked else words("Which story?")
    verb, latest = f"{command.prefix}{command.verb}", f"{command.prefix}latest"
    how = words("Reply to an alert with {verb}, or copy the id from {latest}", verb=verb, latest=latest)
    return Reply(message=answer(f"{which} {how}"), refused=True)
