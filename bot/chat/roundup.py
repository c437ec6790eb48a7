"""What does a digest say? What is new, what still moves, and how that compares with what is usual (pure)."""

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.message import Action, Button, Line, Message, Moment, Piece, Role, Section, Text, Time
from bot.chat.render import counted, listed
from bot.model import Story
from bot.stories.digest import Digest

_QUIET = 3  # feeds that are named; the rest is counted
_IN_HOURS = timedelta(hours=2)  # shorter times are told in minutes ...
_IN_DAYS = timedelta(days=2)  # ... and longer ones in days
_A_DAY = (timedelta(hours=18), timedelta(hours=36))  # such a digest came yesterday, at about this time


def digest(topic: str, content: Digest) -> Message:
    """Return a digest; it is split between stories where it is too long for one message."""
    total = content.new_count
    head: list[Line] = [
        (Text(f"{topic} · ", bold=True), Time(content.until, Moment.DATE_TIME)),
        (Text(counted(total, "new story", "new stories") + " since "), Time(content.since, Moment.DATE_TIME)),
    ]
    if content.usual is not None:
        head[1] = (*head[1], Text(f" · usual: {content.usual}"))
    if content.state_share is not None:
        head[1] = (*head[1], Text(f" · {content.state_share:.0%} of the reports from state media"))
    sections = [Section(Role.HEAD, tuple(head))]
    if not content.new and not content.moving:
        sections.append(Section(Role.BODY, ((Text("Nothing new happened."),),)))
    for number, story in enumerate(content.new, 1):
        section = listed(number, story)
        lines = ((Text("New", bold=True),), *section.lines) if number == 1 else section.lines
        sections.append(Section(Role.BODY, lines))
    for number, moving in enumerate(content.moving, len(content.new) + 1):
        section = listed(number, moving.story, more=moving.more)
        first = number == len(content.new) + 1
        lines = ((Text("Still moving", bold=True),), *section.lines) if first else section.lines
        if moving.new:
            lines = (*lines, (Text(f"   New since {_before(content)}: "), Text(moving.new, foreign=True)))
        sections.append(Section(Role.BODY, lines))
    tail = _mentioned(content)
    if content.quiet:
        tail.append(_quiet(content))
    if content.hidden:
        tail.append((Text(f"and {content.hidden} more: /latest 20"),))
    if tail:
        sections.append(Section(Role.META, tuple(tail)))
    return Message(text=f"{topic}: {counted(total, 'new story', 'new stories')}", sections=tuple(sections))


def spike(topic: str, said: str, stories: Sequence[Story]) -> Message:
    """Return a notice that unusually much is happening: the numbers, and the stories that most outlets have."""
    return Message(
        text=f"{topic}: {said}",
        sections=(
            Section(Role.HEAD, ((Text(f"{topic} · more than usual", bold=True),),)),
            Section(Role.BODY, ((Text(f"{said}."),),)),
            *(listed(number, story) for number, story in enumerate(stories, 1)),
        ),
        buttons=((Button("Newest stories", Action.LATEST),),),
    )


def _before(content: Digest) -> str:
    shortest, longest = _A_DAY
    return "yesterday" if shortest <= content.until - content.since <= longest else "the last digest"


def _mentioned(content: Digest) -> list[Line]:
    """What is unusual; where nobody knows yet what is usual, what is most."""
    if content.usual is None:
        most = " · ".join(f"{name} {count}" for name, count in content.names)
        return [(Text(f"Most mentioned: {most}"),)] if most else []
    more = " · ".join(f"{each.name} {each.count} (usual {each.usual})" for each in content.more)
    return [(Text(f"More mentioned than usual: {more}"),)] if more else []


def _quiet(content: Digest) -> Line:
    pieces: list[Piece] = [Text(f"Quiet: {len(content.quiet)} of {counted(content.feeds, 'source', 'sources')}.")]
    for each in content.quiet[:_QUIET]:
        what = "errors" if each.failing else "nothing new"
        pieces += [Text(f" {each.name}: {what} since "), Time(each.since, Moment.DATE_TIME)]
        pieces.append(Text("." if each.usual is None else f", usually every {_spell(each.usual)}."))
    if len(content.quiet) > _QUIET:
        pieces.append(Text(f" And {len(content.quiet) - _QUIET} more."))
    return tuple(pieces)


def _spell(time: timedelta) -> str:
    if time < _IN_HOURS:
        return counted(max(round(time / timedelta(minutes=1)), 1), "minute", "minutes")
    if time < _IN_DAYS:
        return f"{round(time / timedelta(hours=1))} hours"
    return f"{round(time / timedelta(days=1))} days"
