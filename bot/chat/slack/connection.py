"""How is the connection to a Slack workspace made and taken down?"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient
from structlog.typing import FilteringBoundLogger

from bot.chat.platform import Connection, Handle
from bot.chat.slack.answer import Answerer
from bot.chat.slack.errors import Health, to_send_error
from bot.chat.slack.history import Past
from bot.chat.slack.identity import LOGGER, OneWorkspace, Workspace, Workspaces, granted, quieten
from bot.chat.slack.intake import Seen
from bot.chat.slack.limits import Pacer
from bot.chat.slack.listener import Listener
from bot.chat.slack.messenger import SlackMessenger
from bot.chat.slack.socket_mode import SocketMode
from bot.chat.slack.webhook import Receiver
from bot.clock import Clock
from bot.errors import ConfigError, SendFault

PLATFORM = "slack"
_REMEMBER = 3600.0  # seconds; Slack repeats an event for about five minutes
_LONGEST = 30.0
_REFUSED = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Oauth:
    """What lets workspaces install the app by themselves; their tokens go into the database."""

    client_id: str
    client_secret: str = field(repr=False)
    database_url: str = field(repr=False)


@asynccontextmanager
async def connect(
    *,
    bot_token: str | None,
    app_token: str | None,
    signing_secret: str | None,
    api_url: str | None,
    handle: Handle,
    clock: Clock,
    log: FilteringBoundLogger,
    oauth: Oauth | None = None,
    operators: Sequence[str] = (),
) -> AsyncIterator[Connection]:
    """Connect to one workspace by its token, or to all that install the app (``oauth``).

    By Socket Mode if there is an app token, else over HTTP (``Connection.routes``). Returns at once;
    ``Connection.problem`` says when it does not work yet. A proxy in HTTPS_PROXY is used, as slack_sdk does. Raises
    ConfigError without app token and signing secret, and without a bot token or OAuth. ``operators``: their user ids.
    """
    _require(bot_token=bot_token, app_token=app_token, signing_secret=signing_secret, oauth=oauth)
    quieten()
    health = Health()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(_session())
        client_of = partial(_client, api_url=api_url, session=session)
        client = client_of(bot_token if oauth is None else None)
        workspaces, routes = (
            _one(client, health, clock, log, stack) if oauth is None else _many(oauth, client_of, clock, log, stack)
        )
        messenger = _messenger(workspaces, health, clock, log)
        answerer = Answerer(workspaces=workspaces, messenger=messenger, handle=handle, log=log)
        seen = Seen(clock=clock, lifetime=_REMEMBER)
        listener = Listener(client, workspaces, answerer, health=health, seen=seen, operators=operators, log=log)
        stack.push_async_callback(listener.close)
        app = listener.app()
        if app_token:
            socket = SocketMode(app, client, session, app_token, clock=clock, health=health, seen=seen, log=log)
            _run(socket.run(), stack)
        elif signing_secret:
            routes = (*routes, Receiver(app=app, signing_secret=signing_secret, clock=clock, log=log).route())
        yield Connection(platform=PLATFORM, messenger=messenger, problem=health.problem, routes=routes, threads=True)


def _require(*, bot_token: str | None, app_token: str | None, signing_secret: str | None, oauth: Oauth | None) -> None:
    if not app_token and not signing_secret:
        raise ConfigError(
            "Slack needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) besides SLACK_BOT_TOKEN"
        )
    if not bot_token and oauth is None:
        raise ConfigError("Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET")


def _messenger(workspaces: Workspaces, health: Health, clock: Clock, log: FilteringBoundLogger) -> SlackMessenger:
    pacer = Pacer(clock)
    past = Past(clock=clock, pacer=pacer, log=log)
    return SlackMessenger(workspaces=workspaces, pacer=pacer, past=past, health=health, log=log)


def _run(background: Coroutine[None, None, None], stack: AsyncExitStack) -> None:
    """Let something go on until the connection is taken down."""
    stack.push_async_callback(_end, asyncio.create_task(background))


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def _client(token: str | None, *, api_url: str | None, session: aiohttp.ClientSession) -> AsyncWebClient:
    return AsyncWebClient(
        token=token, base_url=api_url or AsyncWebClient.BASE_URL, session=session, logger=LOGGER, retry_handlers=[]
    )


def _session() -> aiohttp.ClientSession:
    # A new connection for every request: on a kept one that Slack has just closed, a post would be lost or doubled
    # and we could not tell which.
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(force_close=True),
        timeout=aiohttp.ClientTimeout(total=30, sock_connect=10),
    )


def _one(
    client: AsyncWebClient, health: Health, clock: Clock, log: FilteringBoundLogger, stack: AsyncExitStack
) -> tuple[Workspaces, tuple[web.AbstractRouteDef, ...]]:
    """Return the one workspace of a token; who we are there is found out in the background."""
    workspace = Workspace(client=client)
    _run(_introduce(workspace, health, clock, log), stack)
    return OneWorkspace(workspace), ()


def _many(
    oauth: Oauth,
    client_of: Callable[[str | None], AsyncWebClient],
    clock: Clock,
    log: FilteringBoundLogger,
    stack: AsyncExitStack,
) -> tuple[Workspaces, tuple[web.AbstractRouteDef, ...]]:
    """Open the tables of installations; the libraries for that are loaded only by those who need them."""
    from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator  # noqa: PLC0415

    from bot.chat.slack.oauth import ManyWorkspaces, routes  # noqa: PLC0415
    from bot.store.chats.installations import installations  # noqa: PLC0415

    secrets = {"client_id": oauth.client_id, "client_secret": oauth.client_secret}
    known, states = stack.enter_context(installations(oauth.database_url, logger=LOGGER, **secrets))
    client = client_of(None)
    many = ManyWorkspaces(
        installations=known,
        rotator=AsyncTokenRotator(client=client, **secrets),
        client=client_of,
        clock=clock,
        log=log,
    )
    return many, routes(installations=known, states=states, client=client, **secrets)


async def _introduce(workspace: Workspace, health: Health, clock: Clock, log: FilteringBoundLogger) -> None:
    """Ask Slack who we are until it says so: checks the bot token, and tells which joining member is the bot."""
    failures = 0
    while True:
        try:
            answer = await workspace.client.auth_test()
        except Exception as exc:  # noqa: BLE001 - whatever it was, the answer is to ask again
            error = to_send_error(exc)
            failures += 1
            health.token = str(error)
            wait = error.retry_after or min(2.0 ** (failures - 1), _LONGEST)
            if error.fault is SendFault.PLATFORM:
                wait = _REFUSED
            log.warning("slack did not say who we are", reason=str(error), failures=failures, next_try_in=wait)
            await clock.sleep(wait)
        else:
            workspace.bot_user, workspace.bot_id = answer.get("user_id"), answer.get("bot_id")
            workspace.scopes = granted(answer.headers)
            health.token = None
            log.info("slack knows us", workspace=answer.get("team"))
            return
