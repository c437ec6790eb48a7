"""What is a message before a platform has seen it? Content and roles, no markup, no escaping, no lengths.

Each platform module renders these values in its own form (``to_markup``) and reports failures as ``SendError``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.model import Target


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. ``foreign`` marks text that came from a feed: it may be of any script and direction."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an http(s) address; always foreign, since addresses come from feeds."""

    text: str
    url: str
    bold: bool = False


class Moment(Enum):
    """How a time is shown: "2 hours ago", "14:13" or "21 Sep 14:13"."""

    RELATIVE = "relative"
    TIME = "time"
    DATE_TIME = "date_time"


@dataclass(frozen=True, slots=True)
class Time:
    """A time, shown in the reader's own zone where the platform can; ``at`` is aware UTC."""

    at: datetime
    moment: Moment = Moment.RELATIVE


Piece = Text | Link | Time
Line = tuple[Piece, ...]


class Role(Enum):
    """What a section is for; the platform decides what that looks like."""

    HEAD = "head"  # the headline, one line
    BODY = "body"  # running text, lists
    META = "meta"  # small print: number of sources, time
    WHY = "why"  # the reason line of an alert, folded where the platform can
    SOURCES = "sources"  # the list of sources, folded, or behind a button where the platform cannot fold


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together. A message is split only between sections, never inside a line."""

    role: Role
    lines: tuple[Line, ...]


class Action(Enum):
    """What a button asks for; the value is its one-letter code on the wire, so it must never change."""

    WHY = "w"
    SOURCES = "s"
    LATEST = "l"
    START = "b"
    STOP = "x"
    SHARE = "p"
    UP = "u"
    DOWN = "d"
    SPLIT = "g"  # "Wrong story group"


@dataclass(frozen=True, slots=True)
class Button:
    """A button. It must still work months later, so it carries a story's short id and nothing else."""

    label: str
    action: Action
    story: str = ""  # short id
    hint: str = ""  # what a screen reader says


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """An alert, an update, a digest or an answer.

    ``text`` is the whole news in one plain line: notifications and screen readers read it. ``buttons`` are rows.
    """

    text: str
    sections: tuple[Section, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    silent: bool = False
    story: str | None = None  # short id
    revision: int = 0
    reply_to: str | None = None  # message id of the story's first message in this chat
    broadcast: bool = False  # a reply that everybody should see (Slack)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentId:
    """The platform's name of a delivered message (Slack: its ts; Telegram: message_id)."""

    id: str
    chat: str | None = None  # where the platform says it is, if that differs from the target


class Messenger(Protocol):
    """A connected platform. Both methods raise ``bot.errors.SendError`` and nothing else."""

    async def send(self, target: Target, message: Message) -> SentId: ...

    async def edit(self, target: Target, sent: SentId, message: Message) -> None: ...


class Scope(Enum):
    """In what kind of place a command was given."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A verb somebody typed or clicked. ``admin``: may change what this channel gets (checked by the platform)."""

    verb: str  # lower case, without slash: "latest"
    words: str = ""  # the rest of the line as typed
    prefix: str = "/"  # how a verb is typed there, e.g. "/watch "
    target: Target
    title: str = ""  # of the chat
    scope: Scope = Scope.PRIVATE
    user: str = ""  # platform's user id
    user_name: str = ""
    admin: bool = True
    reply_story: str | None = None  # message id of the alert that this answers, or
    story: str | None = None  # the short id on the button that was clicked


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a command gives back: to the one who asked, and, where others must know, to the channel.

    ``refused`` marks wrong use: the platform may show it more modestly. ``share`` allows "Share in channel".
    """

    message: Message
    announce: Message | None = None
    share: bool = False
    refused: bool = False


def plain(line: Line) -> str:
    """Return a line's words without any markup; times as "21 Sep 2026 14:13 UTC"."""
    return "".join(
        piece.at.strftime("%-d %b %Y %H:%M UTC") if isinstance(piece, Time) else piece.text for piece in line
    )
