"""How do the feeds of another reader get in? ``seedwatch import-opml`` adds them to sources.yaml."""

from pathlib import Path

import click

from bot.cli.options import config_option
from bot.config.sources.changes import append_sources, not_yet_known, replace_file
from bot.config.sources.file import interpret, read_file
from bot.config.sources.opml import MAX_BYTES, read_opml


@click.command()
@click.argument("opml", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
def command(opml: Path, config_path: Path) -> None:
    """Add the feeds of the OPML file FILE to sources.yaml.

    What stands there is not touched, and feeds that it has already are left out. Nothing is written unless the result
    can be used.
    """
    with opml.open("rb") as file:
        outlines, skipped = read_opml(file.read(MAX_BYTES + 1), str(opml))
    raw = read_file(config_path)
    config = interpret(raw, config_path)
    fresh = not_yet_known(outlines, config.feeds)
    for sentence in skipped:
        click.echo(sentence, err=True)
    if fresh:
        new = append_sources(raw, str(config_path), fresh, [feed.id for feed in config.feeds])
        interpret(new, config_path)
        replace_file(config_path.resolve(), new)
    known = len(outlines) - len(fresh)
    click.echo(f"{config_path}: {len(fresh)} added, {known} already there, {len(skipped)} left out", err=True)
