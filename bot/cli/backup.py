"""How is the database saved? ``seedwatch backup`` writes a consistent copy, also while the service runs."""

from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.setting_up import looking


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_option
def command(file: Path, config_path: Path) -> None:
    """Copy the database to the new file FILE.

    The copy is one state of everything, and a database of its own: to restore it, put it where DATABASE_URL points
    while no service runs.
    """
    with looking(config_path) as store:
        store.backup(file)
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB", err=True)
