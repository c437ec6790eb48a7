"""Is a database in trouble loud and slow, and is nothing lost or said twice meanwhile?"""

import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.chat.message import Command
from bot.errors import StoreError
from bot.model import Target
from bot.store.engine import Store
from bot.work.jobs import DELIVER, POLL
from bot.work.service import Work
from tests.fakes.telegram_server import ANA
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, delivered_by_hand, world

PRIVATE = Target(platform="telegram", chat=str(ANA.id))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as made:
        made.operators = (("telegram", str(ANA.id)),)
        await made.prime(PRIVATE)
        yield made


@contextmanager
def full(work: Work) -> Iterator[None]:
    """Let the database have no page more than it has."""

    def limit(pages: int) -> None:
        with work.store.database.writers.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("DELETE FROM notes")  # no room that was given back
            connection.exec_driver_sql("VACUUM")
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    limit(1)
    yield
    limit(1_000_000_000)


def told(here: World) -> list[str]:
    assert here.telegram is not None
    return [message.text for message in here.telegram.messages(ANA.id)]


async def test_a_full_database_is_asked_now_and_then_and_told_once(here: World) -> None:
    """Ready is not said, the feed is not asked each second, operators hear of it twice: at the start and at the end."""
    here.publish(ON_TOPIC, "They met and spoke of this and that. " * 500)  # more than fits in the pages that are there
    here.clock.advance(1200)
    async with here.process() as work:
        delivered_by_hand(work)
        asked = len(here.feeds.asked)
        with full(work):
            with pytest.raises(StoreError, match="no room left"):
                await work.jobs.poll("one")
            for _ in range(120):
                here.clock.advance(1)
                await work.jobs.tick()
                await work.jobs.poll("one")
                await work.jobs.deliver("1")
            assert len(here.feeds.asked) == asked + 1
            assert any("no room left" in why for why in await work.health.not_ready())
            assert sum("Nothing can be stored" in text for text in told(here)) == 1
            assert here.telegram is not None
            here.telegram.say(ANA.id, "/status")
            await here.telegram.wait_for(lambda: any("In trouble" in text for text in told(here)))
            assert "Not working: Nothing can be stored now" in told(here)[-1]
        here.clock.advance(120)
        await work.jobs.tick()
        assert sum("can be used again" in text for text in told(here)) == 1
        await work.jobs.poll("one")
        assert (await work.jobs.deliverer.deliver(1)) == 1
    assert sum(ON_TOPIC in text for text in told(here)) == 1


async def test_what_was_sent_and_not_recorded_is_recorded_before_anything_else_is_sent(here: World) -> None:
    """The message is not repeated while the record cannot be made, nor after it could."""
    here.publish(ON_TOPIC)
    here.clock.advance(1200)
    async with here.process() as work:
        delivered_by_hand(work)
        await work.jobs.poll("one")
        send = work.connections["telegram"].messenger.send
        written = work.store._written
        refuse = sqlite3.OperationalError("disk I/O error")
        refuse.sqlite_errorcode = sqlite3.SQLITE_IOERR

        async def and_then_the_disk_fails(*arguments: object) -> object:
            sent = await send(*arguments)  # type: ignore[arg-type]

            def fails(*_: object) -> object:
                raise OperationalError("COMMIT", None, refuse)

            work.store._written = fails  # type: ignore[method-assign,assignment]
            return sent

        work.connections["telegram"].messenger.send = and_then_the_disk_fails  # type: ignore[method-assign,assignment]
        with pytest.raises(StoreError, match="disk fails"):
            await work.jobs.deliver("1")
        here.clock.advance(300)  # longer than any lease
        for _ in range(3):
            with pytest.raises(StoreError, match="disk fails"):
                await work.jobs.deliverer.deliver(1)
        reply = await work.handle(Command(verb="mute", arguments="1h", target=PRIVATE, user=str(ANA.id)))
        assert reply.refused
        assert "Try again" in reply.message.text
        work.store._written = written  # type: ignore[method-assign]
        work.connections["telegram"].messenger.send = send  # type: ignore[method-assign]
        assert await work.jobs.deliverer.deliver(1) == 0
    assert sum(ON_TOPIC in text for text in told(here)) == 1


async def test_a_poll_that_fails_in_our_own_code_is_not_made_each_second(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it was, the feed is asked again after a rest."""
    here.publish(NEXT_DAY)
    here.clock.advance(1200)

    def broken(*_: object, **__: object) -> None:
        raise LookupError

    async with here.process() as work:
        queued: list[str] = []
        enqueue = work.jobs.queue.enqueue

        async def note(name: str, payload: str, **more: object) -> None:
            queued.append(name)
            if name == DELIVER:
                await enqueue(name, payload, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(work.jobs.queue, "enqueue", note)
        with monkeypatch.context() as patched:
            patched.setattr("bot.work.polling.ledger.take", broken)
            with pytest.raises(LookupError):
                await work.jobs.poll("one")
        for _ in range(60):
            here.clock.advance(1)
            await work.jobs.tick()
        assert queued == []
        here.clock.advance(600)
        await work.jobs.tick()
        assert queued == [POLL]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    Store(f"sqlite:///{path}").close()
    return path


def fails(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        Store(f"sqlite:///{path}")
    return str(caught.value)


def test_a_database_that_went_away_is_never_replaced_by_an_empty_one(made: Path) -> None:
    """Missing and emptied: the words say what to do, and where one really wants to begin anew, how."""
    for suffix in ("-wal", "-shm"):
        Path(f"{made}{suffix}").unlink(missing_ok=True)
    made.rename(made.with_suffix(".old"))
    assert "is gone: put a backup in its place" in fails(made)
    assert not made.exists()
    made.touch()
    assert "is empty, and there was something in it" in fails(made)
    made.unlink()
    Path(f"{made}.lock").unlink()
    Store(f"sqlite:///{made}").close()


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    """Tables that are not ours are not ours to add to."""
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("CREATE TABLE photos (id)")
    other.close()
    assert "belongs to another program" in fails(path)
    with closing(sqlite3.connect(path)) as other, other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("photos",)]
    other.close()


def test_a_newer_layout_is_not_touched(made: Path) -> None:
    """Who goes back a version learns why that does not work."""
    with closing(sqlite3.connect(made)) as ours, ours:
        ours.execute("UPDATE alembic_version SET version_num = '9999'")
    ours.close()
    assert "newer version of this program" in fails(made)


def test_a_damaged_page_is_found_at_the_start(made: Path) -> None:
    """Before anything is read or written; the file is kept as it is."""
    with closing(sqlite3.connect(made)) as ours, ours:
        ours.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size, pages = (ours.execute(f"PRAGMA page_{what}").fetchone()[0] for what in ("size", "count"))
    ours.close()
    with made.open("r+b") as file:
        file.seek(size * (pages // 2))
        file.write(os.urandom(size * 4))
    assert "damaged" in fails(made)


def test_a_locked_database_is_not_said_to_be_broken(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who holds it, and to wait; nobody is told to move a healthy file away."""
    monkeypatch.setattr("bot.store.database.sqlite.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(made, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = fails(made)
    other.close()
    assert "another program holds it" in said
    assert "backup in its place" not in said


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_file_that_may_not_be_written_says_so(made: Path) -> None:
    """Rights are the answer, not a backup."""
    made.chmod(0o400)
    assert "may not be written" in fails(made)


def test_ballast_is_given_up_for_what_is_under_way(made: Path) -> None:
    """A file of some megabytes lies beside the database, and is gone when the disk is full."""
    ballast = Path(f"{made}.ballast")
    assert ballast.stat().st_size > 0
    with Store(f"sqlite:///{made}") as store:
        assert store.database.make_room()
        assert not ballast.exists()
        assert not store.database.make_room()
