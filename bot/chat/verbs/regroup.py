"""Is this story what it should be? The verbs by which operators take a report out of a story or put two together."""

from bot.chat.message import Line, Moment, Reply, Text, Time
from bot.chat.rendering.alerts import answer, linked_title
from bot.chat.rendering.headlines import headline
from bot.chat.rendering.owners import outlets, sources
from bot.chat.verbs.request import Request, no_story, refused
from bot.model import Report, Story
from bot.store.transaction import Transaction
from bot.stories.grouping import regroup
from bot.stories.grouping.shelf import index_terms
from bot.stories.search.index import search_words


def split(request: Request) -> Reply:
    """Take one report out of a story: "STORY 3" or "STORY BelTA"; without a report, list what there is to choose."""
    words = request.words
    story, which = _story_and_rest(request)
    if story is None:
        return no_story(request.asking(arguments=request.command.arguments.strip().partition(" ")[0]))
    if len(story.reports) == 1:
        return refused(words("Story {id} has only one report: there is nothing to take out.", id=story.short))
    if not which:
        head = words("Reports of story {id}", id=story.short)
        return Reply(message=answer(*_choices(story, request), head=head))
    chosen = _chosen(story, which)
    if len(chosen) != 1:
        return refused(_which(story, which, chosen, request))
    (report,) = chosen
    hits = request.tx.entries.by_key([each.key for each in story.reports])
    rest, taken = regroup.split(story, {report.key}, hits, now=request.now)
    taken = _save(request.tx, taken)
    rest = _save(request.tx, regroup.left(rest, taken))
    request.tx.entries.move([report.key], taken.id, why=taken.grouped)
    request.tx.take_out(taken, rest.id, request.now)
    _edit(request, rest)
    return Reply(
        message=answer(
            words.counted(
                len(rest.reports),
                "Done. The report of {source} is story {taken} now; {rest} keeps {n} report.",
                "Done. The report of {source} is story {taken} now; {rest} keeps {n} reports.",
                source=report.source,
                taken=taken.short,
                rest=rest.short,
            ),
            words("Later entries join the one that has the report most like them. Messages that are out are edited."),
        )
    )


def merge(request: Request) -> Reply:
    """Put the second of two stories into the first; the second id still leads to it."""
    words = request.words
    shorts = request.command.arguments.split()
    if len(shorts) != 2:  # noqa: PLR2004 - two are merged
        example = request.typed("merge 8f3k 2kd9")
        return refused(words("Name two stories, e.g. {example} puts 2kd9 into 8f3k", example=example))
    one, other = (request.story_called(short) for short in shorts)
    if one is None or other is None:
        return no_story(request.asking(value=shorts[one is not None]))
    if one.id == other.id:
        return refused(words("{one} and {other} are one story already.", one=shorts[0], other=shorts[1]))
    if one.topic != other.topic:
        return refused(words("{one} and {other} are of two topics.", one=shorts[0], other=shorts[1]))
    merged = _save(request.tx, regroup.merge(one, other))
    twice = request.tx.put_into(other, merged, request.now)
    _edit(request, merged)
    request.tx.alerts.queue(regroup.farewell(other, merged, twice, now=request.now))
    told = sources(len(outlets(merged)), words)
    return Reply(
        message=answer(
            words.counted(
                len(merged.reports),
                "Done. {other} is part of {merged} now: {n} report, {sources}.",
                "Done. {other} is part of {merged} now: {n} reports, {sources}.",
                other=other.short,
                merged=merged.short,
                sources=told,
            ),
            words("Both ids lead to it. Messages that are out are edited."),
        )
    )


def _story_and_rest(request: Request) -> tuple[Story | None, str]:
    """Return the story that is meant, and what else was said: the story may be on a button or replied to."""
    first, _, rest = request.command.arguments.strip().partition(" ")
    named = request.story_called(first) if first else None
    if named is not None:
        return named, rest.strip()
    if request.command.value or request.command.reply_story:
        return request.asking(arguments="").story, request.command.arguments.strip()
    return None, ""


def _chosen(story: Story, which: str) -> list[Report]:
    """Return the reports that are meant by a number, or by an outlet's name or its beginning."""
    if which.isdecimal() and len(which) <= len(str(len(story.reports))):
        return list(story.reports[int(which) - 1 : int(which)]) if int(which) else []
    wanted = which.casefold()
    exact = [each for each in story.reports if wanted in {each.source.casefold(), each.feed_id.casefold()}]
    return exact or [each for each in story.reports if each.source.casefold().startswith(wanted)]


def _which(story: Story, which: str, chosen: list[Report], request: Request) -> str:
    """Return what to write instead of what names no report, or several."""
    words = request.words
    if not chosen:
        example = request.typed(f"split {story.short} 2")
        return words("I can't find “{which}” in it. Say which number, e.g. {example}", which=which, example=example)
    numbers = [str(story.reports.index(each) + 1) for each in chosen]
    return words.counted(
        len(chosen),
        "{which} has {n} report there. Say which number: {numbers}, e.g. {example}",
        "{which} has {n} reports there. Say which number: {numbers}, e.g. {example}",
        which=which,
        numbers=", ".join(numbers),
        example=request.typed(f"split {story.short} {numbers[0]}"),
    )


def _choices(story: Story, request: Request) -> list[Line | str]:
    words = request.words
    lines: list[Line | str] = [(headline(story),)]
    for number, report in enumerate(story.reports, 1):
        about = Text(f"{number}. {report.source}: ")
        lines.append((about, linked_title(report), Text(" · "), Time(report.at, Moment.DATE_TIME)))
    take, put = request.typed(f"split {story.short} {len(story.reports)}"), request.typed(f"merge {story.short} 2kd9")
    lines.append(words("To take one out: {example}", example=take))
    lines.append(words("To put another story into this one: {example}", example=put))
    return lines


def _save(tx: Transaction, story: Story) -> Story:
    tx.stories.drop_terms(story)
    return tx.stories.save(story, words=search_words(story), terms=index_terms(story))


def _edit(request: Request, story: Story) -> None:
    listening = {channel.channel_id for channel in request.tx.channels.active(of_all=True)}
    request.tx.alerts.queue(regroup.edits(story, request.tx.alerts.told(story.id) & listening, now=request.now))
