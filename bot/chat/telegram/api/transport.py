"""How does the library's request get to Telegram? Over aiohttp, at a quarter of the computing that httpx takes."""

import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.config.findings.masking import without_secrets

KEEP_ALIVE = 15.0  # seconds for which an idle connection is kept

_NOT_WRITTEN = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)


class NotWrittenError(Exception):
    """The cause of what failed before a byte of the request was written."""


class SendRequest(BaseRequest):
    """Requests over at most ``connections`` at a time. Seconds: ``connect`` to get one, ``read`` between two bytes."""

    def __init__(self, *, connections: int, connect: float, read: float, tls: ssl.SSLContext) -> None:
        self._connections = connections
        self._timeout = aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)
        self._tls = tls
        self._session: aiohttp.ClientSession | None = None
        self._proxies = getproxies()

    @property
    def read_timeout(self) -> float | None:
        """Return the seconds that an answer may take."""
        return self._timeout.sock_read

    async def initialize(self) -> None:
        """Nothing is opened before the first request."""

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0917 - the library's interface
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the other timeouts are those of ``__init__``
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Make a request and return status and body. Raises TimedOut and NetworkError."""
        timeout = self._timeout
        if read_timeout is not BaseRequest.DEFAULT_NONE:
            timeout = aiohttp.ClientTimeout(total=None, connect=timeout.connect, sock_read=read_timeout)
        given: dict[str, Any] = {}
        if request_data is not None and request_data.multipart_data:
            given["data"] = _form(request_data.json_parameters, request_data.multipart_data)
        elif request_data is not None:
            given["data"] = urlencode(request_data.json_parameters).encode()
            given["headers"] = {"Content-Type": "application/x-www-form-urlencoded"}
        address = URL(url, encoded=True)
        try:
            request = self._opened().request(
                method, address, timeout=timeout, proxy=self._proxy(address), allow_redirects=False, **given
            )
            async with request as answer:
                return answer.status, await answer.read()
        except (aiohttp.ClientError, OSError) as error:
            failed = error
        raise _translated(failed) from (NotWrittenError() if isinstance(failed, _NOT_WRITTEN) else None)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections, ssl=self._tls, keepalive_timeout=KEEP_ALIVE, ttl_dns_cache=60
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session

    def _proxy(self, address: URL) -> str | None:
        """Return the proxy that the environment names, as httpx understands it: HTTPS_PROXY, ALL_PROXY, NO_PROXY."""
        if not self._proxies or proxy_bypass(address.host or ""):
            return None
        return self._proxies.get(address.scheme) or self._proxies.get("all")


def _translated(error: Exception) -> NetworkError:
    """Return the library's error for one of the client's, which may repeat the address and so the token."""
    if isinstance(error, TimeoutError):
        return TimedOut()
    return NetworkError(f"{type(error).__name__}: {without_secrets(str(error))}")


def _form(words: Mapping[str, str], files: Mapping[str, Any]) -> aiohttp.FormData:
    """Return a form with files, each given as name, content and type."""
    form = aiohttp.FormData()
    for name, value in words.items():
        form.add_field(name, value)
    for field, (filename, content, kind) in files.items():
        form.add_field(field, content, filename=filename, content_type=kind)
    return form
