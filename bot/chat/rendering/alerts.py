"""What does an alert say? Stories into messages: content and roles, the same on every platform (pure)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.language import ENGLISH, HOLE, Words, fill, mark
from bot.chat.message import Action, Button, Line, Link, Message, Moment, Piece, Role, Section, Text, Time, plain
from bot.chat.rendering.headlines import (
    attributed,
    foreign_lines,
    headline,
    standing_lines,
    summary_lines,
    titled,
    with_id,
)
from bot.chat.rendering.owners import OWNERS, outlets, owners, sources
from bot.model import Alert, FeedKind, Ownership, Reason, Report, Scope, Status, Story
from bot.stories.outlets import outlets as by_outlet
from bot.stories.standing import corrects
from bot.stories.wording.sides import has_both
from bot.stories.wording.updates import News

SOURCES_SHOWN = 8  # in an alert; the rest is behind the button
NAMED = 3  # outlets that a notification names


def alert(
    story: Story,
    *,
    late: Sequence[News] = (),
    words: Words = ENGLISH,
    scope: Scope = Scope.PRIVATE,
    silent: bool = False,
    edited: bool = False,
    preview: bool = False,
    translate: bool = False,
) -> Message:
    """Return a story's first message as the story now is.

    ``late`` is what came since the reports that headline and summary are taken from. ``edited``: it was sent before,
    when it said less. ``translate``: with the headline in the reader's language.
    """
    count = len(outlets(story))
    return Message(
        text=one_line(story, words, edited=edited),
        sections=(
            Section(Role.HEAD, ((headline(story, words, bold=True),),)),
            *_body(
                [
                    *foreign_lines(story, words, translate=translate),
                    *standing_lines(story),
                    *summary_lines(story),
                    *_news_lines(late, words),
                ]
            ),
            Section(Role.META, (tuple(_meta(story, count, words, edited=edited)),)),
            Section(Role.WHY, (why_line(story, words),)),
            Section(Role.SOURCES, ((Text(words("Sources"), bold=True),), *source_lines(story, SOURCES_SHOWN, words))),
        ),
        buttons=_alert_buttons(story, count, words, scope),
        silent=silent,
        story=story.short,
        revision=story.revision,
        preview=preview,
    )


def _meta(story: Story, count: int, words: Words, *, edited: bool) -> list[Piece]:
    """Return who has it, since when, and what became of it since."""
    owned = " · ".join(["", *filter(None, [owners(story, words)]), ""])
    meta: list[Piece] = [Text(sources(count, words), bold=True), Text(owned), Time(story.opened)]
    if story.status is Status.ANNOUNCED:
        meta.append(Text(" · " + words("announced")))
    if edited and story.changed is not None:
        said = words("Corrected {time}", time=HOLE) if story.corrected else words("Updated {time}", time=HOLE)
        meta += [Text(" · "), *fill(said, Time(story.changed, Moment.TIME))]
    return meta


def update(
    story: Story,
    alert: Alert,
    said: Sequence[News] = (),
    *,
    words: Words = ENGLISH,
    scope: Scope = Scope.PRIVATE,
    reply_to: str | None,
    broadcast: bool = True,
    preview: bool = False,
) -> Message:
    """Return the reply that tells what is new in a story, in the words of its reports.

    ``said`` is what the chat was not told; ``broadcast``: the loud ones are for the whole channel.
    """
    count = len(outlets(story))
    before = len(by_outlet(report for report in story.reports if report.key not in alert.keys))
    said = [each for each in said if each.text != story.title]  # the headline says it already
    says_so = corrects(story.title) and story.language in {None, words.language}  # in words that the reader knows
    corrected = story.corrected and alert.reason is Reason.LOUD and not says_so
    head = words("Corrected") if corrected else words("Update")
    shown_as = replace(story, status=None) if corrected else story  # the word stands before it already
    shown = titled(shown_as, words)
    title = words("Corrected: {title}", title=shown) if corrected else words("Update: {title}", title=shown)
    return Message(
        text=title + "".join(f" — {each.text}" for each in said[:1]),
        sections=(
            Section(Role.HEAD, ((Text(head + " · ", bold=True), headline(shown_as, words)),)),
            *_body(_update_lines(_brought(story, alert), said, words)),
            Section(Role.META, (with_id(_now(count, before, words), story, words),)),
        ),
        buttons=(_update_buttons(story, count, words, scope),),
        silent=alert.silent,
        story=story.short,
        revision=story.revision,
        reply_to=reply_to,
        broadcast=broadcast and alert.reason is Reason.LOUD,
        preview=preview,
    )


def _now(count: int, before: int, words: Words) -> str:
    """Return "Now 5 sources (was 3)"."""
    if 0 < before < count:
        return words.counted(count, "Now {n} source (was {before})", "Now {n} sources (was {before})", before=before)
    return words.counted(count, "Now {n} source", "Now {n} sources")


def has_document(story: Story, alert: Alert) -> bool:
    """Say whether an update shows an official document that came with it."""
    return _document(_brought(story, alert)) is not None


def _document(brought: Sequence[Report]) -> Report | None:
    return next((each for each in brought if each.kind is FeedKind.PRIMARY), None)


def _news_lines(said: Sequence[News], words: Words) -> list[Line]:
    return [
        (Text(words("New:") + " ", bold=True), *attributed(each.text, each.report), *_at(each.report)) for each in said
    ]


def _update_lines(brought: Sequence[Report], said: Sequence[News], words: Words) -> list[Line]:
    """Return what is new, and the official document where there is one; else who the newest report is by."""
    lines = _news_lines(said, words)
    official = _document(brought)
    if official is not None and all(each.report.key != official.key for each in said):
        kind = Text(words("Official document") + " · ")
        lines.append((kind, linked_title(official), Text(" — "), *_source(official), *_at(official)))
    newest = max(brought, key=_age, default=None)
    if not lines and newest is not None:
        lines.append((*_source(newest), *_at(newest)))  # the headline is its news, or it tells nothing more
    return lines


def _update_buttons(story: Story, count: int, words: Words, scope: Scope) -> tuple[Button, ...]:
    buttons = [sources_button(story, count, words)]
    document = max(
        (each for each in story.reports if each.kind is FeedKind.PRIMARY and each.url), key=_age, default=None
    )
    if document is not None:
        hint = words("Open the document of {source}", source=document.source)
        buttons.insert(0, Button(words("Open document"), Action.SOURCES, story.short, hint=hint, url=document.url))
    if scope is not Scope.CHANNEL:
        buttons.append(mute_button(story, words))
    return tuple(buttons)


def joined(story: Story, *, words: Words = ENGLISH) -> Message:
    """Return what stands in place of the message of a story that became part of another one."""
    count = len(outlets(story))
    return Message(
        text=words("Part of another story: {title}", title=titled(story, words)),
        sections=(
            Section(Role.HEAD, ((Text(words("Part of another story") + " · "), headline(story, words)),)),
            Section(Role.META, (with_id(sources(count, words), story, words),)),
        ),
        buttons=((sources_button(story, count, words),),),
        silent=True,
        story=story.short,
        revision=story.revision,
    )


def answer(*lines: str | Line, head: str | None = None) -> Message:
    """Return a plain answer; the first line is what a notification shows."""
    body = tuple((Text(line),) if isinstance(line, str) else line for line in lines)
    heading = (Section(Role.HEAD, ((Text(head, bold=True),),)),) if head is not None else ()
    return Message(text=head or plain(body[0]), sections=(*heading, Section(Role.BODY, body)))


def source_lines(story: Story, most: int, words: Words = ENGLISH) -> tuple[Line, ...]:
    """Return one line per report, oldest first, and how many more there are."""
    lines = [report_line(report, words) for report in story.reports[:most]]
    if len(story.reports) > most:
        more = words.counted(len(story.reports) - most, "and {n} more", "and {n} more")
        lines.append((Text(f"· {more}"),))
    return tuple(lines)


def report_line(report: Report, words: Words = ENGLISH) -> Line:
    """Return "· BelTA — state, BY, 14:18"."""
    owner = Text(words(OWNERS[report.ownership]), bold=report.ownership is Ownership.STATE)
    place = f", {report.country}, " if report.country else ", "
    return (Text("· "), *_source(report), Text(" — "), owner, Text(place), Time(report.at, Moment.TIME))


def why_line(story: Story, words: Words = ENGLISH) -> Line:
    """Return "Why: Lukashenko, Putin, “decree” · story 8f3k"; how well it fits is behind the button."""
    found = ", ".join([*map(words.name, story.names[:3]), *(words.quoted(word) for word in story.words[:1])])
    return (Text(words("Why:") + " ", bold=True), *with_id(found or words("like the seeds"), story, words))


def linked_title(report: Report) -> Piece:
    """Return a report's title, as a link where it has an address."""
    if report.url is None:
        return Text(report.title, foreign=True)
    return Link(report.title, report.url)


def one_line(story: Story, words: Words = ENGLISH, *, edited: bool = False) -> str:
    """Return the whole news in one line, for notifications and screen readers."""
    names = list(outlets(story))
    shown = ", ".join(names[:NAMED]) + (f", +{len(names) - NAMED}" if len(names) > NAMED else "")
    said = mark("Updated: {title} ({sources}). {names}") if edited else mark("New: {title} ({sources}). {names}")
    return words(said, title=titled(story, words), sources=sources(len(names), words), names=shown).strip()


def vote_buttons(story: Story, words: Words = ENGLISH) -> tuple[Button, ...]:
    """Return the row by which a reader says whether the story was worth it."""
    return (
        Button("👍 " + words("Relevant"), Action.UP, story.short, hint=words("This story is relevant")),
        Button("👎 " + words("Not relevant"), Action.DOWN, story.short, hint=words("This story is not relevant")),
    )


def sources_button(story: Story, count: int, words: Words = ENGLISH) -> Button:
    """Return the button that shows all reports of a story."""
    label = words("Source") if count == 1 else words.counted(count, "All {n} sources", "All {n} sources")
    hint = words.counted(count, "Show {n} source of this story", "Show {n} sources of this story")
    return Button(label, Action.SOURCES, story.short, hint=hint)


def _alert_buttons(story: Story, count: int, words: Words, scope: Scope) -> tuple[tuple[Button, ...], ...]:
    """Return the rows of buttons; in a channel, where clicks cannot be told apart, only what leads elsewhere."""
    every = sources_button(story, count, words)
    if scope is Scope.CHANNEL:
        return ((every,),)
    why = Button(words("Why matched"), Action.WHY, story.short, hint=words("Explain why this story matched"))
    rare = (
        replace(mute_button(story, words), rare=True),
        *(replace(each, rare=True) for each in compare_buttons(story, words)),
        Button(words("Copy as text"), Action.COPY, story.short, rare=True),
    )
    return ((why, every), (*vote_buttons(story, words), *rare))


def compare_buttons(story: Story, words: Words) -> tuple[Button, ...]:
    """Return the button that sets both sides side by side; none where there are not two."""
    hint = words("Set what state and independent media say side by side")
    button = Button(words("State and independent"), Action.COMPARE, story.short, hint=hint)
    return (button,) if has_both(story) else ()


def mute_button(story: Story, words: Words) -> Button:
    """Return the button by which a chat hears nothing more of a story."""
    return Button(words("Mute story"), Action.MUTE_STORY, story.short, hint=words("Send nothing more of this story"))


def _age(report: Report) -> tuple[datetime, str]:
    return (report.at, report.key)


def _source(report: Report) -> Line:
    return (Link(report.source, report.url) if report.url else Text(report.source, foreign=True),)


def _at(report: Report) -> Line:
    return (Text(" · "), Time(report.at, Moment.TIME))


def _brought(story: Story, alert: Alert) -> list[Report]:
    return [report for report in story.reports if report.key in alert.keys]


def _body(lines: Sequence[Line]) -> tuple[Section, ...]:
    return (Section(Role.BODY, tuple(lines)),) if lines else ()
