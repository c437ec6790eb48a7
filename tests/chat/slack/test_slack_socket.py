"""Staying connected: every way a socket ends, at most two of them, and no tight loop."""

import asyncio
import json

import pytest
from structlog.testing import CapturingLogger

from bot.chat.slack import socket_mode
from tests.chat.slack.conftest import Connect, Handler, JumpClock, events
from tests.fakes.slack_server import Drop, Limit, Page, Refuse, SlackServer


async def works(server: SlackServer, handler: Handler) -> None:
    """A command goes through, so the connection is there in both directions."""
    before = len(handler.commands)
    await server.wait_for(lambda: server.sockets)
    await server.command("/latest")
    await server.wait_for(lambda: len(handler.commands) == before + 1)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_slack_asks_to_move(
    server: SlackServer, connected: Connect, handler: Handler, clock: JumpClock, reason: str
) -> None:
    """The new socket is opened at once while the old one still delivers; then the old one is let go."""
    async with connected() as slack:
        clock.slept.clear()
        old = server.sockets[0]
        await server.disconnect(reason)
        await server.wait_for(lambda: len(server.sockets) == 2)
        await old.send_json(
            {"type": "events_api", "envelope_id": "late", "payload": {"type": "event_callback", "event": {}}}
        )
        await server.wait_for(lambda: "late" in server.acks)
        await old.close()
        await server.wait_for(lambda: len(server.sockets) == 1)
        await works(server, handler)
        assert slack.problem() is None
    assert server.most_sockets == 2
    assert clock.slept == []


@pytest.mark.parametrize("reason", ["link_disabled", "too_many_websockets", "something_new"])
async def test_slack_closes_it(
    server: SlackServer, connected: Connect, handler: Handler, clock: JumpClock, reason: str
) -> None:
    """The reason is a problem until the next connection works, and the next try waits."""
    async with connected() as slack:
        clock.go.clear()
        await server.disconnect(reason)
        await server.wait_for(lambda: reason in (slack.problem() or ""))
        clock.go.set()
        await server.wait_for(lambda: slack.problem() is None)
        await works(server, handler)
    assert clock.slept[-1] == 1.0
    assert server.most_sockets == 1


async def test_the_connection_breaks(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Without a closing frame it is noticed as well."""
    async with connected():
        server.cut()
        await server.wait_for(lambda: server.count("apps.connections.open") == 2 and len(server.sockets) == 1)
        await works(server, handler)


@pytest.mark.parametrize("fault", [Page(500), Refuse("internal_error"), Drop(accepted=True), Limit("7")])
async def test_no_address_is_given(
    server: SlackServer, connected: Connect, handler: Handler, clock: JumpClock, fault: Page | Refuse | Drop | Limit
) -> None:
    """Each failure is one try; waits grow from one to thirty seconds, or are what Slack asks for."""
    server.fail_next("apps.connections.open", *[fault] * 7)
    async with connected():
        await works(server, handler)
    assert server.count("apps.connections.open") == 8
    assert clock.slept == ([7.0] * 7 if fault == Limit("7") else [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0])


async def test_a_refused_app_token_waits_for_a_person(
    server: SlackServer, connected: Connect, clock: JumpClock
) -> None:
    """A wrong token is no reason to ask Slack every few seconds."""
    clock.go.clear()
    server.fail_next("apps.connections.open", Refuse("invalid_auth"))
    async with connected(wait=False) as slack:
        await server.wait_for(lambda: clock.slept)
        assert "invalid_auth" in (slack.problem() or "")
        assert clock.slept == [300.0]


async def test_a_dead_address_is_not_tried_again(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """An address that does not work is dropped, and a new one asked for."""
    ticket = server.new_ticket
    server.new_ticket = lambda: "dead"  # type: ignore[method-assign]
    async with connected(wait=False) as slack:
        await server.wait_for(lambda: "not connected" in (slack.problem() or ""))
        server.new_ticket = ticket  # type: ignore[method-assign]
        await works(server, handler)


async def test_a_connection_that_says_nothing(
    server: SlackServer, connected: Connect, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack's hello never comes: that is no connection."""
    monkeypatch.setattr(socket_mode, "GREETING", 0.05)
    server.says_hello = False
    async with connected(wait=False) as slack:
        await server.wait_for(lambda: "hello" in (slack.problem() or ""))
        server.says_hello = True
        await server.wait_for(lambda: slack.problem() is None)
        await works(server, handler)


async def test_a_half_open_connection(
    server: SlackServer, connected: Connect, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other side does not answer pings any more: the socket is given up."""
    monkeypatch.setattr(socket_mode, "HEARTBEAT", 0.1)
    server.pongs = False
    async with connected():
        server.pongs = True
        await server.wait_for(lambda: server.count("apps.connections.open") == 2)
        await works(server, handler)


async def test_a_connection_that_lived_starts_the_waits_anew(
    server: SlackServer, connected: Connect, handler: Handler, clock: JumpClock
) -> None:
    """Back-off grows while connections die young, and only then."""
    async with connected():
        for _ in range(3):
            await server.wait_for(lambda: server.sockets)
            count = server.count("apps.connections.open")
            await server.disconnect("link_disabled")
            await server.wait_for(lambda count=count: server.count("apps.connections.open") > count)  # type: ignore[misc]
        await works(server, handler)
        assert clock.slept[-3:] == [1.0, 2.0, 4.0]
        clock.passed += 60
        await server.disconnect("link_disabled")
        await server.wait_for(lambda: len(clock.slept) == 4)
    assert clock.slept[-1] == 1.0


async def test_nonsense_is_ignored(
    server: SlackServer, connected: Connect, handler: Handler, log: CapturingLogger
) -> None:
    """Frames that are no envelopes do not end the connection."""
    async with connected():
        socket = server.sockets[0]
        for text in ("", "{", "[]", "[" * 50_000, "null", '{"type": 5}', json.dumps({"envelope_id": 1, "type": 2})):
            await socket.send_str(text)
        await socket.send_str(json.dumps({"envelope_id": "x", "type": "events_api", "payload": 5}))
        await socket.send_str(
            json.dumps({"envelope_id": "y", "type": "events_api", "payload": {"event": 5, "team": []}})
        )
        await socket.send_bytes(b"\xff")
        await works(server, handler)
    assert "slack sent something unreadable" in events(log)
    assert server.count("apps.connections.open") == 1


async def test_what_we_do_not_know_is_acknowledged(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Otherwise Slack would repeat it, and count it against us."""
    async with connected():
        await server.event("reaction_added", user="U1")
    assert len(server.acks) == 1
    assert handler.commands == []


async def test_nothing_is_left_behind(server: SlackServer, connected: Connect) -> None:
    """After the end there are no tasks of ours and no sockets, whatever was going on."""
    before = asyncio.all_tasks()
    async with connected():
        await server.disconnect("warning")
        await server.wait_for(lambda: len(server.sockets) == 2)
    await server.wait_for(lambda: not server.sockets)
    left = asyncio.all_tasks() - before
    assert [task for task in left if "bot" in str(task.get_coro())] == []
