"""What do people ask by writing? Commands, and answers to what we asked."""

import re
from dataclasses import replace

import telegram
from telegram.constants import ChatType

from bot.chat.message import Command
from bot.chat.telegram.asked import ANSWERED, Asked, language_of, mention_of, scope_of, target_of, title_of
from bot.chat.verbs.table import BY_NAME

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_PLAIN = re.compile(r"(\w{1,32})(?:\s+(.*))?", re.DOTALL)


def typed(message: telegram.Message, me: telegram.User) -> Asked | None:
    """Read a message; in a private chat the slash may be left out. What was forwarded was not said to us."""
    user = message.from_user
    if message.text is None or user is None or message.forward_origin is not None or message.via_bot is not None:
        return None
    if user.is_bot and message.sender_chat is None:
        return None
    said = _said(message, me)
    if said is None:
        return None
    verb, words = said
    private = message.chat.type == ChatType.PRIVATE
    # An anonymous admin writes as the group itself; whoever writes as another chat has no rights here.
    as_chat = message.sender_chat
    admin = private or (as_chat is not None and as_chat.id == message.chat.id)
    answered = _ours(message, me)
    return Asked(
        command=Command(
            verb=verb,
            words=words,
            target=target_of(message.chat, message),
            title=title_of(message.chat),
            scope=scope_of(message.chat),
            user=str(user.id if as_chat is None else as_chat.id),
            user_name=as_chat.effective_name or "" if as_chat else user.full_name,
            admin=admin,
            language=language_of(user),
            reply_story=str(answered) if answered is not None else None,
        ),
        ask_about=None if admin or as_chat is not None else user.id,
        answer_to=None if private else message.message_id,
        answered=answered,
        mention="" if as_chat else mention_of(user),
    )


def said_about(asked: Asked, about: str) -> Asked:
    """Return what was said in a private chat as said about another chat."""
    command = asked.command
    target = replace(command.target, chat=about, thread=None)
    command = replace(command, target=target, asked_in=command.target, title="", admin=False)
    return replace(asked, command=command, ask_about=int(command.user))


def _said(message: telegram.Message, me: telegram.User) -> tuple[str, str] | None:
    """Return verb and words, or None for talk that is none of our business."""
    text = (message.text or "").strip()
    if found := _COMMAND.fullmatch(text):
        verb, addressed, words = found[1].lower(), found[2], (found[3] or "").strip()
        if addressed and addressed.lower() != (me.username or "").lower():
            return None
        return verb, words
    private = message.chat.type == ChatType.PRIVATE
    plain = _PLAIN.fullmatch(text) if private else None
    if _ours(message, me) is not None and not (plain and plain[1].lower() in BY_NAME):
        return ANSWERED, text
    return (plain[1].lower(), (plain[2] or "").strip()) if plain else None


def _ours(message: telegram.Message, me: telegram.User) -> int | None:
    """Return the message of ours that this answers. In a topic all formally answer the one that opened the topic."""
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != me.id:
        return None
    return None if answered.forum_topic_created else answered.message_id
