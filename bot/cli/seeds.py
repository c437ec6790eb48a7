"""Which documents teach the topic? ``seedwatch seeds`` lists, shows, adds and removes them."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from bot.cli.confirming import confirm, unconfirm
from bot.cli.options import config_option, load_topic, topic_option
from bot.config.seeds.cards import write_card
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import MAX_BYTES, PLAIN, find_file, read_plain, save_card
from bot.errors import BotError
from bot.topic.confirm import slug_of
from bot.topic.topic import learn, names_book


@click.group()
def command() -> None:
    """List, show, add, confirm and remove seeds.

    A seed card keeps what an article teaches (names, words, facts in your own words, a signature) without its text.
    """


command.add_command(confirm)
command.add_command(unconfirm)


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
