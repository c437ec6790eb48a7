"""Is this story what it should be? The verbs by which operators take a report out of a story or put two together."""

from dataclasses import replace

from bot.chat.asked import asked_story, no_story, story_called
from bot.chat.message import Command, Line, Moment, Reply, Text, Time
from bot.chat.render import answer, counted, headline, linked_title, outlets, sources
from bot.chat.service import Service
from bot.model import Report, Story
from bot.store.transaction import Transaction
from bot.stories import regroup
from bot.stories.search import search_words
from bot.stories.terms import terms


def split(tx: Transaction, command: Command, service: Service) -> Reply:
    """Take one report out of a story: "STORY 3" or "STORY BelTA"; without a report, list what there is to choose."""
    story, which = _story_and_rest(tx, command)
    if story is None:
        return no_story(replace(command, words=command.words.strip().partition(" ")[0]))
    if len(story.reports) == 1:
        return _refused(f"Story {story.short} has only one report: there is nothing to take out.")
    if not which:
        return Reply(message=answer(*_choices(story, command), head=f"Reports of story {story.short}"))
    chosen = _chosen(story, which)
    if len(chosen) != 1:
        numbers = " or ".join(str(story.reports.index(each) + 1) for each in chosen)
        said = f"{which} has {len(chosen)} reports there" if chosen else f"I can't find “{which}” in it"
        example = f"e.g. {command.prefix}split {story.short} {numbers[:1] or 2}"
        return _refused(f"{said}. Say which number{f', {numbers}' if numbers else ''}, {example}")
    (report,) = chosen
    hits = tx.entries.by_key([each.key for each in story.reports])
    rest, taken = regroup.split(story, report.key, list(hits.values()), now=service.now)
    rest, taken = _save(tx, rest), _save(tx, taken)
    tx.entries.move([report.key], taken.id, why=taken.grouped)
    tx.regroups.keep_apart(rest.id, taken.id, service.now)
    _edit(tx, rest, service)
    return Reply(
        message=answer(
            f"Done. The report of {report.source} is story {taken.short} now; {rest.short} keeps {_reports(rest)}.",
            "Later entries join the one that has the report most like them. Messages that are out are edited.",
        )
    )


def merge(tx: Transaction, command: Command, service: Service) -> Reply:
    """Put the second of two stories into the first; the second id still leads to it."""
    shorts = command.words.split()
    if len(shorts) != 2:  # noqa: PLR2004 - two are merged
        return _refused(f"Name two stories, e.g. {command.prefix}merge 8f3k 2kd9 puts 2kd9 into 8f3k")
    one, other = (story_called(tx, short) for short in shorts)
    if one is None or other is None:
        return no_story(replace(command, value=shorts[one is not None]))
    if one.id == other.id:
        return _refused(f"{shorts[0]} and {shorts[1]} are one story already.")
    keys = [each.key for each in other.reports]
    merged = regroup.merge(one, other, list(tx.entries.by_key(keys).values()), now=service.now)
    tx.stories.remove(other)
    merged = _save(tx, merged)
    tx.entries.move(keys, merged.id, why=merged.grouped)
    tx.votes.move(other.id, merged.id)
    tx.muted.move(other.id, merged.id)
    tx.regroups.became(other.id, other.short, merged.id, service.now)
    twice = tx.alerts.retell(other.id, merged.id)
    _edit(tx, merged, service)
    gone = replace(other, revision=other.revision + 1, grouped=merged.grouped)
    tx.alerts.queue(regroup.edits(gone, twice, now=service.now))
    return Reply(
        message=answer(
            f"Done. {other.short} is part of {merged.short} now: {_reports(merged)}, {sources(len(outlets(merged)))}.",
            "Both ids lead to it. Messages that are out are edited.",
        )
    )


def _story_and_rest(tx: Transaction, command: Command) -> tuple[Story | None, str]:
    """Return the story that is meant, and what else was said: the story may be on a button or answered to."""
    first, _, rest = command.words.strip().partition(" ")
    named = story_called(tx, first) if first else None
    if named is not None:
        return named, rest.strip()
    if command.value or command.reply_story:
        return asked_story(tx, replace(command, words="")), command.words.strip()
    return None, ""


def _chosen(story: Story, which: str) -> list[Report]:
    """Return the reports that are meant by a number, or by an outlet's name or its beginning."""
    if which.isdecimal() and len(which) <= len(str(len(story.reports))):
        return list(story.reports[int(which) - 1 : int(which)]) if int(which) else []
    wanted = which.casefold()
    exact = [each for each in story.reports if wanted in {each.source.casefold(), each.feed_id.casefold()}]
    return exact or [each for each in story.reports if each.source.casefold().startswith(wanted)]


def _choices(story: Story, command: Command) -> list[Line | str]:
    lines: list[Line | str] = [(headline(story),)]
    for number, report in enumerate(story.reports, 1):
        about = Text(f"{number}. {report.source}: ")
        lines.append((about, linked_title(report), Text(" · "), Time(report.at, Moment.DATE_TIME)))
    lines.append(f"To take one out: {command.prefix}split {story.short} {len(story.reports)}")
    lines.append(f"To put another story into this one: {command.prefix}merge {story.short} OTHER")
    return lines


def _save(tx: Transaction, story: Story) -> Story:
    tx.stories.drop_terms(story)
    found = {term for each in story.sketches for term in terms(each)}
    return tx.stories.save(story, words=search_words(story), terms=found)


def _edit(tx: Transaction, story: Story, service: Service) -> None:
    listening = {channel.channel_id for channel in tx.channels.active()}
    tx.alerts.queue(regroup.edits(story, tx.alerts.told(story.id) & listening, now=service.now))


def _reports(story: Story) -> str:
    return counted(len(story.reports), "report", "reports")


def _refused(text: str) -> Reply:
    return Reply(message=answer(text), refused=True)
