"""From an empty folder to the first alert of another topic with five feeds, by the commands of the tutorial."""

import asyncio
import io
import re
from email.utils import format_datetime
from functools import partial
from pathlib import Path

import pytest
import structlog
from click.testing import CliRunner

from bot.app import open_work
from bot.chat.console.connection import connect
from bot.cli import cli
from bot.cli.terminal import subscribe
from bot.config import Settings
from bot.config.sources.file import load
from bot.work.once import due_feeds, once
from tests.fakes.feed_server import FeedServer, ok, running
from tests.fakes.manual_clock import SkippingClock

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
OUTLETS = {
    "bay": ("Bay Courier", "en", "Northport and Southport sign a treaty about the ferry"),
    "harbour": ("Harbour Sample", "en", "Fish market closes at noon"),
    "wochenblatt": ("Muster-Wochenblatt", "de", "Katzenschau in Westhafen eröffnet"),
    "probnik": ("Probnik", "ru", "Выставка кошек открылась на набережной"),
    "kurier": ("Probny Kurier", "pl", "Wystawa kotów w porcie"),
}
NEWS = "Harbour court allows Southport to stop the ferry from Northport"


def serve(feeds: FeedServer, clock: SkippingClock, name: str, *titles: str) -> None:
    """Give an outlet a page that names its feed, and a feed with these headlines."""
    outlet, language, old = OUTLETS[name]
    items = "".join(
        f"<item><title>{title}</title><link>https://{name}.example.org/{number}</link>"
        f"<pubDate>{format_datetime(clock.now())}</pubDate></item>"
        for number, title in enumerate((old, *titles))
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


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The articles of the tutorial, in a folder of an empty one."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in re.findall(r"documents/(\w+\.txt) <<'END'\n(.*?)END\n", PAGE.read_text("utf-8"), re.DOTALL):
        (folder / name).write_text(text, "utf-8")
    return folder


async def test_from_documents_to_the_first_alert(documents: Path) -> None:
    """Pages are enough, old news is quiet, and the first alert tells what happened under its own headline."""
    clock, screen, path = SkippingClock(), io.StringIO(), Path("topic/sources.yaml")
    async with running() as feeds:
        for name in OUTLETS:
            serve(feeds, clock, name)
        run("init", "topic", "--topic", "The ferry of Northport", "--seeds", str(documents))
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
            serve(feeds, clock, "bay", NEWS)
            clock.advance(1200)
            second = await once(work, await due_feeds(work), lambda _: None)
    assert (second.feeds, second.alerts) == (5, 1)
    assert screen.getvalue().startswith(f"* {NEWS}\n"), screen.getvalue()
    assert "unknown" not in screen.getvalue()
