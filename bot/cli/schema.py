"""What may stand in sources.yaml, for an editor? ``seedwatch schema`` prints its JSON Schema."""

import click

from bot.cli.options import config_unused
from bot.config.sources.schema import schema_text


@click.command()
@config_unused
def command() -> None:
    """Print the JSON Schema of sources.yaml."""
    click.echo(schema_text(), nl=False)
