"""What does an update from Telegram ask of us? Pure: an update in, a command or nothing out."""

import re
from dataclasses import dataclass

import telegram
from telegram import ChatMember, ChatMemberRestricted
from telegram.constants import ChatType

from bot.chat.message import Action, Command
from bot.model import Scope, Target

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""All that we ask for. Edited messages are not among them: an edited /stop must not run twice."""

JOINED, LEFT = "joined", "left"
"""The bot was let into a chat, or put out of it (blocked, removed, chat gone)."""

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_PLAIN = re.compile(r"(\w{1,32})(?:\s+(.*))?", re.DOTALL)
_CLICK = re.compile(r"([a-z]):([A-Za-z0-9]{0,16})")
_OUT = {ChatMember.BANNED, ChatMember.LEFT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A command as it came in.

    ``ask_about`` is the user whose right has to be looked up before ``command.admin`` can be believed.
    """

    command: Command
    ask_about: int | None = None
    answer_to: int | None = None  # message that the answer should reply to
    click: str | None = None  # callback query to acknowledge


def read(update: telegram.Update, me: telegram.User) -> Asked | None:
    """Return what is asked, or None where the update is none of our business."""
    if update.callback_query is not None:
        return _click(update.callback_query)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member)
    if update.message is not None:
        return _typed(update.message, me)
    return None


def _typed(message: telegram.Message, me: telegram.User) -> Asked | None:
    """Commands; in a private chat the slash may be left out. What was forwarded was not said to us."""
    user = message.from_user
    if message.text is None or user is None or message.forward_origin is not None or message.via_bot is not None:
        return None
    if user.is_bot and message.sender_chat is None:
        return None
    private = message.chat.type == ChatType.PRIVATE
    text = message.text.strip()
    if found := _COMMAND.fullmatch(text):
        verb, addressed, words = found[1], found[2], found[3]
        if addressed and addressed.lower() != (me.username or "").lower():
            return None
    elif private and (found := _PLAIN.fullmatch(text)):
        verb, words = found[1], found[2]
    else:
        return None
    # An anonymous admin writes as the group itself; whoever writes as another chat has no rights here.
    as_chat = message.sender_chat
    admin = private or (as_chat is not None and as_chat.id == message.chat.id)
    return Asked(
        command=Command(
            verb=verb.lower(),
            words=(words or "").strip(),
            target=_target(message.chat, message),
            title=_title(message.chat),
            scope=_scope(message.chat),
            user=str(user.id),
            user_name=as_chat.effective_name or "" if as_chat else user.full_name,
            admin=admin,
            reply_story=_alert_answered(message, me),
        ),
        ask_about=None if admin or as_chat is not None else user.id,
        answer_to=None if private else message.message_id,
    )


def _click(query: telegram.CallbackQuery) -> Asked | None:
    found = _CLICK.fullmatch(query.data or "")
    verb = Action(found[1]).name.lower() if found and found[1] in {action.value for action in Action} else None
    message = query.message
    if found is None or verb is None or message is None or query.from_user.is_bot:
        return None
    private = message.chat.type == ChatType.PRIVATE
    return Asked(
        command=Command(
            verb=verb,
            target=_target(message.chat, message if isinstance(message, telegram.Message) else None),
            title=_title(message.chat),
            scope=_scope(message.chat),
            user=str(query.from_user.id),
            user_name=query.from_user.full_name,
            admin=private,
            value=found[2] or None,
        ),
        ask_about=None if private else query.from_user.id,
        answer_to=message.message_id,
        click=query.id,
    )


def _membership(change: telegram.ChatMemberUpdated) -> Asked | None:
    """Only coming and going: a changed right inside the chat shows when the next message is sent."""
    was, now = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    if was == now:
        return None
    return Asked(
        command=Command(
            verb=JOINED if now else LEFT,
            target=_target(change.chat, None),
            title=_title(change.chat),
            scope=_scope(change.chat),
            user=str(change.from_user.id),
            user_name=change.from_user.full_name,
            admin=True,
            told=True,
        )
    )


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return bool(member.is_member)
    return member.status not in _OUT


def _target(chat: telegram.Chat, message: telegram.Message | None) -> Target:
    """Replies in plain groups carry a thread id too; only a topic message's one names a topic."""
    thread = message.message_thread_id if message is not None and message.is_topic_message else None
    return Target(platform="telegram", chat=str(chat.id), thread=str(thread) if thread not in {None, 1} else None)


def _alert_answered(message: telegram.Message, me: telegram.User) -> str | None:
    """In a topic every message formally answers the one that opened the topic."""
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != me.id:
        return None
    return None if answered.forum_topic_created else str(answered.message_id)


def _scope(chat: telegram.Chat) -> Scope:
    if chat.type == ChatType.PRIVATE:
        return Scope.PRIVATE
    return Scope.CHANNEL if chat.type == ChatType.CHANNEL else Scope.GROUP


def _title(chat: telegram.Chat) -> str:
    return chat.effective_name or ""
