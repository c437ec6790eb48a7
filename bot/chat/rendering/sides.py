"""How do we tell what state and independent outlets say differently? Each sentence with its outlet (pure)."""

from bot.chat.language import ENGLISH, Words, mark
from bot.chat.message import Line, Message, Moment, Piece, Role, Section, Text, Time
from bot.chat.rendering.headlines import attributed, headline, titled
from bot.chat.rendering.reasons import row
from bot.model import Ownership, Story
from bot.stories.wording.sides import OWNERS, Side, sides

_NAMED = 5  # outlets of a side that are named
_TITLES = {Ownership.STATE: mark("State media"), Ownership.INDEPENDENT: mark("Independent media")}

_ONLY = {
    Ownership.STATE: mark("Only state media: {what}"),
    Ownership.INDEPENDENT: mark("Only independent media: {what}"),
}


def comparison(story: Story, language: str | None, words: Words = ENGLISH) -> Message:
    """Return both sides of a story in a message of its own."""
    head = words("State and independent media: {title}", title=titled(story, words))
    return Message(
        text=head,
        sections=(
            Section(Role.HEAD, ((headline(story, words, bold=True),),)),
            Section(Role.BODY, side_lines(story, language, words)),
        ),
        story=story.short,
    )


def side_lines(story: Story, language: str | None, words: Words = ENGLISH) -> tuple[Line, ...]:
    """Return who has a story on each side, since when, its first sentence, and what the other side does not say."""
    found = sides(story, language)
    lines = [line for side in found for line in _of_side(side, words)]
    missing = [owner for owner in OWNERS if owner not in {side.owner for side in found}]
    if found:
        lines += [row(words(_TITLES[owner]), Text(words("nothing so far"))) for owner in missing]
    return tuple(lines)


def only_line(story: Story, language: str | None, words: Words = ENGLISH) -> str:
    """Return the sentence with most that only one side says, as a line for lists; "" where none is in the language."""
    found = [side for side in sides(story, language, most=1) if side.only and side.only[0].report.language == language]
    best = max(found, key=lambda side: len(side.only[0].facts), default=None)
    if best is None:
        return ""
    said = best.only[0]
    return words(_ONLY[best.owner], what=f"{said.text} — {said.report.source}")


def _of_side(side: Side, words: Words) -> list[Line]:
    named: list[Piece] = [Time(side.outlets[0].at, Moment.DATE_TIME), Text(" · ")]
    count = words.counted(len(side.outlets), "{n} outlet", "{n} outlets")
    names = ", ".join(report.source for report in side.outlets[:_NAMED])
    more = f", +{len(side.outlets) - _NAMED}" if len(side.outlets) > _NAMED else ""
    named += [Text(f"{count}: "), Text(f"{names}{more}", foreign=True)]
    lines: list[Line] = [row(words(_TITLES[side.owner]), *named), (Text("· "), *attributed(side.says, side.outlets[0]))]
    alone = Text("· " + words("only there:") + " ")
    return lines + [(alone, *attributed(each.text, each.report)) for each in side.only if each.text != side.says]
