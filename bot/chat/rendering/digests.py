"""What does a digest say? What is new, what still moves, and how that compares with what is usual (pure)."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.chat.language import ENGLISH, HOLE, Words, fill
from bot.chat.message import Action, Button, Line, Message, Moment, Role, Section, Text, Time
from bot.chat.rendering.headlines import author, gist_line
from bot.chat.rendering.lists import heading, listed, newest_button
from bot.chat.rendering.sides import only_line
from bot.model import Scope, Story
from bot.stories.statistics.digest import Digest, Moving
from bot.stories.statistics.silence import Quiet
from bot.stories.statistics.spike import HOURS
from bot.text.sentences import split

_QUIET = 3  # feeds that are named; the rest is counted
_IN_HOURS = timedelta(hours=2)  # shorter times are told in minutes ...
_IN_DAYS = timedelta(days=2)  # ... and longer ones in days
_DAY = timedelta(days=1)
_SENTENCE = 240  # letters: a digest is read at a glance
_CHART = "7d"  # the shortest that is drawn


def digest(
    topic: str,
    content: Digest,
    *,
    zone: str = "UTC",
    words: Words = ENGLISH,
    scope: Scope = Scope.PRIVATE,
    own_names: Collection[str] = (),
    question: str | None = None,
) -> Message:
    """Return a digest; it is split between stories where it is too long for one message.

    ``zone`` (IANA) is where its days begin; ``question`` is the id under which all its stories can be asked for, and
    ``own_names`` are those that the topic is called by.
    """
    sections = [
        heading(f"{words.name(topic)} · {_date(content.until, zone, words)}"),
        Section(Role.BODY, ((Text(_numbers(content, zone, words)),),)),
    ]
    if not content.new and not content.moving:
        sections.append(Section(Role.BODY, ((Text(words("Nothing new happened.")),),)))
    new = [listed(number, story, words, notes=notes(story, words)) for number, story in enumerate(content.new, 1)]
    moving = [
        _moving(number, each, content, zone, words) for number, each in enumerate(content.moving, len(content.new) + 1)
    ]
    sections += [*titled(words("New"), new), *titled(words("Still moving"), moving)]
    if content.hidden:  # after the list that it belongs to, before what is about the whole period
        rest = words.counted(content.hidden, "and {n} more", "and {n} more")
        sections.append(Section(Role.BODY, ((Text(rest),),)))
    tail = _mentioned(content, {topic, *own_names}, words)
    if content.quiet:
        tail.append(_quiet(content, words))
    if tail:
        sections.append(Section(Role.META, tuple(tail)))
    count = words.counted(content.new_count, "{n} new story", "{n} new stories")
    return Message(
        text=f"{words.name(topic)}: {count}",
        sections=tuple(sections),
        buttons=() if scope is Scope.CHANNEL else (_buttons(content, question, words),),
    )


def spike(
    topic: str,
    numbers: Sequence[str],
    stories: Sequence[Story],
    *,
    words: Words = ENGLISH,
    scope: Scope = Scope.PRIVATE,
) -> Message:
    """Return a notice that unusually much is happening: the numbers, and the stories that most outlets have."""
    said = spike_said(numbers, words)
    return Message(
        text=f"{words.name(topic)}: {said}",
        sections=(
            heading(f"{words.name(topic)} · " + words("more than usual")),
            Section(Role.BODY, ((Text(said),),)),
            *(listed(number, story, words) for number, story in enumerate(stories, 1)),
        ),
        buttons=() if scope is Scope.CHANNEL else ((newest_button(words),),),
    )


def spike_said(numbers: Sequence[str], words: Words) -> str:
    """Return the sentence of a notice, whose ``numbers`` are how many stories there are and how many are usual."""
    if len(numbers) != 2:  # noqa: PLR2004 - a notice that has waited since before an upgrade is a sentence already
        return " ".join(numbers)
    count, usual = numbers
    return words(
        "{count} new stories in {hours} hours; usual at this time of day: {usual}.",
        count=count,
        hours=round(HOURS / timedelta(hours=1)),
        usual=usual,
    )


def notes(story: Story, words: Words) -> tuple[str, ...]:
    """Return a sentence of a story, and one that only state or only independent outlets have.

    A story in another language has what can be said of its headline in the reader's.
    """
    sentence = _sentence(story, words) or gist_line(story, words)
    only = only_line(story, words.language, words)
    return tuple(each for each in (sentence, only if not sentence or sentence not in only else "") if each)


def _sentence(story: Story, words: Words) -> str:
    """Return one sentence of a story with its outlet; "" where it is long, or not in the reader's language."""
    sentence = next(iter(split(story.summary)), "")
    report = author(story, sentence) if sentence else None
    if report is None or report.language != words.language or len(sentence) > _SENTENCE:
        return ""
    return f"{sentence} — {report.source}"


def _date(at: datetime, zone: str, words: Words) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - slow to import, and few messages name days

    return format_date(at.astimezone(ZoneInfo(zone)).date(), "EEEE, d MMMM", locale=words.language)


def _numbers(content: Digest, zone: str, words: Words) -> str:
    """Return "14 new stories since yesterday 08:00 · usual: 9 · 40 % of reports from state media"."""
    said = [_count(content, zone, words)]
    if content.usual is not None:
        said.append(words("usual: {count}", count=content.usual))
    if content.state_share is not None:
        said.append(words("{share} % of reports from state media", share=round(100 * content.state_share)))
    return " · ".join(said)


def _count(content: Digest, zone: str, words: Words) -> str:
    """Return "14 new stories since yesterday 08:00"."""
    total, since = content.new_count, content.since.astimezone(ZoneInfo(zone))
    time = f"{since:%H:%M}"
    ago = (content.until.astimezone(ZoneInfo(zone)).date() - since.date()) // _DAY
    if ago == 0:
        return words.counted(total, "{n} new story since {time}", "{n} new stories since {time}", time=time)
    if ago == 1:
        return words.counted(
            total, "{n} new story since yesterday {time}", "{n} new stories since yesterday {time}", time=time
        )
    from babel.dates import format_datetime  # noqa: PLC0415

    when = format_datetime(since, "EEE, d MMM HH:mm", locale=words.language)
    return words.counted(total, "{n} new story since {time}", "{n} new stories since {time}", time=when)


def titled(title: str, items: Sequence[Section]) -> list[Section]:
    """Put a title above the first of some items, in its section, so that no message ends with the title alone."""
    return [
        Section(item.role, ((Text(title, bold=True),), *item.lines)) if number == 0 else item
        for number, item in enumerate(items)
    ]


def _moving(number: int, moving: Moving, content: Digest, zone: str, words: Words) -> Section:
    since, until = (each.astimezone(ZoneInfo(zone)).date() for each in (content.since, content.until))
    report = author(moving.story, moving.new) if moving.new else None
    said = moving.new if report is None else f"{moving.new} — {report.source}"
    if until - since == _DAY:
        more = words.counted(moving.more, "+{n} report since yesterday", "+{n} reports since yesterday")
        note = words("New since yesterday: {what}", what=said)
    else:
        more = words.counted(moving.more, "+{n} report since the last digest", "+{n} reports since the last digest")
        note = words("New since the last digest: {what}", what=said)
    return listed(number, moving.story, words, more=more if moving.more else "", notes=(note,) if moving.new else ())


def _buttons(content: Digest, question: str | None, words: Words) -> tuple[Button, ...]:
    days = max(ceil((content.until - content.since) / _DAY), 1)
    total = content.new_count + content.moving_count
    buttons = [Button(words("Chart"), Action.STATS, _CHART, hint=words("Show how the topic developed"))]
    if total and question is not None:
        label = words.counted(total, "All {n}", "All {n}")
        buttons.append(Button(label, Action.LATEST, question, hint=words("Show all stories of this digest")))
    if total:
        hint = words("Download these stories as a table")
        buttons.append(Button("CSV", Action.EXPORT, f"csv.{days}d", hint=hint))
    return tuple(buttons)


def _mentioned(content: Digest, own: Collection[str], words: Words) -> list[Line]:
    """Return unusually frequent names; the most frequent while nobody knows what is usual. Never the topic's own."""
    if content.usual is None:
        most = " · ".join(
            f"{words.name(name)} {count}" for name, count in content.names if name not in own and count > 1
        )
        return [(Text(words("Most mentioned: {names}", names=most)),)] if most else []
    more = " · ".join(
        words("{name} {count} (usual {usual})", name=words.name(each.name), count=each.count, usual=each.usual)
        for each in content.more
        if each.name not in own
    )
    return [(Text(words("More mentioned than usual: {names}", names=more)),)] if more else []


def _quiet(content: Digest, words: Words) -> Line:
    count = len(content.quiet)
    said = words.counted(content.feeds, "Quiet: {quiet} of {n} source.", "Quiet: {quiet} of {n} sources.", quiet=count)
    line: Line = (Text(said),)
    for each in content.quiet[:_QUIET]:
        line = (*line, Text(" "), *_one_quiet(each, words))
    if len(content.quiet) > _QUIET:
        rest = words.counted(len(content.quiet) - _QUIET, "And {n} more.", "And {n} more.")
        line = (*line, Text(f" {rest}"))
    return line


def _one_quiet(quiet: Quiet, words: Words) -> Line:
    since = Time(quiet.since, Moment.DATE_TIME)
    if quiet.failing:
        return fill(words("{source}: errors since {time}.", source=quiet.name, time=HOLE), since)
    line = fill(words("{source}: nothing new since {time}.", source=quiet.name, time=HOLE), since)
    return line if quiet.usual is None else (*line, Text(" " + _usually(quiet.usual, words)))


def _usually(every: timedelta, words: Words) -> str:
    if every < _IN_HOURS:
        minutes = max(round(every / timedelta(minutes=1)), 1)
        return words.counted(minutes, "Usually every {n} minute.", "Usually every {n} minutes.")
    if every < _IN_DAYS:
        return words.counted(round(every / timedelta(hours=1)), "Usually every {n} hour.", "Usually every {n} hours.")
    return words.counted(round(every / _DAY), "Usually every {n} day.", "Usually every {n} days.")
