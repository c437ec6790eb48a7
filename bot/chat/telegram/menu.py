"""Which commands do Telegram's apps offer, and what do they say of us? In each language that we speak."""

from collections.abc import Iterable, Iterator

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

from bot.chat.language import ENGLISH, SPOKEN, Words, mark, speak
from bot.chat.telegram.errors import describe
from bot.chat.verbs.table import BY_NAME, VERBS
from bot.chat.verbs.verb import Who

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
            except TelegramError as exc:  # one of them: an operator who never wrote to us has no chat to have a menu
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
