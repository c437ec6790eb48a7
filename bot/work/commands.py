"""How is a command carried out? In one transaction, with what the verbs may know of the running service."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from structlog.typing import FilteringBoundLogger

from bot.chat.language import speak
from bot.chat.message import Command, Reply
from bot.chat.platform import Connection
from bot.chat.rendering import alerts
from bot.chat.verbs import table, vote
from bot.chat.verbs.request import Service
from bot.clock import Clock
from bot.config import Settings
from bot.errors import StoreError
from bot.failpoint import failpoint
from bot.ops import metrics, traces
from bot.store.engine import Store
from bot.stories.search.index import query_stems
from bot.work.upkeep.health import Health
from bot.work.upkeep.operators import Operators
from bot.work.upkeep.reloading import Reloading
from bot.work.upkeep.teaching import Teaching
from bot.work.watch import Current, Watch

_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Carries out what chats ask for."""

    settings: Settings
    current: Current
    store: Store
    health: Health
    reloading: Reloading
    teaching: Teaching
    operators: Operators
    connections: Mapping[str, Connection]  # by platform; filled while platforms connect
    clock: Clock
    log: FilteringBoundLogger
    started: datetime
    version: str

    async def handle(self, command: Command) -> Reply:
        """Carry out a command in one transaction. Never raises."""
        verb = command.verb if command.verb in table.BY_NAME else "unknown"  # anything else is free text
        with traces.span("command", verb=verb, platform=command.target.platform) as found:
            reply = await self._handle(command)
            found["refused"] = reply.refused
        return reply

    async def _handle(self, command: Command) -> Reply:
        try:
            run = self.store.read if table.only_reads(command) else partial(self.store.write, urgent=True)
            reply = await run(partial(table.handle, command=command, service=self._service(self.current.watch)))
            if reply.lesson is not None:
                words = speak(reply.language).knowing(self.current.watch.spelled)
                return replace(await self.teaching.taught(reply.lesson, words), edits=reply.edits)
        except StoreError as error:
            self.log.warning("command failed", verb=command.verb, error=str(error))
            words = speak(command.language or self.current.watch.config.topic.language)
            text = words("Nothing can be stored now, so that did not work. Try again in some minutes.")
            return Reply(message=alerts.answer(text), refused=True)
        except Exception:
            code = "".join(secrets.choice(_CODE) for _ in range(4))
            self.log.exception("command failed", code=code, verb=command.verb, platform=command.target.platform)
            words = speak(command.language or self.current.watch.config.topic.language)
            text = words(
                "That did not work; it is my fault, not yours. Nothing was changed. "
                "Code {code}, operators can find it with this code.",
                code=code,
            )
            return Reply(message=alerts.answer(text), refused=True)
        failpoint("answering")
        if reply.reload:
            return await self.reloading.now(speak(reply.language))
        for target, message in reply.elsewhere:
            await self.operators.send(target, message)
        if command.verb in vote.VOTES and not reply.refused:
            metrics.voted(command.verb)
        return reply

    def _service(self, watch: Watch) -> Service:
        """Return what commands need to know about the service and a topic; with the first topic, about all others."""
        limits = watch.config.match
        return Service(
            now=self.clock.now(),
            started=self.started,
            topic=watch.config.topic.name,
            zone=watch.config.topic.timezone,
            language=watch.config.topic.language,
            alert_at=limits.alert_at,
            feeds=watch.feeds,
            operators=frozenset(self.settings.operators),
            stems=query_stems,
            config=watch.config.path.name,
            loaded=watch.loaded,
            seeds=len(watch.config.corpus.seeds),
            refused=self.current.refused,
            problems=tuple(self.health.problems()),
            version=self.version,
            access=self.settings.access,
            platforms=frozenset(self.connections),
            names=watch.names,
            own_names=watch.own_names,
            spelled=watch.spelled,
            key=watch.config.key,
            id=watch.config.topic.key,
            others=tuple(map(self._service, watch.others)),
            code=partial(secrets.token_urlsafe, 12),
        )
