"""Who are we on Slack? Whose tokens these are and what they allow; the libraries write none of them to the log."""

import logging
from email.utils import parsedate_to_datetime

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


def _problems(scopes: str | None) -> list[str]:
    if scopes is None:
        return []
    missing = _SCOPES - {scope.strip() for scope in scopes.split(",")}
    return [f"the app lacks the scope {scope}; add it and install the app again" for scope in sorted(missing)]
