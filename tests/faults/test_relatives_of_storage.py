"""Do the relatives of a full disk, a lock and a lost file hold as well? Real file systems, locks and system calls."""

import asyncio
import errno
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.model import Target
from bot.store.database import sqlite
from bot.store.engine import Store
from tests.fakes.telegram_server import ANA
from tests.flow.world import ON_TOPIC, World, delivered_by_hand, world

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 27, tzinfo=UTC)
PRIVATE = Target(platform="telegram", chat=str(ANA.id))


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "data.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as one:
        await one.prime(PRIVATE)
        yield one


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a lock."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)


def fails(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        Store(f"sqlite:///{path}")
    return str(caught.value)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("how", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
async def test_a_lock_while_we_run_loses_nothing(here: World, how: str) -> None:
    """Whoever holds it is named as somebody else's program; when it is gone, the news goes out once."""
    here.publish(ON_TOPIC)
    here.clock.advance(1200)
    async with here.process() as work:
        delivered_by_hand(work)
        other = sqlite3.connect(here.folder / "seedwatch.db", isolation_level=None)
        other.execute(how)
        with pytest.raises(StoreError, match="another program holds it"):
            await work.jobs.poll("one")
        assert any("another program holds it" in why for why in await work.health.not_ready())
        other.close()
        for _ in range(2):
            await work.jobs.tick()
            here.clock.advance(120)
        assert work.store.trouble is None
        await work.jobs.poll("one")
        assert await work.jobs.deliverer.deliver(1) == 1
    assert here.telegram is not None
    assert sum(ON_TOPIC in message.text for message in here.telegram.messages(ANA.id)) == 1


async def test_a_short_lock_is_waited_for(made: Path) -> None:
    """A backup of a moment is nobody's trouble."""
    with Store(f"sqlite:///{made}") as store:
        other = sqlite3.connect(made, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(store.write(lambda tx: tx.notes.put("a", "b", NOW)))
        await asyncio.sleep(0)
        assert not writing.done()
        other.rollback()
        await writing
        other.close()
        assert store.trouble is None
        assert await store.read(lambda tx: tx.notes.get("a")) == "b"


def put(store: Store, name: str, size: int = 1) -> None:
    asyncio.run(store.write(lambda tx: tx.notes.put(name, "x" * size, NOW)))


def has(store: Store, *names: str) -> bool:
    return asyncio.run(store.read(lambda tx: all(tx.notes.get(name) for name in names)))


def test_who_only_looks_is_not_locked_out(made: Path) -> None:
    """``sources list`` and ``report`` beside a program that writes."""
    other = sqlite3.connect(made, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Store(f"sqlite:///{made}", looking=True) as store:
        assert asyncio.run(store.read(lambda tx: tx.entries.count())) == 0
    other.close()


def test_a_long_reader_does_not_stop_writers(made: Path) -> None:
    """Somebody reads for hours; the log beside the file grows, and nothing fails."""
    reader = sqlite3.connect(made, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entries").fetchone()
    with Store(f"sqlite:///{made}") as store:
        for number in range(50):
            put(store, f"n{number}", 5000)
        assert store.trouble is None
        reader.close()
        assert has(store, "n0", "n49")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 200), "damaged|no database"),
        (lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]), "damaged"),
        (lambda path: path.write_bytes(b"<html>"), "no database"),
        (lambda path: (path.unlink(), path.mkdir()), "cannot be read|cannot be opened|folder"),
        (lambda path: (path.unlink(), path.symlink_to(path.parent / "nowhere" / "x.db")), "is gone|cannot be opened"),
        (lambda path: path.write_bytes(b"\0" * 8192), "no database"),
    ],
    ids=["only a head", "half", "a page", "a folder", "a link to nowhere", "zeros"],
)  # fmt: skip
def test_a_file_that_is_none_is_named(made: Path, change: object, said: str) -> None:
    """Each in words, none with a new empty database in its place."""
    with closing(sqlite3.connect(made)) as ours, ours:
        ours.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        Path(f"{made}{suffix}").unlink(missing_ok=True)
    change(made)  # type: ignore[operator]
    assert re.search(said, fails(made))


def test_a_log_beside_the_file_that_is_garbage_is_left_out(made: Path) -> None:
    """What a crash of the machine may leave: the file is whole, and what is garbage is no commit."""
    with Store(f"sqlite:///{made}") as store:
        put(store, "kept")
    Path(f"{made}-wal").write_bytes(os.urandom(100_000))
    with Store(f"sqlite:///{made}") as store:
        assert has(store, "kept")


async def test_a_copy_made_while_we_write_is_whole(made: Path, tmp_path: Path) -> None:
    """D13: ``backup`` beside a writer; the copy opens and has what was committed before."""
    with Store(f"sqlite:///{made}") as store:
        await store.write(lambda tx: tx.notes.put("before", "1", NOW))
        copying = asyncio.get_running_loop().run_in_executor(None, store.backup, tmp_path / "copy.db")
        for number in range(30):
            await store.write(lambda tx, number=number: tx.notes.put(f"n{number}", "x", NOW))  # type: ignore[misc]
        await copying
    with Store(f"sqlite:///{tmp_path / 'copy.db'}") as copy:
        assert await copy.read(lambda tx: tx.notes.get("before")) == "1"
        assert copy.problems() == []


LIMITED = """
import asyncio, resource, signal, sys
from datetime import UTC, datetime
from bot.errors import StoreError
from bot.store.engine import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store(f"sqlite:///{sys.argv[1]}")
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
now = datetime(2026, 11, 27, tzinfo=UTC)
async def main():
    for number in range(1000):
        try:
            await store.write(lambda tx: tx.notes.put(f"n{number}", "x" * 20_000, now))
        except StoreError as error:
            print(number, error)
            break
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(await store.recover(now), store.trouble)
    found = 0
    while await store.read(lambda tx: tx.notes.get(f"n{found}")):
        found += 1
    print(found)
asyncio.run(main())
store.close()
"""


def test_a_limit_on_the_size_of_files_is_a_full_disk(made: Path) -> None:
    """RLIMIT_FSIZE, as a quota: what was written is there, the words fit, and it goes on afterwards."""
    limit = str(made.stat().st_size + 600_000)
    command = [sys.executable, "-c", LIMITED, str(made), limit]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    first, recovered, found = done.stdout.splitlines()
    assert "no room left" in first or "its disk fails or is full" in first
    assert recovered == "True None"
    assert int(found) == int(first.split()[0]) > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a file system")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no file system can be mounted here: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(store: Store) -> int:
    """Write until that fails; return how many notes were written."""
    for number in range(1000):
        try:
            put(store, f"n{number}", 20_000)
        except StoreError as error:
            if not re.search("no room left|fails or is full", str(error)):
                raise
            return number
    return 1000


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    """D1: two megabytes of tmpfs; nothing committed is lost, ballast is given up first, and room ends the trouble."""
    path = small_disk / "data.db"
    with Store(f"sqlite:///{path}") as store:
        stored = fill(store)
        assert 3 < stored < 1000
        assert store.trouble is not None
        assert not Path(f"{path}.ballast").exists()
        assert not asyncio.run(store.recover(NOW))
        assert has(store, *(f"n{number}" for number in range(stored)))
        subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
        assert asyncio.run(store.recover(NOW))
        put(store, "after")
    Store(f"sqlite:///{path}").close()


def test_a_start_on_a_full_disk_says_so(small_disk: Path) -> None:
    """Not that the file is damaged, nor to move it away; with room it starts."""
    rest = small_disk / "rest"
    with rest.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError as error:
            rest_is_full = error.errno == errno.ENOSPC
    assert rest_is_full
    opened = open_anew(small_disk / "data.db")
    assert opened.returncode == 1
    said = opened.stderr.splitlines()[-1]
    assert "room" in said or "No space left" in said
    assert "backup in its place" not in said
    rest.unlink()
    assert open_anew(small_disk / "data.db").returncode == 0


def open_anew(path: Path) -> subprocess.CompletedProcess[str]:
    """Open a database in a process of its own, which knows nothing of the short ways of tests."""
    opening = "import sys; from bot.store.engine import Store; Store(f'sqlite:///{sys.argv[1]}').close()"
    command = [sys.executable, "-c", opening, str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)


WRITING = """
import asyncio, sys
from datetime import UTC, datetime
from bot.store.engine import Store
store = Store(f"sqlite:///{sys.argv[1]}")
async def main():
    for number in range(6):
        await store.write(lambda tx: tx.notes.put(f"n{number}", "x" * 9000, datetime(2026, 11, 27, tzinfo=UTC)))
        print(number, flush=True)
asyncio.run(main())
store.close()
"""


def traced(inject: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run the writer of six notes under strace with a fault of the system."""
    if not shutil.which("strace") and "SEEDWATCH_REQUIRE_SERVICES" not in os.environ:
        pytest.skip("strace is not installed (on Debian or Ubuntu: apt-get install strace)")
    command = ["strace", "-f", "-o", "/dev/null", "-P", str(path), "-P", f"{path}-wal", "-e", f"inject={inject}"]
    done = subprocess.run(
        [*command, sys.executable, "-c", WRITING, str(path)],
        capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
    )  # fmt: skip
    if "ptrace" in done.stderr and "not permitted" in done.stderr:
        pytest.skip("tracing is not permitted here")
    return done


@pytest.mark.parametrize("when", [3, 12])
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync"])
def test_a_death_at_a_write_leaves_what_was_committed(made: Path, call: str, when: int) -> None:
    """C2: killed by the system call itself; what was said to be written is there, and the file is whole."""
    done = traced(f"{call}:signal=SIGKILL:when={when}", made)
    assert done.returncode in {0, -signal.SIGKILL, 128 + signal.SIGKILL}
    with Store(f"sqlite:///{made}") as store:
        assert store.problems() == []
        assert has(store, *(f"n{line}" for line in done.stdout.split()))


@pytest.mark.parametrize(("fault", "said"), [("EIO", "disk fails"), ("ENOSPC", "no room left|fails or is full")])
def test_an_error_of_the_disk_is_no_commit(made: Path, fault: str, said: str) -> None:
    """D2: a flush that fails is not taken for done."""
    done = traced(f"fdatasync:error={fault}:when=2+", made)
    assert done.returncode == 1
    assert re.search(said, done.stderr), done.stderr[-500:]
    with Store(f"sqlite:///{made}") as store:
        assert store.problems() == []
        assert has(store, *(f"n{line}" for line in done.stdout.split()))
