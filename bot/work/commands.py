"""How is a command carried out? In one transaction, with what the verbs may know of the running service."""

import secrets
from dataclasses import dataclass, replace
from functools import partial

from bot.chat.language import speak
from bot.chat.message import Command, Reply
from bot.chat.rendering import alerts
from bot.chat.verbs import table, vote
from bot.chat.verbs.request import Service
from bot.errors import StoreError
from bot.failpoint import failpoint
from bot.ops import metrics, traces
from bot.store.transaction import Transaction
from bot.stories.search.index import query_stems
from bot.work.service import Work
from bot.work.upkeep.teaching import Teaching
from bot.work.watch import Watch

_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """Carries out what chats ask for."""

    work: Work
    teaching: Teaching

    async def handle(self, command: Command) -> Reply:
        """Carry out a command in one transaction. Never raises."""
        verb = command.verb if command.verb in table.BY_NAME else "unknown"  # anything else is free text
        with traces.span("command", verb=verb, platform=command.target.platform) as found:
            reply = await self._handle(command)
            found["refused"] = reply.refused
        return reply

    async def _handle(self, command: Command) -> Reply:
        try:
            reply = await self._carried_out(command)
            if reply.lesson is not None:
                words = speak(reply.language).knowing(self.work.current.watch.spelled)
                return replace(await self.teaching.taught(reply.lesson, words), edits=reply.edits)
            if reply.reload:
                return await self.work.reloading.now(speak(reply.language))
        except StoreError as error:
            self.work.log.warning("command failed", verb=command.verb, error=str(error))
            words = speak(command.language or self.work.current.watch.config.topic.language)
            text = words("Nothing can be stored now, so that did not work. Try again in some minutes.")
            return Reply(message=alerts.answer(text), refused=True)
        except Exception:
            code = "".join(secrets.choice(_CODE) for _ in range(4))
            self.work.log.exception("command failed", code=code, verb=command.verb, platform=command.target.platform)
            words = speak(command.language or self.work.current.watch.config.topic.language)
            text = words(
                "That did not work; it is my fault, not yours. Nothing was changed. "
                "Code {code}, operators can find it with this code.",
                code=code,
            )
            return Reply(message=alerts.answer(text), refused=True)
        failpoint("answering")
        for target, message in reply.elsewhere:
            await self.work.operators.send(target, message)
        if command.verb in vote.VOTES and not reply.refused:
            metrics.voted(command.verb)
        return reply

    async def _carried_out(self, command: Command) -> Reply:
        service = self._service(self.work.current.watch)
        replies: list[Reply] = []

        def carry_out(tx: Transaction) -> Reply:
            replies.append(table.handle(tx, command=command, service=service))
            # If we repeat it ourselves, since the answer of the commit was lost, the first reply is the true one.
            return replies[0] if replies[-1].repeated else replies[-1]

        run = self.work.store.read if table.only_reads(command) else partial(self.work.store.write, urgent=True)
        return await run(carry_out)

    def _problems(self) -> list[str]:
        """Return what does not work now: the database first, since then nothing does."""
        stored = self.work.jobs.storage.problem
        return [*([stored] if stored else ()), *self.work.health.problems()]

    def _service(self, watch: Watch) -> Service:
        """Return what commands need to know about the service and a topic; with the first topic, about all others."""
        limits = watch.config.match
        return Service(
            now=self.work.clock.now(),
            started=self.work.started,
            topic=watch.config.topic.name,
            zone=watch.config.topic.timezone,
            language=watch.config.topic.language,
            alert_at=limits.alert_at,
            feeds=watch.feeds,
            operators=frozenset(self.work.settings.operators),
            stems=query_stems,
            config=watch.config.path.name,
            loaded=watch.loaded,
            seeds=len(watch.config.corpus.seeds),
            refused=self.work.current.refused,
            problems=tuple(self._problems()),
            version=self.work.version,
            access=self.work.settings.access,
            platforms=frozenset(self.work.connections),
            names=watch.names,
            own_names=watch.own_names,
            spelled=watch.spelled,
            key=watch.config.key,
            id=watch.config.topic.key,
            others=tuple(map(self._service, watch.others)),
            code=partial(secrets.token_urlsafe, 12),
        )
