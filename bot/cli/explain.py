"""Why would this be sent, or not? ``seedwatch explain`` answers for a text, a file or a stored address."""

import json
import re
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

import click

from bot.cli import explain_stored
from bot.cli.options import config_option, json_option, load_topic, topic_option
from bot.cli.score import judged
from bot.config.seeds.folder import MAX_BYTES
from bot.errors import BotError
from bot.model import Entry
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
        traced = explain_stored.find(config_path, what.strip(), config.key)
        if as_json:
            click.echo(json.dumps(explain_stored.to_json(traced, topic), ensure_ascii=False))
        else:
            click.echo("\n".join(explain_stored.lines(traced, topic)))
        return
    click.echo(answer(topic, find_entry(what), as_json=as_json))


def answer(topic: Topic, entry: Entry, *, as_json: bool) -> str:
    """Return the explanation of ``entry``, as lines for people or as JSON."""
    found = match(topic, entry)
    if as_json:
        return json.dumps({"title": entry.title, **judged(found, topic.settings.alert_at)}, ensure_ascii=False)
    return "\n".join([entry.title, *explain_stored.judgement(found, topic)])


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
