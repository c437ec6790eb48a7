"""Can a language model word this story better? Asked after its alerts are queued, so that none of them waits for it.

A story is stored and told with sentences from its own reports. If ``summary:`` is configured, a job then asks the
endpoint; an answer that passes the check (``model_summary``) is stored, and the messages already sent are edited. If
the endpoint hangs, fails or answers nonsense, or we die in the meantime, the message stays as it is: the job is not
repeated, because nothing is owed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from structlog.typing import FilteringBoundLogger

from bot.clock import Clock
from bot.config import SummarySettings
from bot.errors import FetchError
from bot.model import Change, Reason, Story, StoryChange
from bot.ops import metrics
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.route import route
from bot.stories.wording.model_summary import prompt, refusal
from bot.work.delivery.endpoint import CHAT, QUOTES, Endpoint
from bot.work.polling.plan import save
from bot.work.watch import Watch

_MAX_TOKENS = 400  # two sentences in any of our languages
_TRIES = 3  # the story may change while the model thinks about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Summariser:
    """Asks the configured endpoint. Without ``summary:`` it asks nobody."""

    store: Store
    watch: Callable[[], Watch]
    endpoint: Endpoint
    clock: Clock
    log: FilteringBoundLogger

    @property
    def wanted(self) -> bool:
        """Whether summaries are configured."""
        return self.watch().config.summary is not None

    async def summarise(self, story_id: str) -> set[int]:
        """Ask for a story's summary and return the channels whose message is to be edited, if any."""
        for _ in range(_TRIES):
            story = await self.store.read(lambda tx: _open(tx, story_id))
            watched = self.watch()
            watch = watched.about(story.topic) if story else None
            settings = watch.config.summary if watch else None
            if watch is None or settings is None or story is None:
                return set()
            language, count = watch.config.topic.language, partial(metrics.summarised, topic=watched.label(story.topic))
            if not self.endpoint.may_ask(settings.max_per_hour):
                count("skipped")
                return set()
            try:
                text = await self._ask(settings, prompt(story, language))
            except FetchError as error:
                self.log.warning("no summary from the endpoint", story=story.short, error=str(error))
                count("failed")
                return set()
            why = refusal(text, story, language)
            if why is not None:
                self.log.info("summary not taken", story=story.short, reason=why)
                count("refused")
                return set()
            touched = await self.store.write(lambda tx: self._take(tx, story, text))  # noqa: B023 - awaited at once
            if touched is not None:
                count("taken")
                return touched
        return set()

    async def _ask(self, settings: SummarySettings, messages: Sequence[dict[str, str]]) -> str:
        """Return the endpoint's answer as clean text; raises FetchError."""
        question = {"model": settings.model, "messages": messages, "temperature": 0, "max_tokens": _MAX_TOKENS}
        text = await self.endpoint.ask(settings.url, CHAT, question, timeout=settings.timeout)
        return text.strip(QUOTES)

    def _take(self, tx: Transaction, asked: Story, text: str) -> set[int] | None:
        """Store a summary and queue the edits; None where the story has changed since it was read."""
        story = _open(tx, asked.id)
        if story is None or story.revision != asked.revision:
            return None if story else set()
        story = save(tx, replace(story, written=text, revision=story.revision + 1))
        change = StoryChange(story=story, change=Change.GREW, keys=(), why="a language model worded the summary")
        told, muted = tx.alerts.told(story.id), tx.muted.channels_of(story.id)
        alerts = route(change, tx.channels.active(of_all=True), told, muted=muted, now=self.clock.now())
        return tx.alerts.queue([alert for alert in alerts if alert.reason is Reason.EDIT])


def _open(tx: Transaction, story_id: str) -> Story | None:
    """Return a story that somebody was told of and that has no written summary."""
    stories = tx.stories.by_id([story_id])
    return stories[0] if stories and not stories[0].written and tx.alerts.told(story_id) else None
