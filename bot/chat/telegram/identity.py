"""Who are we on Telegram? Whose token this is, our name, our commands, and what the apps show of us."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
import telegram
from structlog.typing import FilteringBoundLogger
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.chat.language import ENGLISH, Words, mark, speak
from bot.chat.platform import Identity
from bot.chat.telegram.api.gateway import API_URL, keep_quiet
from bot.chat.telegram.errors import describe, to_send_error
from bot.chat.telegram.messenger import TelegramMessenger
from bot.chat.verbs.table import BY_NAME, VERBS
from bot.chat.verbs.verb import Who
from bot.text.languages import SPOKEN

_MEMBERS = ("latest", "search", "why", "stats", "status", "help")
_ADMINS = (*_MEMBERS, "start", "subscribe", "digest", "mute", "settings", "stop")
"""What is offered in groups, where a long list is in the way."""
_LONGEST = 256  # characters of what a menu says of a command (Bot API)
_ABOUT = mark("I watch many news sources for one topic and tell you when something new happens, with all its sources.")
_SHORT = mark("News on one topic, each story once, with all its sources.")


async def offer_menus(bot: telegram.Bot, operators: Iterable[str], log: FilteringBoundLogger) -> None:
    """Bring menus and descriptions up to date; ``operators`` are user ids. They are a courtesy: failures are logged.

    A menu is only a hint: Telegram does not say which one was used, so rights are checked with every command.
    """
    failed: list[str] = []
    for words in map(speak, SPOKEN):
        language = None if words is ENGLISH else words.language
        for scope, commands in _menus(words, operators):
            try:
                if await bot.get_my_commands(scope, language) != commands:
                    await bot.set_my_commands(commands, scope, language)
            except TelegramError as exc:  # one of them: an operator who never wrote to us has no chat for a menu
                failed.append(describe(exc))
        try:
            await _describe(bot, words, language)
        except TelegramError as exc:
            failed.append(describe(exc))
    if failed:
        log.warning("Telegram did not take all command menus", times=len(failed), error=failed[-1])


async def _describe(bot: telegram.Bot, words: Words, language: str | None) -> None:
    """Say what we are where nobody has said it yet: what the owner wrote with @BotFather stays."""
    if not (await bot.get_my_description(language)).description:
        await bot.set_my_description(words(_ABOUT), language)
    if not (await bot.get_my_short_description(language)).short_description:
        await bot.set_my_short_description(words(_SHORT), language)


def _menus(words: Words, operators: Iterable[str]) -> Iterator[tuple[BotCommandScope, tuple[BotCommand, ...]]]:
    everybody = [verb.name for verb in VERBS if verb.who in {Who.EVERYONE, Who.ADMINS}]
    more = [verb.name for verb in VERBS if verb.who is Who.OPERATORS]
    yield BotCommandScopeAllPrivateChats(), _menu(everybody, words)
    yield BotCommandScopeAllGroupChats(), _menu(_MEMBERS, words)
    yield BotCommandScopeAllChatAdministrators(), _menu(_ADMINS, words)
    for operator in operators:
        yield BotCommandScopeChat(int(operator)), _menu([*everybody, *more], words)


def _menu(names: Iterable[str], words: Words) -> tuple[BotCommand, ...]:
    told = ((name, BY_NAME[name].menu) for name in names if name in BY_NAME)
    return tuple(BotCommand(name, words(text)[:_LONGEST]) for name, text in told if text)


@dataclass(slots=True, kw_only=True, eq=False)
class Introduction:
    """Introduces us before we listen; ``operators`` are the user ids of those whose menus are longer."""

    bot: telegram.Bot
    messenger: TelegramMessenger
    operators: Sequence[str]
    log: FilteringBoundLogger
    _menus: asyncio.Task[None] | None = field(default=None, init=False)

    async def me(self) -> telegram.User:
        """Find out our own name, and begin to offer menus: nobody waits for these. Raises what the library raises."""
        me = await self.bot.get_me()
        self.messenger.username = me.username
        if self._menus is None:
            self._menus = asyncio.create_task(offer_menus(self.bot, self.operators, self.log), name="telegram-menus")
        return me

    async def close(self) -> None:
        """Stop bringing menus up to date; they stay as they are by then."""
        if self._menus is not None:
            self._menus.cancel()
            with suppress(asyncio.CancelledError):
                await self._menus


_SECONDS = 10.0  # for each step of the request


async def whoami(*, token: str, api_url: str | None) -> Identity:
    """Ask Telegram who the token belongs to. Raises SendError where it is refused or cannot be reached."""
    keep_quiet()
    times: list[datetime] = []

    async def note_time(response: httpx.Response) -> None:
        if date := response.headers.get("Date"):
            times.append(parsedate_to_datetime(date))

    request = HTTPXRequest(
        connect_timeout=_SECONDS, read_timeout=_SECONDS, httpx_kwargs={"event_hooks": {"response": [note_time]}}
    )
    bot = telegram.Bot(token, base_url=f"{(api_url or API_URL).rstrip('/')}/bot", request=request)
    try:
        me = await bot.get_me()
    except Exception as error:
        raise to_send_error(error) from error
    finally:
        await request.shutdown()
    return Identity(name=f"@{me.username}", problems=tuple(_problems(me)), server_time=times[-1] if times else None)


def _problems(me: telegram.User) -> list[str]:
    found = []
    if me.can_join_groups is False:
        found.append("it cannot be added to groups; allow that in @BotFather with /setjoingroups")
    if me.can_read_all_group_messages:
        found.append("it is sent every message of its groups and needs none; use /setprivacy in @BotFather")
    return found
