"""What becomes of a chat's alerts when our place in it changes: we are put out, it moves, a topic is closed?

What only the platform tells: nobody can type it, and nobody is answered.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.chat.language import speak
from bot.chat.message import Command, Message, Reply
from bot.chat.rendering.notices import lost as notice
from bot.chat.verbs.request import Service
from bot.model import Subscription, Target
from bot.store.transaction import Transaction

CLOSED = "the topic was closed"
"""Why nothing is sent to a topic; opened again, it goes on."""


def left(tx: Transaction, command: Command, service: Service) -> Reply:
    """Send nothing more to a chat with all its threads; the settings stay. ``words``: why, if we are still in it."""
    going_on = [each for each in _of_chat(tx, command) if each.paused is None]
    why = command.arguments or "I was removed from this chat"
    for each in going_on:
        tx.channels.pause(each.channel_id, why)
        tx.alerts.fail_all(each.channel_id, "removed from the chat")
    return replace(_nothing(), elsewhere=_told(going_on, why, command, service))


def moved(tx: Transaction, command: Command, service: Service) -> Reply:  # noqa: ARG001
    """Let a chat's subscriptions go to its new id, which is in ``words``."""
    for each in _of_chat(tx, command):
        tx.channels.move(each.channel_id, command.arguments)
    return _nothing()


def closed(tx: Transaction, command: Command, service: Service) -> Reply:
    """Send nothing to a topic in which only admins may write now."""
    before = tx.channels.at(command.target)
    if before is None or before.paused is not None:
        return _nothing()
    tx.channels.pause(before.channel_id, CLOSED)
    tx.alerts.fail_all(before.channel_id, CLOSED)
    return replace(_nothing(), elsewhere=_told([before], CLOSED, command, service))


def reopened(tx: Transaction, command: Command, service: Service) -> Reply:
    """Go on in a topic that was closed; nothing old is sent."""
    before = tx.channels.at(command.target)
    if before is not None and before.paused == CLOSED:
        tx.channels.save(replace(before, paused=None, since=service.now))
    return _nothing()


def _told(
    lost: Iterable[Subscription], why: str, command: Command, service: Service
) -> tuple[tuple[Target, Message], ...]:
    """Return what those are told in private who set the chat up, once each; whoever did this knows it already."""
    notices = {}
    for each in lost:
        if each.active and each.manager not in {None, command.user, each.target.chat}:
            told = Target(platform=each.target.platform, chat=each.manager or "")
            words = speak(each.language or service.language)
            notices[told] = notice(each.title or each.target.chat, why, words=words)
    return tuple(notices.items())


def _of_chat(tx: Transaction, command: Command) -> list[Subscription]:
    chat = command.target.chat
    return [each for each in tx.channels.of_chat(command.target.platform, chat) if each.target.chat == chat]


def _nothing() -> Reply:
    return Reply(message=Message(text="", sections=()))
