"""Requests over HTTP: what Slack signed is done once, everything else is refused cheaply and quietly."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from structlog.testing import CapturingLogger

from bot.chat.message import Reply
from bot.chat.platform import Connection
from bot.chat.slack.connection import connect
from bot.errors import ConfigError
from tests.chat.slack.conftest import NOON, Connect, Handler, JumpClock, events, says, served
from tests.fakes.slack_server import SlackServer

Serving = Callable[[], AbstractAsyncContextManager[Connection]]
URL_CHECK = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()


@pytest.fixture
def serving(server: SlackServer, connected: Connect, clock: JumpClock) -> Serving:
    """Serve the connection's routes as the ops server does, and tell the fake where."""

    @asynccontextmanager
    async def by_http() -> AsyncIterator[Connection]:
        async with connected(http=True) as connection, served(connection, server, clock):
            yield connection

    return by_http


async def test_commands_clicks_and_events_come_on_one_path(
    server: SlackServer, serving: Serving, handler: Handler
) -> None:
    """A command, a click on its answer, and an event, each acknowledged with 200 and answered."""
    handler.replies["latest"] = Reply(message=says("5 newest"), share=True)
    async with serving():
        await server.command("/latest", "5")
        await server.wait_for(lambda: server.ephemerals("C1"))
        await server.click(server.ephemerals("C1")[0], "share")
        await server.event("member_joined_channel", user="UBOT", channel="C2")
        await server.wait_for(lambda: server.messages("C1") and server.messages("C2"))
    assert server.statuses == [200, 200, 200]
    assert [command.verb for command in handler.commands] == ["latest", "latest", "joined"]


async def test_slack_checks_the_address(server: SlackServer, serving: Serving) -> None:
    """The url_verification handshake of the app's settings page works."""
    async with serving():
        assert await server.post(URL_CHECK) == 200


async def test_an_acknowledgement_does_not_wait(server: SlackServer, serving: Serving, handler: Handler) -> None:
    """The answer to the request comes before the handler has finished."""
    handler.may_answer.clear()
    async with serving():
        await server.command("/latest")
        assert server.statuses == [200]
        assert server.ephemerals("C1") == []
        handler.may_answer.set()
        await server.wait_for(lambda: server.ephemerals("C1"))


async def test_a_replay_has_no_second_effect(
    server: SlackServer, serving: Serving, handler: Handler, clock: JumpClock
) -> None:
    """The identical request is accepted without effect, and after five minutes it is refused."""
    raw = b"command=%2Flatest&text=5&channel_id=C1&user_id=U1&team_id=T1"  # no trigger id: only the signature tells
    headers = server.sign(raw, stamp=str(int(NOON.timestamp())))
    async with serving():
        statuses = [await server.post(raw, form=True, headers=headers) for _ in range(3)]
        clock.passed += 301
        statuses.append(await server.post(raw, form=True, headers=headers))
    assert statuses == [200, 200, 200, 401]
    assert len(handler.commands) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Request-Timestamp": "1790000000"},
        {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": str(int(NOON.timestamp()))},
        {"X-Slack-Signature": "v0=" + "é" * 64, "X-Slack-Request-Timestamp": str(int(NOON.timestamp()))},
        {"X-Slack-Signature": "v1=" + "0" * 64, "X-Slack-Request-Timestamp": str(int(NOON.timestamp()))},
        {"X-Slack-Signature": "x" * 4000, "X-Slack-Request-Timestamp": str(int(NOON.timestamp()))},
    ],
)
async def test_signatures_that_are_none(
    server: SlackServer, serving: Serving, handler: Handler, headers: dict[str, str]
) -> None:
    """Missing, malformed, not ASCII, wrong: 401 and no effect."""
    async with serving():
        assert await server.post(URL_CHECK, headers=headers) == 401
    assert handler.commands == []


@pytest.mark.parametrize(
    ("stamp", "status"),
    [
        ("-301", 401),
        ("-300", 200),
        ("+299", 200),
        ("+301", 401),
        ("abc", 401),
        ("9" * 5000, 401),
        ("1e9", 401),
        ("٣" * 10, 401),
        ("-5", 401),
        ("", 401),
    ],
)
async def test_timestamps(server: SlackServer, serving: Serving, stamp: str, status: int) -> None:
    """Five minutes to both sides count; what is no number is refused, however well it is signed."""
    if stamp[:1] in {"+", "-"} and len(stamp) > 2:
        stamp = str(int(NOON.timestamp()) + int(stamp))
    async with serving():
        try:
            headers = server.sign(URL_CHECK, stamp=stamp) | {"X-Slack-Request-Timestamp": stamp}
            assert await server.post(URL_CHECK, headers=headers) == status
        finally:
            assert await server.post(URL_CHECK + b" ") == 200  # and Slack's own requests still work


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"\xff\xfe", 401),
        (b"x" * 1_000_001, 413),
        (b"[1, 2]", 400),
        (b"{broken", 400),
        (b"[" * 100_000, 400),
        (b"null", 400),
        (b"{}", 404),
        (b'{"type": "event_callback", "event": {"type": "unknown"}}', 404),
    ],
)
async def test_bodies(server: SlackServer, serving: Serving, raw: bytes, status: int) -> None:
    """Even what is signed cannot raise: not UTF-8, too large, no object, no JSON."""
    async with serving():
        assert await server.post(raw) == status


async def test_a_large_body_without_a_length_is_cut_off(server: SlackServer, serving: Serving) -> None:
    """A body in chunks is counted while it is read."""

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 10_000

    async with serving():
        assert await server.post(endless(), headers=server.sign(b"")) == 413  # type: ignore[arg-type]


async def test_refusals_do_not_flood_the_log(
    server: SlackServer, serving: Serving, log: CapturingLogger, clock: JumpClock
) -> None:
    """One line a minute, with a count, and not a word of the request."""
    async with serving():
        for _ in range(5):
            await server.post(b"attack-body", headers={"X-Slack-Signature": "attack-signature"})
        clock.passed += 60
        await server.post(b"attack-body", headers={"X-Slack-Signature": "attack-signature"})
    lines = [call.kwargs for call in log.calls if call.kwargs["event"] == "a webhook request was refused"]
    assert [line["count"] for line in lines] == [1, 5]
    assert "attack" not in str(log.calls)


async def test_without_token_or_secret_there_is_a_clear_error(handler: Handler, clock: JumpClock) -> None:
    """One of the two ways must be configured."""
    with pytest.raises(ConfigError, match="SLACK_SIGNING_SECRET"):
        async with connect(
            bot_token="xoxb-1",
            app_token=None,
            signing_secret=None,
            api_url=None,
            handle=handler,
            clock=clock,
            log=None,  # type: ignore[arg-type]
        ):
            await asyncio.Event().wait()


async def test_a_wrong_bot_token_is_a_problem(server: SlackServer, connected: Connect, log: CapturingLogger) -> None:
    """Slack refuses the token: the connection says so, and asks again only after minutes."""
    server.tokens = server.tokens._replace(bot="xoxb-another")
    async with connected(wait=False, http=True) as slack:
        server.tokens = server.tokens._replace(bot="xoxb-third")
        await server.wait_for(lambda: "slack did not say who we are" in events(log))
        assert "not valid" in (slack.problem() or "")
