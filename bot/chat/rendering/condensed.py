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
