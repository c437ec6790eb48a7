"""What does a pressed button ask? Its data was ours once, and may be forged: anything odd is nothing."""

import re
from dataclasses import replace

import telegram
from telegram.constants import ChatType

from bot.chat.message import Action, Command
from bot.chat.telegram.asked import Asked, language_of, mention_of, scope_of, target_of, title_of
from bot.model import Target

_CLICK = re.compile(r"([a-z]):([A-Za-z0-9_.:=,/+ -]{0,40})(?:@(-?[0-9]{1,16}))?")
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
