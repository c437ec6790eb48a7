"""How is a database moved? ``seedwatch db copy`` copies everything into another one and compares the two."""

import json

import click

from bot.cli.options import config_unused, json_option
from bot.store.transfer import transfer


@click.group()
def command() -> None:
    """Work on whole databases."""


@command.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@config_unused
@json_option
@click.pass_context
def copy(ctx: click.Context, source: str, target: str, *, as_json: bool) -> None:
    """Copy all that is stored from the database FROM into TO: a file, or a database on a PostgreSQL server.

    Both are addresses as in DATABASE_URL: sqlite:///data/seedwatch.db, postgresql://user:password@host/name. Stop the
    service first. A run that was interrupted goes on where it was; TO must be new otherwise. The exit code is 1 where
    the two differ in the end.
    """
    done: dict[str, int] = {}

    def progress(table: str, rows: int) -> None:
        done[table] = done.get(table, 0) + rows
        click.echo(f"{table}: {done[table]}", err=True)

    compared = transfer(source, target, progress)
    wrong = [each for each in compared if not each.same]
    if as_json:
        rows = [{"table": each.table, "rows": each.rows, "there": each.there, "same": each.same} for each in compared]
        click.echo(json.dumps({"same": not wrong, "tables": rows}))
    else:
        for each in wrong:
            click.echo(f"{each.table}: differs ({each.rows} rows, {each.there} in the copy)")
        if not wrong:
            click.echo(f"{sum(each.rows for each in compared)} rows in {len(compared)} tables, and both say the same")
    if wrong:
        ctx.exit(1)
