"""Who are we on Telegram? Our name, asked for once, and what the apps show of us."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import telegram
from structlog.typing import FilteringBoundLogger

from bot.chat.telegram.menu import offer_menus
from bot.chat.telegram.messenger import TelegramMessenger


class Introduction:
    """Introduces us before we listen; ``operators`` are the user ids of those whose menus are longer."""

    def __init__(
        self,
        *,
        bot: telegram.Bot,
        messenger: TelegramMessenger,
        operators: Sequence[str],
        log: FilteringBoundLogger,
    ) -> None:
        self._bot = bot
        self._messenger = messenger
        self._operators = operators
        self._log = log
        self._menus: asyncio.Task[None] | None = None

    async def me(self) -> telegram.User:
        """Find out our own name, and begin to offer menus: nobody waits for these. Raises what the library raises."""
        me = await self._bot.get_me()
        self._messenger.username = me.username
        if self._menus is None:
            self._menus = asyncio.create_task(offer_menus(self._bot, self._operators, self._log), name="telegram-menus")
        return me

    async def close(self) -> None:
        """Leave the menus as they are by now."""
        if self._menus is not None:
            self._menus.cancel()
            with suppress(asyncio.CancelledError):
                await self._menus
