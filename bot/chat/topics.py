"""How does a message say which topic it is about, where there are several, and how do its buttons keep to it? (pure)"""

from base64 import b32encode
from dataclasses import replace
from hashlib import blake2b

from bot.chat.message import Action, Button, Message, Role, Section, Text

_MARK = "//"  # in the value of a button: what follows says which topic it is about
_ABOUT_ONE = frozenset(
    {
        Action.LATEST,
        Action.START,
        Action.STOP,
        Action.MORE,
        Action.SETTINGS,
        Action.SET,
        Action.SEND,
        Action.STATS,
        Action.EXPORT,
        Action.TOPIC,
    }
)
"""What a button asks of one topic; those about a story need no mark, since a story has its topic."""


def tag(key: str) -> str:
    """Return four letters or digits that stand for a topic in a button, which has room for little more."""
    return b32encode(blake2b(key.encode(), digest_size=10).digest()).decode().lower()[:4]


def tagged(message: Message, key: str) -> Message:
    """Return a message whose buttons are about a topic."""
    rows = tuple(tuple(tagged_button(button, key) for button in row) for row in message.buttons)
    return replace(message, buttons=rows)


def tagged_button(button: Button, key: str) -> Button:
    """Return a button that is about a topic; one that says so already, or is about none, as it is."""
    if button.action not in _ABOUT_ONE or button.url is not None or _MARK in button.value:
        return button
    return replace(button, value=f"{button.value}{_MARK}{tag(key)}")


def untagged(value: str) -> tuple[str, str]:
    """Return the value of a button without its mark, and that mark's tag, "" where it has none."""
    head, _, found = value.rpartition(_MARK)
    return (head, found) if _MARK in value else (value, "")


def of_topic(message: Message, name: str) -> Message:
    """Return a message that says its topic: an alert in the line with its sources, anything else in its first line."""
    if not message.sections:
        return message
    small = [index for index, each in enumerate(message.sections) if each.role is Role.META]
    at = small[0] if message.story is not None and small else 0
    section = message.sections[at]
    first, *rest = section.lines
    said = Text(f"{name} · ", bold=section.role is Role.HEAD)
    sections = list(message.sections)
    sections[at] = Section(section.role, ((said, *first), *rest))
    return replace(message, text=f"{name}: {message.text}", sections=tuple(sections))
