"""Are headlines translated for the chats that asked for it, after their alerts and through the same outbox?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiohttp import web
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.config.sources.file import load
from bot.model import FIRST_TOPIC, Reason
from bot.store.engine import Store
from bot.stories.wording.translation import translation
from bot.work.delivery.endpoint import Endpoint
from bot.work.delivery.translate import Translator
from bot.work.watch import watch
from tests.samples import NOW, a_report, a_story, a_subscription, an_alert
from tests.small_topic import url, write_config

TITLE = "Anna Berg opens 14 new bridges in Northport"
RUSSIAN = "Анна Берг открывает 14 новых мостов в Нортпорте"
KEY = "tr-canary-9"


@dataclass(kw_only=True)
class Libre:
    """A LibreTranslate that says what the test wants."""

    says: Any = RUSSIAN
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(await request.json())
        return web.json_response({"translatedText": self.says}, status=self.status)


@pytest.fixture
async def libre() -> AsyncIterator[Libre]:
    made = Libre()
    app = web.Application()
    app.router.add_post("/translate", made.answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@asynccontextmanager
async def translator(
    folder: Path, libre: Libre, *, more: str = "", others: str = "", topic: str = FIRST_TOPIC, **of_channel: Any
) -> AsyncIterator[Translator]:
    """One chat was told of one story; it reads Russian and wants translations unless the test says otherwise."""
    config = load(write_config(folder, more=f"translate: {{url: '{libre.url}'{more}}}\n{others}"))
    clock = SystemClock()
    with Store(url(folder)) as store:
        with store.begin() as tx:
            tx.channels.save(a_subscription(**({"language": "ru", "translate": True, "topic": topic} | of_channel)))
            story = a_story(1, title=TITLE, names=(), reports=(a_report(1, title=TITLE),), topic=topic)
            tx.stories.save(story, words="", terms=())
            tx.alerts.queue([an_alert(1, story_id=story.id)])
            tx.alerts.sent([an_alert(1).id], "77", NOW, listed=False)
        async with Endpoint(clock=clock, key=KEY, variable="TRANSLATE_API_KEY") as endpoint:
            yield Translator(
                store=store,
                watch=lambda: watch(config, NOW),
                endpoint=endpoint,
                clock=clock,
                log=structlog.get_logger(),
            )


def kept(made: Translator) -> str:
    with made.store.begin() as tx:
        (story,) = tx.stories.by_id([a_story(1).id])
    return translation(story, "ru")


async def test_a_headline_is_translated_once_and_the_message_is_edited(tmp_path: Path, libre: Libre) -> None:
    """The endpoint is asked for the headline alone; what it says is kept for the next reader."""
    async with translator(tmp_path, libre) as made:
        assert await made.translate(a_story(1).id) == {1}
        assert await made.translate(a_story(1).id) == set()
        assert kept(made) == RUSSIAN
        with made.store.begin() as tx:
            queued = tx.outbox.claim(1, made.clock.now(), most=20, held=True)
    assert [each.reason for each in queued] == [Reason.EDIT]
    assert libre.asked == [{"q": TITLE, "source": "en", "target": "ru", "format": "text", "api_key": KEY}]


@pytest.mark.parametrize("of_channel", [{"translate": False}, {"language": "en"}, {"active": False}])
async def test_nobody_is_asked_for_who_does_not_want_it(
    tmp_path: Path, libre: Libre, of_channel: dict[str, Any]
) -> None:
    """A chat that has it off, that reads the language of the headline, that has left."""
    async with translator(tmp_path, libre, **of_channel) as made:
        assert await made.translate(a_story(1).id) == set()
    assert libre.asked == []


@pytest.mark.parametrize("says", ["Анна Берг открывает 40 мостов", f"{RUSSIAN} https://evil.example", None, 7])
async def test_what_does_not_stand_the_check_is_never_shown(tmp_path: Path, libre: Libre, says: Any) -> None:
    """The message stays as it is."""
    libre.says = says
    async with translator(tmp_path, libre) as made:
        assert await made.translate(a_story(1).id) == set()
        assert kept(made) == ""


async def test_an_endpoint_that_fails_is_left_alone_for_a_while(tmp_path: Path, libre: Libre) -> None:
    """And the key is in no log."""
    libre.status = 403
    with capture_logs() as logs:
        async with translator(tmp_path, libre) as made:
            for _ in range(2):
                assert await made.translate(a_story(1).id) == set()
    assert len(libre.asked) == 1
    assert "TRANSLATE_API_KEY" in str(logs)
    assert KEY not in str(logs)


async def test_so_many_in_an_hour_and_no_more(tmp_path: Path, libre: Libre) -> None:
    """The operators say how many."""
    libre.says = "не то"
    async with translator(tmp_path, libre, more=", max_per_hour: 1") as made:
        for _ in range(2):
            await made.translate(a_story(1).id)
    assert len(libre.asked) == 1


@pytest.mark.parametrize(("topic", "says"), [("ferry", RUSSIAN), (FIRST_TOPIC, ""), ("gone", "")])
async def test_who_chose_no_language_reads_that_of_the_topic(
    tmp_path: Path, libre: Libre, topic: str, says: str
) -> None:
    """Of the story's own, whatever the first topic speaks; of one that is not watched any more nothing is asked."""
    others = "topics:\n  - {id: ferry, name: Ferry treaty, seeds: seeds, language: ru}\n"
    async with translator(tmp_path, libre, others=others, topic=topic, language=None) as made:
        await made.translate(a_story(1).id)
        assert kept(made) == says
