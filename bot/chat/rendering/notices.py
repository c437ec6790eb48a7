"""What are people told of a chat that can no longer be reached? (pure)"""

from bot.chat.language import ENGLISH, Words
from bot.chat.message import Message
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.retold import retold


def lost(title: str, why: str, *, words: Words = ENGLISH) -> Message:
    """Return the notice that a chat is paused; ``why`` is what the platform said, in its own words."""
    return answer(
        words("I can no longer post in “{title}”: {why}", title=title, why=retold(why, words)),
        words("Your settings are kept; add me again and alerts go on."),
    )
