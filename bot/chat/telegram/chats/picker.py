"""How is a channel or group looked after from a private chat? It is chosen from a list that the app shows."""

from dataclasses import replace

import telegram
from telegram import ChatAdministratorRights, KeyboardButton, KeyboardButtonRequestChat, ReplyKeyboardMarkup

from bot.chat.language import Words
from bot.chat.message import Action, Button, Command, Reply
from bot.chat.settings.setting import MAIN
from bot.chat.telegram.chats.update import Asked, language_of, private_with
from bot.model import Scope, Target

SETTINGS = Action.SETTINGS.name.lower()
_PICK = "pick"  # what the button carries that leads to the list
_GROUP, _CHANNEL = 1, 2  # request ids: which of the two lists a choice comes from
_ANY_ADMIN = ChatAdministratorRights(
    is_anonymous=False,
    can_manage_chat=True,  # what every admin has (Bot API): the app lists only chats where the user is one
    can_delete_messages=False,
    can_manage_video_chats=False,
    can_restrict_members=False,
    can_promote_members=False,
    can_change_info=False,
    can_invite_users=False,
    can_post_stories=False,
    can_edit_stories=False,
    can_delete_stories=False,
)


def picked(message: telegram.Message) -> Asked | None:
    """Read a choice from the list: the settings of that chat are wanted, here."""
    shared, user = message.chat_shared, message.from_user
    if shared is None or user is None or shared.request_id not in {_GROUP, _CHANNEL}:
        return None
    return Asked(
        command=Command(
            verb=SETTINGS,
            target=Target(platform="telegram", chat=str(shared.chat_id)),
            asked_in=private_with(user),
            title=shared.title or "",
            scope=Scope.CHANNEL if shared.request_id == _CHANNEL else Scope.GROUP,
            user=str(user.id),
            user_name=user.full_name,
            admin=False,
            language=language_of(user),
        ),
        ask_about=user.id,
        picked=True,
    )


def wants_list(command: Command) -> bool:
    """Say whether a click asks for the list of chats."""
    return command.verb == SETTINGS and command.value == _PICK


def with_way_to_list(command: Command, reply: Reply, words: Words) -> Reply:
    """Add the way to other chats below the settings of a private chat."""
    about_private = command.scope is Scope.PRIVATE and command.asked_in is None
    if command.verb != SETTINGS or command.arguments or reply.refused or not about_private:
        return reply
    if command.value not in {None, MAIN}:
        return reply
    button = Button(words("Settings of a group or channel"), Action.SETTINGS, _PICK)
    return replace(reply, message=replace(reply.message, buttons=(*reply.message.buttons, (button,))))


def keyboard(words: Words) -> ReplyKeyboardMarkup:
    """Return the buttons that open the lists; they take the place of the keyboard and go away when one is used."""
    rows = (
        (words("Choose a group"), KeyboardButtonRequestChat(_GROUP, False, user_administrator_rights=_ANY_ADMIN)),
        (words("Choose a channel"), KeyboardButtonRequestChat(_CHANNEL, True, user_administrator_rights=_ANY_ADMIN)),
    )
    return ReplyKeyboardMarkup(
        [[KeyboardButton(label, request_chat=request)] for label, request in rows],
        one_time_keyboard=True,
        resize_keyboard=True,
    )
