"""Which entries of a file report the same event? ``seedwatch group`` says it with the code that runs in production."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path

import click

from bot.cli.lines import read_lines, to_entry
from bot.cli.options import config_option, load_topic, topic_option
from bot.model import Entry, Hit
from bot.stories.grouping.memory import Memory
from bot.stories.grouping.rarity import seeds_of
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
@topic_option
def command(*, file: Path, config_path: Path, topic_id: str | None) -> None:
    """Group entries of a JSON-lines FILE into stories.

    Each line is an object with id, title and text, and where known lang, date and outlet. For each one a line
    {"id", "story"} is printed, in the order of the file; entries are taken in the order of their dates. A story is
    named by the id of its first entry.
    """
    config = load_topic(config_path, topic_id)
    topic = compile_topic(config.match, config.corpus)
    lines = list(read_lines(file, needed=("id", "title")))
    entries = [to_entry(line) for line in lines]
    story_of = group(topic, entries)
    ids = {entry.key: line["id"] for line, entry in zip(lines, entries, strict=True)}
    named: dict[str, object] = {}  # by story: one that parted from another has no entry's key
    for entry in sorted(entries, key=_age):
        named.setdefault(story_of[entry.key], ids[entry.key])
    for entry in entries:
        click.echo(json.dumps({"id": ids[entry.key], "story": named[story_of[entry.key]]}, ensure_ascii=False))


def group(topic: Topic, entries: Iterable[Entry]) -> dict[str, str]:
    """Return for each entry, by key, the id of its story. Every entry gets a story, on topic or not.

    Entries of the same time are taken together, like those of one poll.
    """
    hits = (Hit(entry=entry, match=match(topic, entry)) for entry in sorted(entries, key=_age))
    return take((list(poll) for _, poll in groupby(hits, key=lambda hit: hit.entry.seen)), seeds_of(topic))


def take(polls: Iterable[Sequence[Hit]], seeds: Mapping[str, float]) -> dict[str, str]:
    """Return for each entry, by key, the id of its story when the polls are taken in this order."""
    memory = Memory(seeds)
    story_of: dict[str, str] = {}
    for hits in polls:
        for change in memory.take(hits, {}, max(hit.entry.seen for hit in hits)):
            story_of |= dict.fromkeys((report.key for report in change.story.reports), change.story.id)
    return story_of


def _age(entry: Entry) -> tuple[datetime, str]:
    return (entry.seen, entry.key)
