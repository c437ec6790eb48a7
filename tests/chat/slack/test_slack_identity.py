"""Does the question "who are we?" to Slack tell what will not work?"""

import pytest
from aiohttp import web

from bot.chat.slack.identity import whoami
from bot.errors import SendError, SendFault
from tests.fakes.slack_server import Page, SlackServer


@pytest.mark.parametrize(
    ("scopes", "missing"),
    [
        ("commands,chat:write,files:write", []),
        ("commands, chat:write", []),
        ("chat:write.public,commands", ["chat:write"]),
        ("", ["chat:write", "commands"]),
    ],
)
async def test_missing_rights_are_named(
    scopes: str, missing: list[str], server: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack tells with each answer what the token may do."""
    answer = web.json_response

    def with_scopes(*args: object, **kwargs: object) -> web.Response:
        response = answer(*args, **kwargs)  # type: ignore[arg-type] # whatever the fake gives
        response.headers["X-OAuth-Scopes"] = scopes
        return response

    monkeypatch.setattr(web, "json_response", with_scopes)
    identity = await whoami(bot_token=server.tokens.bot, app_token=None, api_url=server.api_url)
    assert identity.problems == tuple(
        f"the app lacks the scope {scope}; add it and install the app again" for scope in missing
    )


async def test_a_gateway_in_between_is_a_send_error(server: SlackServer) -> None:
    """Whatever the library raises comes out as our own error."""
    server.fail_next("auth.test", Page(502))
    with pytest.raises(SendError) as caught:
        await whoami(bot_token=server.tokens.bot, app_token=None, api_url=server.api_url)
    assert caught.value.fault is SendFault.UNKNOWN
