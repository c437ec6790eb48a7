"""How is the operators' own language service asked? Through the guard, limited in time and number, never retried.

It provides summaries and translations. Nothing depends on it: whoever gets no answer goes on without one.
"""

import json
from collections import deque
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Any, NamedTuple, Self

import aiohttp

from bot.clock import Clock
from bot.errors import FetchError
from bot.feeds.fetching.body import read_body
from bot.feeds.fetching.guard import Guard, Resolver
from bot.text.plain import clean

QUOTES = '"“”'  # that a model puts around its answer
PAUSE = 300.0  # seconds without questions after the endpoint failed
_HOUR = 3600.0
_MAX_BYTES = 256 * 1024  # of an answer
_OK = 200
_REFUSED = (401, 403)


class Service(NamedTuple):
    """A kind of service at an endpoint: the path of its address, and where the text is in its JSON answer."""

    path: str
    text: tuple[str | int, ...]

    def at(self, url: str) -> str:
        """Return where it is asked at an endpoint, of which people also copy the whole address."""
        return url.rstrip("/").removesuffix(self.path) + self.path


CHAT = Service("/chat/completions", ("choices", 0, "message", "content"))  # as OpenAI's
TRANSLATE = Service("/translate", ("translatedText",))  # as LibreTranslate's


class Endpoint:
    """Asks one endpoint, as an async context manager. ``key`` is sent as a bearer token; ``variable`` is its name."""

    def __init__(self, *, clock: Clock, key: str | None, variable: str) -> None:
        self.key = key
        self._variable = variable
        self._clock = clock
        self._asked: deque[float] = deque()  # monotonic times of the last hour's questions
        self._closed_until = float("-inf")
        self._stack = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = await self._stack.enter_async_context(
            aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=Resolver(), socket_factory=Guard.of_operators().open_socket),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def may_ask(self, most: int) -> bool:
        """Count a question, and say whether it may be asked: not soon after a failure, and at most ``most`` an hour."""
        now = self._clock.monotonic()
        while self._asked and self._asked[0] <= now - _HOUR:
            self._asked.popleft()
        if now < self._closed_until or len(self._asked) >= most:
            return False
        self._asked.append(now)
        return True

    async def ask(self, url: str, service: Service, question: Any, *, timeout: float) -> str:  # noqa: ASYNC109 - seconds
        """Post a question to a service at ``url`` and return its text, clean; "" if the answer has none.

        Raises FetchError, without the endpoint's words, and then asks nothing for a while.
        """
        try:
            return _text(await self._ask(service.at(url), question, timeout), service)
        except FetchError:
            self._closed_until = self._clock.monotonic() + PAUSE
            raise

    async def _ask(self, url: str, question: Any, seconds: float) -> bytes:
        if self._session is None:
            raise RuntimeError("an Endpoint is to be entered with 'async with' before it is used")
        headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        try:
            async with self._session.post(
                url,
                json=question,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=seconds),
            ) as response:
                if response.status != _OK:
                    hint = f"; is {self._variable} right?" if response.status in _REFUSED else ""
                    raise FetchError(f"it answered HTTP {response.status}{hint}", status=response.status)
                coding = response.headers.get("Content-Encoding")
                return await read_body(response.content.iter_any(), coding, _MAX_BYTES)
        except TimeoutError as error:
            raise FetchError(f"it did not answer within {seconds:g} s") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(f"it cannot be talked to ({type(error).__name__})") from error


def _text(body: bytes, service: Service) -> str:
    try:
        found: Any = json.loads(body)
        for step in service.text:
            found = found[step]
    except (ValueError, LookupError, TypeError) as error:
        raise FetchError(f"its answer is not one of {service.path}") from error
    return clean(found) if isinstance(found, str) else ""
