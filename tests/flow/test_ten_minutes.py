"""From an empty folder to the first alert of other topics with five feeds, by the commands of the tutorial."""

import asyncio
import io
import re
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import pytest
import structlog
import yaml
from click.testing import CliRunner

from bot.app import open_work
from bot.chat.console.connection import connect
from bot.cli import cli
from bot.cli.setting_up import subscribe
from bot.config import Settings
from bot.config.sources.file import load
from bot.work.once import due_feeds, once
from tests.fakes.feed_server import FeedServer, ok, running
from tests.fakes.manual_clock import SkippingClock

TOP = Path(__file__).parents[2]
OUTLETS = {
    "bay": ("Bay Courier", "en"),
    "harbour": ("Harbour Sample", "en"),
    "wochenblatt": ("Muster-Wochenblatt", "de"),
    "probnik": ("Probnik", "ru"),
    "kurier": ("Probny Kurier", "pl"),
}


@dataclass(frozen=True)
class Beat:
    """A topic: what it is called and taught by, what the outlets told before, only the first of it on topic, and news.

    ``documents``: their texts by file name.
    """

    topic: str
    documents: dict[str, str]
    old: tuple[str, ...]
    news: str


def of_tutorial() -> Beat:
    page = (TOP / "docs" / "tutorial.md").read_text("utf-8")
    return Beat(
        topic="The ferry of Northport",
        documents=dict(re.findall(r"documents/(\w+\.txt) <<'END'\n(.*?)END\n", page, re.DOTALL)),
        old=(
            "Northport and Southport sign a treaty about the ferry",
            "Fish market closes at noon",
            "Katzenschau in Westhafen eröffnet",
            "Выставка кошек открылась на набережной",
            "Wystawa kotów w porcie",
        ),
        news="Harbour court allows Southport to stop the ferry from Northport",
    )


def of_cocoa() -> Beat:
    """Return a commodity, whose documents name countries that its news need not name."""
    given = yaml.safe_load((TOP / "tests" / "topic" / "unseen" / "cocoa.yaml").read_text("utf-8"))
    return Beat(
        topic=given["name"],
        documents={f"{number}.txt": text for number, text in enumerate(given["documents"])},
        old=(
            "Cocoa traders fear another poor harvest as prices climb",
            "Fish market closes at noon",
            "Ghana wählt ein neues Parlament",
            "Выставка кошек открылась на набережной",
            "Ceny mieszkań w porcie spadły",
        ),
        news="Makers of sweets pay a record price for cocoa beans",
    )


def serve(feeds: FeedServer, clock: SkippingClock, name: str, *titles: str) -> None:
    """Give an outlet a page that names its feed, and a feed with these headlines."""
    outlet, language = OUTLETS[name]
    items = "".join(
        f"<item><title>{title}</title><link>https://{name}.example.org/{number}</link>"
        f"<pubDate>{format_datetime(clock.now())}</pubDate></item>"
        for number, title in enumerate(titles)
    )
    head = f"<title>{outlet}</title><language>{language}</language>"
    feeds.script(f"/{name}.xml", ok(f"<rss version='2.0'><channel>{head}{items}</channel></rss>"))
    link = f'<link rel="alternate" type="application/rss+xml" href="/{name}.xml">'
    feeds.script(f"/{name}", ok(f"<html><head>{link}</head></html>", Content_Type="text/html"))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output + result.stderr
    return result.output


def open_loopback(path: Path) -> None:
    """Do what the page says of addresses in one's own network."""
    opened = "\nfetch: {allow_networks: [127.0.0.0/8], per_host_gap: 0s}\n"
    path.write_text(path.read_text("utf-8") + opened, "utf-8")


@pytest.mark.parametrize("beat", [of_tutorial(), of_cocoa()], ids=["tutorial", "cocoa"])
async def test_from_documents_to_the_first_alert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beat: Beat) -> None:
    """Pages are enough, old news is quiet, and the first alert tells what happened under its own headline."""
    monkeypatch.chdir(tmp_path)
    documents = tmp_path / "documents"
    documents.mkdir()
    for name, text in beat.documents.items():
        (documents / name).write_text(text, "utf-8")
    clock, screen, path = SkippingClock(), io.StringIO(), Path("topic/sources.yaml")
    async with running() as feeds:
        for name, title in zip(OUTLETS, beat.old, strict=True):
            serve(feeds, clock, name, title)
        run("init", "topic", "--topic", beat.topic, "--seeds", str(documents))
        open_loopback(path)
        pages = [feeds.url(f"/{name}") for name in OUTLETS]
        said = await asyncio.to_thread(run, "sources", "add", *pages, "--config", str(path))
        assert re.findall(r"^([\w-]+): .*, http", said, re.MULTILINE) == [
            "bay-courier", "harbour-sample", "muster-wochenblatt", "probnik", "probny-kurier",
        ]  # fmt: skip
        assert [line.split()[1] for line in said.splitlines() if re.match(r"  \d\.\d\d", line)].count("alert") == 1
        assert "(5 enabled)" in run("check", "--config", str(path))
        console = partial(connect, clock=clock, stdin=io.StringIO(), stdout=screen, interactive=False)
        settings = Settings(database_url=f"sqlite:///{documents}/test.db")
        log = structlog.get_logger()
        async with open_work(load(path), settings, clock=clock, log=log, connect=(console,)) as work:
            await subscribe(work)
            first = await once(work, await due_feeds(work), lambda _: None)
            assert (first.feeds, first.failed, first.alerts) == (5, 0, 0)
            serve(feeds, clock, "bay", beat.old[0], beat.news)
            clock.advance(1200)
            second = await once(work, await due_feeds(work), lambda _: None)
    assert (second.feeds, second.alerts) == (5, 1)
    assert screen.getvalue().startswith(f"* {beat.news}\n"), screen.getvalue()
    assert "unknown" not in screen.getvalue()
