"""How does the baseline grow, and shrink again? ``seedwatch seeds confirm`` and ``unconfirm`` a story.

What was told and is now known need not be called new again. The running service picks up the card by itself.
"""

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import click

from bot.cli.options import config_option, load_topic, topic_option
from bot.config import Config
from bot.config.environment import read_settings
from bot.config.seeds.cards import write_card
from bot.config.seeds.corpus import Seed
from bot.config.seeds.folder import find_file, save_card
from bot.errors import BotError
from bot.model import Story
from bot.store.engine import Store
from bot.topic.confirm import origin, seed_of
from bot.topic.topic import names_book


@click.command()
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


@click.command()
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
    settings = read_settings(os.environ, config_path.parent / ".env")
    with Store(settings.database_url, looking=True) as store:
        found = asyncio.run(store.read(lambda tx: tx.stories.by_short(short)))
    if found is None:
        raise BotError(f"there is no story '{short}'. Copy the id from an alert or from /latest")
    return found


def _short(story: str) -> str:
    return story.strip().lower()
