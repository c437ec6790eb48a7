"""Why was I told, and who says so? The verbs about one story that change nothing."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.chat.language import ENGLISH, HOLE, Words, fill
from bot.chat.message import Action, Button, Line, Message, Moment, Piece, Reply, Role, Section, Text, Time, plain
from bot.chat.rendering.alerts import answer, compare_buttons, mute_button, report_line, vote_buttons
from bot.chat.rendering.headlines import departed, headline, standing_lines, summary_lines, titled
from bot.chat.rendering.owners import OWNERS, owned
from bot.chat.rendering.reasons import bond_words, importance_words, reason_lines, row
from bot.chat.rendering.sides import comparison, side_lines
from bot.chat.rendering.trace import dropped_lines, story_lines, trace, verdict
from bot.chat.verbs.request import Request, no_story
from bot.chat.verbs.sources import feed_table
from bot.model import Scope, Story
from bot.stories.outlets import Copy, Provenance, provenance
from bot.stories.wording.translation import in_language

_NOWHERE = -1  # no channel has this id: to a chat that never subscribed nothing was sent
_ADDRESS = re.compile(r"<?(https?://[^\s>|]+)[^\s]*", re.IGNORECASE)
_IN_MINUTES = 120  # longer times are told in hours


def why(request: Request) -> Reply:
    """Say why a story matched; of an address, why it was or was not sent."""
    words = request.words
    address = _ADDRESS.search(request.command.arguments)
    if address is not None:
        return _why_entry(request, address[1], words)
    story = request.story
    if story is None:
        return no_story(request)
    story = in_language(story, request.language)
    best = max(story.reports, key=lambda report: report.score, default=None)
    hit = request.tx.entries.find(key=best.key) if best else None
    lines: list[str | Line] = [(headline(story, words),)]
    if hit is not None:
        lines += reason_lines(hit.match, words)
    if story.grouped:
        reports = words.counted(len(story.reports), "{n} report", "{n} reports")
        bond = Text(f"{reports} · {bond_words(story.grouped, words)}")
        lines.append(row(words("Grouped"), bond, *departed(story, words)))
    lines.append(row(words("Weighs"), Text(importance_words(story, words))))
    if story.reports:
        lines += _origin_lines(story, _origin(request, story), words)
    if len(story.reports) > 1:
        lines += side_lines(story, request.language, words)
    head = words(
        "Why this matched (score {score}; alerts start at {limit})",
        score=f"{story.score:.2f}",
        limit=f"{request.service.alert_at:.2f}",
    )
    message = replace(answer(*lines, head=head), buttons=_why_buttons(story, request, words))
    return Reply(message=message, share=True)


def sources(request: Request) -> Reply:
    """List every report of a story; where none is meant, operators get the table of what is polled."""
    words = request.words
    if not request.command.arguments.strip() and request.command.value is None and request.command.reply_story is None:
        return feed_table(request)
    story = request.story
    if story is None:
        return no_story(request)
    story = in_language(story, request.language)
    found = _origin(request, story)
    message = Message(
        text=words("Sources of: {title}", title=titled(story, words)),
        sections=(
            Section(Role.HEAD, ((headline(story, words, bold=True),),)),
            Section(Role.META, tuple(_origin_lines(story, found, words))),
            Section(Role.SOURCES, _copy_lines(story, found, words)),
        ),
        buttons=((_why_button(story, words), *compare_buttons(story, words)),),
    )
    return Reply(message=message, share=True)


def compare(request: Request) -> Reply:
    """Set what state and independent outlets tell of a story side by side."""
    story = request.story
    if story is None:
        return no_story(request)
    story = in_language(story, request.language)
    return Reply(message=comparison(story, request.language, request.words), share=True)


def copy(request: Request) -> Reply:
    """Give a story as plain text to be pasted elsewhere: headline, summary, and each source with its address."""
    words = request.words
    story = request.story
    if story is None:
        return no_story(request)
    story = in_language(story, request.language)
    quoted = [plain(line) for line in (*standing_lines(story), *summary_lines(story))]
    lines = [titled(story, words), *quoted, ""]
    lines += [f"{report.source}: {report.url}" if report.url else report.source for report in story.reports]
    return Reply(message=answer(*((Text(line, foreign=bool(line)),) for line in lines)))


def _why_button(story: Story, words: Words) -> Button:
    return Button(words("Why matched"), Action.WHY, story.short, hint=words("Explain why this story matched"))


def _why_buttons(story: Story, request: Request, words: Words) -> tuple[tuple[Button, ...], ...]:
    """In a channel nobody is asked, since nobody's clicks there can be told apart."""
    readers = ((*vote_buttons(story, words), mute_button(story, words)),)
    votes = () if request.command.scope is Scope.CHANNEL else readers
    if not request.from_operator:
        return votes
    hint = words("Show the reports, to take one out")
    return (*votes, (Button(words("Wrong story group"), Action.SPLIT, story.short, hint=hint),))


def _why_entry(request: Request, address: str, words: Words) -> Reply:
    channel = request.channel
    traced = trace(request.tx, address, _NOWHERE if channel is None else channel.channel_id)
    if traced is None:
        by_hand = words("To score a text by hand: {example}", example="seedwatch explain TEXT")
        return Reply(message=answer(words("I have not seen this address in any feed."), by_hand))
    title: Line = (Text(traced.hit.entry.title, foreign=True),)
    lines = [title, *reason_lines(traced.hit.match, words), *story_lines(traced, words), *dropped_lines(traced, words)]
    return Reply(message=answer(*lines, head=verdict(traced, request.service.alert_at, words)), share=True)


def _origin(request: Request, story: Story) -> Provenance:
    """Return where a stored story comes from."""
    found = request.tx.entries.by_key([report.key for report in story.reports])
    return provenance(story, {key: hit.entry.seen for key, hit in found.items()})


def _origin_lines(story: Story, found: Provenance, words: Words = ENGLISH) -> list[Line]:
    """Return who was first, when we saw it, and how many outlets say it in their own words."""
    published = fill(words("by its own clock {time}", time=HOLE), Time(found.first.at, Moment.DATE_TIME))
    first: list[Piece] = [Text(found.first.source, foreign=True), Text(", "), *published]
    if found.seen is not None:
        first += [Text("; "), *fill(words("seen here {time}", time=HOLE), Time(found.seen, Moment.DATE_TIME))]
    return [row(words("First"), *first), row(words("Sources"), Text(_corroboration(story, found, words)))]


def _copy_lines(story: Story, found: Provenance, words: Words = ENGLISH) -> tuple[Line, ...]:
    """Return one line per report, oldest first, each with whose text it repeats."""
    return tuple(
        (*report_line(report, words), *_repeats(found.copies.get(report.key), words)) for report in story.reports
    )


def _corroboration(story: Story, found: Provenance, words: Words) -> str:
    """Say how far the outlets confirm each other; never that something is true."""
    repeating = len({report.source for report in story.reports}) - found.outlets
    also = words.counted(repeating, "{n} other repeats its text", "{n} others repeat its text") if repeating else ""
    if found.outlets == 1:
        said = words("one outlet alone so far")
        return f"{said}; {also}" if also else said
    kinds = ", ".join(owned(found.own[each], each, words) for each in OWNERS if found.own.get(each))
    said = words.counted(
        found.outlets,
        "{n} outlet in its own words ({kinds})",
        "{n} outlets in their own words ({kinds})",
        kinds=kinds,
    )
    if len(found.own) == 1:
        said = words.counted(
            found.outlets,
            "{n} outlet in its own words of one kind of ownership ({kinds})",
            "{n} outlets in their own words of one kind of ownership ({kinds})",
            kinds=kinds,
        )
    return f"{said}; {also}" if also else said


def _repeats(copy: Copy | None, words: Words) -> Line:
    if copy is None:
        return ()
    source = Text(copy.of.source, foreign=True)
    if copy.later < timedelta(minutes=1):
        said = words("same text as {source}, at the same time", source=HOLE)
    else:
        said = words("same text as {source}, {time} later", source=HOLE, time=_spell(copy.later, words))
    return (Text(" · "), *fill(said, source))


def _spell(time: timedelta, words: Words) -> str:
    minutes = round(time / timedelta(minutes=1))
    if minutes < _IN_MINUTES:
        return words.counted(minutes, "{n} minute", "{n} minutes")
    return words.counted(round(minutes / 60), "{n} hour", "{n} hours")
