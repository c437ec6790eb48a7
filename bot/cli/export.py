"""How do stored stories get into a spreadsheet or another program? ``seedwatch export`` prints them."""

import asyncio
import csv
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click

from bot.cli.options import config_option, period
from bot.clock import SystemClock
from bot.config.environment import read_settings
from bot.model import Report, Story
from bot.store.engine import Store
from bot.store.transaction import Transaction

# A spreadsheet runs a cell that starts so as a formula, and feeds may write what they like: OWASP, "CSV Injection".
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_COLUMNS = (
    *("id", "opened", "updated", "title", "summary", "language", "score", "alert", "revision"),
    *("names", "words", "sources", "source_names", "urls"),
)


@click.command()
@click.option("--format", "form", type=click.Choice(["csv", "json"]), required=True, help="How to print them.")
@click.option("--since", metavar="TIME", help="Only what changed in this time, e.g. 30d or 12h.")
@config_option
def command(*, form: str, since: str | None, config_path: Path) -> None:
    """Print the stored stories, oldest first, each with its sources; also while the service runs.

    JSON is one list; CSV has one line for each story. Cells of the CSV that a spreadsheet would run as a formula start
    with an apostrophe.
    """
    start = SystemClock().now() - period(since) if since else None
    settings = read_settings(os.environ, config_path.parent / ".env")
    write = {"csv": _write_csv, "json": _write_json}[form]

    def export(tx: Transaction) -> None:
        write(tx.stories.each_since(start), sys.stdout)

    with Store(settings.database_url, looking=True) as store:
        asyncio.run(store.read(export))


def _write_csv(stories: Iterator[Story], to: TextIO) -> None:
    table = csv.writer(to)
    table.writerow(_COLUMNS)
    for story in stories:
        row = _fields(story) | {
            "sources": len(story.reports),
            "source_names": "; ".join(dict.fromkeys(report.source for report in story.reports)),
            "urls": " ".join(report.url for report in story.reports if report.url),
        }
        row |= {name: "; ".join(row[name]) for name in ("names", "words")}
        table.writerow([_cell(row[name]) for name in _COLUMNS])


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _write_json(stories: Iterator[Story], to: TextIO) -> None:
    to.write("[")
    for number, story in enumerate(stories):
        to.write(",\n" if number else "\n")
        row = _fields(story) | {"sources": [_source(report) for report in story.reports]}
        json.dump(row, to, ensure_ascii=False)
    to.write("\n]\n")


def _fields(story: Story) -> dict[str, Any]:
    return {
        "id": story.short,
        "opened": story.opened.isoformat(),
        "updated": story.updated.isoformat(),
        "title": story.title,
        "summary": story.summary,
        "language": story.language,
        "score": round(story.score, 4),
        "alert": story.alert,
        "revision": story.revision,
        "names": story.names,
        "words": story.words,
    }


def _source(report: Report) -> dict[str, Any]:
    return {
        "feed": report.feed_id,
        "source": report.source,
        "ownership": report.ownership.value,
        "kind": report.kind.value,
        "country": report.country,
        "language": report.language,
        "url": report.url,
        "title": report.title,
        "at": report.at.isoformat(),
    }
