"""Does a request reach Telegram as the library meant it, also through a proxy?"""

import ssl
import traceback

import aiohttp
import pytest
from aiohttp import web
from telegram.error import NetworkError, TimedOut

from bot.chat.telegram.api.transport import SendRequest
from bot.chat.telegram.errors import to_send_error
from bot.errors import SendFault
from tests.fakes.telegram_server import Fault, TelegramServer

TLS = ssl.create_default_context()
TOKEN = "123456789:AASecretSecretSecretSecretSecretSecre"


def request(**given: float) -> SendRequest:
    return SendRequest(**{"connections": 2, "connect": 2.0, "read": 2.0, "tls": TLS} | given)  # type: ignore[arg-type]


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
async def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """Where Telegram is blocked, there is no other way."""
    asked: list[str] = []

    async def proxy(came: web.BaseRequest) -> web.Response:
        asked.append(str(came.url))
        return web.json_response({"ok": True, "result": True})

    runner = web.ServerRunner(web.Server(proxy))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    monkeypatch.setenv(variable, f"http://127.0.0.1:{runner.addresses[0][1]}")
    async with request() as made:
        assert (await made.do_request("http://api.example/bot1:a/getMe", "POST"))[0] == 200
    await runner.cleanup()
    assert asked == ["http://api.example/bot1:a/getMe"]


async def test_what_needs_no_proxy_goes_without(monkeypatch: pytest.MonkeyPatch, server: TelegramServer) -> None:
    """A Bot API server of one's own is not behind it."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    url = f"{server.url}/bot{server.token}/getMe"
    async with request() as made:
        with pytest.raises(NetworkError) as refused:
            await made.do_request(url, "POST")
    assert to_send_error(refused.value).fault is SendFault.RETRY
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    async with request() as made:
        assert (await made.do_request(url, "POST"))[0] == 200


async def test_an_answer_that_does_not_come_is_a_timeout(server: TelegramServer) -> None:
    """After the seconds that the request was given, or one call names; and nobody knows whether it was carried out."""
    server.fail_next("getMe", Fault.hang())
    async with request() as made:
        with pytest.raises(TimedOut) as late:
            await made.do_request(f"{server.url}/bot{server.token}/getMe", "POST", read_timeout=0.05)
    assert to_send_error(late.value).fault is SendFault.UNKNOWN


KEY = aiohttp.client_reqrep.ConnectionKey("127.0.0.1", 443, True, True, None, None, None)
ADDRESS = f"http://127.0.0.1:1/bot{TOKEN}/sendMessage"


@pytest.mark.parametrize(
    ("raised", "fault"),
    [
        (aiohttp.ClientConnectorError(KEY, OSError(111, f"refused: {ADDRESS}")), SendFault.RETRY),
        (aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "unknown")), SendFault.RETRY),
        (aiohttp.ClientProxyConnectionError(KEY, OSError(111, "refused")), SendFault.RETRY),
        (aiohttp.ConnectionTimeoutError(f"Connection timeout to host {ADDRESS}"), SendFault.RETRY),
        (aiohttp.SocketTimeoutError(f"Timeout on reading data from socket {ADDRESS}"), SendFault.UNKNOWN),
        (aiohttp.ClientOSError(104, f"reset: {ADDRESS}"), SendFault.UNKNOWN),
        (aiohttp.ServerDisconnectedError(f"gone: {ADDRESS}"), SendFault.UNKNOWN),
        (aiohttp.ClientPayloadError(f"cut: {ADDRESS}"), SendFault.UNKNOWN),
    ],
    ids=lambda value: getattr(value, "name", type(value).__name__),
)
async def test_a_failure_says_whether_it_was_written_and_never_the_address(
    monkeypatch: pytest.MonkeyPatch, raised: Exception, fault: SendFault
) -> None:
    """The address has the token in it; it is in no text, no cause and no context of what reaches a log."""

    def fail(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(aiohttp.ClientSession, "request", fail)
    async with request() as made:
        with pytest.raises(NetworkError) as caught:
            await made.do_request(ADDRESS, "POST")
    assert to_send_error(caught.value).fault is fault
    told: BaseException | None = caught.value
    while told is not None:
        assert "Secret" not in "".join(traceback.format_exception(told))
        assert "Secret" not in repr(told)
        told = told.__cause__ or told.__context__
