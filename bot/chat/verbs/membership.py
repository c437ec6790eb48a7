"""What becomes of a chat's alerts when our place in it changes: we are removed, it moves, a topic is closed?

What only the platform tells: nobody can type it, and nobody is answered.
"""

from collections.abc import Iterable
from dataclasses import replace

from bot.chat.language import speak
from bot.chat.message import Message, Reply
from bot.chat.rendering.notices import lost as notice
from bot.chat.verbs.request import Request
from bot.model import Subscription, Target

CLOSED = "the topic was closed"
"""Why nothing is sent to a topic until it is opened again."""


def left(request: Request) -> Reply:
    """Send nothing more to a chat with all its threads; the settings stay. Arguments: why, if we are still there."""
    going_on = [each for each in of_chat(request) if each.paused is None]
    why = request.command.arguments or "I was removed from this chat"
    for each in going_on:
        request.tx.channels.pause(each.channel_id, why)
        request.tx.alerts.fail_all(each.channel_id, "removed from the chat")
    return replace(_nothing(), elsewhere=_told(going_on, why, request))


def moved(request: Request) -> Reply:
    """Move a chat's subscriptions to its new id, which is the command's argument."""
    for each in of_chat(request):
        request.tx.channels.move(each.channel_id, request.command.arguments)
    return _nothing()


def closed(request: Request) -> Reply:
    """Send nothing to a topic in which only admins may write now."""
    open_ones = [each for each in request.tx.channels.all_at(request.command.target) if each.paused is None]
    request.tx.give_up(request.command.target, CLOSED)
    return replace(_nothing(), elsewhere=_told(open_ones, CLOSED, request))


def reopened(request: Request) -> Reply:
    """Go on in a topic that was closed; nothing old is sent."""
    for each in request.tx.channels.all_at(request.command.target):
        if each.paused == CLOSED:
            request.tx.channels.save(replace(each, paused=None, since=request.now))
    return _nothing()


def _told(lost: Iterable[Subscription], why: str, request: Request) -> tuple[tuple[Target, Message], ...]:
    """Return what those are told in private who set the chat up, once each; whoever did this knows it already."""
    notices = {}
    for each in lost:
        if each.active and each.manager not in {None, request.command.user, each.target.chat}:
            told = Target(platform=each.target.platform, chat=each.manager or "")
            words = speak(each.language or request.service.language)
            notices[told] = notice(each.title or each.target.chat, why, words=words)
    return tuple(notices.items())


def of_chat(request: Request) -> list[Subscription]:
    """Return every subscription of the chat that a command is about, with those of its threads."""
    target = request.command.target
    return [
        each for each in request.tx.channels.of_chat(target.platform, target.chat) if each.target.chat == target.chat
    ]


def _nothing() -> Reply:
    return Reply(message=Message(text="", sections=()))
