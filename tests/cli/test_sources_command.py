"""Does ``seedwatch sources`` find feeds behind pages, and change sources.yaml without touching what people wrote?"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from bot.config.sources.file import load
from tests.fakes.feed_server import FeedServer, ok, running, status

NAMES = "entities:\n  - {id: minsk, name: Minsk, kind: place}\n  - {id: moscow, name: Moscow, kind: place}\n"
FEED = (
    "<rss version='2.0'><channel><title>Harbour Post</title><language>en</language>"
    "<item><title>The ministers of Minsk and Moscow talk about grain</title><link>https://example.org/1</link></item>"
    "<item><title>It will rain over the weekend</title><link>https://example.org/2</link></item></channel></rss>"
)
Sources = Callable[..., Awaitable[Result]]


@pytest.fixture
async def server() -> AsyncIterator[FeedServer]:
    async with running() as server:
        yield server


@pytest.fixture
def sources(here: Path, server: FeedServer) -> Sources:
    """Write a ``sources.yaml`` as a person would, and run the command while the server answers."""
    (here / "seeds").mkdir()
    (here / "seeds" / "names.yaml").write_text(NAMES, "utf-8")
    (here / "sources.yaml").write_text(
        "version: 1 # of the format\ntopic: {name: Test}\nseeds: seeds/\n"
        "fetch: {allow_networks: [127.0.0.0/8], per_host_gap: 0s}\n"
        "sources:\n"
        "  # --- the first ones ---\n"
        f"  - id: one   # mine\n    name: 'One'\n    url: {server.url('/one')}\n\n"
        f'  - {{id: two, name: Two, url: "{server.url("/two")}"}}\n'
        "  # end\n",
        "utf-8",
    )

    async def run(*arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, cli, ["sources", *arguments])

    return run


async def test_a_page_leads_to_its_feed(sources: Sources, server: FeedServer, here: Path) -> None:
    """The feed that a page names is added with its title; entries are shown with scores; comments stay."""
    page = "<html><head><link rel='alternate' type='application/rss+xml' title='Comments' href='/comments'>"
    server.script("/", ok(page + "<link rel=alternate type=application/rss+xml href=/news.xml></head>",
                          Content_Type="text/html"))  # fmt: skip
    server.script("/news.xml", ok(FEED))
    before = (here / "sources.yaml").read_text("utf-8")
    result = await sources("add", server.url("/"))
    assert result.exit_code == 0, result.output
    after = (here / "sources.yaml").read_text("utf-8")
    assert load(Path("sources.yaml")).feeds[-1].id == "harbour-post"
    assert load(Path("sources.yaml")).feeds[-1].url == server.url("/news.xml")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert "The ministers of Minsk and Moscow" in result.output
    assert f"also: {server.url('/comments')}" in result.output


@pytest.mark.parametrize("path", ["/feed", "/blog/feed", "/rss.xml", "/feed.json"])
async def test_a_page_that_names_none_is_tried_at_the_usual_addresses(
    sources: Sources, server: FeedServer, path: str
) -> None:
    """Content systems put their feeds where one expects them, also as JSON Feed."""
    server.script("/blog", ok("<html><title>Blog</title></html>", Content_Type="text/html"))
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "title": "A"}]}
    server.script(path, ok(json.dumps(told) if path.endswith("json") else FEED))
    result = await sources("add", server.url("/blog"), "--id", "found", "--name", "Found")
    assert result.exit_code == 0, result.output
    assert load(Path("sources.yaml")).feeds[-1].url == server.url(path)


async def test_nothing_is_written_where_there_is_no_feed(sources: Sources, server: FeedServer, here: Path) -> None:
    """A page without feeds, a refusal, a known feed under another spelling, a dry run: the file stays as it was."""
    before = (here / "sources.yaml").read_bytes()
    server.script("/page", ok("<html><title>Page</title></html>", Content_Type="text/html"))
    server.script("/gone", status(410))
    server.script("/one", ok(FEED))
    assert "no feed was found" in (await sources("add", server.url("/page"))).stderr
    assert (await sources("add", server.url("/gone"))).exit_code != 0
    assert "already there as 'one'" in (await sources("add", server.url("/one#x"))).stderr
    server.script("/new", ok(FEED))
    assert "Harbour Post" in (await sources("add", server.url("/new"), "--dry-run")).output
    assert "is not a web address" in (await sources("add", "not an address")).stderr
    assert (here / "sources.yaml").read_bytes() == before


async def test_list_and_test(sources: Sources, server: FeedServer) -> None:
    """Feeds are listed with their state, and one can be looked at without storing anything."""
    server.script("/one", ok(FEED))
    listed = json.loads((await sources("list", "--json")).stdout)
    assert [(row["id"], row["state"]) for row in listed] == [("one", "new"), ("two", "new")]
    assert "It will rain" in (await sources("test", "one")).output
    assert "no source 'three'" in str((await sources("test", "three")).exception)


async def test_remove_and_rename_touch_one_source_only(sources: Sources, here: Path) -> None:
    """Comments, quotes and order of everything else stay, whichever way the source is written."""
    before = (here / "sources.yaml").read_text("utf-8")
    assert (await sources("rename", "one", "first")).exit_code == 0
    assert (await sources("rename", "two", "second")).exit_code == 0
    renamed = (here / "sources.yaml").read_text("utf-8")
    expected = before.replace("id: one ", "id: first\n    formerly: [one] ").replace(
        "{id: two,", "{id: second, formerly: [two],"
    )
    assert renamed == expected
    assert (await sources("rename", "first", "third")).exit_code == 0
    assert load(Path("sources.yaml")).feeds[0].formerly == ("one", "first")
    assert (await sources("remove", "third")).exit_code == 0
    assert (await sources("remove", "second")).exit_code == 0
    assert load(Path("sources.yaml")).feeds == ()
    assert "# --- the first ones ---" in (here / "sources.yaml").read_text("utf-8")


async def test_a_slip_is_refused(sources: Sources, here: Path) -> None:
    """An unknown id is answered with a near one, a taken id with an error, and the file stays as it was."""
    before = (here / "sources.yaml").read_bytes()
    assert "did you mean 'one'?" in str((await sources("remove", "onee")).exception)
    assert "already used" in str((await sources("rename", "one", "two")).exception)
    assert "cannot be an id" in str((await sources("rename", "one", "No Good")).exception)
    assert (here / "sources.yaml").read_bytes() == before


async def test_removing_most_is_asked_about(sources: Sources, server: FeedServer, here: Path) -> None:
    """Without a terminal the answer is no, unless --yes says otherwise."""
    rows = "".join(f'  - {{id: s{n}, name: S, url: "{server.url(f"/{n}")}"}}\n' for n in range(4))
    path = here / "sources.yaml"
    path.write_text(path.read_text("utf-8") + rows, "utf-8")
    names = ["one", "two", "s0", "s1"]
    assert "say --yes" in str((await sources("remove", *names)).exception)
    assert (await sources("remove", "--yes", *names)).exit_code == 0
    assert [feed.id for feed in load(path).feeds] == ["s2", "s3"]
