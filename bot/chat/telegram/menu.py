"""Which commands do Telegram's apps offer while one types? One list for each kind of place."""

import telegram
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

_START = BotCommand("start", "Subscribe and set up")
_SUBSCRIBE = BotCommand("subscribe", "Get alerts here, e.g. /subscribe sanctions, !sport")
_LATEST = BotCommand("latest", "Newest stories, e.g. /latest 10")
_WHY = BotCommand("why", "Why a story matched: reply to it with /why")
_STATUS = BotCommand("status", "Is everything working?")
_UNSUBSCRIBE = BotCommand("unsubscribe", "Stop alerts here (also /stop)")
_HELP = BotCommand("help", "How this bot works")

_GROUP = (_LATEST, _WHY, _STATUS, _HELP)
MENUS: tuple[tuple[BotCommandScope, tuple[BotCommand, ...]], ...] = (
    (BotCommandScopeAllPrivateChats(), (_START, _SUBSCRIBE, _LATEST, _WHY, _STATUS, _UNSUBSCRIBE, _HELP)),
    (BotCommandScopeAllGroupChats(), _GROUP),
    (BotCommandScopeAllChatAdministrators(), (*_GROUP, _START, _SUBSCRIBE, _UNSUBSCRIBE)),
)
"""A menu is only a hint: Telegram does not say which one was used, so rights are checked with every command."""


async def offer_menus(bot: telegram.Bot) -> None:
    """Tell Telegram the menus. Raises what the library raises; the bot works without them."""
    for scope, commands in MENUS:
        await bot.set_my_commands(commands, scope=scope)
