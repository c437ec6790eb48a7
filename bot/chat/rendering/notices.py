"""What else are people told: of a side that is silent, of an unannounced edit, of a chat that is lost? (pure)"""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.language import ENGLISH, HOLE, Words, fill, mark
from bot.chat.message import Line, Message, Moment, Role, Section, Text, Time, story_id
from bot.chat.rendering.alerts import answer
from bot.chat.rendering.headlines import attributed, headline, titled
from bot.chat.rendering.reasons import row
from bot.chat.rendering.retold import retold
from bot.chat.rendering.sides import side_lines
from bot.model import Ownership, Report, Story

_SILENT = {
    Ownership.STATE: mark("State media have nothing of it"),
    Ownership.INDEPENDENT: mark("Independent media have nothing of it"),
}


def silence(
    story: Story, owner: Ownership, read: int, *, words: Words = ENGLISH, reply_to: str | None = None
) -> Message:
    """Return the notice that one side, as far as we read it, is silent about a story that the other had hours ago."""
    head = words(_SILENT[owner])
    none = words.counted(
        read,
        "None of the {n} source of this kind that I read reports it.",
        "None of the {n} sources of this kind that I read reports it.",
    )
    return _of_story(head, story, (*side_lines(story, story.language, words), (Text(none),)), words, reply_to)


def edited(
    story: Story,
    report: Report,
    change: tuple[str, str],
    times: tuple[datetime, datetime],
    *,
    words: Words = ENGLISH,
    reply_to: str | None = None,
) -> Message:
    """Return the notice that an outlet changed its report without saying so: ``change`` is before and after."""
    head = words("{source} changed its report without saying so", source=report.source)
    (before, after), (was, now) = change, times
    lines: tuple[Line, ...] = (
        row(words("Before"), Text(before, foreign=True), Text(" · "), Time(was, Moment.DATE_TIME)),
        row(words("Now"), *attributed(after, report), Text(" · "), Time(now, Moment.DATE_TIME)),
    )
    return _of_story(head, story, lines, words, reply_to)


def _of_story(head: str, story: Story, lines: Sequence[Line], words: Words, reply_to: str | None) -> Message:
    """Return a reply to the first message of a story; it makes no sound."""
    return Message(
        text=f"{head}: {titled(story, words)}",
        sections=(
            Section(Role.HEAD, ((Text(head + " · ", bold=True), headline(story, words)),)),
            Section(Role.BODY, tuple(lines)),
            Section(Role.META, (fill(words("story {id}", id=HOLE), story_id(story.short)),)),
        ),
        silent=True,
        story=story.short,
        revision=story.revision,
        reply_to=reply_to,
    )


def lost(title: str, why: str, *, words: Words = ENGLISH) -> Message:
    """Return the notice that a chat is paused; ``why`` is what the platform said, in its own words."""
    return answer(
        words("I can no longer post in “{title}”: {why}", title=title, why=retold(why, words)),
        words("Your settings are kept; add me again and alerts go on."),
    )
