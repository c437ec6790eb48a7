"""What does an update from Telegram ask of us? Commands, typed answers and clicks; anything odd is nothing (pure)."""

import re
from dataclasses import replace

import telegram
from telegram.constants import ChatType

from bot.chat.message import Action, Command
from bot.chat.telegram.chats.picker import picked
from bot.chat.telegram.chats.update import (
    ANSWERED,
    Asked,
    changed,
    language_of,
    mention_of,
    scope_of,
    target_of,
    title_of,
    told,
)
from bot.chat.verbs.table import BY_NAME
from bot.model import Target

_CLICK = re.compile(r"([a-z]):((?:[A-Za-z0-9_.:=,/+ -]|(?<==)@){0,40}?)(?:@(-?[0-9]{1,16}))?")
_NEVER_SENT = {Action.SHARE, Action.ADD_GROUP, Action.ADD_CHANNEL, Action.PRIVATE}
_ACTIONS = {action.value: action for action in Action if action not in _NEVER_SENT}


def clicked(query: telegram.CallbackQuery) -> Asked | None:
    """Read a click: "<action>:<value>", in a private chat perhaps with "@<chat>" that it is about."""
    found = _CLICK.fullmatch(query.data or "")
    action = _ACTIONS.get(found[1]) if found else None
    message = query.message
    if found is None or action is None or message is None or query.from_user.is_bot:
        return None
    private = message.chat.type == ChatType.PRIVATE
    if found[3] and not private:
        return None
    here = target_of(message.chat, message if isinstance(message, telegram.Message) else None)
    command = Command(
        verb=action.name.lower(),
        target=here,
        title=title_of(message.chat),
        scope=scope_of(message.chat),
        user=str(query.from_user.id),
        user_name=query.from_user.full_name,
        admin=private,
        language=language_of(query.from_user),
        value=found[2] or None,
    )
    if found[3]:
        about = Target(platform="telegram", chat=found[3])
        command = replace(command, target=about, asked_in=here, title="", admin=False)
    return Asked(
        command=command,
        ask_about=None if command.admin else query.from_user.id,
        answer_to=message.message_id,
        click=query.id,
        clicked=message.message_id,
        mention=mention_of(query.from_user),
    )


SAID = "said"
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
            arguments=words,
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
    if plain and plain[1].lower() in BY_NAME:
        return plain[1].lower(), (plain[2] or "").strip()
    return (SAID, text) if private else None


def _ours(message: telegram.Message, me: telegram.User) -> int | None:
    """Return the message of ours that this answers. In a topic every message formally answers its first one."""
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != me.id:
        return None
    return None if answered.forum_topic_created else answered.message_id


ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")
"""All that we ask for. Edited messages are not among them: an edited /stop must not run twice. Nor are posts in
channels: they come from the channel, so there would be nobody whose right could be checked."""


def read(update: telegram.Update, me: telegram.User) -> Asked | None:
    """Return what is asked, or None where the update is none of our business."""
    asked = _read(update, me)
    if asked is None:
        return None
    once = f"telegram:{me.id}:{update.update_id}"
    return replace(asked, command=replace(asked.command, once=once))


def _read(update: telegram.Update, me: telegram.User) -> Asked | None:
    if update.callback_query is not None:
        return clicked(update.callback_query)
    if update.my_chat_member is not None:
        return changed(update.my_chat_member)
    if update.message is not None:
        return told(update.message) or picked(update.message) or typed(update.message, me)
    return None
