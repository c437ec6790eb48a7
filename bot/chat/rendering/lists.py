"""What does a message about several stories say? One line for each, and what else came (pure)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice

from bot.chat.language import ENGLISH, Words
from bot.chat.message import Action, Button, Line, Message, Role, Section, Text, Time, story_id
from bot.chat.rendering.headlines import headline, titled
from bot.chat.rendering.owners import outlets, sources, state_owned
from bot.model import Scope, Story
from bot.stories.wording.updates import News

SHOWN = 40  # stories of one list: whoever was away for a night of more than that reads no further
_NAMED = 3  # stories that a notification names
LAST = 500  # how many stories deep buttons lead: nobody pages further, and each page costs the ones before it


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
    line: Line = (Text(f"{number}. "), headline(story, words), Text(f" — {said} · "), story_id(story.short))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The stories of a list, which may go on, from ``offset`` (0 is the first)."""

    stories: tuple[Story, ...]
    offset: int
    size: int
    more: bool


def page(stories: Iterable[Story], *, offset: int, size: int) -> Page:
    """Take one page out of a list, and see whether another story follows it."""
    found = tuple(islice(stories, offset, offset + size + 1))
    return Page(stories=found[:size], offset=offset, size=size, more=len(found) > size and offset + size < LAST)


def page_message(shown: Page, head: str, question: str, words: Words, *others: Button) -> Message:
    """Return a page; ``question`` is the id under which the list is asked for again, ``others`` join its buttons."""
    stories = numbered(shown.stories, words, first=shown.offset + 1)
    buttons = (*_buttons(shown, question, words), *others)
    heading = Section(Role.HEAD, ((Text(head, bold=True),),))
    return Message(text=head, sections=(heading, *stories), buttons=(buttons,) if buttons else ())


def by_happening(stories: Iterable[Story]) -> Iterator[Story]:
    """Take stories by when they were touched, latest first; yield them by when they happened, holding only a few.

    No story happens after it was touched, so one that happened after the next was touched comes before all the rest.
    """
    held: list[tuple[float, int, Story]] = []
    for number, story in enumerate(stories):
        while held and -held[0][0] >= story.updated.timestamp():
            yield heappop(held)[2]
        heappush(held, (-story.happened.timestamp(), number, story))
    while held:
        yield heappop(held)[2]


def numbered(stories: Sequence[Story], words: Words, *, first: int = 1) -> tuple[Section, ...]:
    """Return a section for each story: "1. Title", and below "9 sources · 2 h ago · score 0.86 · 8f3k"."""
    return tuple(_item(number, story, words) for number, story in enumerate(stories, first))


def _item(number: int, story: Story, words: Words) -> Section:
    sources = words.counted(len(outlets(story)), "{n} source", "{n} sources")
    score = words("score {score}", score=f"{story.score:.2f}")
    small = (
        Text(f"   {sources} · "),
        Time(story.happened),
        Text(f" · {score} · "),
        story_id(story.short),
    )
    return Section(Role.BODY, ((Text(f"{number}. "), headline(story, words)), small))


def _buttons(shown: Page, question: str, words: Words) -> tuple[Button, ...]:
    newer, older = (f"{question}.{max(shown.offset + by, 0)}" for by in (-shown.size, shown.size))
    if not shown.offset:
        label = words.counted(shown.size, "Show {n} more", "Show {n} more")
        return (Button(label, Action.MORE, older, hint=words("Show the next stories of this list")),) * shown.more
    back = Button(words("Newer"), Action.MORE, newer, hint=words("Show the page before"))
    on = Button(words("Older"), Action.MORE, older, hint=words("Show the next page"))
    return (back, on) if shown.more else (back,)
