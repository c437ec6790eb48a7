"""Which documents teach the topic? ``seedwatch seeds`` lists, shows, adds, confirms and removes them.

To confirm a story makes it known: what it tells need not be called new again. The running service picks up its card by
itself.
"""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from bot.cli.options import config_option, load_topic, topic_option
from bot.cli.setting_up import looking
from bot.config import Config
from bot.config.seeds.corpus import Seed, write_card
from bot.config.seeds.folder import MAX_BYTES, PLAIN, find_file, read_plain, save_card
from bot.errors import BotError
from bot.model import Story
from bot.topic.confirm import origin, seed_of, slug_of
from bot.topic.topic import learn, names_book


@click.group()
def command() -> None:
    """List, show, add, confirm and remove seeds.

    A seed card keeps what an article teaches (names, words, facts in your own words, a signature) without its text.
    """


@command.command("list")
@config_option
@topic_option
def list_(*, config_path: Path, topic_id: str | None) -> None:
    """List the seeds: name, date, language, how much each teaches, title."""
    config = load_topic(config_path, topic_id)
    book, items = names_book(config.corpus)
    for seed in config.corpus.seeds:
        known = learn(seed, book, items)
        kind = "card" if seed.text is None else "text"
        taught = f"{len(known.entities)} names, {len(known.keywords)} words, {len(known.facts)} facts"
        click.echo(f"{seed.slug}  {known.date or '-'}  {known.language or '-'}  {kind}  {taught}  {known.title}")


@command.command()
@click.argument("slug")
@config_option
@topic_option
def show(*, slug: str, config_path: Path, topic_id: str | None) -> None:
    """Print what the seed SLUG teaches, as its card."""
    config = load_topic(config_path, topic_id)
    seed = next((seed for seed in config.corpus.seeds if seed.slug == slug), None)
    if seed is None:
        known = ", ".join(seed.slug for seed in config.corpus.seeds) or "none"
        raise BotError(f"there is no seed '{slug}'. Known: {known}")
    click.echo(write_card(learn(seed, *names_book(config.corpus))), nl=False)


@command.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@config_option
@topic_option
@click.option("--title", help="The title; otherwise the first line that is no web furniture. For one file only.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="When it was published. For one file only.")
@click.option("--force", is_flag=True, help="Write over a card of the same name; its facts are kept.")
def add(
    *,
    files: tuple[Path, ...],
    config_path: Path,
    topic_id: str | None,
    title: str | None,
    date: datetime | None,
    force: bool,
) -> None:
    """Write a seed card for each article in FILES (.txt, .md, .html). Either all are written or none.

    Web furniture is stripped first. The text itself is not kept: fill in the facts in your own words.
    """
    if len(files) > 1 and (title or date):
        raise click.UsageError("--title and --date go with one file only")
    config = load_topic(config_path, topic_id)
    book, items = names_book(config.corpus)
    before = {seed.slug: seed for seed in config.corpus.seeds}
    cards: dict[str, str] = {}
    for file in files:
        seed = learn(_read(file), book, items)
        seed = replace(seed, title=title or seed.title, date=date.date() if date else seed.date)
        seed = replace(seed, slug=slug_of(seed.title))
        if (seed.slug in before and not force) or seed.slug in cards:
            raise BotError(f"{file}: there is a seed '{seed.slug}' already. Use --force to write it anew, or --title.")
        kept = before[seed.slug].facts if seed.slug in before else ()
        cards[seed.slug] = write_card(replace(seed, facts=kept))
    for slug, card in cards.items():
        path = save_card(config.seeds_folder, slug, card, force=force)
        click.echo(f"{path}: written. Fill in its facts in your own words.")


@command.command()
@click.argument("slug")
@config_option
@topic_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(*, slug: str, config_path: Path, topic_id: str | None, yes: bool) -> None:
    """Remove the seed SLUG."""
    config = load_topic(config_path, topic_id)
    path = find_file(config.seeds_folder, slug)
    if not yes:
        click.confirm(f"Delete {path}?", abort=True)
    path.unlink()
    click.echo(f"{path}: removed")


def _read(file: Path) -> Seed:
    if file.suffix.lower() not in PLAIN:
        raise BotError(f"{file}: '{file.suffix}' files are not read. Use one of: {', '.join(sorted(PLAIN))}")
    try:
        if file.stat().st_size > MAX_BYTES:
            raise BotError(f"{file}: more than {MAX_BYTES} bytes; a seed is one article")
        raw = file.read_bytes()
    except OSError as error:
        raise BotError(f"{file} cannot be read: {error.strerror}") from error
    return read_plain(file.stem, raw, str(file), markup=file.suffix.lower() in {".html", ".htm"})


@command.command()
@click.argument("story", metavar="STORY")
@config_option
@topic_option
@click.option("--force", is_flag=True, help="Write the card of a story that has grown anew; its facts are kept.")
def confirm(*, story: str, config_path: Path, topic_id: str | None, force: bool) -> None:
    """Make STORY part of the baseline: its names, pairings and numbers are no news any more.

    STORY is the id in an alert, e.g. 8f3k. A seed card is written from the stored reports; unconfirm removes it.
    """
    config = load_topic(config_path, topic_id)
    found = _stored(config_path, _short(story))
    seed = seed_of(found, *names_book(config.corpus))
    before = confirmed(config, found.short)
    if before is not None and not force:
        raise BotError(
            f"story {found.short} is confirmed already, as the seed '{before.slug}'. Use --force if it grew."
        )
    if before is not None:
        seed = replace(seed, slug=before.slug, facts=before.facts)
    elif seed.slug in {each.slug for each in config.corpus.seeds}:  # another story of that day with this title
        seed = replace(seed, slug=f"{seed.slug}-{found.short}")
    path = save_card(config.seeds_folder, seed.slug, write_card(seed), force=before is not None)
    click.echo(
        f"{path}: written, {len(seed.entities)} names, {len(seed.keywords)} words, {len(seed.figures)} numbers."
        " A running service takes it over by itself."
    )


@command.command()
@click.argument("story", metavar="STORY")
@config_option
@topic_option
@click.option("--yes", is_flag=True, help="Do not ask, even where somebody wrote facts into the card.")
def unconfirm(*, story: str, config_path: Path, topic_id: str | None, yes: bool) -> None:
    """Take STORY out of the baseline again: its card is removed, nothing else."""
    config = load_topic(config_path, topic_id)
    seed = confirmed(config, _short(story))
    if seed is None:
        raise BotError(f"story {_short(story)} is not confirmed. List the seeds with  seedwatch seeds list")
    path = find_file(config.seeds_folder, seed.slug)
    if seed.facts and not yes:
        click.confirm(f"Delete {path} with its {len(seed.facts)} facts?", abort=True, err=True)
    try:
        path.unlink()
    except OSError as error:
        raise BotError(f"{path} cannot be removed: {error.strerror}") from error
    click.echo(f"{path}: removed. A running service takes that over by itself.")


def confirmed(config: Config, short: str) -> Seed | None:
    """Return the seed that was made from a story, or None."""
    return next((seed for seed in config.corpus.seeds if seed.text is None and seed.origin == origin(short)), None)


def _stored(config_path: Path, short: str) -> Story:
    with looking(config_path) as store:
        found = asyncio.run(store.read(lambda tx: tx.stories.by_short(short)))
    if found is None:
        raise BotError(f"there is no story '{short}'. Copy the id from an alert or from /latest")
    return found


def _short(story: str) -> str:
    return story.strip().lower()
