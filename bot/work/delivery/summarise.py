"""Can a language model word this story better? Asked after its alerts are queued, so that none of them waits for it.

A story is stored and told with the sentences of its own reports. Where ``summary:`` is configured, a job then asks the
endpoint; an answer that stands the check (``stories.written``) is stored, and the messages that are out are edited. If
the endpoint hangs, fails or answers nonsense, or we die meanwhile, the message just stays as it is: the job is not
repeated, because nothing is owed.
"""

import json
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

import aiohttp
from structlog.typing import FilteringBoundLogger

from bot.clock import Clock
from bot.config import SummarySettings
from bot.errors import FetchError
from bot.feeds.fetching.body import read_body
from bot.feeds.fetching.guard import Guard
from bot.feeds.fetching.resolver import Resolver
from bot.model import Change, Reason, Story, StoryChange
from bot.ops import metrics
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.route import route
from bot.stories.wording.model_summary import prompt, refusal
from bot.text.plain import clean
from bot.work.polling.take import save
from bot.work.watch import Watch

PAUSE = 300.0  # seconds without a question after the endpoint failed
_HOUR = 3600.0
_MAX_BYTES = 256 * 1024  # of an answer
_MAX_TOKENS = 400  # two sentences in any of our languages
_TRIES = 3  # a story may change while the model thinks about it
_OK = 200
_REFUSED = (401, 403)


class Summariser:
    """Asks the configured endpoint, as an async context manager. Without ``summary:`` it asks nobody."""

    def __init__(
        self, *, store: Store, watch: Callable[[], Watch], key: str | None, clock: Clock, log: FilteringBoundLogger
    ) -> None:
        self._store = store
        self._watch = watch
        self._key = key
        self._clock = clock
        self._log = log
        self._asked: deque[float] = deque()  # when, monotonic, within the last hour
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

    @property
    def wanted(self) -> bool:
        """Whether summaries are configured."""
        return self._watch().config.summary is not None

    async def summarise(self, story_id: str) -> set[int]:
        """Ask for a story's summary and return the channels whose message is to be edited; none where all stays."""
        for _ in range(_TRIES):
            watch = self._watch()
            settings = watch.config.summary
            story = await self._store.read(lambda tx: _open(tx, story_id))
            if settings is None or story is None or not self._may_ask(settings):
                return set()
            try:
                text = await self._ask(settings, prompt(story, watch.config.topic.language))
            except FetchError as error:
                self._closed_until = self._clock.monotonic() + PAUSE
                self._log.warning("no summary from the endpoint", story=story.short, error=str(error))
                metrics.summarised("failed")
                return set()
            why = refusal(text, story, watch.config.topic.language)
            if why is not None:
                self._log.info("summary not taken", story=story.short, reason=why)
                metrics.summarised("refused")
                return set()
            touched = await self._store.write(lambda tx: self._take(tx, story, text))  # noqa: B023 - awaited at once
            if touched is not None:
                metrics.summarised("taken")
                return touched
        return set()

    def _may_ask(self, settings: SummarySettings) -> bool:
        now = self._clock.monotonic()
        while self._asked and self._asked[0] <= now - _HOUR:
            self._asked.popleft()
        if now < self._closed_until or len(self._asked) >= settings.max_per_hour:
            metrics.summarised("skipped")
            return False
        self._asked.append(now)
        return True

    async def _ask(self, settings: SummarySettings, messages: Sequence[dict[str, str]]) -> str:
        """Return the endpoint's answer as clean text; raises FetchError, without what the endpoint said."""
        if self._session is None:
            raise RuntimeError("a Summariser is to be entered with 'async with' before it is used")
        headers = {"Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        question = {"model": settings.model, "messages": messages, "temperature": 0, "max_tokens": _MAX_TOKENS}
        try:
            async with self._session.post(
                f"{settings.url}/chat/completions",
                json=question,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=settings.timeout),
            ) as response:
                if response.status != _OK:
                    hint = "; is SUMMARY_API_KEY right?" if response.status in _REFUSED else ""
                    raise FetchError(f"it answered HTTP {response.status}{hint}", status=response.status)
                coding = response.headers.get("Content-Encoding")
                body = await read_body(response.content.iter_any(), coding, _MAX_BYTES)
        except TimeoutError as error:
            raise FetchError(f"it did not answer within {settings.timeout:g} s") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(f"it cannot be talked to ({type(error).__name__})") from error
        return _text_of(body)

    def _take(self, tx: Transaction, asked: Story, text: str) -> set[int] | None:
        """Store a summary and queue the edits; None where the story has changed since it was read."""
        story = _open(tx, asked.id)
        if story is None or story.revision != asked.revision:
            return None if story else set()
        story = save(tx, replace(story, written=text, revision=story.revision + 1))
        change = StoryChange(story=story, change=Change.GREW, keys=(), why="a language model worded the summary")
        told, muted = tx.alerts.told(story.id), tx.muted.channels_of(story.id)
        alerts = route(change, tx.channels.active(), told, muted=muted, now=self._clock.now())
        return tx.alerts.queue([alert for alert in alerts if alert.reason is Reason.EDIT])


def _open(tx: Transaction, story_id: str) -> Story | None:
    """Return a story that somebody was told of and that has no written summary."""
    stories = tx.stories.by_id([story_id])
    return stories[0] if stories and not stories[0].written and tx.alerts.told(story_id) else None


def _text_of(body: bytes) -> str:
    """Return the text of the first choice in an answer; "" where that is no text. Raises FetchError."""
    try:
        answer: Any = json.loads(body)
        text = answer["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as error:
        raise FetchError("its answer is not one of /chat/completions") from error
    return clean(text).strip('"“”') if isinstance(text, str) else ""
