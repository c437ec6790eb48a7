"""What are people told of what others changed, and of a chat that can no longer be reached? (pure)"""

from bot.chat.language import ENGLISH, Words, speak
from bot.chat.message import Command, Message
from bot.chat.rendering.alerts import answer
from bot.chat.verbs.request import Service
from bot.model import Scope
from bot.store.transaction import Transaction


def lost(title: str, why: str, *, words: Words = ENGLISH) -> Message:
    """Return the notice that a chat is paused; ``why`` is what the platform said, in its own words."""
    return answer(
        words("I can no longer post in “{title}”: {why}", title=title, why=why),
        words("Your settings are kept; add me again and alerts go on."),
    )


def house_words(tx: Transaction, command: Command, service: Service) -> Words:
    """Return the words in which a whole chat is spoken to, whoever asked."""
    channel = tx.channels.at(command.target)
    return speak((channel.language if channel else None) or service.language)


def announced(
    tx: Transaction, command: Command, service: Service, sentence: str, /, **values: object
) -> Message | None:
    """Return who did what, for a chat in which others are; ``sentence`` was marked and has a {who}.

    None where nobody else reads, and where the platform does not say who it was.
    """
    if command.scope is Scope.PRIVATE or not command.user_name:
        return None
    return answer(house_words(tx, command, service)(sentence, who=command.user_name, **values))
