"""What happens to one update? The right is checked, the command carried out, the answer sent where it was asked."""

from dataclasses import dataclass, replace

import telegram
from structlog.typing import FilteringBoundLogger

from bot.chat.language import Words, speak
from bot.chat.message import Action, Button, Message, Reply
from bot.chat.platform import Handle
from bot.chat.rendering.alerts import answer
from bot.chat.telegram.api.gateway import Timing
from bot.chat.telegram.chats.picker import wants_list, with_way_to_list
from bot.chat.telegram.chats.rights import Flood, Rights, Standing, Verdict
from bot.chat.telegram.chats.update import ANSWERED, CLOSED, LEFT, Asked
from bot.chat.telegram.errors import describe
from bot.chat.telegram.identity import Introduction
from bot.chat.telegram.intake import read, said_about
from bot.chat.telegram.line import Line
from bot.chat.telegram.messenger import TelegramMessenger
from bot.chat.telegram.replies import Replier
from bot.clock import Clock
from bot.model import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where an update is carried out, whichever way it comes in: what long polling and the webhook both need."""

    bot: telegram.Bot
    introduction: Introduction
    line: Line
    clock: Clock
    log: FilteringBoundLogger
    timing: Timing


class Answerer:
    """Carries out updates one at a time; the line decides which ones may run beside each other."""

    def __init__(
        self,
        *,
        bot: telegram.Bot,
        messenger: TelegramMessenger,
        handle: Handle,
        clock: Clock,
        log: FilteringBoundLogger,
    ) -> None:
        self._handle = handle
        self._clock = clock
        self._log = log
        self._rights = Rights(bot=bot, log=log)
        self._replier = Replier(bot=bot, messenger=messenger, clock=clock, log=log)
        self._flood = Flood()

    async def carry_out(self, update: telegram.Update, me: telegram.User) -> None:
        """Do what an update asks. Never raises: an update that cannot be carried out would come back for ever."""
        try:
            asked = read(update, me)
            if asked is not None:
                await self._answer(asked, me)
            elif update.message is None and update.callback_query is None and update.my_chat_member is None:
                self._log.warning("a Telegram update holds nothing that we can read", update=update.update_id)
        except Exception as exc:  # noqa: BLE001 one job: whatever is wrong with it must not stop the others
            self._log.error(
                "a Telegram update could not be carried out",
                update=update.update_id,
                kind=type(exc).__name__,
                error=describe(exc),
            )

    async def _answer(self, asked: Asked, me: telegram.User) -> None:
        words = speak(asked.command.language)
        if not await self._bears(asked, words):
            return
        if wants_list(asked.command) and asked.command.scope is Scope.PRIVATE:
            await self._replier.offer_list(asked, words)
            return
        expected, about = self._replier.question(asked) if asked.command.verb == ANSWERED else (True, None)
        if about is not None:
            asked = said_about(asked, about)
        standing = await self._standing(asked, me)
        if asked.command.verb == CLOSED and standing is Standing.ADMIN:
            return
        if asked.command.asked_in is not None and not asked.command.told:
            known = await self._rights.look_up(asked.command.target.chat) if standing is Standing.ADMIN else None
            if known is None:
                await self._replier.give(asked, Reply(message=_not_yours(asked, standing, words), refused=True), words)
                return
            asked = replace(asked, command=replace(asked.command, title=known.title, scope=known.scope))
        command = replace(asked.command, admin=asked.command.admin or standing is Standing.ADMIN)
        reply = await self._handle(command)
        words = speak(reply.language or command.language)
        # In a group people also reply to our messages when they talk among themselves.
        talk = not expected and command.scope is Scope.GROUP and reply.refused
        if command.verb == LEFT or talk:
            return
        await self._replier.give(asked, with_way_to_list(command, reply, words), words)

    async def _bears(self, asked: Asked, words: Words) -> bool:
        """Say whether a command is carried out; where its chat or user gives too many, tell them once."""
        command = asked.command
        if command.told:
            return True
        verdict = self._flood.judge(asked.place.chat, command.user, self._clock.monotonic())
        if verdict is Verdict.GO:
            return True
        self._log.info("a chat gives too many commands", verb=command.verb)
        too_fast = Reply(message=answer(words("Too fast. Try again in a few seconds.")), refused=True)
        if verdict is Verdict.TELL and command.verb != ANSWERED:
            await self._replier.give(asked, too_fast, words)
        else:
            await self._replier.acknowledge(asked)
        return False

    async def _standing(self, asked: Asked, me: telegram.User) -> Standing:
        """Return the right of whoever asks; for a topic that was closed, ours: admins may still write there."""
        user = me.id if asked.command.verb == CLOSED else asked.ask_about
        return Standing.OTHER if user is None else await self._rights.standing(asked.command.target.chat, user)


def _not_yours(asked: Asked, standing: Standing, words: Words) -> Message:
    """Say why another chat cannot be looked after from here, and what to do about it."""
    if standing is Standing.OTHER:
        return answer(words("Only admins of that chat can do this."))
    if standing is not Standing.ABSENT:
        return answer(words("Telegram does not say who is an admin there. Try again in a minute."))
    channel, group = (
        Button(words("Add me to a channel"), Action.ADD_CHANNEL),
        Button(words("Add me to a group"), Action.ADD_GROUP),
    )
    fitting = {Scope.CHANNEL: ((channel,),), Scope.GROUP: ((group,),)} if asked.picked else {}
    text = words("I am not there yet. Add me first (to a channel as an admin), then choose it again.")
    return replace(answer(text), buttons=fitting.get(asked.command.scope, ((channel, group),)))
