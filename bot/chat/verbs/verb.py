"""What is a verb? Who may use it, what it does, and what help and menus say of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from bot.chat.message import Reply
from bot.chat.verbs.access import ONLY_ADMINS
from bot.chat.verbs.request import Request

Do = Callable[[Request], Reply]


class Who(Enum):
    """Who may use a verb."""

    EVERYONE = "everyone"
    ADMINS = "admins"  # who may change what the chat gets; in a private chat that is its one user
    OPERATORS = "operators"
    BUTTONS = "buttons"  # anyone, by a button: typing it is possible and not advertised
    PLATFORM = "platform"  # what the platform itself tells us; typed, it is ignored


class Typed(str):
    """Arguments that are typed as they stand, whatever the language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A verb, what it does, and for whom.

    ``usage``: lines of /help, each with its arguments and what it does; ``detail``: more of them, which only help about
    this verb has; ``menu``: its line in menus of apps; ``denied``: what those are told whom it is not for.
    ``changes``: it changes what is stored, so it must not be carried out twice. ``reads``: it takes long and changes
    nothing.
    """

    name: str
    do: Do
    who: Who = Who.EVERYONE
    aliases: tuple[str, ...] = ()
    usage: tuple[tuple[str, str], ...] = ()
    detail: tuple[tuple[str, str], ...] = ()
    menu: str = ""
    denied: str = ONLY_ADMINS
    changes: bool = False
    reads: bool = False
