"""Do answers go to Slack's own response addresses only?"""

import pytest

from bot.chat.slack.answer import is_slacks
from tests.chat.slack.conftest import Connect, Handler
from tests.fakes.feed_server import running
from tests.fakes.slack_server import SlackServer

API = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "api", "own"),
    [
        ("https://hooks.slack.com/commands/T1/2/3", API, True),
        ("https://slack.com/x", API, True),
        ("https://hooks.slack-gov.com/x", API, True),
        ("http://127.0.0.1:8082/response/1", "http://127.0.0.1:8082/api/", True),
        ("http://hooks.slack.com/x", API, False),
        ("https://hooks.slack.com.evil.example/x", API, False),
        ("https://evilslack.com/x", API, False),
        ("https://user@evil.example/hooks.slack.com", API, False),
        ("https://hooks.slack.com@evil.example/", API, False),
        ("http://169.254.169.254/latest", API, False),
        ("http://[", API, False),
        ("", API, False),
    ],
)
def test_whose_address_it_is(url: str, api: str, *, own: bool) -> None:
    """By host and scheme; a server that speaks Slack's interface is its own."""
    assert is_slacks(url, api) is own


async def test_another_address_gets_nothing(server: SlackServer, connected: Connect, handler: Handler) -> None:
    """Whoever signs payloads cannot have us talk to others; the answer is whispered instead."""
    async with running(host="127.0.0.3") as other, connected():
        await server.wait_for(lambda: server.sockets)
        server.response_url = lambda *_: other.url("/", host="127.0.0.3")  # type: ignore[method-assign]
        await server.command("/latest", channel="C1", user="U1")
        await server.wait_for(lambda: server.ephemerals("C1"))
        assert other.connections == 0
