"""Does it begin and end well, whatever is under way: many messages, a migration, a log that nobody reads?"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from bot.chat.message import Command
from bot.model import Target
from bot.store.engine import HEAD, Store
from tests.fakes.telegram_faults import Fault
from tests.fakes.telegram_server import ANA
from tests.flow.test_process import CLEAN, asked, program
from tests.flow.world import NEXT_DAY, ON_TOPIC, World, world
from tests.store.first_layout import make_first_layout

ROOT = Path(__file__).parents[2]
CHATS = [1000 + number for number in range(100)]


async def owing(here: World) -> None:
    """Let 100 chats be owed one message each."""
    assert here.telegram is not None
    async with here.process() as work:
        await here.look(work)
        for chat in CHATS:
            here.telegram.chats.meet(chat, ANA)
            await work.handle(Command(verb="start", target=Target(platform="telegram", chat=str(chat)), title="a chat"))
    here.publish(ON_TOPIC)
    here.clock.advance(1200)


async def test_an_end_with_many_messages_queued(tmp_path: Path) -> None:
    """Told to stop in the middle it ends within ten seconds, loses none, and repeats only what may not have arrived."""
    async with world(tmp_path, with_telegram=True) as here:
        await owing(here)
        assert here.telegram is not None
        async with here.process() as work:
            await work.jobs.poll("one")
            await work.jobs.tick()
            await here.telegram.wait_for(lambda: len(here.telegram.called("sendMessage")) > 10)  # type: ignore[union-attr]
            begun = monotonic()
            work.stop()
        assert monotonic() - begun < 10
        told = [len(here.telegram.messages(chat)) for chat in CHATS]
        assert 10 < sum(told) < len(CHATS)
        await here.run()
        told = [len(here.telegram.messages(chat)) for chat in CHATS]
        assert min(told) == 1
        with Store(here.database_url) as store, store.begin() as tx:
            marked = tx._connection.exec_driver_sql("SELECT count(*) FROM alerts WHERE ambiguous").scalar()
        assert sum(told) - len(CHATS) <= (marked or 0)  # a request that was cut may have arrived


@pytest.mark.parametrize("signals", [(signal.SIGTERM,) * 5, (signal.SIGTERM, signal.SIGINT)])
async def test_who_asks_twice_gets_one_end(tmp_path: Path, signals: tuple[signal.Signals, ...]) -> None:
    """Impatience neither hangs it nor cuts it short."""
    async with world(tmp_path) as here, program(here, "run") as process:
        await asked(here, process)
        for number in signals:
            process.send_signal(number)
        _, errors = await asyncio.wait_for(process.communicate(), 15)
        assert process.returncode in {0, 130}, errors.decode()
        assert b"Traceback" not in errors
        with Store(f"sqlite:///{tmp_path}/seedwatch.db") as store:
            assert store.problems() == []


async def test_a_log_that_nobody_reads_is_no_reason_to_stop(tmp_path: Path) -> None:
    """The other end of the pipe is gone; feeds are looked at, and the end is in good order."""
    async with world(tmp_path, with_telegram=True) as here:
        assert here.telegram is not None
        reads, writes = os.pipe()
        os.close(reads)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--config", str(here.config()),
            stdin=subprocess.DEVNULL, stdout=writes, stderr=writes,
            env={
                **CLEAN,
                "DATABASE_URL": f"sqlite:///{here.folder}/seedwatch.db",
                "TELEGRAM_BOT_TOKEN": here.telegram.token,
                "TELEGRAM_API_URL": here.telegram.url,
            },
        )  # fmt: skip
        os.close(writes)
        await asked(here, process)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 15) == 0


MIGRATE = "import sys; from bot.store.engine import Store; Store(f'sqlite:///{sys.argv[1]}').close()"


@pytest.mark.parametrize("when", [1, 9])
def test_a_migration_that_is_killed_is_carried_out_by_the_next_start(tmp_path: Path, when: int) -> None:
    """At whichever write: the old layout or the new one, whole, and the rows that were there."""
    path = tmp_path / "old.db"
    make_first_layout(path)
    tracer = ["strace", "-f", "-o", "/dev/null", "-P", str(path), "-P", f"{path}-wal"]
    try:
        done = subprocess.run(
            [*tracer, "-e", f"inject=pwrite64:signal=SIGKILL:when={when}", sys.executable, "-c", MIGRATE, str(path)],
            capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
        )  # fmt: skip
    except FileNotFoundError:
        assert "SEEDWATCH_REQUIRE_SERVICES" not in os.environ
        pytest.skip("strace is not installed (on Debian or Ubuntu: apt-get install strace)")
    if "not permitted" in done.stderr:
        pytest.skip("tracing is not permitted here")
    with Store(f"sqlite:///{path}") as store, store.begin() as tx:
        assert store.problems() == []
        assert tx._connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        assert tx._connection.exec_driver_sql("SELECT count(*) FROM entries").scalar() == 1


@pytest.mark.parametrize("fault", [Fault.gateway(502), Fault.drop_before()])
async def test_six_hours_without_a_platform(tmp_path: Path, fault: Fault) -> None:
    """What was owed goes out afterwards, in its order, and what was never taken is sent once."""
    async with world(tmp_path, with_telegram=True) as here:
        assert here.telegram is not None
        await here.prime(Target(platform="telegram", chat=str(ANA.id)))
        async with here.process() as work:
            here.telegram.fail_next("sendMessage", fault, times=1000)
            here.publish(ON_TOPIC)
            await here.look(work)
            here.publish(NEXT_DAY)
            for _ in range(18):  # each twenty minutes
                await here.look(work)
            tries = len(here.telegram.called("sendMessage"))
            assert 3 <= tries <= 40
            here.telegram._faults["sendMessage"].clear()
            await here.look(work)
            await here.look(work)
        told = [message.text for message in here.telegram.messages(ANA.id)]
        places = [next(at for at, text in enumerate(told) if title in text) for title in (ON_TOPIC, NEXT_DAY)]
        assert places == sorted(places)
        assert sum(ON_TOPIC in text for text in told) == sum(NEXT_DAY in text for text in told) == 1


async def test_nothing_that_a_feed_names_is_fetched_but_the_feed(tmp_path: Path) -> None:
    """Enclosures, images, hubs, stylesheets, icons, links of entries: whoever writes a feed sends us nowhere."""
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(Target(platform="telegram", chat=str(ANA.id)))
        trap = here.feeds.url("/trap")
        here.publish(ON_TOPIC, f"<img src='{trap}'><iframe src='{trap}'></iframe><link rel=stylesheet href='{trap}'>")
        script = here.feeds.scripts["/one"][0]
        (piece,) = script.pieces
        head, body = bytes(piece).split(b"\r\n\r\n", 1)
        named = (
            f"<image><url>{trap}</url><link>{trap}</link></image><icon>{trap}</icon><docs>{trap}</docs>"
            f"<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{trap}'/><cloud path='/trap'/>"
        ).encode()
        inner = f"<enclosure url='{trap}' type='image/png' length='1'/><comments>{trap}</comments>".encode()
        body = body.replace(b"<channel>", b"<channel>" + named).replace(b"<item>", b"<item>" + inner)
        head = b"HTTP/1.1 200 X\r\nContent-Length: %d" % len(body)
        here.feeds.script("/one", type(script)(pieces=[head + b"\r\n\r\n" + body]))
        await here.run()
        assert here.telegram is not None
        assert any(ON_TOPIC in message.text for message in here.telegram.messages(ANA.id))
        assert {asked.path for asked in here.feeds.asked} == {"/one"}


async def test_a_change_of_the_configuration_during_a_poll(tmp_path: Path) -> None:
    """The poll that is under way is of one version: it ends as it began, and the next one is of the new one."""
    async with world(tmp_path, with_telegram=True) as here:
        await here.prime(Target(platform="telegram", chat=str(ANA.id)))
        here.publish(ON_TOPIC)
        here.clock.advance(1200)
        async with here.process() as work:
            fetch = work.jobs.poller.fetcher.fetch

            async def changed_meanwhile(*arguments: object) -> object:
                fetched = await fetch(*arguments)  # type: ignore[arg-type]
                path = here.folder / "sources.yaml"
                path.write_text(path.read_text("utf-8").replace("name: One", "name: Another"), "utf-8")
                await work.reloading.asked()
                return fetched

            work.jobs.poller.fetcher.fetch = changed_meanwhile  # type: ignore[method-assign,assignment]
            await work.jobs.poller.poll("one")
            assert work.current.watch.feeds["one"].name == "Another"
            stored = await work.store.read(lambda tx: tx.entries.count())
            assert stored == 1
            for each in await work.store.read(lambda tx: tx.outbox.due(here.clock.now(), ["telegram"])):
                await work.jobs.deliver(str(each.channel_id))
        assert here.telegram is not None
        assert sum(ON_TOPIC in message.text for message in here.telegram.messages(ANA.id)) == 1
