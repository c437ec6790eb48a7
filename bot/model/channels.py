"""Who asked for what, and what are they told?"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.model.matches import FIRST_TOPIC


class Send(Enum):
    """What a subscription asks for."""

    IMPORTANT = "important"
    EVERY = "every"
    DIGEST = "digest"


class Handling(Enum):
    """What becomes of the stories that a named filter finds."""

    LOUD = "loud"  # a message at once, with sound
    SILENT = "silent"  # a message at once, without sound
    DIGEST = "digest"  # a line of the digest
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A chat's named filter: which stories it finds, read like the chat's own filter, and what becomes of them."""

    name: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    how: Handling = Handling.LOUD


class Scope(Enum):
    """What kind of place a chat is: who reads there, and who may write."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a platform delivers to: its chat id and, in forums, the thread."""

    platform: str  # "telegram", "slack", "console"
    chat: str
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a channel asked for. A paused one keeps its settings."""

    channel_id: int
    target: Target
    title: str
    topic: str = FIRST_TOPIC
    send: Send = Send.EVERY
    alerts: Send = Send.EVERY  # which alerts came before a digest replaced them: they resume when it ends
    scope: Scope = Scope.PRIVATE
    include: tuple[str, ...] = ()  # only stories with one of these words; "ownership:state", "source:x" narrow further
    exclude: tuple[str, ...] = ()  # no stories with one of these words
    rules: tuple[Rule, ...] = ()  # the first that finds a story decides; "send" and the words above apply to the rest
    since: datetime  # nothing older is sent
    muted_until: datetime | None = None
    digest: str | None = None  # "daily 08:00", "weekly mon 08:00"
    report: str | None = None  # "weekly mon 09:00": when the report on the week before comes
    quiet: str | None = None  # "23:00-07:00": what happens then is told afterwards, in one list
    breakthrough: bool = False  # official texts, denials and corrections are told even in quiet hours
    zone: str | None = None  # IANA name
    language: str | None = None  # of our words, and of stories that have a report in it
    preview: bool = False  # small link previews under alerts
    broadcast: bool = True  # updates worth a sound are also shown in the channel, not only in the thread (Slack)
    silences: bool = True  # notices of what only state or only independent media have
    translate: bool = False  # add headlines in the chat's language to those in others, where a translator is set up
    condensed: bool = False  # first messages are one line
    edits: bool = False  # notices of headlines and figures that were changed without notice
    manager: str | None = None  # the user who set this up, to be told in private when nothing can be sent here
    paused: str | None = None  # why nothing is sent, e.g. "blocked by the user"
    active: bool = True


class Reason(Enum):
    """Why a channel is told."""

    NEW = "new"
    DETAILS = "details"  # what a first message of one line left out, in its thread
    EDIT = "edit"  # bring the first message up to date
    UPDATE = "update"  # new facts: a reply, silently
    LOUD = "loud"  # official text, denial, correction, new facts during rapid growth: a reply with sound
    DIGEST = "digest"
    REPORT = "report"  # the weekly one
    SPIKE = "spike"  # more stories than usual
    SILENCE = "silence"  # only one side has the story
    EDITED = "edited"  # an outlet changed its report without saying so


class Vote(Enum):
    """What somebody said about a story: worth their time, or not."""

    UP = "up"
    DOWN = "down"


class AlertState(Enum):
    """pending -> sending -> sent | pending | failed | unknown; ``dropped``: a newer alert says it all."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """The decision to tell one channel about one story, or about several in a digest."""

    id: str  # story + channel + reason + revision
    channel_id: int
    story_id: str | None  # None for a digest
    reason: Reason
    revision: int
    created: datetime
    silent: bool = False
    new: tuple[str, ...] = ()  # what an update adds
    keys: tuple[str, ...] = ()  # the entries that brought it
    stories: tuple[str, ...] = ()  # the stories that a spike notice names
    since: datetime | None = None  # where the time that a digest covers begins
    why: str = ""
    state: AlertState = AlertState.PENDING
    attempt: int = 0
    error: str | None = None  # what the previous attempt reported
    held: bool = False  # quiet hours keep it, or kept it until now
    sent_id: str | None = None
