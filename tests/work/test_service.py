"""Does the running service follow its configuration, and answer whatever happens?"""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.message import Command
from bot.chat.verbs import table
from bot.model import Target
from bot.work.service import Work
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, World, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        yield made


async def settle(work: Work) -> None:
    """Two looks in a row must agree before a change is taken."""
    await work.reloading.if_changed()
    await work.reloading.if_changed()


async def test_an_edit_of_the_sources_takes_effect_without_a_restart(here: World) -> None:
    """A second source is polled after the file was saved."""
    async with here.process() as work:
        here.names = ("one", "two")
        here.serve("two")
        here.config()
        await settle(work)
        assert set(work.current.watch.feeds) == {"one", "two"}


async def test_a_broken_edit_keeps_the_last_good_one_and_is_told_once(here: World) -> None:
    """Operators get file, line and column, and get it once."""
    assert here.telegram is not None
    here.operators = (("telegram", str(ANA.id)),)
    async with here.process() as work:
        path = here.config()
        path.write_text(path.read_text(encoding="utf-8").replace("language: en", "langauge: en"), encoding="utf-8")
        await settle(work)
        await settle(work)
        assert set(work.current.watch.feeds) == {"one"}
        (told,) = here.telegram.messages(ANA.id)
        assert "sources.yaml:" in told.text
        assert "unknown key 'langauge'" in told.text
        here.config()
        await settle(work)
        assert work.current.refused == ()


async def test_an_internal_error_is_an_answer_with_a_code(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asked learns that nothing was changed, and operators find the code in the log."""

    def fails(*_: object, **__: object) -> None:
        raise LookupError

    monkeypatch.setattr(table, "handle", fails)
    async with here.process() as work:
        reply = await work.handle(Command(verb="status", target=PRIVATE))
    assert "it is my fault, not yours" in reply.message.text
    assert reply.refused


async def test_readiness_names_what_does_not_work(tmp_path: Path) -> None:
    """A feed that was never answered makes us not ready after three intervals, and not before."""
    async with world(tmp_path) as here, here.process() as work:
        assert await work.health.not_ready() == []
        here.clock.advance(3601)
        assert "no feed has answered" in (await work.health.not_ready())[0]
        await here.look(work)
        assert await work.health.not_ready() == []


async def test_a_digest_that_is_due_is_sent_once(here: World) -> None:
    """The tick queues it, the next one is planned."""
    await here.prime(PRIVATE)
    here.publish(ON_TOPIC)
    assert here.telegram is not None
    async with here.process() as work:
        await here.look(work)
        await work.handle(Command(verb="digest", arguments="daily 08:00", target=PRIVATE))
        here.clock.advance(24 * 3600)
        await here.look(work)
        await here.look(work)
    digests = [message for message in here.telegram.messages(ANA.id) if "since" in message.text]
    assert len(digests) == 1


async def test_an_operator_has_the_configuration_read_at_once(here: World) -> None:
    """The answer says what came of it: loaded, nothing new, or refused with the place of the mistake."""
    reload = Command(verb="reload", target=PRIVATE, user=str(ANA.id))
    async with here.process() as work:
        assert (await work.handle(reload)).refused
    here.operators = (("telegram", str(ANA.id)),)
    async with here.process() as work:
        assert "Nothing changed" in (await work.handle(reload)).message.text
        here.names = ("one", "two")
        path = here.config()
        assert (await work.handle(reload)).message.text == "Loaded sources.yaml: 2 sources."
        assert set(work.current.watch.feeds) == {"one", "two"}
        path.write_text(path.read_text(encoding="utf-8").replace("language: en", "langauge: en"), encoding="utf-8")
        for _ in range(2):  # also where it was told before
            reply = await work.handle(reload)
            assert reply.refused
            assert "unknown key 'langauge'" in str(reply.message.sections)
        await settle(work)
        assert "a newer version was refused" in str((await work.handle(replace(reload, verb="status"))).message)
        assert set(work.current.watch.feeds) == {"one", "two"}


async def test_a_file_is_made_without_the_writer(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Polls and messages do not wait for somebody's export."""
    async with here.process() as work:

        async def busy(_: object) -> None:
            raise AssertionError("an export waits for the writer")

        with monkeypatch.context() as patched:
            patched.setattr(work.store, "write", busy)
            reply = await work.handle(Command(verb="export", arguments="csv", target=PRIVATE))
    assert "No stories in 30 days" in reply.message.text
