"""How does somebody begin with another topic? ``seedwatch init`` writes sources.yaml and seeds/ from documents."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from bot.chat.language import ENGLISH
from bot.cli.check import strangers
from bot.cli.documents import Document, is_address, read_documents
from bot.cli.new_topic import COMPOSE, add_topic, refuse_existing, write_compose, write_environment, write_topic
from bot.cli.options import config_unused
from bot.cli.sources import add_feeds, newest
from bot.config import Config
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import NAMES
from bot.config.sources.file import load
from bot.errors import BotError
from bot.model import FIRST_TOPIC, Match
from bot.topic.match import headline, match
from bot.topic.topic import Topic, compile_topic

Answer = TypeVar("Answer")
Judged = Sequence[tuple[Match, str]]
"""Headlines with what they are worth."""

_SHOWN = 3  # near misses
_MANY = 10  # entries of which more than half should not be alerts


def _checked(_context: click.Context, _option: click.Parameter, places: tuple[str, ...]) -> tuple[str, ...]:
    """Return places of documents. Raise ``click.BadParameter`` where one is neither an address nor a folder."""
    for place in places:
        if not is_address(place) and not Path(place).expanduser().is_dir():
            raise click.BadParameter(f"{place} is neither a folder nor the address of a page")
    return places


@click.command()
@config_unused
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--topic", "name", help="What the topic is called, as shown in alerts.")
@click.option(
    "--seeds",
    "places",
    metavar="DIR|URL",
    multiple=True,
    callback=_checked,
    help="A folder with documents about the topic (.txt, .md, .html, .pdf), or the address of one. Can be repeated.",
)
@click.option("--feed", "feeds", metavar="URL", multiple=True, help="A feed, or a page whose feed is looked for.")
@click.option("--compose", is_flag=True, help="Also write a compose file, to run it in a container.")
@click.option("--add", is_flag=True, help="Add the topic to DIR/sources.yaml beside those that are there.")
def command(
    *, folder: Path, name: str | None, places: tuple[str, ...], feeds: tuple[str, ...], compose: bool, add: bool
) -> None:
    """Write DIR/sources.yaml and DIR/seeds/ for a new topic.

    What the topic is about, and the names in it, are proposed from the documents. Nothing that exists is written over.
    At a terminal, what is not said is asked for.
    """
    if not add:
        refuse_existing(folder)
    at_terminal = sys.stdin.isatty()
    name = name or _asked("What is the topic called", "--topic", str)
    documents = (
        read_documents(places)
        if places
        else _asked("Folder with documents about it, or addresses of some", "--seeds", _with_documents)
    )
    shown = folder / "sources.yaml"
    if add:
        topic_id = add_topic(folder, name, documents)
        config = load(shown).about(topic_id)
    else:
        write_topic(folder, name, documents)
        config = load(shown)
    seeds = [each.seed for each in documents]
    topic = compile_topic(config.match, config.corpus)
    judged = _judge(topic, config, seeds)
    if at_terminal and not feeds and not add:
        question = "Feeds, or pages of outlets, with blanks between them (nothing: later)"
        feeds = tuple(str(click.prompt(question, default="", show_default=False)).split())
    told = _add(shown, feeds, topic) if feeds else ()
    if at_terminal and not compose and not add:
        compose = click.confirm("Write a compose file, to run it in a container", default=False)
    if (at_terminal or compose) and write_environment(folder):
        click.echo(f"{folder / '.env'}: written. Put a token into it, or leave it: without one a terminal is the chat.")
    if compose and write_compose(folder):
        click.echo(f"{folder / COMPOSE}: written. Its head says how to start it.")
    _close(config, judged, told)


def _judge(topic: Topic, config: Config, seeds: Sequence[Seed]) -> Judged:
    """Say what was written, and how the topic judges the headlines that it was made from."""
    target = config.seeds_folder
    told = ", ".join(each.id for each in config.corpus.names.concepts) or "none"
    click.echo(f"{config.path}: written.")
    names = ENGLISH.counted(len(config.corpus.entities), "{n} name", "{n} names")
    click.echo(f"{target / NAMES}: concepts: {told}; {names}. Read it through.")
    judged = [(match(topic, headline(seed.title, seed.language)), seed.title) for seed in seeds]
    for found, title in judged:
        click.echo(f"  {found.score:.2f} {'alert' if found.alert else 'no alert'}  {title}")
    click.echo(f"{target}: {ENGLISH.counted(len(seeds), '{n} document', '{n} documents')} copied.")
    return judged


def _add(config_path: Path, urls: Sequence[str], topic: Topic) -> Judged:
    """Add feeds; one that cannot be found is reported, and the others are kept."""
    found, failed = add_feeds(config_path, urls)
    if failed:
        click.echo(f"{failed} of {len(urls)} addresses gave no feed", err=True)
    return [(match(topic, entry), entry.title) for each in found for entry in newest(each)]


def _close(config: Config, seeds: Judged, entries: Judged) -> None:
    """Say what to edit where the topic does not yet do what is wanted, and what to do next."""
    if strange := strangers(config.corpus.seeds):
        click.echo(f"{strange}. Expect alerts that are not meant, or teach the topic by documents in one of them.")
    for line in advice(seeds, entries, config.path, config.seeds_folder):
        click.echo(line)
    with_config = f"--config {config.path}"
    if not entries:
        click.echo(f"Feeds: seedwatch sources add https://example.org {with_config}")
    of = "" if config.key == FIRST_TOPIC else f" --topic {config.topic.key}"
    click.echo(f"Try:   seedwatch explain 'Headline. Text.' {with_config}{of}")
    click.echo(f"Then:  seedwatch run {with_config}")


def advice(seeds: Judged, entries: Judged, config_path: Path, folder: Path | None = None) -> list[str]:
    """Return what to edit, from how the topic judges its own documents and the newest entries of its feeds."""
    names = (folder or config_path.parent / "seeds") / NAMES
    lines = []
    low = [found.score for found, _ in seeds if not found.alert]
    if low:
        lines.append(
            f"{len(low)} of {len(seeds)} documents would be no alert. Add words that they have in common to a concept "
            f"in {names}, or set alert_at in {config_path} to {int(min(low) * 100) / 100:.2f}."
        )
    if not entries:
        return lines
    alerts = sum(found.alert for found, _ in entries)
    newest = ENGLISH.counted(len(entries), "Of {n} newest entry", "Of the {n} newest entries")
    lines.append(f"{newest} {alerts} would be an alert." if alerts == 1 else f"{newest} {alerts} would be alerts.")
    if len(entries) >= _MANY and 2 * alerts > len(entries):
        lines.append(
            f"That is more than half: a concept in {names} is too wide, or alert_at in {config_path} is too low."
        )
    missed = sorted((each for each in entries if not each[0].alert), key=lambda each: -each[0].score)
    near = [(found, title) for found, title in missed if found.store or not alerts][:_SHOWN]
    if near:
        lines.append(f"Should one of these be? Then add its words to a concept in {names}:")
        lines += [f"  {found.score:.2f}  {title}" for found, title in near]
    return lines


def _asked(question: str, option: str, read: Callable[[str], Answer]) -> Answer:
    """Return a person's answer, asking until it can be used; without a terminal, nobody is asked."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"{option} is missing, and there is no terminal to ask")
    while True:
        try:
            return read(str(click.prompt(question)).strip())
        except BotError as error:
            click.echo(str(error), err=True)


def _with_documents(answer: str) -> list[Document]:
    return read_documents([answer] if Path(answer).expanduser().exists() else answer.split() or [answer])
