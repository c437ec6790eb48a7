"""How does a reply reach whoever asked? As a passing note, in place of the clicked message, in private, or below."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import telegram
from structlog.typing import FilteringBoundLogger
from telegram import ReplyParameters
from telegram.error import TelegramError

from bot.chat.language import Words
from bot.chat.message import Action, Button, Message, Reply, Role, Section, SentId, Text, plain
from bot.chat.rendering.alerts import answer
from bot.chat.telegram.chats.picker import keyboard
from bot.chat.telegram.chats.update import Asked
from bot.chat.telegram.errors import describe
from bot.chat.telegram.limits import PATIENCE
from bot.chat.telegram.messenger import TelegramMessenger
from bot.clock import Clock
from bot.errors import SendError, SendFault
from bot.model import Scope, Target

_TRIES = 3  # for an answer: whoever asked is waiting, and can ask again
_PASSING = 200  # characters of what a click may show in passing (Bot API, answerCallbackQuery)
_QUESTIONS = 1000  # messages that ask for words, remembered until answered


@dataclass(slots=True, kw_only=True, eq=False)
class Replier:
    """Sends answers. Never raises: what cannot be delivered is in the log, and whoever asked can ask again."""

    bot: telegram.Bot
    messenger: TelegramMessenger
    clock: Clock
    log: FilteringBoundLogger
    _questions: OrderedDict[tuple[str, int], str | None] = field(default_factory=OrderedDict, init=False)

    async def give(self, asked: Asked, reply: Reply, words: Words) -> None:
        """Deliver a reply. The whole chat sees it, so ``Reply.announce`` and ``Reply.share`` add nothing here."""
        message = reply.message
        said = _words(message) or message.text
        refused = reply.refused and not message.buttons and not message.asks and len(said) <= _PASSING
        if asked.click is not None and (reply.passing or refused):
            await self.acknowledge(asked, said, alert=reply.refused)
        else:
            await self.acknowledge(asked)
            if message.text:
                await self._give_message(asked, reply, words)
        for message in reply.more:
            await self._send(asked, asked.place, _titled(asked, message))

    async def acknowledge(self, asked: Asked, text: str | None = None, *, alert: bool = False) -> None:
        """Stop the button's spinner. An old click can no longer be acknowledged, but still be answered."""
        if asked.click is None:
            return
        try:
            await self.bot.answer_callback_query(
                asked.click, text=text[:_PASSING] if text else None, show_alert=alert or None
            )
        except TelegramError as exc:
            self.log.info("a click was not acknowledged", error=describe(exc))

    async def offer_list(self, asked: Asked, words: Words) -> None:
        """Send the buttons that open the app's lists of chats; they fit into no ``Message``."""
        await self.acknowledge(asked)

        async def send() -> None:
            text = words("Whose settings? Choose below.")
            await self.messenger.call(
                asked.place,
                lambda: self.bot.send_message(
                    int(asked.place.chat),
                    text,
                    reply_markup=keyboard(words),
                    reply_parameters=ReplyParameters(asked.answer_to, allow_sending_without_reply=True)
                    if asked.answer_to
                    else None,
                ),
            )

        await self._try(asked, send)

    def question(self, asked: Asked) -> tuple[bool, str | None]:
        """Say whether words answer a message that asked for some, and which other chat that one was about."""
        key = (asked.place.chat, asked.answered or 0)
        return key in self._questions, self._questions.pop(key, None)

    async def _give_message(self, asked: Asked, reply: Reply, words: Words) -> None:
        message = replace(reply.message, silent=reply.message.silent or reply.refused)
        if reply.private and asked.place == asked.command.target and asked.command.scope is not Scope.PRIVATE:
            if not await self._send_private(asked, message):
                await self._send(asked, asked.place, _open_private(words))
        elif not (reply.edits and asked.clicked is not None and await self._edit(asked, message)):
            await self._send(asked, asked.place, _to(asked, message))

    async def _send_private(self, asked: Asked, message: Message) -> bool:
        """Say whether it could be sent: we may not write to people who are hidden or never wrote to us."""
        user = asked.command.user
        return user.isdecimal() and await self._send(asked, Target(platform="telegram", chat=user), message)

    async def _edit(self, asked: Asked, message: Message) -> bool:
        """Say whether the clicked message became this one. A question is asked anew: only then does a keyboard open."""
        if message.asks or message.file is not None:
            return False
        sent = SentId(id=str(asked.clicked))

        async def edit() -> None:
            await self.messenger.edit(asked.place, sent, _titled(asked, message), answers=True, about=_about(asked))

        return await self._try(asked, edit)

    async def _send(self, asked: Asked, target: Target, message: Message) -> bool:
        about = _about(asked)

        async def send() -> None:
            nonlocal target
            try:
                sent = await self.messenger.send(target, message, answers=True, about=about)
            except SendError as error:
                if error.fault is SendFault.MOVED and error.moved_to:
                    target = replace(target, chat=error.moved_to)
                raise
            if message.asks:
                self._questions[target.chat, int(sent.id.partition(",")[0])] = about
                if len(self._questions) > _QUESTIONS:
                    self._questions.popitem(last=False)

        return await self._try(asked, send)

    async def _try(self, asked: Asked, call: Callable[[], Awaitable[None]]) -> bool:
        for attempt in range(1, _TRIES + 1):
            try:
                await call()
            except SendError as error:
                wait = error.retry_after or float(attempt)
                again = error.fault is SendFault.MOVED or (error.fault is SendFault.RETRY and wait <= PATIENCE)
                if not again or attempt == _TRIES:
                    self.log.warning(
                        "an answer was not delivered",
                        verb=asked.command.verb,
                        fault=error.fault.value,
                        error=str(error),
                    )
                    return False
                if error.fault is SendFault.RETRY:
                    await self.clock.sleep(wait)
            else:
                return True
        return False


def _about(asked: Asked) -> str | None:
    return asked.command.target.chat if asked.command.asked_in is not None else None


def _words(message: Message) -> str:
    return "\n".join(plain(line) for section in message.sections for line in section.lines)


def _titled(asked: Asked, message: Message) -> Message:
    """Say which chat an answer is about, where that is another one and the answer does not say it."""
    title = asked.command.title
    if _about(asked) is None or title in _words(message):
        return message
    return replace(message, sections=(Section(Role.HEAD, ((Text(title, foreign=True),),)), *message.sections))


def _to(asked: Asked, message: Message) -> Message:
    """Make an answer reply to what was asked; where it asks back in a group, name whose keyboard should open."""
    message = _titled(asked, message)
    if asked.answer_to is not None and message.reply_to is None:
        message = replace(message, reply_to=str(asked.answer_to))
    if message.asks and asked.click is not None and asked.mention and asked.command.scope is Scope.GROUP:
        mention = Section(Role.META, ((Text(asked.mention),),))
        message = replace(message, sections=(mention, *message.sections))
    return message


def _open_private(words: Words) -> Message:
    text = words("This goes to you alone: open a private chat with me first, then ask again.")
    return replace(answer(text), silent=True, buttons=((Button(words("Open chat"), Action.PRIVATE),),))
