"""No token, signing secret, ticket or response address in a log, an error or an answer, even at DEBUG."""

import logging
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import CapturingLogger

from bot.chat.message import Reply
from bot.chat.slack import connection, identity
from bot.errors import SendError
from bot.model import Target
from tests.chat.slack.conftest import Connect, Handler, JumpClock, says
from tests.fakes.slack_server import Drop, Limit, Page, Refuse, SlackServer

C1 = Target(platform="slack", chat="C1")


Everything = Callable[[], Awaitable[list[str]]]


@pytest.fixture
def everything(server: SlackServer, connected: Connect, handler: Handler, clock: JumpClock) -> Everything:
    """Connect badly, then well; send with faults; answer with faults; fail; break. Returns the errors' texts."""

    async def happens() -> list[str]:
        handler.replies["start"] = Reply(message=says("Done."), announce=says("On."), share=True)
        errors = []
        server.fail_next("auth.test", Refuse("invalid_auth"), Page(500))
        server.fail_next("apps.connections.open", Refuse("internal_error"), Limit(None), Drop(accepted=True))
        ticket, server.new_ticket = server.new_ticket, lambda: "canary-ticket-dead"  # type: ignore[method-assign]
        async with connected(wait=False) as slack:
            await server.wait_for(lambda: server.count("apps.connections.open") > 4)
            server.new_ticket = ticket  # type: ignore[method-assign]
            await server.wait_for(lambda: slack.problem() is None)
            sent = await slack.messenger.send(C1, says("x"))
            for fault in (Refuse("token_revoked"), Limit(), Page(502), Drop(accepted=False)):
                server.fail_next("chat.update", fault)
                with pytest.raises(SendError) as caught:
                    await slack.messenger.edit(C1, sent, says("x"))
                errors.append(repr(caught.value))
                clock.passed += 5
            server.fail_next("response_url", Drop(accepted=False), Page(500))
            await server.command("/watch", "start")
            await server.command("/watch", "start", channel="C3")
            await server.wait_for(lambda: server.ephemerals("C3"))
            handler.broken = True
            await server.command("/watch", "start")
            opened = server.count("apps.connections.open")
            server.cut()
            await server.wait_for(lambda: server.count("apps.connections.open") > opened and slack.problem() is None)
        return errors

    return happens


async def test_no_canary_anywhere(
    everything: Everything, server: SlackServer, log: CapturingLogger, caplog: pytest.LogCaptureFixture
) -> None:
    """Through faults of every kind, with the root logger at DEBUG, no canary shows."""
    caplog.set_level(logging.DEBUG)
    errors = await everything()
    shown = [message.body for message in server.shown]
    for text in (caplog.text, str(log.calls), str(errors), str(shown)):
        assert "canary" not in text
    assert len(errors) == 4
    assert len(log.calls) > 8


async def test_the_libraries_would_have_told(
    everything: Everything, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: without ``quieten`` the same events show canaries."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger=identity.LOGGER.name)
    monkeypatch.setattr(connection, "quieten", lambda: None)
    await everything()
    assert "canary" in caplog.text
