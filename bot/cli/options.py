"""Which options do commands share?"""

from pathlib import Path

import click

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("sources.yaml"),
    show_default=True,
    help="The configuration; 'seeds:' in it is relative to it.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")
