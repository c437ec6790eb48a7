"""What do votes say of our names, words and feeds? ``seedwatch report`` counts; what follows is up to the admins."""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import click

from bot.chat.language import ENGLISH
from bot.cli.options import config_option, json_option, span
from bot.cli.setting_up import looking
from bot.clock import SystemClock
from bot.stories.statistics.precision import ENOUGH_STORIES, ENOUGH_VOTES, Precision, precision


@click.command()
@click.option("--since", metavar="TIME", default="30d", show_default=True, help="Only votes of this time, e.g. 12h.")
@config_option
@json_option
def command(*, since: str, config_path: Path, as_json: bool) -> None:
    """Print how often stories with each name, word and feed were called relevant, the worst first.

    Nothing learns by itself: take a bad word out of seeds/, add it to 'must_not:', or raise 'alert_at:', and try that
    with  seedwatch replay.
    """
    start = SystemClock().now() - span(since)
    with looking(config_path) as store:
        voted = asyncio.run(store.read(lambda tx: tx.votes.since(start)))
    rows = precision(voted)
    useful, votes = sum(up for _, up, _ in voted), sum(up + down for _, up, down in voted)
    if as_json:
        said = {"since": start.isoformat(), "stories": len(voted), "votes": votes, "useful": useful}
        click.echo(json.dumps(said | {"rows": [_row(row) for row in rows]}, ensure_ascii=False))
        return
    click.echo("\n".join(lines(rows, since=since, stories=len(voted), votes=votes, useful=useful)))


def lines(rows: Sequence[Precision], *, since: str, stories: int, votes: int, useful: int) -> list[str]:
    """Return the report for people."""
    if not votes:
        return [f"No votes in the last {since}. People vote with the buttons under an alert."]
    head = f"{useful} useful of {_votes(votes)}, on {_stories(stories)}, in {since}"
    enough = [row for row in rows if row.enough]
    few = len(rows) - len(enough)
    bar = f"{ENOUGH_VOTES} votes on {ENOUGH_STORIES} stories"
    if not enough:
        return [head, f"Too few votes to conclude anything: no name, word or feed has {bar}."]
    width = max(len(row.what) for row in enough)
    said = [
        f"{row.kind:<5} {row.what:<{width}}  {row.useful} useful of {row.votes} ({row.share:.0%}),"
        f" {_stories(row.stories)}"
        for row in enough
    ]
    rest = [f"{few} others have fewer than {bar}: too few to conclude anything."] if few else []
    return [head, "", *said, *([""] if rest else []), *rest]


def _votes(number: int) -> str:
    return ENGLISH.counted(number, "{n} vote", "{n} votes")


def _stories(number: int) -> str:
    return ENGLISH.counted(number, "{n} story", "{n} stories")


def _row(row: Precision) -> dict[str, object]:
    return {
        "kind": row.kind,
        "what": row.what,
        "useful": row.useful,
        "votes": row.votes,
        "stories": row.stories,
        "precision": round(row.share, 4),
        "enough": row.enough,
    }
