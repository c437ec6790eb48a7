"""What is a message before a platform has seen it? Content and roles, no markup, no escaping, no lengths.

Each platform module renders these values in its own form (``to_markup``) and reports failures as ``SendError``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from bot.model import Ownership, Scope, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A form's field: one of its ``choices`` (value, label) where it has any, "1" or "0" as a ``switch``, else words.

    With ``clock``, the label of a time, one is picked as well: "weekly mon" and "09:00" make "weekly mon 09:00".
    """

    key: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    switch: bool = False
    hint: str = ""  # what may be written, below the field
    ends: tuple[str, str] | None = None  # labels of two times, "22:00-07:00", where a platform lets them be picked
    clock: str = ""
    problem: str = ""  # why what was given could not be taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Fields that are sent together, as the arguments "key=value", a line each, of the verb ``form``."""

    title: str
    fields: tuple[Field, ...]
    send: str  # what the button says
    close: str
    problem: str = ""  # why it was not taken


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words. ``foreign`` marks text that came from a feed: it may be of any script and direction.

    ``story``: it is the id of one, which people type.
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    foreign: bool = False
    story: bool = False


def story_id(short: str) -> Text:
    """Return the short id of a story as it is shown."""
    return Text(short, code=True, story=True)


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
    """What a button asks for; the value is its code on the wire, so it must never change."""

    WHY = "w"
    SOURCES = "s"
    LATEST = "l"
    START = "b"
    STOP = "x"
    SHARE = "p"
    UP = "u"
    DOWN = "d"
    SPLIT = "g"  # "Wrong story group"
    MUTE_STORY = "m"
    COMPARE = "v"  # what state and independent outlets tell differently
    COPY = "y"  # the story as plain text, to be pasted elsewhere
    MORE = "n"  # the next page of a list
    SETTINGS = "t"  # a page of the settings
    SET = "e"  # a choice made there
    SEND = "k"  # what to send, the first choice after /start
    STATS = "c"
    EXPORT = "o"
    HELP = "h"
    TOPIC = "q"  # whether a suggested word belongs to the topic
    ADD_GROUP = "ag"  # never on the wire: a link into the app's own dialogue where the platform has one
    ADD_CHANNEL = "ac"
    PRIVATE = "pc"  # opens a private chat with us where the platform has links for that


@dataclass(frozen=True, slots=True)
class Button:
    """A button. It must still work months later, so all that it needs is in ``value`` or in the database."""

    label: str
    action: Action
    value: str = ""  # a story's short id, a choice ("quiet=23:00-07:00"), a page; at most 40 ASCII characters
    hint: str = ""  # what a screen reader says
    chosen: bool = False  # the choice that is in force
    url: str | None = None  # opens this http(s) address instead of asking us
    rare: bool = False  # in a menu behind the others; a platform without menus leaves it out


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """A name and how often it was in the news; ``change`` against the time before: ``inf`` if new, None if unknown."""

    name: str
    count: int
    change: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Stories a day, stacked: what is drawn as a picture, as a block of the platform's own or with letters.

    ``bars`` holds one number per series for each day, oldest first; ``labels`` has a name for each day. ``peak`` is the
    index of the highest day and ``peak_story`` what happened then. The words are in the reader's language.
    """

    title: str
    measure: str  # what the height of a bar says
    owners: tuple[Ownership, ...]  # of the series, whose names follow
    series: tuple[str, ...]
    labels: tuple[str, ...]
    bars: tuple[tuple[int, ...], ...]
    average: float
    average_label: str
    peak: int | None
    peak_story: str
    tops: tuple[Top, ...]
    new_label: str  # what stands for a change that has nothing to compare with
    described: str  # the whole of it in words, for whoever cannot see it


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to download; ``name`` with its ending."""

    name: str
    data: bytes
    media_type: str


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
    preview: bool = False  # show a small preview of the first link, where the platform has that
    chart: Chart | None = None  # above the words, which then are its caption
    file: File | None = None
    asks: bool = False  # the next words of whoever asked are the answer: the platform opens the keyboard for it
    form: Form | None = None  # what it offers as a dialogue, where the platform has those


@dataclass(frozen=True, slots=True, kw_only=True)
class SentId:
    """The platform's name of a delivered message (Slack: its ts; Telegram: message_id, "12,13" of one in two parts)."""

    id: str
    chat: str | None = None  # where the platform says it is, if that differs from the target


class Messenger(Protocol):
    """A connected platform. Both methods raise ``bot.errors.SendError`` and nothing else."""

    async def send(self, target: Target, message: Message) -> SentId: ...

    async def edit(self, target: Target, sent: SentId, message: Message) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A verb somebody typed or clicked.

    ``admin``: may change what ``target`` gets (checked by the platform at every command and click). ``target`` is the
    chat that the command is about; where it was given elsewhere (a channel managed from a private chat), ``asked_in``
    is that place, and the answer goes there.
    """

    verb: str  # lower case, without slash: "latest"
    arguments: str = ""  # the rest of the line as typed
    prefix: str = "/"  # how a verb is typed there, e.g. "/watch "
    target: Target
    asked_in: Target | None = None
    title: str = ""  # of the chat
    scope: Scope = Scope.PRIVATE  # of the target
    user: str = ""  # platform's user id
    user_name: str = ""
    admin: bool = True
    language: str | None = None  # of the user's app, ISO 639-1
    reply_story: str | None = None  # message id of the alert that this answers, or
    value: str | None = None  # what the clicked button carries: a story's short id, a choice
    told: bool = False  # the platform itself says so ("joined"); nobody typed it
    threads: bool = False  # updates go into threads there, and some of them into the channel too
    once: str = ""  # the delivery that brought it, "telegram:<bot>:<update>": repeated, it changes nothing more


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What an operator wants of a topic: to teach it a word or, where there is none, to hear what it does not know."""

    topic: str  # its key
    word: str = ""
    language: str | None = None  # of the word, ISO 639-1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a command gives back: to the one who asked, and, where others must know, to the channel.

    ``refused`` marks wrong use: the platform may show it more modestly. ``share`` allows "Share in channel". ``edits``:
    the message whose button was clicked becomes this one. ``passing``: short enough to be shown to the one who clicked
    and then to vanish. ``private``: for nobody but the one who asked. ``more`` are messages that follow. ``reload``:
    the configuration is to be read anew; how that went takes the place of ``message``. So does what comes of a
    ``lesson``, which takes too long for a transaction. ``repeated``: the command was carried out before.
    """

    message: Message
    more: tuple[Message, ...] = ()
    announce: Message | None = None
    share: bool = False
    refused: bool = False
    edits: bool = False
    passing: bool = False
    private: bool = False
    reload: bool = False
    repeated: bool = False
    lesson: Lesson | None = None
    elsewhere: tuple[tuple[Target, Message], ...] = ()  # what people in other chats must be told
    language: str | None = None  # of its words, for those that a platform adds


def plain(line: Line) -> str:
    """Return a line's words without any markup; times as "21 Sep 2026 14:13 UTC"."""
    return "".join(
        piece.at.strftime("%-d %b %Y %H:%M UTC") if isinstance(piece, Time) else piece.text for piece in line
    )
