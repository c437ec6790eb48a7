"""Are documents read from folders and from web pages, and is it said what is wrong with one?"""

import asyncio
from ipaddress import ip_network
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.cli.documents import Document, read_documents
from bot.config import FetchSettings
from bot.errors import BotError
from tests.fakes.feed_server import ok, running, status

OPEN = FetchSettings(allow_networks=(ip_network("127.0.0.0/8"),))
PARAGRAPHS = [
    "The ferry Aurora returned to Northport on Tuesday after a month in the yard, the harbour office said.",
    "Its first crossing is set for Wednesday at seven in the morning with room for forty cars and their drivers.",
    "Captain Ann Example told reporters that the engine was replaced as a whole and that all cabins were painted.",
]
PAGE = (
    "<!doctype html><html><head><title>Ferry is back in Northport</title></head><body><nav><a href='/'>Home</a></nav>"
    "<article><h1>Ferry is back in Northport</h1>"
    + "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    + "</article></body></html>"
)


async def read(*places: str) -> list[Document]:
    return await asyncio.to_thread(read_documents, places, OPEN)


async def test_pages_and_folders_are_read_together(tmp_path: Path) -> None:
    """Of a page its title and its article, without what stands around them; both become files of the seeds folder."""
    (tmp_path / "old.md").write_text("# The old ferry\nIt sails no more.\n", "utf-8")
    async with running() as server:
        server.script("/robots.txt", status(404))
        server.script("/news", ok(PAGE, Content_Type="text/html"))
        found = await read(server.url("/news"), str(tmp_path))
    assert {each.name: each.seed.title for each in found} == {
        "old.md": "The old ferry",
        "ferry-is-back-in-northport.txt": "Ferry is back in Northport",
    }
    page = next(each for each in found if each.name.startswith("ferry"))
    assert page.content.decode().split("\n") == ["Ferry is back in Northport", *PARAGRAPHS]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (status(404), "404"),
        (ok("<html><body><p>Soon.</p></body></html>", Content_Type="text/html"), "no text to speak"),
    ],
)
async def test_a_page_that_teaches_nothing_is_told(answer: object, said: str) -> None:
    """With its address and what to do instead."""
    async with running() as server:
        server.script("/robots.txt", status(404))
        server.script("/news", answer)  # type: ignore[arg-type]
        with pytest.raises(BotError, match=said) as told:
            await read(server.url("/news"))
    assert server.url("/news") in str(told.value)
    assert "Save the page" in str(told.value)


async def test_the_guard_stands_before_documents_too() -> None:
    """A page in a private network is not fetched where nobody opened that."""
    async with running() as server:
        with pytest.raises(BotError):
            await asyncio.to_thread(read_documents, [server.url("/news")])
        assert not server.asked


def test_two_documents_of_one_name_are_told(tmp_path: Path) -> None:
    """One would take the other's place."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "ferry.txt").write_text("The ferry sails\nIt does.\n", "utf-8")
    with pytest.raises(BotError, match="two documents are called ferry"):
        read_documents([str(tmp_path / "one"), str(tmp_path / "two")])


def test_what_is_no_place_of_documents_is_wrong_usage(tmp_path: Path) -> None:
    """Neither a folder nor an address: nothing is written."""
    asked = ["init", str(tmp_path / "t"), "--topic", "Ferries", "--seeds", str(tmp_path / "nowhere")]
    answer = CliRunner().invoke(cli, asked)
    assert answer.exit_code == 2
    assert "neither a folder nor the address" in answer.output
    assert not (tmp_path / "t").exists()
