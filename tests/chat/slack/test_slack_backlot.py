"""Another one's idea of Slack: the emulator ``backlot`` takes our messages, where ``make emulators`` installed it."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
from structlog.testing import CapturingLogger

from bot.chat.message import Command
from bot.chat.slack.connection import connect
from bot.errors import SendError, SendFault
from bot.model import Target
from tests.chat.slack.conftest import Handler, JumpClock, says
from tests.chat.slack.test_slack_buttons import ALERT
from tests.chat.slack.test_slack_charts import STATS
from tests.fakes.emulators import bin_of, needs
from tests.flow.world import NEXT_DAY, ON_TOPIC, world

pytestmark = needs("backlot")
SERVE = "import backlot, sys\nwith backlot.serve() as s: print(s.base_url, s.token, flush=True); sys.stdin.read()"


@pytest.fixture
def emulator() -> Iterator[tuple[str, str]]:
    """Serve until the test is over; give address and token."""
    quiet = {**os.environ, "BACKLOT_TELEMETRY": "0"}
    with subprocess.Popen(
        [bin_of("backlot") / "python", "-c", SERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=quiet,
    ) as running:
        assert running.stdout is not None
        try:
            url, _, token = running.stdout.readline().strip().partition(" ")
            yield f"{url}/slack/api/", token
        finally:
            running.terminate()


async def called(api: str, token: str, method: str, **params: str) -> list[dict[str, str]]:
    """Return the list in the answer of a method."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{api}{method}", params=params) as answer,
    ):
        return next(value for value in (await answer.json()).values() if isinstance(value, list))


async def test_messages_edits_replies_and_refusals(
    emulator: tuple[str, str], handler: Handler, clock: JumpClock, log: CapturingLogger
) -> None:
    """What we post arrives once, is edited in place and answered in its thread; what cannot be is told as such."""
    api, token = emulator
    channel = (await called(api, token, "conversations.list"))[0]["id"]
    user = (await called(api, token, "users.list"))[0]["id"]
    before = len(await called(api, token, "conversations.history", channel=channel))
    here = Target(platform="slack", chat=channel)
    wrapped = structlog.wrap_logger(log, processors=[])
    async with connect(
        bot_token=token, app_token=None, signing_secret="x" * 8, api_url=api, handle=handler, clock=clock, log=wrapped
    ) as slack:
        for message in (says("a <!channel> & b"), ALERT, STATS):
            sent = await slack.messenger.send(here, message)
            edited = replace(message, text=f"{message.text} (edited)", revision=9)
            await slack.messenger.edit(here, sent, edited)
            await slack.messenger.send(here, replace(message, reply_to=sent.id, broadcast=False))
            replies = await called(api, token, "conversations.replies", channel=channel, ts=sent.id)
            assert len(replies) == 2
            assert replies[0]["text"].endswith("(edited)")
        await slack.messenger.whisper(channel, user, ALERT)  # type: ignore[attr-defined] # Slack alone can
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(replace(here, chat="C0NOWHERE"), ALERT)
    assert caught.value.fault is SendFault.CHANNEL
    history = await called(api, token, "conversations.history", channel=channel)
    assert len(history) == before + 3
    assert "&lt;!channel&gt; &amp;" in history[2]["text"]


async def test_a_busy_channel_gets_lines_that_its_filters_let_through(
    emulator: tuple[str, str], tmp_path: Path, log: CapturingLogger
) -> None:
    """One line for each story, its details in the thread; a named filter keeps one story away, an edit is told."""
    api, token = emulator
    channel = (await called(api, token, "conversations.list"))[0]["id"]
    before = len(await called(api, token, "conversations.history", channel=channel))
    here = Target(platform="slack", chat=channel)
    given: dict[str, Any] = {"bot_token": token, "app_token": None, "signing_secret": "x" * 8, "api_url": api}
    async with world(tmp_path) as outside:
        wrapped = structlog.wrap_logger(log, processors=[])
        outside.connect = (partial(connect, clock=outside.clock, log=wrapped, **given),)
        await outside.prime(here)
        async with outside.process() as work:
            for verb, said in (
                ("settings", "quiet off"),
                ("settings", "condensed on"),
                ("settings", "edits on"),
                ("subscribe", "Energy: gas → never"),
            ):
                reply = await work.handle(Command(verb=verb, arguments=said, target=here, title="a channel"))
                assert not reply.refused, said
            outside.publish(ON_TOPIC)
            outside.publish(NEXT_DAY)  # tells of gas
            await outside.look(work)
            told = await called(api, token, "conversations.history", channel=channel)
            assert len(told) == before + 1
            line = next(each for each in told if ON_TOPIC in each["text"])
            thread = await called(api, token, "conversations.replies", channel=channel, ts=line["ts"])
            assert len(thread) == 2
            outside.reword("decree on joint air defence", "treaty about rocket bases")
            await outside.look(work)
            thread = await called(api, token, "conversations.replies", channel=channel, ts=line["ts"])
            assert "One changed its report without saying so" in thread[-1]["text"]
