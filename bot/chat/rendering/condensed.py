"""How does an alert look where many come? One line; the rest stands behind its buttons and below it (pure)."""

from dataclasses import replace

from bot.chat.language import ENGLISH, Words
from bot.chat.message import Message, Moment, Role, Section, Text, Time
from bot.chat.rendering.headlines import headline
from bot.chat.rendering.owners import outlets, sources
from bot.model import Story


def condensed(message: Message, story: Story, words: Words = ENGLISH) -> Message:
    """Return an alert as one line with its first row of buttons; updates follow below it as below any other."""
    said = sources(len(outlets(story)), words)
    line = (headline(story, words, bold=True), Text(f" · {said} · "), Time(story.opened, Moment.TIME))
    return replace(message, sections=(Section(Role.HEAD, (line,)),), buttons=message.buttons[:1], preview=False)


def details(message: Message, reply_to: str) -> Message:
    """Return what one line leaves out of an alert, for its thread: the summary, who reports it, and all its buttons."""
    rest = [section for section in message.sections if section.role is not Role.HEAD]
    told = [replace(section, role=Role.BODY) if section.role is Role.SOURCES else section for section in rest]
    return replace(message, sections=tuple(told), buttons=message.buttons[1:], reply_to=reply_to, silent=True)
