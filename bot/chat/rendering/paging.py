"""How is a long list of stories shown? Page by page: a button turns the message into the next page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice

from bot.chat.language import Words
from bot.chat.message import Action, Button, Message, Role, Section, Text, Time
from bot.chat.rendering.headlines import headline
from bot.chat.rendering.owners import outlets
from bot.model import Story

LAST = 500  # how many stories deep buttons lead: nobody pages further, and each page costs the ones before it


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
        Text(story.short, code=True),
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
