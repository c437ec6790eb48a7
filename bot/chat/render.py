"""What does an alert say? Stories into messages: content and roles, the same on every platform (pure)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.chat.message import Action, Button, Line, Link, Message, Moment, Piece, Role, Section, Text, Time, plain
from bot.model import Alert, FeedKind, Ownership, Reason, Report, Story

SOURCES_SHOWN = 8  # in an alert; the rest is behind the button
NAMED = 3  # outlets that a notification names
_OWNERS = (Ownership.STATE, Ownership.PUBLIC, Ownership.INDEPENDENT, Ownership.PARTY, Ownership.UNKNOWN)


def alert(story: Story, *, silent: bool = False, updated: datetime | None = None) -> Message:
    """Return a story's first message as the story now is; ``updated`` marks an edit."""
    count = len(outlets(story))
    meta: list[Piece] = [Text(sources(count), bold=True), Text(f" · {owners(story)} · "), Time(story.opened)]
    if updated is not None:
        meta += [Text(" · updated "), Time(updated, Moment.TIME)]
    return Message(
        text=one_line(story, "Updated" if updated else "New"),
        sections=(
            Section(Role.HEAD, ((headline(story, bold=True),),)),
            *_body(story.written or story.summary),
            Section(Role.META, (tuple(meta),)),
            Section(Role.WHY, (why_line(story),)),
            Section(Role.SOURCES, source_lines(story, SOURCES_SHOWN)),
        ),
        buttons=(_story_buttons(story, count), vote_buttons(story)),
        silent=silent,
        story=story.short,
        revision=story.revision,
    )


def update(story: Story, alert: Alert, *, reply_to: str | None) -> Message:
    """Return the reply that tells what is new in a story."""
    brought = [report for report in story.reports if report.key in alert.keys] or list(story.reports)
    quoted = [report for report in brought if alert.new and _says(report, alert.new[-1])]
    newest = max(quoted or brought, key=lambda report: (report.at, report.key), default=None)
    what = " ".join(alert.new) or (newest.title if newest else story.title)
    # The report that brought a headline in the reader's language says nothing that is not above it.
    says_more = what != story.title
    lines: list[Line] = [(Text("New: ", bold=True), Text(what, foreign=True))] if says_more else []
    if newest is not None:
        kind = "Official document · " if newest.kind is FeedKind.PRIMARY else ""
        lines.append((Text(kind), *_source(newest), Text(" · "), Time(newest.at, Moment.TIME)))
    count = len(outlets(story))
    return Message(
        text=f"Update: {story.title}" + (f" — {what}" if says_more else ""),
        sections=(
            Section(Role.HEAD, ((Text("Update · ", bold=True), headline(story)),)),
            Section(Role.BODY, tuple(lines)),
            Section(Role.META, ((Text(f"Now {sources(count)} · story "), Text(story.short, code=True)),)),
        ),
        buttons=(_story_buttons(story, count),),
        silent=alert.silent,
        story=story.short,
        revision=story.revision,
        reply_to=reply_to,
        broadcast=alert.reason is Reason.LOUD,
    )


def joined(story: Story) -> Message:
    """Return what stands in place of the message of a story that became part of another one."""
    return Message(
        text=f"Part of another story: {story.title}",
        sections=(
            Section(Role.HEAD, ((Text("Part of another story · "), headline(story)),)),
            Section(Role.META, ((Text(f"{sources(len(outlets(story)))} · story "), Text(story.short, code=True)),)),
        ),
        buttons=(_story_buttons(story, len(outlets(story))),),
        silent=True,
        story=story.short,
        revision=story.revision,
    )


def several(stories: Sequence[Story], *, silent: bool = False) -> Message:
    """Return one list for alerts that would otherwise arrive as a flood."""
    return Message(
        text=f"{len(stories)} new stories: " + "; ".join(story.title for story in stories[:3]),
        sections=(
            Section(Role.HEAD, ((Text(f"{len(stories)} new stories", bold=True),),)),
            *(listed(number, story) for number, story in enumerate(stories, 1)),
        ),
        silent=silent,
    )


def listing(head: str, stories: Sequence[Story]) -> Message:
    """Return numbered stories under a heading, for /latest."""
    return Message(
        text=head,
        sections=(
            Section(Role.HEAD, ((Text(head, bold=True),),)),
            *(listed(number, story, times=True) for number, story in enumerate(stories, 1)),
        ),
    )


def answer(*lines: str | Line, head: str | None = None) -> Message:
    """Return a plain answer; the first line is what a notification shows."""
    body = tuple((Text(line),) if isinstance(line, str) else line for line in lines)
    heading = (Section(Role.HEAD, ((Text(head, bold=True),),)),) if head is not None else ()
    return Message(text=head or plain(body[0]), sections=(*heading, Section(Role.BODY, body)))


def source_lines(story: Story, most: int) -> tuple[Line, ...]:
    """Return one line per report, oldest first, and how many more there are."""
    shown = story.reports[:most]
    lines: list[Line] = []
    lines += [report_line(report) for report in shown]
    if len(story.reports) > most:
        lines.append((Text(f"· and {len(story.reports) - most} more"),))
    return tuple(lines)


def report_line(report: Report) -> Line:
    """Return "· BelTA — state, BY, 14:18"."""
    owner = Text(report.ownership.value, bold=report.ownership is Ownership.STATE)
    place = f", {report.country}, " if report.country else ", "
    return (Text("· "), *_source(report), Text(" — "), owner, Text(place), Time(report.at, Moment.TIME))


def why_line(story: Story) -> Line:
    """Return "Why: Lukashenko, Putin, “decree” · like seed x · score 0.86 · story 8f3k"."""
    found = ", ".join([*story.names[:4], *(f"“{word}”" for word in story.words[:2])])
    pieces: list[Piece] = [Text("Why: ", bold=True), Text(found or "like the seeds")]
    if story.nearest is not None:
        pieces.append(Text(f" · like seed {story.nearest.seed}"))
    pieces += [Text(f" · score {story.score:.2f} · story "), Text(story.short, code=True)]
    return tuple(pieces)


def headline(story: Story, *, bold: bool = False) -> Piece:
    """Return the story's title, as a link to the report it is taken from where that has an address."""
    lead = next((report for report in story.reports if report.title == story.title), None)
    lead = lead or (story.reports[0] if story.reports else None)
    if lead is None or lead.url is None:
        return Text(story.title, bold=bold, foreign=True)
    return Link(story.title, lead.url, bold=bold)


def linked_title(report: Report) -> Piece:
    """Return a report's title, as a link where it has an address."""
    if report.url is None:
        return Text(report.title, foreign=True)
    return Link(report.title, report.url)


def one_line(story: Story, kind: str) -> str:
    """Return the whole news in one line, for notifications and screen readers."""
    names = list(outlets(story))
    rest = f", +{len(names) - NAMED}" if len(names) > NAMED else ""
    shown = ", ".join(names[:NAMED]) + rest
    return f"{kind}: {story.title} ({sources(len(names))}, score {story.score:.2f}). {shown}"


def outlets(story: Story) -> dict[str, Ownership]:
    """Return the outlets that report a story, first reporter first."""
    return {report.source: report.ownership for report in story.reports}


def owners(story: Story) -> str:
    """Return "2 state, 3 independent"."""
    counts = Counter(outlets(story).values())
    return ", ".join(f"{counts[owner]} {owner.value}" for owner in _OWNERS if counts[owner])


def sources(count: int) -> str:
    """Return "1 source" or "5 sources"."""
    return counted(count, "source", "sources")


def counted(count: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{count} {one if count == 1 else many}"


def vote_buttons(story: Story) -> tuple[Button, ...]:
    """Return the row by which a reader says whether the story was worth it."""
    return (
        Button("👍 Relevant", Action.UP, story.short, hint="This story is relevant"),
        Button("👎 Not relevant", Action.DOWN, story.short, hint="This story is not relevant"),
    )


def _says(report: Report, line: str) -> bool:
    return any(line in " ".join(each.split()) for each in (report.title, report.text))


def _source(report: Report) -> Line:
    if report.url is None:
        return (Text(report.source, foreign=True),)
    return (Link(report.source, report.url),)


def _body(summary: str) -> tuple[Section, ...]:
    return (Section(Role.BODY, ((Text(summary, foreign=True),),)),) if summary else ()


def listed(number: int, story: Story, *, times: bool = False, more: int = 0) -> Section:
    """Return a story as an item of a list; ``more`` are reports that came since."""
    count = len(outlets(story))
    small: list[Piece] = [Text(f"   {sources(count)}")]
    if more:
        small.append(Text(f", +{more} since"))
    if times:
        small += [Text(" · "), Time(story.updated), Text(f" · score {story.score:.2f}")]
    elif story.summary and not more:
        small.append(Text(f" ({owners(story)})"))
    small += [Text(" · "), Text(story.short, code=True)]
    return Section(Role.BODY, ((Text(f"{number}. "), headline(story)), tuple(small)))


def _story_buttons(story: Story, count: int) -> tuple[Button, ...]:
    return (
        Button("Why matched", Action.WHY, story.short, hint="Explain why this story matched"),
        Button(
            "Source" if count == 1 else f"All {count} sources",
            Action.SOURCES,
            story.short,
            hint=f"Show {sources(count)} of this story",
        ),
    )
