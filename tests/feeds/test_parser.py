"""Do documents that are bombs cost us one process, and all others nothing?"""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import FetchSettings
from bot.errors import ParseError
from bot.feeds.formats.hints import Parsed
from bot.feeds.parse import Parser
from bot.feeds.sandbox.feed_worker import read
from bot.feeds.sandbox.process import Limits, Reader
from bot.feeds.sandbox.wire import Question, parsed_json, question_json
from bot.model import Fetched
from tests.feeds.conftest import NOW, a_cursor, a_feed

SETTINGS = FetchSettings(max_entries=100)
RSS = (
    "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>Наша Ніва</title><ttl>5</ttl>"
    "<item><title>Другі</title><link>/2</link><pubDate>Mon, 21 Sep 2026 14:00:00 GMT</pubDate></item>"
    "<item><title>Першы</title><link>/1</link><pubDate>Mon, 21 Sep 2026 13:00:00 GMT</pubDate></item></channel></rss>"
).encode("cp1251")
QUESTION = Question(feed_id="nn", url="https://example.org/feed", charset=None, language="be", seen=NOW, limit=100)


def a_fetched(body: bytes | None) -> Fetched:
    return Fetched(body=body, url="https://example.org/feed", cursor=a_cursor())


def items(inner: str, *, before: str = "") -> bytes:
    return f"{before}<rss version='2.0'><channel><title>t</title><item>{inner}</item></channel></rss>".encode()


@pytest.fixture
async def parser() -> AsyncIterator[Parser]:
    async with Parser(SETTINGS, workers=1, limits=Limits(cpu_seconds=1, wall_seconds=120), near=False) as one:
        yield one


def child(parser: Parser) -> int:
    process = parser._readers[0]._process
    assert process is not None
    return process.pid


async def parse(parser: Parser, body: bytes | None) -> Parsed:
    return await parser.parse(a_feed(), a_fetched(body), NOW)


async def test_names_of_zones_are_known_where_no_file_can_be_opened(parser: Parser) -> None:
    """A date of a city that was never asked for before."""
    parsed = await parse(parser, items("<title>a</title><pubDate>20 Sep 2026 10:00 Europe/Minsk</pubDate>"))
    assert parsed.entries[0].published == datetime(2026, 9, 20, 7, tzinfo=UTC)


async def test_a_document_comes_back_as_entries(parser: Parser) -> None:
    """Through the pipe and back: letters, addresses, dates, hints, oldest first; the process stays for the next."""
    parsed = await parse(parser, RSS)
    assert [entry.title for entry in parsed.entries] == ["Першы", "Другі"]
    assert [entry.url for entry in parsed.entries] == ["https://example.org/1", "https://example.org/2"]
    assert parsed.entries[1].published == NOW.replace(minute=0)
    assert (parsed.title, parsed.hints.ttl, parsed.complete, parsed.problems) == ("Наша Ніва", 300, True, ())
    first = child(parser)
    assert await parse(parser, RSS) == parsed
    assert child(parser) == first


async def test_a_process_that_nobody_asks_ends_and_the_next_document_starts_another() -> None:
    """A bot whose feeds are small and plain keeps no reader in memory for the one that is not."""
    reader, question = Reader(Limits(), idle=0.0), question_json.dump_json(QUESTION)
    assert len((await reader.ask(question, RSS, parsed_json)).entries) == 2
    first = reader._process
    assert first is not None
    await asyncio.wait_for(first.wait(), 60)
    assert reader._process is None
    assert len((await reader.ask(question, RSS, parsed_json)).entries) == 2
    assert reader._process is not first
    await reader.stop()


async def test_no_body_has_no_entries_and_needs_no_process(parser: Parser) -> None:
    """A 304 starts nothing."""
    assert (await parse(parser, None)).entries == ()
    assert parser._readers[0]._process is None


async def test_the_reading_process_can_open_nothing(parser: Parser) -> None:
    """F-k, F-m: no file, no socket, no environment with our tokens in it."""
    os.environ["CANARY_TOKEN"] = "canary"
    try:
        await parse(parser, RSS)
    finally:
        del os.environ["CANARY_TOKEN"]
    process = Path(f"/proc/{child(parser)}")
    limits = process.joinpath("limits").read_text().splitlines()
    assert next(line for line in limits if line.startswith("Max open files")).split()[3:5] == ["3", "3"]
    assert next(line for line in limits if line.startswith("Max address space")).split()[3] == str(512 * 1024 * 1024)
    assert sorted(one.name for one in process.joinpath("fd").iterdir()) == ["0", "1", "2"]
    assert b"CANARY" not in process.joinpath("environ").read_bytes()


BOMBS = {
    "100,000 attributes": items("<title " + " ".join(f"a{n}='1'" for n in range(100_000)) + ">&nbsp;</title>"),
    "200,000 levels": items("<title>" + "<a>" * 200_000 + "</title>"),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
async def test_a_document_that_takes_for_ever_is_one_error(parser: Parser, bomb: bytes) -> None:
    """F-l: the limit on computing kills the process, the loop goes on meanwhile, and the next document is read."""
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.02)
            beats += 1

    heart = asyncio.create_task(beat())
    with pytest.raises(ParseError, match="more than it may: 1 s of computing"):
        await parse(parser, bomb)
    heart.cancel()
    assert beats > 5
    assert len((await parse(parser, RSS)).entries) == 2


LAUGHS = (
    "<!DOCTYPE rss [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10)) + "]>"
)
CHEAP = {
    "billion laughs": items("<title>&a9;</title>", before=LAUGHS),
    "quadratic entity": items(
        f"<title>{'&a;' * 5000}</title>", before=f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]>"
    ),
    "62 KB author": items("<title>x</title><author>" + "a." * 31_000 + "@" + "</author>"),
    "5 MB title": items(f"<title>{'x' * 5_000_000}</title>"),
    "5,000 items": items("<title>x</title></item>" + "<item><title>y</title></item>" * 5000 + "<item>"),
}


@pytest.mark.parametrize("document", CHEAP.values(), ids=CHEAP.keys())
async def test_known_bombs_are_read_within_the_limits(document: bytes) -> None:
    """F-k, F-l: what other readers fall over costs no more than five seconds and yields little."""
    async with Parser(SETTINGS, workers=1, limits=Limits(cpu_seconds=5, wall_seconds=120), near=False) as parser:
        parsed = await parse(parser, document)
    assert 1 <= len(parsed.entries) <= SETTINGS.max_entries
    assert all(len(entry.title) <= 500 for entry in parsed.entries)


async def test_too_much_memory_is_one_error() -> None:
    """The limit of memory ends a document, not the bot."""
    async with Parser(SETTINGS, workers=1, limits=Limits(megabytes=150, wall_seconds=120), near=False) as parser:
        with pytest.raises(ParseError, match="150 MB"):
            await parse(parser, items(f"<title>{'x' * 30_000_000}</title>"))
        assert len((await parse(parser, RSS)).entries) == 2


async def test_a_reader_that_hangs_is_killed(parser: Parser) -> None:
    """A process that was stopped answers nothing; the clock on the wall ends the wait."""
    await parse(parser, RSS)
    stopped = child(parser)
    os.kill(stopped, 19)
    parser._readers[0]._limits = Limits(wall_seconds=0.05)
    with pytest.raises(ParseError, match=r"longer than 0\.05 s"):
        await parse(parser, RSS)
    parser._readers[0]._limits = Limits()
    assert len((await parse(parser, RSS)).entries) == 2
    assert child(parser) != stopped


async def test_a_reader_that_died_meanwhile_is_replaced(parser: Parser) -> None:
    """Killed by the system between two documents: one of them is lost for now, none after it."""
    await parse(parser, RSS)
    os.kill(child(parser), 9)
    with pytest.raises(ParseError):
        await parse(parser, RSS)
    assert len((await parse(parser, RSS)).entries) == 2


async def test_a_parse_that_is_cancelled_leaves_no_answer_behind(parser: Parser) -> None:
    """The next document must not get the answer to the one before."""
    await parse(parser, RSS)
    task = asyncio.create_task(parse(parser, BOMBS["200,000 levels"]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [entry.title for entry in (await parse(parser, RSS)).entries] == ["Першы", "Другі"]


async def test_documents_share_the_processes() -> None:
    """Many at once are read by few; a large body does not block the pipe."""
    async with Parser(SETTINGS, workers=2, near=False) as parser:
        bodies = [items(f"<title>{n}</title><description>{'x' * 300_000}</description>") for n in range(8)]
        found = await asyncio.gather(*(parse(parser, body) for body in bodies))
        assert [parsed.entries[0].title for parsed in found] == [str(n) for n in range(8)]
        pids = {reader._process.pid for reader in parser._readers if reader._process}
    assert 1 <= len(pids) <= 2
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (RSS[:-40], "breaks off"),
        (items("<guid>1</guid>"), "neither|none of its items"),
        (
            items("<title>x</title></item>" + "<item><title>y</title></item>" * 200 + "<item>"),
            "the newest 100 are read",
        ),
    ],
)
def test_what_is_odd_is_said(body: bytes, problem: str) -> None:
    """For /status: a document that can be read, and is not as it should be."""
    parsed = read(QUESTION, body)
    assert len(parsed.problems) == 1
    assert any(part in parsed.problems[0] for part in problem.split("|"))


def test_questions_and_answers_survive_the_wire() -> None:
    """What goes in comes out, also where everything is unusual."""
    assert question_json.validate_json(question_json.dump_json(QUESTION)) == QUESTION
    parsed = read(QUESTION, items('<title>😀 \u2028 "x"</title><link>https://example.org/</link>'))
    assert parsed_json.validate_json(parsed_json.dump_json(parsed)) == parsed
