"""What has happened to our place in a chat? Coming, going, a new id, a topic that was closed."""

import telegram
from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.constants import ChatType

from bot.chat.message import Command
from bot.chat.telegram.chats.update import (
    CLOSED,
    JOINED,
    LEFT,
    MOVED,
    REOPENED,
    Asked,
    language_of,
    private_with,
    scope_of,
    target_of,
    title_of,
)

_OUT = {ChatMember.BANNED, ChatMember.LEFT}


def changed(change: telegram.ChatMemberUpdated) -> Asked | None:
    """Read what became of us: from whether we could speak there before and can now.

    Who lets us into a channel is answered in private: a greeting among the posts would be read by all subscribers.
    """
    chat, member = change.chat, change.new_chat_member
    was, now = _may_speak(change.old_chat_member, chat), _may_speak(member, chat)
    if was == now:
        return None
    silenced = not now and member.status not in _OUT
    return Asked(
        command=Command(
            verb=JOINED if now else LEFT,
            arguments="I may not write in this chat any more" if silenced else "",
            target=target_of(chat, None),
            asked_in=private_with(change.from_user) if chat.type == ChatType.CHANNEL else None,
            title=title_of(chat),
            scope=scope_of(chat),
            user=str(change.from_user.id),
            user_name=change.from_user.full_name,
            admin=True,
            language=language_of(change.from_user),
            told=True,
        )
    )


def told(message: telegram.Message) -> Asked | None:
    """Read a message that Telegram itself writes into a chat; None for people's messages, and for all other news."""
    words = ""
    if message.migrate_to_chat_id is not None:
        verb, words = MOVED, str(message.migrate_to_chat_id)
    elif message.forum_topic_closed is not None:
        verb = CLOSED
    elif message.forum_topic_reopened is not None:
        verb = REOPENED
    else:
        return None
    return Asked(
        command=Command(
            verb=verb,
            arguments=words,
            target=target_of(message.chat, message),
            title=title_of(message.chat),
            scope=scope_of(message.chat),
            told=True,
        )
    )


def _may_speak(member: ChatMember, chat: telegram.Chat) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return bool(member.is_member and member.can_send_messages)
    if isinstance(member, ChatMemberAdministrator) and chat.type == ChatType.CHANNEL:
        return bool(member.can_post_messages)
    return member.status not in _OUT
