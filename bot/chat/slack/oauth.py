"""How does a workspace install the app by itself, and how do we speak in each of those that did?"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from structlog.typing import FilteringBoundLogger

from bot.chat.slack.errors import to_send_error
from bot.chat.slack.identity import LOGGER, Workspace
from bot.clock import Clock
from bot.errors import SendError, SendFault
from bot.store.chats.installations import STATE_SECONDS, Installations, States

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
SCOPES = ("commands", "chat:write", "files:write", "channels:read", "groups:read")
"""What is asked of a workspace: those of the manifest."""
_FRESH = 60.0  # seconds for which a workspace is not looked up again
_NOT_INSTALLED = "the app is not installed in this workspace; install it again"


@dataclass(slots=True, kw_only=True, eq=False)
class ManyWorkspaces:
    """The workspaces in the database. Tokens that expire are renewed two hours before."""

    many = True

    installations: Installations
    rotator: AsyncTokenRotator
    client: Callable[[str | None], AsyncWebClient]
    clock: Clock
    log: FilteringBoundLogger
    _known: dict[str, tuple[Workspace, float]] = field(default_factory=dict, init=False)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)  # a refresh token works once

    async def of(self, team: str | None) -> Workspace:
        """Return a workspace. Raises SendError (CHANNEL) where the app is not installed."""
        if team is None:
            raise SendError("this chat names no workspace", fault=SendFault.CHANNEL)
        async with self._looking:
            workspace, until = self._known.get(team, (None, 0.0))
            if workspace is None or until <= self.clock.monotonic():
                workspace = await self._look_up(team)
                self._known[team] = (workspace, self.clock.monotonic() + _FRESH)
        return workspace

    async def gone(self, team: str | None, reason: str) -> None:
        """Forget the tokens of a workspace; its chats are paused when something is to be sent there."""
        if team is not None:
            async with self._looking:
                self._known.pop(team, None)
                await self.installations.remove(team)
            self.log.warning("slack workspace forgotten", workspace=team, reason=reason)

    async def _look_up(self, team: str) -> Workspace:
        installation = await self.installations.async_find_installation(enterprise_id=None, team_id=team)
        if installation is None or not installation.bot_token:
            raise SendError(_NOT_INSTALLED, fault=SendFault.CHANNEL)
        try:
            renewed = await self.rotator.perform_token_rotation(installation=installation)
        except SlackTokenRotationError as error:
            raise to_send_error(error.api_error) from error
        except Exception as exc:  # whatever the libraries raise leaves here as a SendError
            raise to_send_error(exc) from exc
        if renewed is not None:
            await self.installations.async_save(renewed)
            installation = renewed
            self.log.info("slack token renewed", workspace=team)
        scopes = installation.bot_scopes or ()
        return Workspace(
            client=self.client(installation.bot_token),
            team=team,
            bot_user=installation.bot_user_id,
            bot_id=installation.bot_id,
            scopes=frozenset(scopes.split(",") if isinstance(scopes, str) else scopes),
        )


def routes(
    *, client_id: str, client_secret: str, installations: Installations, states: States, client: AsyncWebClient
) -> tuple[web.RouteDef, ...]:
    """Return the page that begins an installation and the one that ends it."""
    flow = AsyncOAuthFlow(
        client=client,
        logger=LOGGER,
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=SCOPES,
            install_path=INSTALL,
            install_page_rendering_enabled=False,  # straight to Slack's own page, which says what is asked for
            redirect_uri_path=REDIRECT,
            installation_store=installations,
            state_store=states,
            state_expiration_seconds=STATE_SECONDS,
            logger=LOGGER,
        ),
    )

    async def begin(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(_plain(request)))

    async def end(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_callback(_plain(request)))

    return (web.get(INSTALL, begin), web.get(REDIRECT, end))


def _plain(request: web.Request) -> AsyncBoltRequest:
    return AsyncBoltRequest(body="", query=request.query_string, headers=dict(request.headers))
