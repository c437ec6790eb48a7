"""Many workspaces: each installs the app by itself, is spoken to with its own token, and can leave without a trace."""

import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import structlog
import yaml
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import CapturingLogger

from bot.chat.message import Reply
from bot.chat.platform import Connection
from bot.chat.slack.connection import Oauth, connect
from bot.chat.slack.oauth import SCOPES
from bot.errors import SendError, SendFault
from bot.model import Target
from tests.chat.slack.conftest import Handler, JumpClock, says, served
from tests.fakes.slack_oauth import CLIENT_ID, CLIENT_SECRET
from tests.fakes.slack_server import Limit, SlackServer

Serving = Callable[..., AbstractAsyncContextManager[Connection]]
# slack_sdk exchanges codes and tokens with a class that aiohttp will drop in its next major version.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
MANIFEST = Path(__file__).parents[3] / "deploy" / "slack" / "manifest.yaml"


@pytest.fixture
def serving(server: SlackServer, handler: Handler, clock: JumpClock, log: CapturingLogger, tmp_path: Path) -> Serving:
    """Connect without a token of our own, and serve the routes as the ops server does."""

    @asynccontextmanager
    async def by_http(secret: str = CLIENT_SECRET) -> AsyncIterator[Connection]:
        async with (
            connect(
                bot_token=None,
                app_token=None,
                signing_secret=server.tokens.signing_secret,
                api_url=server.api_url,
                handle=handler,
                clock=clock,
                log=structlog.wrap_logger(log, processors=[]),
                oauth=Oauth(client_id=CLIENT_ID, client_secret=secret, database_url=f"sqlite:///{tmp_path}/test.db"),
            ) as connection,
            served(connection, server, clock),
        ):
            yield connection

    return by_http


async def install(server: SlackServer, team: str, *, code: str | None = None, cookies: bool = True) -> int:
    """Walk through the installation as a browser does; return the status of its last page."""
    assert server.request_url is not None
    top = server.request_url.removesuffix("/slack/events")
    jar = aiohttp.CookieJar(unsafe=True) if cookies else aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(f"{top}/slack/install", allow_redirects=False) as page:
            link = page.headers["Location"]
            cookie = page.headers["Set-Cookie"].partition(";")[0] if cookies else ""
        asked = parse_qs(urlsplit(link).query)
        assert asked["client_id"] == [CLIENT_ID]
        assert set(asked["scope"][0].split(",")) == set(SCOPES)
        answer = {"code": code or server.oauth.code(team), "state": asked["state"][0]}
        async with browser.get(f"{top}/slack/oauth_redirect", params=answer, headers={"Cookie": cookie}) as page:
            return page.status


def at(team: str, channel: str = "C1") -> Target:
    return Target(platform="slack", chat=f"{team}.{channel}")


async def test_two_workspaces(server: SlackServer, serving: Serving, handler: Handler) -> None:
    """Each is spoken to with its own token, commands say where they come from, and ids do not collide."""
    handler.replies["start"] = Reply(message=says("Done."), announce=says("On."))
    async with serving() as slack:
        assert [await install(server, team) for team in ("T1", "T2")] == [200, 200]
        sent = await slack.messenger.send(at("T1"), says("To the first"))
        await slack.messenger.edit(at("T1"), sent, says("To the first, edited"))
        server.team = "T2"
        await server.command("/watch", "start")
        await server.wait_for(lambda: server.ephemerals("C1") and len(server.messages("C1")) == 2)
    (command,) = handler.commands
    assert (command.target.chat, command.user) == ("T2.C1", "T2.U1")
    assert [shown.words for shown in server.messages("C1")] == ["To the first, edited", "On."]
    assert slack.problem() is None


async def test_the_database_holds_no_token(
    server: SlackServer, serving: Serving, tmp_path: Path, log: CapturingLogger, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever reads the file, or a backup of it, or a log, cannot speak for the bot; a restart still can."""
    caplog.set_level(logging.DEBUG)
    server.oauth.lasts = 43_200
    async with serving():
        await install(server, "T1")
    with closing(sqlite3.connect(tmp_path / "test.db")) as database:
        dump = "\n".join(database.iterdump())
    assert "Team T1" in dump
    assert "canary" not in dump
    async with serving() as slack:
        await slack.messenger.send(at("T1"), says("x"))
    async with serving("another-secret-0123") as slack:
        with pytest.raises(SendError, match="install it again"):
            await slack.messenger.send(at("T1"), says("x"))
    assert "canary" not in caplog.text + str(log.calls)


async def test_a_token_is_renewed_before_it_ends(server: SlackServer, serving: Serving, clock: JumpClock) -> None:
    """Once, however many messages wait for it; the new one is kept."""
    server.oauth.lasts = 3600  # less than two hours
    async with serving() as slack:
        await install(server, "T1")
        server.oauth.lasts = 43_200
        before = set(server.oauth.teams)
        for channel in ("C1", "C2", "C3"):
            await slack.messenger.send(at("T1", channel), says("x"))
            clock.passed += 61
        assert set(server.oauth.teams).isdisjoint(before)
        assert server.count("oauth.v2.access") == 2
    async with serving() as slack:
        await slack.messenger.send(at("T1"), says("x"))
    assert server.count("oauth.v2.access") == 2


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_a_workspace_that_leaves(server: SlackServer, serving: Serving, tmp_path: Path, kind: str) -> None:
    """Its tokens are forgotten and its channels cannot be reached; the other workspace does not notice."""
    async with serving() as slack:
        await install(server, "T1")
        await install(server, "T2")
        await slack.messenger.send(at("T1"), says("x"))
        await server.event(kind, tokens={"bot": ["UBOT"]})
        rows = "SELECT team_id FROM slack_installations"
        with closing(sqlite3.connect(tmp_path / "test.db")) as database:
            await server.wait_for(lambda: database.execute(rows).fetchall() == [("T2",)])
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(at("T1"), says("x"))
        assert caught.value.fault is SendFault.CHANNEL
        assert not caught.value.platform_wide
        await slack.messenger.send(at("T2"), says("x"))
        assert slack.problem() is None


async def test_what_one_workspace_refuses_concerns_no_other(server: SlackServer, serving: Serving) -> None:
    """A revoked token and a limit hold for their workspace."""
    async with serving() as slack:
        await install(server, "T1")
        await install(server, "T2")
        server.oauth.revoke("T1")
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(at("T1"), says("x"))
        assert (caught.value.fault, caught.value.platform_wide) == (SendFault.CHANNEL, False)
        await install(server, "T1")
        server.fail_next("chat.postMessage", Limit("60"))
        with pytest.raises(SendError) as caught:
            await slack.messenger.send(at("T2"), says("x"))
        assert (caught.value.fault, caught.value.platform_wide) == (SendFault.RETRY, False)


async def test_a_slack_that_is_not_there_is_known_for_it(
    server: SlackServer, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever workspace was to be told: what waits for it goes as soon as somebody is there."""

    async def nobody(*_: object, **__: object) -> None:
        raise aiohttp.ConnectionTimeoutError

    async with serving() as slack:
        await install(server, "T1")
        with monkeypatch.context() as gone:
            gone.setattr(AsyncWebClient, "api_call", nobody)
            with pytest.raises(SendError) as caught:
                await slack.messenger.send(at("T1"), says("x"))
    assert (caught.value.fault, caught.value.unreached) == (SendFault.RETRY, True)


async def test_an_installation_that_nobody_began(server: SlackServer, serving: Serving) -> None:
    """A link with somebody else's state, a used code: no installation."""
    async with serving() as slack:
        assert await install(server, "T1", cookies=False) == 400
        assert await install(server, "T1", code="stolen") == 401
        with pytest.raises(SendError):
            await slack.messenger.send(at("T1"), says("x"))
        with pytest.raises(SendError):
            await slack.messenger.send(Target(platform="slack", chat="C1"), says("x"))


def test_scopes_are_those_of_the_manifest() -> None:
    """Whoever installs grants what the app's page says."""
    app = yaml.safe_load(MANIFEST.read_text("utf-8"))
    assert list(SCOPES) == app["oauth_config"]["scopes"]["bot"]
