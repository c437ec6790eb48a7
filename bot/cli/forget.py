"""How is everything about one chat deleted? ``seedwatch forget``, for whoever asks to be forgotten."""

import asyncio
import sys
from pathlib import Path

import click

from bot.cli.options import config_option
from bot.cli.setting_up import database_of, opened
from bot.store.chats.votes import voter
from bot.store.database.connection import exists
from bot.store.transaction import Transaction


@click.command()
@click.argument("chat", metavar="CHAT")
@click.option("--yes", is_flag=True, help="Do not ask.")
@config_option
@click.pass_context
def command(ctx: click.Context, *, chat: str, config_path: Path, yes: bool) -> None:
    """Delete everything stored about CHAT, e.g. telegram:-1001234 or slack:C0123ABC.

    Its settings, the record of what it was sent, its votes and its admission go, in all its threads. Stories stay:
    they say nothing of chats. The service may run meanwhile; where it listens to the chat, the next command there makes
    it a new one.
    """
    platform, _, number = chat.partition(":")
    if not platform or not number:
        raise click.UsageError("write CHAT as platform:id, e.g. telegram:-1001234 or slack:C0123ABC")
    url = database_of(config_path)
    if not exists(url):
        click.echo("There is no database yet, so nothing is stored about any chat.", err=True)
        ctx.exit(1)
    with opened(url) as store:
        # On Telegram a private chat has its user's id; where no user is named, the chat itself is the voter.
        voters = {voter(platform, number), voter(platform, f"chat {number}")}
        found = asyncio.run(store.read(lambda tx: tx.channels.of_chat(platform, number)))
        known = asyncio.run(store.read(lambda tx: tx.votes.count(voters) or tx.admitted.has(platform, number)))
        if not found and not known:
            click.echo(f"Nothing is stored about {chat}.", err=True)
            ctx.exit(1)
        if not yes:
            _ask(chat, [each.title for each in found])
        ids = [each.channel_id for each in found]

        def forget(tx: Transaction) -> int:
            alerts = tx.channels.forget(ids)
            tx.votes.forget(voters)
            tx.admitted.take_back(platform, number)
            return alerts

        alerts = asyncio.run(store.write(forget))
        store.database.overwrite()
    click.echo(f"{chat}: {len(ids)} subscriptions and {alerts} alerts deleted. Backups still hold them.", err=True)


def _ask(chat: str, titles: list[str]) -> None:
    if not _at_terminal():
        raise click.UsageError(f"add --yes to delete everything about {chat} without being asked")
    click.confirm(f"Delete everything about {chat} ({', '.join(titles) or 'votes only'})?", abort=True, err=True)


def _at_terminal() -> bool:
    return sys.stdin.isatty()
