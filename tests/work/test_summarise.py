"""Does a language model only ever add to what people get, and never hold it up?"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.chat.message import Message, Messenger, SentId
from bot.model import Target
from bot.work.delivery.endpoint import CHAT, PAUSE
from bot.work.service import Work
from tests.fakes.telegram_server import ANA
from tests.flow.test_several_topics import FERRY, subscribe, with_ferry
from tests.flow.world import ON_TOPIC, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))
LEAD = "The decree on joint air defence was signed in Minsk on Monday, the office of the president said."
WRITTEN = "Lukashenko and Putin signed the decree on joint air defence in Minsk on Monday, the office said."
KEY = "sk-canary-5311"


@dataclass(kw_only=True)
class Model:
    """An endpoint that says what the test wants; None: it never answers."""

    says: str | None = WRITTEN
    status: int = 200
    body: bytes | None = None
    before: Callable[[], Any] | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    first: asyncio.Event = field(default_factory=asyncio.Event)  # somebody asked
    end: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        self.headers.append(dict(request.headers))
        self.first.set()
        if self.before is not None:
            await self.before()
        if self.says is None:
            await self.end.wait()
        answer = {"choices": [{"message": {"role": "assistant", "content": self.says}, "finish_reason": "stop"}]}
        return web.Response(status=self.status, body=self.body or json.dumps(answer).encode())


@asynccontextmanager
async def serving(model: Model) -> AsyncIterator[Model]:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", model.answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    model.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield model
    finally:
        model.end.set()
        await runner.cleanup()


@pytest.fixture
async def model() -> AsyncIterator[Model]:
    async with serving(Model()) as one:
        yield one


@pytest.fixture
async def here(tmp_path: Path, model: Model) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        await made.prime(PRIVATE)
        made.more = f"summary: {{url: '{model.url}', model: small, timeout: 5s, max_per_hour: 2}}\n"
        made.publish(ON_TOPIC, LEAD)
        yield made


async def summarise(here: World, work: Work) -> None:
    """Do what the queue does after a poll: ask for each story that was told, then deliver the edits."""
    for story in await work.store.read(lambda tx: [*tx.stories.newest(9), *tx.about("ferry").stories.newest(9)]):
        for channel in await work.jobs.summariser.summarise(story.id):
            await work.jobs.deliver(str(channel))


def texts(here: World) -> list[str]:
    assert here.telegram is not None
    return [message.text for message in here.telegram.messages(ANA.id)]


async def test_the_message_is_edited_when_the_summary_is_there(here: World, model: Model) -> None:
    """The alert goes out at once with a sentence of its report; the better one takes its place, once."""
    async with here.process() as work:
        assert (await here.look(work)).alerts == 1
        assert model.asked == []
        (first,) = texts(here)
        assert LEAD in first
        await summarise(here, work)
        await summarise(here, work)
        (edited,) = texts(here)
    assert WRITTEN in edited
    assert LEAD not in edited
    (question,) = model.asked
    assert question["model"] == "small"
    assert LEAD in question["messages"][1]["content"]


@dataclass(frozen=True, kw_only=True)
class Noticing:
    """A messenger that tells when it edited a message."""

    real: Messenger
    edited: asyncio.Event

    async def send(self, target: Target, message: Message) -> SentId:
        return await self.real.send(target, message)

    async def edit(self, target: Target, sent: SentId, message: Message) -> None:
        await self.real.edit(target, sent, message)
        self.edited.set()


async def test_a_poll_asks_for_what_it_told(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue carries it out after the alert; nobody needs to ask."""
    edited = asyncio.Event()
    async with here.process() as work:
        connection = work.connections["telegram"]
        noticing = replace(connection, messenger=Noticing(real=connection.messenger, edited=edited))
        monkeypatch.setitem(work.connections, "telegram", noticing)
        here.clock.advance(1200)
        await work.jobs.poll("one")
        await asyncio.wait_for(edited.wait(), 10)
    assert WRITTEN in texts(here)[0]


@pytest.mark.parametrize(
    ("change", "logged"),
    [
        ({"says": ""}, "summary not taken"),
        ({"says": "Visit https://evil.example.com now, Lukashenko and Putin say."}, "summary not taken"),
        ({"says": f"{WRITTEN} @everyone"}, "summary not taken"),
        ({"says": WRITTEN.replace("Monday", "Tuesday with 77 guests")}, "summary not taken"),
        ({"status": 500}, "no summary from the endpoint"),
        ({"status": 401}, "no summary from the endpoint"),
        ({"status": 302}, "no summary from the endpoint"),
        ({"body": b"<html>"}, "no summary from the endpoint"),
        ({"body": b'{"choices": []}'}, "no summary from the endpoint"),
        ({"body": b"[" * 300_000}, "no summary from the endpoint"),
    ],
)
async def test_what_is_no_good_summary_changes_nothing(
    here: World, model: Model, change: dict[str, Any], logged: str
) -> None:
    """The message stays as it was, and the log says why; what the endpoint said is not repeated."""
    for name, value in change.items():
        setattr(model, name, value)
    with capture_logs() as logs:
        async with here.process() as work:
            await here.look(work)
            await summarise(here, work)
    (told,) = texts(here)
    assert LEAD in told
    assert [line["event"] for line in logs if "summary" in line["event"]] == [logged]
    assert "evil" not in str(logs)


async def test_a_hanging_endpoint_holds_nobody_up(here: World, model: Model) -> None:
    """The alert is out before anybody is asked, and the service ends at once while the model still thinks."""
    model.says = None
    async with here.process() as work:
        assert (await here.look(work)).alerts == 1
        (story,) = await work.store.read(lambda tx: tx.stories.newest(9))
        thinking = asyncio.create_task(work.jobs.summarise(story.id))
        await asyncio.wait_for(model.first.wait(), 10)
        work.stop()
        await asyncio.wait_for(thinking, 2)
    (told,) = texts(here)
    assert LEAD in told


async def test_after_a_failure_there_is_a_pause(here: World, model: Model) -> None:
    """An endpoint that is down is not asked for each story."""
    model.status = 503
    async with here.process() as work:
        await here.look(work)
        await summarise(here, work)
        await summarise(here, work)
        assert len(model.asked) == 1
        model.status = 200
        here.clock.advance(PAUSE + 1)
        await summarise(here, work)
    assert WRITTEN in texts(here)[0]


async def test_no_more_is_asked_in_an_hour_than_allowed(here: World, model: Model) -> None:
    """Two an hour here, refused answers included; an hour later there are two more."""
    model.says = ""
    async with here.process() as work:
        await here.look(work)
        for _ in range(4):
            await summarise(here, work)
        assert len(model.asked) == 2
        here.clock.advance(3601)
        await summarise(here, work)
        assert len(model.asked) == 3


async def test_a_story_that_changed_meanwhile_is_asked_about_anew(here: World, model: Model) -> None:
    """A summary of what the story was is not laid over what it is."""
    async with here.process() as work:
        await here.look(work)
        (story,) = await work.store.read(lambda tx: tx.stories.newest(9))

        async def another_report() -> None:
            model.before = None
            here.publish(f"{ON_TOPIC}, Kremlin says", "Both presidents will meet again in Moscow.")
            await here.look(work)

        model.before = another_report
        await summarise(here, work)
        (changed,) = await work.store.read(lambda tx: tx.stories.by_id([story.id]))
    assert len(changed.reports) == 2
    assert len(model.asked) == 2
    assert "Kremlin says" in model.asked[1]["messages"][1]["content"]
    assert changed.written == WRITTEN


async def test_the_key_goes_to_the_endpoint_and_nowhere_else(here: World, model: Model) -> None:
    """A header, if there is a key; not a log, a message or the database."""
    model.status = 401
    with capture_logs() as logs:
        async with here.process() as work:
            await here.look(work)
            work.jobs.summariser.endpoint.key = KEY
            await summarise(here, work)
            assert "SUMMARY_API_KEY" in str(logs)
    assert model.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in str(logs)
    assert KEY.encode() not in b"".join(path.read_bytes() for path in here.folder.iterdir() if path.is_file())


@pytest.mark.parametrize("copied", ["/", "/chat/completions", "/chat/completions/"])
def test_an_address_may_be_copied_whole(copied: str) -> None:
    """Manuals of endpoints show the whole one; it is asked at the same place."""
    assert CHAT.at(f"http://127.0.0.1:1/v1{copied}") == CHAT.at("http://127.0.0.1:1/v1")


async def test_off_unless_asked_for(here: World, model: Model) -> None:
    """Without ``summary:`` nobody is asked."""
    here.more = ""
    async with here.process() as work:
        await here.look(work)
        assert not work.jobs.summariser.wanted
        await summarise(here, work)
    assert model.asked == []


async def test_a_story_nobody_was_told_of_is_not_worth_a_question(tmp_path: Path, model: Model) -> None:
    """Quiet stories and those below an alert cost nothing."""
    async with world(tmp_path) as here:
        here.more = f"summary: {{url: '{model.url}', model: small}}\n"
        here.publish(ON_TOPIC, LEAD)
        async with here.process() as work:
            assert (await here.look(work)).stories_new == 1
            await summarise(here, work)
    assert model.asked == []


async def test_each_topic_has_its_summaries_in_its_own_language(here: World, model: Model) -> None:
    """A story of the second one is not put into the language of the first."""
    summary = here.more
    here.more = with_ferry(here, ", language: ru").more + summary
    here.publish(FERRY)
    async with here.process() as work:
        await subscribe(work, "ferry")
        await here.look(work)
        await summarise(here, work)
    told = {"Northport" in asked["messages"][1]["content"]: asked["messages"][0]["content"] for asked in model.asked}
    assert " sentences in Russian, " in told[True]
    assert " sentences in English, " in told[False]
