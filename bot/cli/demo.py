"""What does this look like, without a token? ``seedwatch demo``."""

import asyncio
import logging
from pathlib import Path

import click

from bot.cli.options import config_unused
from bot.demo.play import SECONDS, play
from bot.demo.setup import find_seeds
from bot.ops import logs


@click.command
@config_unused
@click.option(
    "--seconds",
    type=click.FloatRange(min=5, max=3600),
    default=SECONDS,
    show_default=True,
    help="How long the week takes.",
)
@click.option(
    "--seeds",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Another seeds folder than that of the built-in topic.",
)
@click.option("--verbose", is_flag=True, help="Log what goes on behind the scenes.")
def command(*, seconds: float, seeds: Path | None, verbose: bool) -> None:
    """Play a week of invented news through the real bot and show its alerts here."""
    log = logs.set_up(log_format="text", secrets=(), verbose=verbose)
    if not verbose:
        logging.getLogger().setLevel(logging.ERROR)
        logging.getLogger("seedwatch").setLevel(logging.ERROR)  # one of the feeds fails on purpose
    asyncio.run(play(seeds=(seeds or find_seeds(Path.cwd())).absolute(), log=log, seconds=seconds))
