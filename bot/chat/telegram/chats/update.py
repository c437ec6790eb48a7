"""What does an update ask of us, and where? The shape that all kinds of updates are brought into."""

from dataclasses import dataclass

import telegram
from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted
from telegram.constants import ChatType

from bot.chat.message import Command
from bot.model import Scope, Target

_LONGEST_SUBTAG = 3  # of a language, ISO 639

JOINED, LEFT = "joined", "left"
"""The bot may speak in a chat from now on, or no longer (blocked, removed, chat gone, right taken away)."""
MOVED, CLOSED, REOPENED = "moved", "closed", "reopened"
"""A group has a new id; a topic of a forum was closed to those who are no admins, or opened again."""
ANSWERED = "answered"
"""Words in answer to a message of ours that asked for them."""
_OUT = {ChatMember.BANNED, ChatMember.LEFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command as it came in.

    ``ask_about`` is the user whose right in ``command.target`` has to be looked up before ``command.admin`` can be
    believed. Where the command came from another chat (``command.asked_in``), what is known of the target is its id.
    """

    command: Command
    ask_about: int | None = None
    answer_to: int | None = None  # message that the answer should reply to
    click: str | None = None  # callback query to acknowledge
    clicked: int | None = None  # message whose button that is
    answered: int | None = None  # message of ours that the words answer
    mention: str = ""  # "@name" of whoever asks, where there is one
    picked: bool = False  # the chat was chosen from a list in the app

    @property
    def place(self) -> Target:
        """Where it was asked, and is to be answered."""
        return self.command.asked_in or self.command.target


def target_of(chat: telegram.Chat, message: telegram.Message | None) -> Target:
    """Return where a message is. Replies in plain groups carry a thread id too; only in a topic it names the topic."""
    thread = message.message_thread_id if message is not None and message.is_topic_message else None
    return Target(platform="telegram", chat=str(chat.id), thread=str(thread) if thread not in {None, 1} else None)


def private_with(user: telegram.User) -> Target:
    """Return the private chat with a user: it has the user's id."""
    return Target(platform="telegram", chat=str(user.id))


def scope_of(chat: telegram.Chat | telegram.ChatFullInfo) -> Scope:
    """Return what kind of place a chat is."""
    if chat.type == ChatType.PRIVATE:
        return Scope.PRIVATE
    return Scope.CHANNEL if chat.type == ChatType.CHANNEL else Scope.GROUP


def title_of(chat: telegram.Chat | telegram.ChatFullInfo) -> str:
    """Return what a chat is called; a private one like its user."""
    return chat.effective_name or ""


def mention_of(user: telegram.User) -> str:
    """Return what makes the app notify a user, or nothing where there is no public name."""
    return f"@{user.username}" if user.username else ""


def language_of(user: telegram.User) -> str | None:
    """Return the language of the user's app, "pt" for "pt-br"; an app may say nothing, or anything."""
    subtag = (user.language_code or "").partition("-")[0].lower()
    return subtag if subtag.isascii() and subtag.isalpha() and len(subtag) <= _LONGEST_SUBTAG else None


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
