"""Why would this be sent, or not? ``seedwatch explain`` answers for a text, a file or a stored address."""

import asyncio
import json
import re
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot.chat.language import ENGLISH
from bot.chat.message import plain
from bot.chat.rendering.reasons import bond_words, reason_lines, why_line
from bot.chat.rendering.trace import Trace, dropped_lines, story_lines, trace, verdict
from bot.cli.options import config_option, json_option, load_topic, topic_option
from bot.cli.score import judged
from bot.cli.setting_up import database_of, looking
from bot.config.seeds.folder import MAX_BYTES
from bot.errors import BotError
from bot.model import Entry, Match
from bot.store.database.connection import exists
from bot.text.plain import clean, one_line, to_plain
from bot.topic.match import match
from bot.topic.topic import Topic, compile_topic

_FILE_NAME = re.compile(r"\S+\.(?:txt|md|html?|json|jsonl|yaml|yml|pdf)|\S*/\S+")  # looks like a path, not a headline
_LONGEST_PATH = 1000  # of an argument that may name a file


@click.command()
@click.argument("what", metavar="URL|TEXT|FILE")
@config_option
@topic_option
@json_option
def command(*, what: str, config_path: Path, topic_id: str | None, as_json: bool) -> None:
    """Score one TEXT, FILE or stored URL and show why.

    A TEXT's first line (or sentence, where it is one line) counts as the headline. A URL is looked up among the
    entries that were stored; it is not fetched. Then it also says which story the entry went into, and why.
    """
    config = load_topic(config_path, topic_id)
    topic = compile_topic(config.match, config.corpus)
    if is_address(what):
        traced = find(config_path, what.strip(), config.key)
        if as_json:
            click.echo(json.dumps(stored_json(traced, topic), ensure_ascii=False))
        else:
            click.echo("\n".join(stored_lines(traced, topic)))
        return
    click.echo(answer(topic, find_entry(what), as_json=as_json))


def answer(topic: Topic, entry: Entry, *, as_json: bool) -> str:
    """Return the explanation of ``entry``, as lines for people or as JSON."""
    found = match(topic, entry)
    if as_json:
        return json.dumps({"title": entry.title, **judged(found, topic.settings.alert_at)}, ensure_ascii=False)
    return "\n".join([entry.title, *judgement(found, topic)])


def find_entry(what: str) -> Entry:
    """Return the entry that a text or a file makes. Raises ``BotError``: no text, or a file that cannot be read."""
    if len(what) < _LONGEST_PATH and "\n" not in what and "\0" not in what and Path(what).is_file():
        return _entry(_read(Path(what)), markup=Path(what).suffix.lower() in {".html", ".htm"})
    if _FILE_NAME.fullmatch(what):
        raise BotError(f"there is no file {what}; a text to score has more than one word")
    return _entry(what, markup=False)


def is_address(what: str) -> bool:
    """Whether an argument is a web address rather than a text."""
    return " " not in what.strip() and urlsplit(what.strip()).scheme in {"http", "https"}


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise BotError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BotError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from error


def _entry(text: str, *, markup: bool) -> Entry:
    text = to_plain(text) if markup else clean(text)
    if not text:
        raise BotError('there is no text. Write e.g.  seedwatch explain "Headline. And what follows."')
    title, _, rest = text.partition("\n") if "\n" in text else text.partition(". ")
    key = blake2b(text.encode(), digest_size=16).hexdigest()
    return Entry(
        key=key,
        keys=(key,),
        feed_id="text",
        url=None,
        title=one_line(title),
        text=rest.strip(),
        seen=datetime(1970, 1, 1, tzinfo=UTC),
    )


def find(config_path: Path, url: str, topic: str) -> Trace:
    """Return what became of an address in a topic. Raises ``BotError``: it was in no feed that was polled."""
    found = None
    if exists(database_of(config_path)):
        with looking(config_path) as store:
            found = asyncio.run(store.read(lambda tx: trace(tx.about(topic), url)))
    if found is None:
        raise BotError(
            f"{url} is not among the stored entries: it was in no feed that was polled, or under another address."
            ' explain does not fetch. To score its text:  seedwatch explain "Headline. And what follows."'
        )
    return found


def stored_lines(traced: Trace, topic: Topic) -> list[str]:
    """Return what /why says of an address, and what the configuration in force says where that differs by now."""
    settings = topic.settings
    entry, then = traced.hit.entry, traced.hit.match
    said = [
        entry.title,
        verdict(traced, settings.alert_at),
        *judgement(then, topic),
        *map(plain, story_lines(traced)),
        *map(plain, dropped_lines(traced)),
        f"Seen      {entry.seen:%Y-%m-%d %H:%M} UTC in {entry.feed_id}",
    ]
    now = match(topic, entry)
    if _differs(then, now):
        said.append(f"Now       {why_line(now, alert_at=settings.alert_at)}")
    return said


def judgement(found: Match, topic: Topic) -> list[str]:
    """Return the score, what was decided, and why, as /why says it."""
    limits = topic.settings
    decided = "an alert" if found.alert else "stored without an alert" if found.store else "left out"
    score = f"Score {found.score:.2f}: {decided}"
    return [
        f"{score} (alerts start at {limits.alert_at:.2f}, entries are stored from {limits.store_at:.2f})",
        *map(plain, reason_lines(found, ENGLISH)),
        f"Why       {why_line(found, alert_at=limits.alert_at)}",
    ]


def stored_json(traced: Trace, topic: Topic) -> dict[str, object]:
    """Return the same for a program: the match as it was, where the entry went, and the match as it would be now."""
    entry, story = traced.hit.entry, traced.story
    return {
        "title": entry.title,
        "url": entry.url,
        "feed": entry.feed_id,
        "seen": entry.seen.isoformat(),
        "verdict": verdict(traced, topic.settings.alert_at),
        **judged(traced.hit.match, topic.settings.alert_at),
        "quiet": traced.hit.quiet,
        "story": story.short if story else None,
        "story_title": story.title if story else None,
        "grouped": bond_words(traced.grouped, ENGLISH) or None,
        "told": traced.told,
        "fate": traced.fate.value,
        "dropped": [{"feed": each.feed_id, "why": each.why.value, "as": title} for each, title in traced.dropped],
        "now": judged(match(topic, entry), topic.settings.alert_at),
    }


def _differs(then: Match, now: Match) -> bool:
    return (round(then.score, 2), then.alert, then.known) != (round(now.score, 2), now.alert, now.known)
