"""The first minutes in a channel, with the bot's real commands behind Slack: invited, set up, read, changed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from structlog.testing import CapturingLogger

from bot.chat.message import Command, Reply
from bot.chat.platform import Connection
from bot.chat.rendering import alerts
from bot.chat.slack.connection import connect
from bot.chat.verbs.request import Service
from bot.chat.verbs.table import handle
from bot.model import Send, Target
from bot.store.engine import Store
from bot.stories.search.index import search_words
from tests.chat.slack.conftest import JumpClock, events
from tests.chat.verbs.conftest import service as plain_service
from tests.fakes.slack_server import SlackServer
from tests.samples import NOW, a_story

C1 = Target(platform="slack", chat="C1")
service = plain_service


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{tmp_path}/test.db") as opened:
        with opened.begin() as tx:
            for number in range(1, 8):
                story = a_story(number, title=f"Ferry {number} <!here>", opened=NOW, updated=NOW, sources=2)
                tx.stories.save(story, words=search_words(story), terms=())
        yield opened


@pytest.fixture
async def slack(
    store: Store, service: Service, server: SlackServer, clock: JumpClock, log: CapturingLogger
) -> AsyncIterator[Connection]:
    """The connection, with the commands as the service carries them out."""

    async def carry_out(command: Command) -> Reply:
        return await store.write(lambda tx: handle(tx, command, service))

    async with connect(
        bot_token=server.tokens.bot,
        app_token=server.tokens.app,
        signing_secret=None,
        api_url=server.api_url,
        handle=carry_out,
        clock=clock,
        log=structlog.wrap_logger(log, processors=[]),
    ) as connection:
        await server.wait_for(lambda: server.sockets and "slack knows us" in events(log))
        yield connection
    assert server.refused == []
    assert "slack request not answered" not in events(log)


@pytest.mark.usefixtures("slack")
async def test_invited_set_up_and_changed(server: SlackServer, store: Store) -> None:
    """The greeting's button subscribes; the dialogue changes everything at once; both are announced."""
    await server.event("member_joined_channel", user="UBOT", channel="C1", inviter="U1")
    await server.wait_for(lambda: server.messages("C1"))
    (greeting,) = server.messages("C1")
    assert "Each story is one message" in greeting.words
    await server.click(greeting, "start")
    await server.wait_for(lambda: len(server.messages("C1")) == 2 and server.ephemerals("C1"))
    assert server.messages("C1")[1].words == "ana turned on alerts in this channel."
    await server.click(server.ephemerals("C1")[0], "send")
    await server.wait_for(lambda: server.ephemerals("C1")[0].edits)
    await server.command("/watch", "settings")
    await server.wait_for(lambda: server.views)
    form = server.views[-1][1] | {"id": "V1", "hash": "same"}  # Slack names a dialogue that stays open as before
    await server.submit(form, {"zone": "Nowhere", "quiet": "22:00", "digest": "daily", "digest:at": ""})
    refusal = server.responses[-1]
    assert refusal["response_action"] == "errors"
    assert {name: text[:20] for name, text in refusal["errors"].items()} == {
        "zone": "I don't know the tim",
        "quiet": "Use HH:MM-HH:MM, or ",
        "digest": "Use daily HH:MM, wee",
    }
    before = len(server.messages("C1"))
    mended = {"quiet": "22:00", "quiet:end": "06:00", "broadcast": "0", "zone": "Europe/Minsk", "send": "every"}
    picked = {"digest": "weekly fri", "digest:at": "17:30", "report": "weekly mon", "report:at": "09:00"}
    await server.submit(form, mended | picked)
    await server.wait_for(lambda: len(server.messages("C1")) > before)
    with store.begin() as tx:
        channel = tx.channels.at(C1)
    assert channel is not None
    assert (channel.quiet, channel.zone, channel.broadcast, channel.send) == (
        "22:00-06:00",
        "Europe/Minsk",
        False,
        Send.EVERY,
    )
    assert (channel.digest, channel.report) == ("weekly fri 17:30", "weekly mon 09:00")
    assert (channel.title, channel.manager) == ("sanctions", "U1")


@pytest.mark.usefixtures("slack")
async def test_everything_on_an_alert(server: SlackServer, store: Store, slack: Connection) -> None:
    """Each button, vote and entry of the menu answers the one who pressed it."""
    await server.command("/watch", "start")
    await server.wait_for(lambda: server.messages("C1"))
    with store.begin() as tx:
        story = next(iter(tx.stories.newest(1)))
    await slack.messenger.send(C1, alerts.alert(story))
    alert = server.messages("C1")[-1]
    assert sorted(alert.buttons()) == ["compare", "copy", "down", "mute_story", "sources", "up", "why"]
    answers = {}
    for name in sorted(alert.buttons()):
        count = len(server.ephemerals("C1"))
        await server.click(alert, name, user="U9")
        await server.wait_for(lambda count=count: len(server.ephemerals("C1")) > count)  # type: ignore[misc]
        answers[name] = server.ephemerals("C1")[-1].words
    assert "Ferry" in answers["copy"]
    assert "Outlet 2" in answers["sources"]
    assert "State media" in answers["compare"]
    with store.begin() as tx:
        channel = tx.channels.at(C1)
        assert channel is not None
        assert channel.channel_id in tx.muted.channels_of(story.id)


@pytest.mark.usefixtures("slack")
async def test_reading_paging_sharing(server: SlackServer) -> None:
    """A list turns its pages in place, and is shared as it is at that moment."""
    await server.command("/latest", "3")
    await server.wait_for(lambda: server.ephemerals("C1"))
    (page,) = server.ephemerals("C1")
    await server.click(page, "more")
    await server.wait_for(lambda: page.edits == 1)
    assert "4. Ferry" in page.words
    await server.command("/latest", "2")
    await server.wait_for(lambda: len(server.ephemerals("C1")) == 2)
    await server.click(server.ephemerals("C1")[1], "share")
    await server.wait_for(lambda: server.messages("C1"))
    assert "2. Ferry" in server.messages("C1")[0].words


@pytest.mark.usefixtures("slack")
async def test_exports_charts_home(server: SlackServer) -> None:
    """A table in private, a chart as a block, and the App Home with the channel that was set up."""
    await server.command("/watch", "start")
    await server.command("/watch", "export csv 30d")
    await server.wait_for(lambda: server.files.shared)
    assert server.files.shared == {"F1": "DU1"}
    assert server.files.data["F1"].count(b"\n") == 8
    await server.command("/watch", "stats 14d")
    await server.wait_for(lambda: any(block_types(server, "data_visualization")))
    await server.event("app_home_opened", user="U1", tab="home")
    await server.wait_for(lambda: server.views)
    assert "Change #sanctions" in str(server.views[-1][1])


def block_types(server: SlackServer, kind: str) -> list[bool]:
    return [block["type"] == kind for shown in server.shown for block in shown.body["blocks"]]
