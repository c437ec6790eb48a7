"""Who runs this bot, and how do we tell them something? A plain message to each who can be reached."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from structlog.typing import FilteringBoundLogger

from bot.chat.language import speak
from bot.chat.message import Message
from bot.chat.platform import Connection
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.retold import retold
from bot.errors import SendError
from bot.model import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """The operators as ``(platform, user id)``; what cannot be sent is in the log."""

    users: Sequence[tuple[str, str]]
    connections: Mapping[str, Connection]  # by platform; filled while platforms connect
    log: FilteringBoundLogger
    language: Callable[[], str | None] = lambda: None  # the language in which they are addressed

    async def tell(self, text: str) -> None:
        """Send a plain message, a paragraph for each line, to every operator who can be reached, in their language."""
        words = speak(self.language())
        message = answer(*(retold(line, words) for line in text.splitlines()))
        for platform, user in self.users:
            await self.send(Target(platform=platform, chat=user), message)

    async def send(self, target: Target, message: Message) -> None:
        """Send a message that nobody waits for."""
        connection = self.connections.get(target.platform)
        if connection is None:
            return
        try:
            await connection.messenger.send(target, message)
        except SendError as error:
            self.log.warning("somebody could not be told", platform=target.platform, error=str(error))
