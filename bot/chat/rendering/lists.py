"""What does a message about several stories say? One line for each, and what else came (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat.language import ENGLISH, Words
from bot.chat.message import Action, Button, Line, Message, Role, Section, Text
from bot.chat.rendering.headlines import headline, titled
from bot.chat.rendering.owners import outlets, sources, state_owned
from bot.model import Scope, Story
from bot.stories.wording.updates import News

SHOWN = 40  # stories of one list: whoever was away for a night of more than that reads no further
_NAMED = 3  # stories that a notification names


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A story of which a chat was not told at once. ``updated``: with news since; ``news`` is what it was not told."""

    story: Story
    updated: bool = False
    news: tuple[News, ...] = ()


def several(stories: Sequence[Story], *, words: Words = ENGLISH, silent: bool = False) -> Message:
    """Return one list for alerts that would otherwise arrive as a flood."""
    head = words.counted(len(stories), "{n} new story", "{n} new stories")
    return Message(
        text=_named(head, stories, words),
        sections=(heading(head), *(listed(number, story, words) for number, story in enumerate(stories, 1))),
        silent=silent,
    )


def caught_up(
    missed: Sequence[Missed], notices: Sequence[str] = (), *, words: Words = ENGLISH, scope: Scope = Scope.PRIVATE
) -> Message:
    """Return the one list of what happened in quiet hours; ``notices`` are sentences that came as well."""
    head = words.counted(len(missed), "While you were quiet: {n} story", "While you were quiet: {n} stories")
    sections = [heading(head)]
    sections += [_caught(number, each, words) for number, each in enumerate(missed[:SHOWN], 1)]
    small: list[Line] = [(Text(each),) for each in notices]
    hidden = len(missed) - SHOWN
    if hidden > 0:
        small.insert(0, (Text(words.counted(hidden, "and {n} more", "and {n} more")),))
    if small:
        sections.append(Section(Role.META, tuple(small)))
    return Message(
        text=_named(head, [each.story for each in missed], words),
        sections=tuple(sections),
        buttons=() if hidden <= 0 or scope is Scope.CHANNEL else ((newest_button(words),),),
    )


def listed(number: int, story: Story, words: Words = ENGLISH, *, more: str = "", notes: Sequence[str] = ()) -> Section:
    """Return a story as an item of a list: "2. Title — 4 sources (1 state) · 8f3k".

    ``more`` is said of it in the same line, each of the ``notes`` in a line of its own, in words of a feed.
    """
    state = state_owned(story, words)
    said = sources(len(outlets(story)), words) + (f" ({state})" if state else "") + (f", {more}" if more else "")
    line: Line = (Text(f"{number}. "), headline(story, words), Text(f" — {said} · "), Text(story.short, code=True))
    return Section(Role.BODY, (line, *((Text(f"   {note}", foreign=True),) for note in notes)))


def heading(text: str) -> Section:
    """Return a heading in bold."""
    return Section(Role.HEAD, ((Text(text, bold=True),),))


def newest_button(words: Words) -> Button:
    """Return the button that leads to the newest stories."""
    return Button(words("Newest stories"), Action.LATEST)


def _caught(number: int, missed: Missed, words: Words) -> Section:
    more = words("updated") if missed.updated else ""
    note = " ".join(f"{each.text} — {each.report.source}" for each in missed.news)
    return listed(number, missed.story, words, more=more, notes=(words("New: {what}", what=note),) if note else ())


def _named(head: str, stories: Sequence[Story], words: Words) -> str:
    return f"{head}. " + "; ".join(titled(story, words) for story in stories[:_NAMED])
