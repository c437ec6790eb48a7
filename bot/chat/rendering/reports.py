"""What does the report of a week say? What there was, what was largest, who had it and what rose (pure)."""

from collections.abc import Iterator

from bot.chat.language import ENGLISH, Words
from bot.chat.message import Action, Button, Message, Role, Section, Text
from bot.chat.rendering.digests import notes, titled
from bot.chat.rendering.lists import heading, listed, newest_button
from bot.chat.rendering.trends import caption, chart, counted, told_days
from bot.model import Scope
from bot.stories.statistics.trend import Span
from bot.stories.statistics.week import Week

_LONGER = "30d"


def report(topic: str, content: Week, *, told: int, words: Words = ENGLISH, scope: Scope = Scope.PRIVATE) -> Message:
    """Return the report of a week; ``told`` is how many stories came to the chat as messages of their own."""
    seen = content.trend
    days = told_days(Span(first=seen.period.first, days=seen.period.days, counts=()), words)
    head = f"{words.name(topic)} · {days}"
    if not seen.total:
        nothing = words("Nothing new happened in this week.")
        return Message(text=f"{head}: {nothing}", sections=(heading(head), Section(Role.BODY, ((Text(nothing),),))))
    peak = content.peak.title if content.peak else ""
    rising = {name for name, _, _ in content.rising}
    besides = ((Text(each),) for each in _besides(content, told, words))
    lines = (*caption(seen, peak, words, without=rising), *besides)
    stories = enumerate(content.largest, 1)
    largest = [listed(number, story, words, notes=notes(story, words)) for number, story in stories]
    count = words.counted(seen.total, "{n} new story", "{n} new stories")
    return Message(
        text=f"{head}: {count}",
        sections=(heading(head), Section(Role.BODY, lines), *titled(words("Largest"), largest)),
        buttons=() if scope is Scope.CHANNEL else (_buttons(words),),
        chart=chart(seen, peak, lines, title=head, words=words),
    )


def _besides(content: Week, told: int, words: Words) -> Iterator[str]:
    """Yield what a chart does not show: what came here at once, what one side alone had, what rose."""
    sides = content.sides
    if told:
        yield words.counted(told, "{n} story came here at once.", "{n} stories came here at once.")
    if sides.state + sides.both and sides.independent + sides.both:
        yield words(
            "Only state media: {state} · only independent media: {independent} · both: {both}",
            state=sides.state,
            independent=sides.independent,
            both=sides.both,
        )
    if content.rising:
        rose = " · ".join(counted(each, words) for each in content.rising)
        yield words("More than the week before: {names}", names=rose)


def _buttons(words: Words) -> tuple[Button, ...]:
    longer = Button(words("Chart"), Action.STATS, _LONGER, hint=words("Show how the topic developed"))
    return (longer, newest_button(words))
