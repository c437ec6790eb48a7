"""What becomes of a chat's alerts when our place in it changes: we are put out, it moves, a topic is closed?

What only the platform tells: nobody can type it, and nobody is answered.
"""

from dataclasses import replace

from bot.chat.message import Command, Message, Reply
from bot.chat.service import Service
from bot.model import Subscription
from bot.store.transaction import Transaction

CLOSED = "the topic was closed"
"""Why nothing is sent to a topic; opened again, it goes on."""


def left(tx: Transaction, command: Command, service: Service) -> Reply:  # noqa: ARG001 - the form of a verb
    """Send nothing more to a chat with all its threads; the settings stay. ``words``: why, if we are still in it."""
    for each in _of_chat(tx, command):
        if each.paused is None:
            tx.channels.pause(each.channel_id, command.words or "I was removed from this chat")
            tx.alerts.fail_all(each.channel_id, "removed from the chat")
    return _nothing()


def moved(tx: Transaction, command: Command, service: Service) -> Reply:  # noqa: ARG001
    """Let a chat's subscriptions go to its new id, which is in ``words``."""
    for each in _of_chat(tx, command):
        tx.channels.move(each.channel_id, command.words)
    return _nothing()


def closed(tx: Transaction, command: Command, service: Service) -> Reply:  # noqa: ARG001
    """Send nothing to a topic in which only admins may write now."""
    before = tx.channels.at(command.target)
    if before is not None and before.paused is None:
        tx.channels.pause(before.channel_id, CLOSED)
        tx.alerts.fail_all(before.channel_id, CLOSED)
    return _nothing()


def reopened(tx: Transaction, command: Command, service: Service) -> Reply:
    """Go on in a topic that was closed; nothing old is sent."""
    before = tx.channels.at(command.target)
    if before is not None and before.paused == CLOSED:
        tx.channels.save(replace(before, paused=None, since=service.now))
    return _nothing()


def _of_chat(tx: Transaction, command: Command) -> list[Subscription]:
    chat = command.target.chat
    return [each for each in tx.channels.of_chat(command.target.platform, chat) if each.target.chat == chat]


def _nothing() -> Reply:
    return Reply(message=Message(text="", sections=()))
