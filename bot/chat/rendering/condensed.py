"""How is a story told in one line, and what does that line leave out?"""

from dataclasses import replace

from bot.chat.language import ENGLISH, Words
from bot.chat.message import Message, Moment, Role, Section, Text, Time
from bot.chat.rendering.headlines import departed, headline
from bot.chat.rendering.owners import outlets, sources
from bot.model import Story


def in_one_line(message: Message, story: Story, words: Words = ENGLISH) -> Message:
    """Return an alert as one line with its first row of buttons; updates follow below it as below any other.

    Where another event was in the story, the line says which story that is now.
    """
    said = Text(f" · {sources(len(outlets(story)), words)} · ")
    line = (headline(story, words, bold=True), said, Time(story.opened, Moment.TIME), *departed(story, words))
    return replace(message, sections=(Section(Role.BODY, (line,)),), buttons=message.buttons[:1], preview=False)


def details(message: Message, reply_to: str) -> Message:
    """Return what one line leaves out of an alert, for its thread: the summary, who reports it, and all its buttons."""
    rest = [section for section in message.sections if section.role is not Role.HEAD]
    told = [replace(section, role=Role.BODY) if section.role is Role.SOURCES else section for section in rest]
    return replace(message, sections=tuple(told), buttons=message.buttons[1:], reply_to=reply_to, silent=True)
