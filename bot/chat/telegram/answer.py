"""What happens to one update? The right is checked, the command carried out, the answer sent where it was asked."""

from dataclasses import replace

import telegram
from structlog.typing import FilteringBoundLogger
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.chat.message import Command, Message
from bot.chat.port import Handle
from bot.chat.telegram.faults import describe
from bot.chat.telegram.inbox import LEFT, Asked, read
from bot.chat.telegram.limits import COMMANDS, Window
from bot.chat.telegram.sender import TelegramMessenger
from bot.chat.telegram.turns import PATIENCE
from bot.clock import Clock
from bot.errors import SendError, SendFault
from bot.model import Target

_ADMINS = {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}
_TRIES = 3  # for an answer: who asked is waiting, and can ask again
_PASSING = 200  # characters of what a click may show in passing (Bot API, answerCallbackQuery)
_SLOW_DOWN = "Too fast. Try again in a few seconds."


class Answerer:
    """Carries out updates one at a time; the caller decides which ones may run beside each other.

    An answer is seen by the whole chat, so ``Reply.announce`` and ``Reply.share`` have nothing to add here. A reply
    whose message has no text is not sent, nor is one to a chat that put us out.
    """

    def __init__(
        self,
        *,
        bot: telegram.Bot,
        messenger: TelegramMessenger,
        handle: Handle,
        clock: Clock,
        log: FilteringBoundLogger,
    ) -> None:
        self._bot = bot
        self._messenger = messenger
        self._handle = handle
        self._clock = clock
        self._log = log
        self._given: dict[str, Window] = {}  # commands by chat

    async def carry_out(self, update: telegram.Update, me: telegram.User) -> None:
        """Do what an update asks. Never raises: an update that cannot be carried out would come back for ever."""
        try:
            asked = read(update, me)
            if asked is not None:
                await self._answer(asked)
            elif update.message is None and update.callback_query is None and update.my_chat_member is None:
                self._log.warning("a Telegram update holds nothing that we can read", update=update.update_id)
        except Exception as exc:  # noqa: BLE001 one job: whatever is wrong with it must not stop the others
            self._log.error(
                "a Telegram update could not be carried out",
                update=update.update_id,
                kind=type(exc).__name__,
                error=describe(exc),
            )

    async def _answer(self, asked: Asked) -> None:
        command = asked.command
        if not command.told and not self._may_ask(command.target.chat):
            await self._acknowledge(asked, _SLOW_DOWN)
            self._log.info("a chat gives too many commands", verb=command.verb)
            return
        if asked.ask_about is not None:
            command = replace(command, admin=await self._is_admin(command.target.chat, asked.ask_about))
        reply = await self._handle(command)
        if asked.click is not None and reply.passing:
            await self._acknowledge(asked, reply.message.text[:_PASSING])
            return
        await self._acknowledge(asked)
        if command.verb == LEFT or not reply.message.text:
            return
        message = replace(reply.message, silent=reply.message.silent or reply.refused)
        if asked.answer_to is not None and message.reply_to is None:
            message = replace(message, reply_to=str(asked.answer_to))
        await self._send(command, message)

    def _may_ask(self, chat: str) -> bool:
        now = self._clock.monotonic()
        self._given = {known: window for known, window in self._given.items() if not window.idle(now)}
        window = self._given.setdefault(chat, Window(*COMMANDS))
        if window.wait(now) > 0:
            return False
        window.take(now)
        return True

    async def _acknowledge(self, asked: Asked, text: str | None = None) -> None:
        """Stop the button's spinner. An old click can no longer be acknowledged, but still be answered."""
        if asked.click is None:
            return
        try:
            await self._bot.answer_callback_query(asked.click, text=text)
        except TelegramError as exc:
            self._log.info("a click was not acknowledged", error=describe(exc))

    async def _is_admin(self, chat: str, user: int) -> bool:
        """Ask Telegram. When it does not answer, nobody is an admin: a right is never assumed."""
        try:
            member = await self._bot.get_chat_member(int(chat), user)
        except TelegramError as exc:
            self._log.warning("Telegram did not say who is an admin", error=describe(exc))
            return False
        return member.status in _ADMINS

    async def _send(self, command: Command, message: Message) -> None:
        target: Target = command.target
        for attempt in range(1, _TRIES + 1):
            try:
                await self._messenger.send(target, message, answers=True)
            except SendError as error:
                wait = error.retry_after or float(attempt)
                if error.fault is SendFault.MOVED and error.moved_to:
                    target = replace(target, chat=error.moved_to)
                elif error.fault is SendFault.RETRY and wait <= PATIENCE and attempt < _TRIES:
                    await self._clock.sleep(wait)
                else:
                    self._log.warning(
                        "an answer was not delivered", verb=command.verb, fault=error.fault.value, error=str(error)
                    )
                    return
            else:
                return
