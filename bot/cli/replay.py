"""What would another configuration send? ``seedwatch replay`` tries it on stored entries before it is put in force."""

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from bot.chat.language import ENGLISH
from bot.cli.options import json_option, load_topic, span, topic_option
from bot.cli.progress import progress
from bot.cli.setting_up import looking
from bot.clock import SystemClock
from bot.store.transaction import Transaction
from bot.stories.grouping.cluster import WINDOW
from bot.work.replay import Difference, Trial, added, lost, replay
from bot.work.watch import watch

_FILE = click.Path(path_type=Path, dir_okay=False)
_SHOWN, _FEEDS = 50, 4  # stories of a list, and feeds of a story, that people are shown; --json has all


@click.command()
@click.option("--since", metavar="TIME", default="7d", show_default=True, help="Entries of this time, e.g. 12h or 30d.")
@click.option(
    "--config",
    "in_force",
    type=_FILE,
    default=Path("sources.yaml"),
    show_default=True,
    help="The configuration in force; .env beside it says where the database is.",
)
@click.option(
    "--try", "tried", type=_FILE, metavar="FILE", help="Another one to try; otherwise the one in force is run."
)
@topic_option
@click.option("--against", type=_FILE, hidden=True, help="What --config was called before.")
@json_option
def command(
    *, since: str, tried: Path | None, in_force: Path, topic_id: str | None, against: Path | None, as_json: bool
) -> None:
    """Try a configuration on the stored entries of a time: what would be sent, what more and what less.

    Both configurations decide anew on the same entries, in the order of their arrival, for a chat that asked for every
    story. Nothing is sent, fetched or stored. Entries that no feed brought meanwhile cannot be judged: a new source
    shows nothing here.
    """
    if against is not None:
        raise click.UsageError(f"--against is --config now, and what is tried is --try: --config {against} --try FILE")
    now = SystemClock().now()
    start = now - span(since)
    old = Trial(watch=watch(load_topic(in_force, topic_id), now))
    new = Trial(watch=watch(load_topic(tried, topic_id), now)) if tried is not None else old
    with looking(in_force) as store:
        asyncio.run(store.read(partial(_run, trials=[old] if new is old else [old, new], start=start)))
    if as_json:
        click.echo(json.dumps(_said(old, new, start), ensure_ascii=False))
        return
    click.echo("\n".join(lines(old, new, since=since, compared=new is not old)))


def _run(tx: Transaction, *, trials: Sequence[Trial], start: datetime) -> None:
    warm_up = start - WINDOW
    with progress("entries", tx.entries.count_since(warm_up)) as step:
        entries = tx.about(trials[0].watch.config.key).entries
        replay(entries.each_since(warm_up), trials, start=start, step=step)


def lines(old: Trial, new: Trial, *, since: str, compared: bool) -> list[str]:
    """Return what came of it, for people."""
    stories = ENGLISH.counted(len(new.sent), "{n} story", "{n} stories")
    updates = ENGLISH.counted(new.updates, "{n} update", "{n} updates")
    head = f"{new.entries} entries in {since}, {new.matched} matched, {new.opened} new stories."
    if not compared:
        return [head, f"It would send {stories} and {updates}."]
    more, less = added(old, new), lost(old, new)
    said = [
        head,
        f"It would send {stories} instead of {len(old.sent)}, and {updates} instead of {old.updates}.",
        f"{len(more)} added, {len(less)} lost.",
    ]
    silent = sorted(new.watch.feeds.keys() - old.watch.feeds.keys())
    if silent:
        said.append(f"Not judged, since their entries are not stored yet: {', '.join(silent)}")
    for head, differences in (("Added", more), ("Lost", less)):
        if differences:
            said += ["", head, *(line for each in differences[:_SHOWN] for line in _shown(each))]
        if len(differences) > _SHOWN:
            said.append(f"  and {len(differences) - _SHOWN} more: --json has all")
    return said


def _shown(each: Difference) -> list[str]:
    rest = f" and {len(each.feeds) - _FEEDS} more" if len(each.feeds) > _FEEDS else ""
    scores = f"{_score(each.score_then)} → {_score(each.score_now)}"
    return [f"  {scores}  {each.title}", f"               {', '.join(each.feeds[:_FEEDS])}{rest} · {each.why}"]


def _score(score: float | None) -> str:
    return " -  " if score is None else f"{score:.2f}"


def _said(old: Trial, new: Trial, start: datetime) -> dict[str, object]:
    return {
        "since": start.isoformat(),
        "in_force": _counts(old),
        "tried": _counts(new),
        "added": [_difference(each) for each in added(old, new)],
        "lost": [_difference(each) for each in lost(old, new)],
    }


def _counts(trial: Trial) -> dict[str, int]:
    return {
        "entries": trial.entries,
        "matched": trial.matched,
        "stories": trial.opened,
        "sent": len(trial.sent),
        "updates": trial.updates,
    }


def _difference(each: Difference) -> dict[str, object]:
    return {
        "title": each.title,
        "feeds": each.feeds,
        "at": each.at.isoformat(),
        "score_then": each.score_then,
        "score_now": each.score_now,
        "why": each.why,
    }
