"""Can somebody put this headline into the languages of the chats that were told of it? Asked after their alerts.

As with summaries, nothing waits for it and nothing is owed: an answer that passes the check is kept with the story, for
everybody who reads that language, and the messages already sent are edited. What fails is not repeated.
"""

from collections.abc import Callable
from dataclasses import dataclass

from structlog.typing import FilteringBoundLogger

from bot.clock import Clock
from bot.config import TranslateSettings
from bot.errors import FetchError
from bot.model import Story, Subscription
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.stories.route import edit
from bot.stories.wording.translation import in_language, question, refusal, translation, with_translation
from bot.work.delivery.endpoint import CHAT, QUOTES, TRANSLATE, Endpoint
from bot.work.polling.plan import save
from bot.work.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """Asks the configured endpoint for headlines. Without ``translate:`` it asks nobody."""

    store: Store
    watch: Callable[[], Watch]
    endpoint: Endpoint
    clock: Clock
    log: FilteringBoundLogger

    @property
    def wanted(self) -> bool:
        """Whether translations are configured."""
        return self.watch().config.translate is not None

    async def translate(self, story_id: str) -> set[int]:
        """Ask for a story's headline in each language that is missing; return the channels whose message is edited."""
        story = await self.store.read(lambda tx: next(iter(tx.stories.by_id([story_id])), None))
        watch = self.watch().about(story.topic) if story else None
        settings = watch.config.translate if watch else None
        if watch is None or settings is None or story is None:
            return set()
        house = watch.config.topic.language
        missing = await self.store.read(lambda tx: _missing(tx, story, house))
        touched: set[int] = set()
        for language in sorted(missing):
            text = await self._asked(settings, story, language, watch)
            if text:
                told = (story.title, language, text)
                touched |= await self.store.write(lambda tx, told=told: self._take(tx, story_id, told, house))  # type: ignore[misc]
        return touched

    async def _asked(self, settings: TranslateSettings, story: Story, language: str, watch: Watch) -> str:
        """Return the headline in a language; "" if there is none, or it must not be shown."""
        if not self.endpoint.may_ask(settings.max_per_hour):
            return ""
        asked = question(story.title, story.language, language, model=settings.model, key=self.endpoint.key)
        try:
            if settings.model:
                text = (await self.endpoint.ask(settings.url, CHAT, asked, timeout=settings.timeout)).strip(QUOTES)
            else:
                text = await self.endpoint.ask(settings.url, TRANSLATE, asked, timeout=settings.timeout)
        except FetchError as error:
            self.log.warning("no translation from the endpoint", story=story.short, error=str(error))
            return ""
        why = refusal(text, story, language, watch.spelled.get(language))
        if why is not None:
            self.log.info("translation not taken", story=story.short, language=language, reason=why)
            return ""
        return text

    def _take(self, tx: Transaction, story_id: str, told: tuple[str, str, str], house: str) -> set[int]:
        """Keep a translation and queue the edits; nothing if the story has another headline by now."""
        title, language, text = told
        story = next(iter(tx.stories.by_id([story_id])), None)
        if story is None or story.title != title:
            return set()
        story = save(tx, with_translation(story, language, text))
        readers = [each for each in _readers(tx, story_id) if (each.language or house) == language]
        why = "its headline was translated"
        return tx.alerts.queue([edit(story, each.channel_id, why=why, now=self.clock.now()) for each in readers])


def _readers(tx: Transaction, story_id: str) -> list[Subscription]:
    """Return the channels that were told of a story and want translations."""
    told = tx.alerts.told(story_id)
    return [each for each in tx.channels.active(of_all=True) if each.translate and each.channel_id in told]


def _missing(tx: Transaction, story: Story, house: str) -> set[str]:
    """Return those of its readers' languages in which a story has neither a report nor a translation."""
    languages = {each.language or house for each in _readers(tx, story.id)}
    return {
        language
        for language in languages
        if in_language(story, language).language != language and not translation(story, language)
    }
