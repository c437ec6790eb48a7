"""How does a topic learn a word in a chat? It becomes a concept in its names file, which is then reread."""

import asyncio
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.chat.language import Words
from bot.chat.message import Lesson, Line, Reply, Text
from bot.chat.topics import of_topic, tagged
from bot.chat.verbs import status
from bot.chat.verbs.request import refused
from bot.chat.verbs.topic import ask, offered, turned_down
from bot.clock import Clock
from bot.config.seeds.folder import NAMES
from bot.config.sources.changes import add_words, concept_line
from bot.errors import ConfigError
from bot.model import Entry
from bot.store.engine import Store
from bot.store.transaction import Transaction
from bot.topic.standing import Standing, stand
from bot.work.upkeep.reloading import Reloading
from bot.work.watch import Current, Watch

_BACK = timedelta(days=14)
_MOST = 10_000  # the newest entries, which are judged again: some seconds of one core
_Seen = tuple[list[Entry], frozenset[str]]  # entries, and words that are not the topic's


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """Takes one lesson at a time, so that none overwrites the file of another."""

    current: Current
    store: Store
    reloading: Reloading
    clock: Clock
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def taught(self, lesson: Lesson, words: Words) -> Reply:
        """Write the lesson's word into the topic's file, say what that changes, and offer the next one.

        Raises ``StoreError``.
        """
        async with self._one:
            watch = self._watch(lesson)
            entries, others = await self.store.read(partial(self._seen, key=lesson.topic))
            before = await asyncio.to_thread(stand, watch.topic, entries, others)
            if not lesson.word:
                return await self._offer(watch, before, words, told=())
            path = watch.config.seeds_folder / NAMES
            if (reply := await _written(path, lesson, words)) or (reply := await self._in_force(words)):
                return reply
            fresh = self._watch(lesson)
            after = await asyncio.to_thread(stand, fresh.topic, entries, others)
            told = _told(lesson, len(entries), _alerts(watch, before), _alerts(fresh, after), words)
            return await self._offer(fresh, after, words, told=told)

    def _watch(self, lesson: Lesson) -> Watch:
        return self.current.watch.about(lesson.topic) or self.current.watch

    def _seen(self, tx: Transaction, key: str) -> _Seen:
        hits = tx.entries.each_since(self.clock.now() - _BACK)
        return list(deque((hit.entry for hit in hits), maxlen=_MOST)), turned_down(tx, key)

    async def _in_force(self, words: Words) -> Reply | None:
        """Take over the file that was written; None once it is in force. A new word must not remove sources."""
        reloaded = await self.reloading.asked(accept_removal=False)
        if not reloaded.refused:
            return None
        config, problems = self.current.watch.config, self.current.refused
        return status.reloaded(problems, changed=False, config=config.path.name, sources=0, words=words)

    async def _offer(self, watch: Watch, found: Standing, words: Words, *, told: tuple[Line, ...]) -> Reply:
        suggestion = next(iter(found.suggestions), None)
        number = ""
        if suggestion is not None:
            number = await self.store.write(partial(ask, suggestion=suggestion, now=self.clock.now()), urgent=True)
        message = offered(told, suggestion, number, words)
        if len(self.current.watch.topics) > 1:
            message = tagged(of_topic(message, words.name(watch.config.topic.name)), watch.config.key)
        return Reply(message=message)


async def _written(path: Path, lesson: Lesson, words: Words) -> Reply | None:
    """Write a lesson's word; return why that failed and what to do, None if it worked."""
    try:
        await asyncio.to_thread(add_words, path, [(lesson.word, lesson.language)])
    except ConfigError as error:
        return refused(str(error))
    except OSError as error:
        said = words("{file} cannot be written here: {error}", file=path.name, error=error.strerror or str(error))
        line = Text(concept_line(lesson.word, lesson.language), code=True)
        return refused(said, words("Add this line to its concepts:"), (line,))
    return None


def _alerts(watch: Watch, found: Standing) -> int:
    """Return how many alerts the threshold in force would give."""
    return dict(found.alerts)[round(watch.config.match.alert_at, 2)]


def _told(lesson: Lesson, entries: int, before: int, after: int, words: Words) -> tuple[Line, ...]:
    """Return what was written, and what that changes: numbers of entries, and of alerts among them."""
    changed = words.counted(
        entries,
        "Of the last {n} entry, {after} would be alerts now, {before} before.",
        "Of the last {n} entries, {after} would be alerts now, {before} before.",
        after=after,
        before=before,
    )
    done = words("Done, “{word}” belongs to the topic and is written in {file}.", word=lesson.word, file=NAMES)
    return (Text(done),), (Text(changed),)
