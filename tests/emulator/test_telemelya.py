"""Does the real program work with a Telegram that somebody else wrote, from /start to an alert and its buttons?"""

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.store.engine import Store
from tests.emulator.program import Program, running
from tests.emulator.telemelya import TOKEN, Emulator, emulator
from tests.fakes.emulators import needs
from tests.fakes.manual_clock import SkippingClock
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world
from tests.samples import a_report, a_story

pytestmark = needs("telemelya")
TOP = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n"
UNKNOWN = {"getMyCommands", "setMyCommands", "getMyDescription", "getMyShortDescription"}  # what Telemelya lacks
EVE, BORIS = 77001, 77002


@asynccontextmanager
async def seen(folder: Path) -> AsyncIterator[tuple[World, Emulator]]:
    """Two hours ago the feeds were seen for the first time, and then an item in "one": they are due again."""
    async with world(folder, names=("one", "two")) as here, emulator(folder) as telegram:
        here.clock = SkippingClock(datetime.now(UTC) - timedelta(hours=2))
        await here.prime()
        here.publish(ON_TOPIC)
        await here.run()
        here.clock = SkippingClock(datetime.now(UTC))
        yield here, telegram


@asynccontextmanager
async def serving(here: World, telegram: Emulator) -> AsyncIterator[Program]:
    """Run the service as an admin would, until it listens; end it, and see that it ended well and kept its secrets."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONWARNINGS": "error",
        "LISTEN": "127.0.0.1:0",
        "LOG_FORMAT": "json",
        "DATABASE_URL": f"sqlite:///{here.folder}/seedwatch.db",
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_WEBHOOK_URL": telegram.webhook,
    }
    command = (sys.executable, "-m", "bot", "run", "--config", str(here.config()))
    async with running(*command, environment=environment, folder=TOP) as service:
        telegram.bot = (await service.says(r'"address": "(http://[\d.:]+)"'))[1]
        await service.says('"Telegram answers"')
        yield service
        service.process.send_signal(signal.SIGTERM)
        assert await service.process.wait() == 0, service.said
    assert telegram.refused <= UNKNOWN
    assert "Traceback" not in service.said
    for secret in (TOKEN, telegram.secret):
        assert secret not in service.said


async def test_a_person_subscribes_and_gets_an_alert(tmp_path: Path) -> None:
    """/start, a choice, no quiet hours; a source that is added brings news, and the buttons below it work."""
    async with seen(tmp_path) as (here, telegram):
        here.names = ("two",)
        async with serving(here, telegram) as service:
            # Eight commands in ten seconds are what a chat may give.
            await telegram.say(EVE, "/start")
            choice = await telegram.wait_for("sendMessage", "What should I send?")
            await telegram.press(choice, "k:every")
            assert await telegram.wait_for("editMessageText", "What to send: Every story")
            assert await telegram.wait_for("sendMessage", ON_TOPIC)  # as an example
            await telegram.say(EVE, "/settings")
            settings = await telegram.wait_for("sendMessage", "Settings of this chat")
            await telegram.press(settings, "t:quiet")
            quiet = await telegram.wait_for("editMessageText", "Quiet hours: 23:00–07:00")
            await telegram.press(quiet, "e:quiet=off")
            assert await telegram.wait_for("editMessageText", "Quiet hours: none")

            here.publish(NEXT_DAY)
            here.names = ("two", "one")
            here.config()
            await service.says('"configuration loaded"')
            alert = await telegram.wait_for("sendMessage", NEXT_DAY)
            story = next(data for data in telegram.offered(alert) if data.startswith("w:")).removeprefix("w:")
            await telegram.press(alert, f"w:{story}")
            why = await telegram.wait_for("sendMessage", "Why this matched")
            await telegram.press(alert, f"u:{story}")
            assert await telegram.wait_for("answerCallbackQuery", "Noted: relevant.")
            await telegram.press(why, f"m:{story}")
            assert await telegram.wait_for("answerCallbackQuery", "nothing more of this story comes here")


async def test_a_person_reads_what_happened(tmp_path: Path) -> None:
    """Lists, and a picture that arrives as it was drawn."""
    async with seen(tmp_path) as (here, telegram), serving(here, telegram):
        await telegram.say(BORIS, "/latest")
        (latest,) = await telegram.called("sendMessage")
        assert ON_TOPIC in latest["text"]
        await telegram.say(BORIS, "/search weather")
        await telegram.say(BORIS, "/status")
        assert await telegram.called("sendMessage", "2 of 2 sources fine")
        await telegram.say(BORIS, "/stats")
        (stats,) = await telegram.called("sendPhoto", "1 story in 14 days")
        (picture,) = telegram.stored.values()
        assert picture.startswith(PNG)
        assert len(picture) == stats["photo"][0]["file_size"]


async def test_a_busy_chat_sorts_its_stories_and_gets_its_week(tmp_path: Path) -> None:
    """Alerts of one line, a named filter, and a report with its chart when the day has come."""
    started = f"{(datetime.now(UTC) - timedelta(minutes=5)):%a %H:%M}".lower()
    async with seen(tmp_path) as (here, telegram):
        here.names = ("two",)
        async with serving(here, telegram):
            await telegram.say(EVE, "/start")
            choice = await telegram.wait_for("sendMessage", "What should I send?")
            await telegram.press(choice, "k:every")
            await telegram.say(EVE, "/settings condensed on")
            assert await telegram.wait_for("sendMessage", "Alerts: one line each")
            await telegram.say(EVE, "/subscribe Energy: gas → silent")
            assert await telegram.wait_for("sendMessage", "“Energy” → at once, without sound")
            await telegram.say(EVE, f"/settings report {started}")
            assert await telegram.wait_for("sendMessage", "Weekly report: ")
            await telegram.say(EVE, "/settings quiet off")
        _a_week_ago(here)
        here.publish(NEXT_DAY)
        here.names = ("two", "one")
        async with serving(here, telegram):
            line = await telegram.wait_for("sendMessage", NEXT_DAY)
            assert line["text"].count("\n") == 0
            assert "1 source" in line["text"]
            report = await telegram.wait_for("sendPhoto", "1 story in 7 days")
            assert "Bridge closed" in report["caption"]
            assert any(picture.startswith(PNG) for picture in telegram.stored.values())


async def test_a_person_is_told_what_an_outlet_changed(tmp_path: Path) -> None:
    """Who asked for it gets the words before and after, below the alert, when the feed has others."""
    async with seen(tmp_path) as (here, telegram):
        here.names = ("two",)
        async with serving(here, telegram):
            await telegram.say(EVE, "/start")
            choice = await telegram.wait_for("sendMessage", "What should I send?")
            await telegram.press(choice, "k:every")
            await telegram.say(EVE, "/settings quiet off")
            await telegram.say(EVE, "/settings edits on")
            assert await telegram.wait_for("sendMessage", "Notices of unannounced edits: on")
        here.publish(NEXT_DAY)
        here.names = ("two", "one")
        async with serving(here, telegram):
            alert = await telegram.wait_for("sendMessage", NEXT_DAY)
        here.reword("agree on gas price", "quarrel over potash transit")
        _due(here)
        async with serving(here, telegram):
            notice = await telegram.wait_for("sendMessage", "One changed its report without saying so")
            _, before, now, *_ = notice["text"].splitlines()
            assert (before.startswith("<b>Before: </b>"), NEXT_DAY in before) == (True, True)
            assert (now.startswith("<b>Now: </b>"), "quarrel over potash transit" in now) == (True, True)
            assert notice["raw"]["reply_parameters"]["message_id"] == alert["message_id"]
            assert notice["raw"]["disable_notification"]


def _due(here: World) -> None:
    """Let every feed be due again."""
    with Store(f"sqlite:///{here.folder}/seedwatch.db") as store, store.begin() as tx:
        tx.feeds.shift(timedelta(hours=-1), {each: cursor.due for each, cursor in tx.feeds.all().items()})


def _a_week_ago(here: World) -> None:
    """Have a story of that week, and the chat's report due."""
    now = datetime.now(UTC)
    with Store(f"sqlite:///{here.folder}/seedwatch.db") as store, store.begin() as tx:
        (channel,) = tx.channels.active()
        tx.channels.set_report(channel.channel_id, now - timedelta(minutes=5))
        old = now - timedelta(days=3)
        reports = (a_report(9, at=old, title="Bridge closed"),)
        story = a_story(9, title="Bridge closed", opened=old, updated=old, reports=reports)
        tx.stories.save(story, words="", terms=())
