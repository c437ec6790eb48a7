"""Who are we on Slack, in which workspace, and with whose token do we speak there? The libraries log no token."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.platform import Identity
from bot.chat.slack.errors import to_send_error

LOGGER = logging.getLogger("slack_bolt.seedwatch")
"""Given to both libraries; they copy its level to loggers of their own."""

_LIBRARIES = ("slack_bolt", "slack_sdk", LOGGER.name)


def quieten() -> None:
    """Raise the libraries' log level, whatever the root logger's is."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.ERROR)


_SECONDS = 10
_SCOPES = {"chat:write", "commands"}  # without these nothing works; the others of the manifest are for extras


async def whoami(*, bot_token: str, app_token: str | None, api_url: str | None) -> Identity:
    """Ask Slack who the bot token belongs to, and whether the app token opens Socket Mode.

    Raises SendError where a token is refused or Slack cannot be reached.
    """
    quieten()
    client = AsyncWebClient(
        token=bot_token,
        base_url=api_url or AsyncWebClient.BASE_URL,
        timeout=_SECONDS,
        logger=LOGGER,
        retry_handlers=[],
    )
    try:
        me = await client.auth_test()
        if app_token:
            await client.apps_connections_open(app_token=app_token)  # only asks for an address, which expires unused
    except Exception as error:
        raise to_send_error(error) from error
    headers = {name.lower(): value for name, value in me.headers.items()}
    date = headers.get("date")
    return Identity(
        name=f"{me.get('user')} in {me.get('team')}",
        problems=tuple(_problems(headers.get("x-oauth-scopes"))),
        server_time=parsedate_to_datetime(date) if date else None,
    )


async def whose_app(*, client_id: str, client_secret: str, app_token: str | None, api_url: str | None) -> Identity:
    """Ask Slack whether an app that workspaces install by themselves may do so, and whether it can listen.

    Slack calls a made-up code invalid only after it has accepted id and secret. Raises SendError.
    """
    quieten()
    base = api_url or AsyncWebClient.BASE_URL
    client = AsyncWebClient(base_url=base, timeout=_SECONDS, logger=LOGGER, retry_handlers=[])
    headers: Mapping[str, str] = {}
    try:
        if app_token:
            await client.apps_connections_open(app_token=app_token)
        try:
            await client.oauth_v2_access(client_id=client_id, client_secret=client_secret, code="doctor")
        except SlackApiError as error:
            if error.response.get("error") != "invalid_code":
                raise
            headers = error.response.headers or {}
    except Exception as error:
        raise to_send_error(error) from error
    date = next((value for name, value in headers.items() if name.lower() == "date"), None)
    time = parsedate_to_datetime(date) if date else None
    return Identity(name="an app that workspaces install by themselves", server_time=time)


def _problems(scopes: str | None) -> list[str]:
    if scopes is None:
        return []
    missing = _SCOPES - {scope.strip() for scope in scopes.split(",")}
    return [f"the app lacks the scope {scope}; add it and install the app again" for scope in sorted(missing)]


@dataclass(slots=True, kw_only=True)
class Workspace:
    """Where the app is installed. What is unknown until Slack says who we are is None or empty."""

    client: AsyncWebClient
    team: str | None = None  # None where there is only one
    bot_user: str | None = None
    bot_id: str | None = None
    scopes: frozenset[str] = frozenset()


class Workspaces(Protocol):
    """The workspaces that we serve. ``many``: chats and users are named with their team, "T0ABC.C0DEF"."""

    many: bool

    async def of(self, team: str | None) -> Workspace:
        """Return a workspace. Raises SendError (CHANNEL) where the app is not installed."""
        ...

    async def gone(self, team: str | None, reason: str) -> None:
        """Note that the app was taken away there."""
        ...


@dataclass(slots=True)
class OneWorkspace:
    """The workspace of the one token in the environment."""

    workspace: Workspace
    many: bool = field(default=False, init=False)

    async def of(self, team: str | None) -> Workspace:  # noqa: ARG002 - there is only one
        """Return it."""
        return self.workspace

    async def gone(self, team: str | None, reason: str) -> None:
        """Nothing is kept of it: the token is the operator's to renew."""


def granted(headers: Mapping[str, str]) -> frozenset[str]:
    """Return the scopes that Slack names with every answer."""
    given = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return frozenset(scope.strip() for scope in given.split(",") if scope.strip())


def named(team: str | None, slack_id: str) -> str:
    """Return how a chat or a user is called outside this package. Slack's ids have no dots."""
    return f"{team}.{slack_id}" if team and slack_id else slack_id


def parted(name: str) -> tuple[str | None, str]:
    """Return team and Slack's own id of a chat or a user."""
    team, _, slack_id = name.rpartition(".")
    return team or None, slack_id
