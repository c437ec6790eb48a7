"""Do further relatives of a full disk, of a lock and of a lost file hold? Written before any of them was tried."""

import asyncio
import fcntl
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import InUseError, StoreError
from bot.model import Target
from bot.store.database import sqlite
from bot.store.engine import Store
from tests.fakes.telegram_server import ANA
from tests.faults.test_relatives_of_storage import ROOT, fails, has, open_anew, put, traced
from tests.flow.world import ON_TOPIC, World, delivered_by_hand, world

NOW = datetime(2026, 11, 27, tzinfo=UTC)
PRIVATE = Target(platform="telegram", chat=str(ANA.id))
ROOM = "room|full"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A database that was closed in good order, with a note in it."""
    path = tmp_path / "data.db"
    with Store(f"sqlite:///{path}") as store:
        put(store, "kept")
    return path


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, with_telegram=True) as one:
        one.operators = (("telegram", str(ANA.id)),)
        await one.prime(PRIVATE)
        yield one


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a lock."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a file system with some options."""
    mounted: list[Path] = []

    def mount(options: str) -> Path:
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
        if (
            os.geteuid() != 0
            or not shutil.which("mount")
            or subprocess.run(command, capture_output=True, check=False).returncode
        ):
            pytest.skip("no file system can be mounted here")
        mounted.append(folder)
        return folder

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "-l", folder], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def crammed(path: Path) -> None:
    """Write into a file until there is no room."""
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError:
            pass


# Of a full disk.


def test_full_without_ballast(disk: Callable[[str], Path]) -> None:
    """Somebody tidied up: nothing is lost that was committed, the words are the same, and room ends it."""
    folder = disk("size=3m")
    with Store(f"sqlite:///{folder / 'data.db'}") as store:
        (folder / "data.db.ballast").unlink(missing_ok=True)
        put(store, "kept")
        crammed(folder / "rest")
        with pytest.raises(StoreError, match=ROOM):
            put(store, "more", 900_000)
        assert has(store, "kept")
        (folder / "rest").unlink()
        assert asyncio.run(store.recover(NOW))
        put(store, "more", 900_000)


def test_full_when_the_log_is_written_back(disk: Callable[[str], Path]) -> None:
    """The log had room and the file has none: what was committed stays readable, and is in the file later."""
    folder = disk("size=8m")
    path = folder / "data.db"
    with Store(f"sqlite:///{path}") as store:
        for number in range(4):
            put(store, f"n{number}", 400_000)
        crammed(folder / "rest")
        store.database.make_room()
        crammed(folder / "more")
        store.database.overwrite()
        assert has(store, "n0", "n3")
        for each in ("rest", "more"):
            (folder / each).unlink()
        store.database.overwrite()
        put(store, "after")
    with Store(f"sqlite:///{path}") as store:
        assert has(store, "n0", "n3", "after")
        assert store.problems() == []


def test_full_for_a_copy(disk: Callable[[str], Path], made: Path) -> None:
    """A backup to a small disk fails in words, leaves nothing there, and is no trouble of the database."""
    folder = disk("size=64k")
    with Store(f"sqlite:///{made}") as store:
        put(store, "much", 500_000)
        with pytest.raises(StoreError, match="no copy could be written"):
            store.backup(folder / "copy.db")
        assert list(folder.iterdir()) == []
        assert store.trouble is None
        put(store, "after")


def test_full_of_files(disk: Callable[[str], Path], made: Path) -> None:
    """No inode is left: the words are about room, also where the file itself has plenty."""
    folder = disk("size=8m,nr_inodes=4")
    path = folder / "data.db"
    shutil.copy(made, path)
    for number in range(4):
        try:
            (folder / f"f{number}").touch()
        except OSError:
            break
    said = open_anew(path)
    assert said.returncode == 1
    assert re.search("room|No space left", said.stderr.splitlines()[-1]), said.stderr[-300:]
    for number in range(4):
        (folder / f"f{number}").unlink(missing_ok=True)
    remount(folder, "nr_inodes=50")
    assert open_anew(path).returncode == 0


def test_full_of_files_beside_the_lock(disk: Callable[[str], Path], made: Path) -> None:
    """The same where the log beside the file cannot be made."""
    folder = disk("size=8m,nr_inodes=3")
    path = folder / "data.db"
    shutil.copy(made, path)
    Path(f"{path}.lock").touch()
    said = open_anew(path)
    assert said.returncode == 1
    assert re.search("room|No space left", said.stderr.splitlines()[-1]), said.stderr[-300:]


def test_full_where_a_copy_was_put_in_place(disk: Callable[[str], Path], made: Path) -> None:
    """The start says so and leaves the file as it is; with room it is opened."""
    folder = disk("size=2m")
    path = folder / "data.db"
    shutil.copy(made, path)
    crammed(folder / "rest")
    said = open_anew(path)
    assert said.returncode == 1
    assert re.search("room|No space left|full", said.stderr.splitlines()[-1]), said.stderr[-300:]
    (folder / "rest").unlink()
    with Store(f"sqlite:///{path}") as store:
        assert has(store, "kept")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("pwrite64:error=EDQUOT:when=4+", "disk|room"),
        ("pwrite64:error=EIO:when=4+", "disk fails"),
        ("pread64:error=EIO:when=6+", "disk fails"),
        ("pwrite64:error=EROFS:when=4+", "may not be written|disk fails"),
        ("fdatasync:error=EROFS:when=1+", "may not be written|disk fails"),
        ("ftruncate:error=ENOSPC:when=1+", ROOM),
    ],
)
def test_calls_that_fail(made: Path, fault: str, said: str) -> None:
    """A quota, a disk that fails on reading, a file system that turned read-only: each in words, nothing false."""
    done = traced(fault, made)
    assert "Traceback" not in done.stdout
    if done.returncode:
        assert re.search(said, done.stderr.splitlines()[-1]), done.stderr[-400:]
    with Store(f"sqlite:///{made}") as store:
        assert store.problems() == []
        assert has(store, "kept", *(f"n{line}" for line in done.stdout.split()))


def test_a_start_where_all_is_read_only(disk: Callable[[str], Path], made: Path) -> None:
    """Words about rights, not about damage."""
    folder = disk("size=8m")
    shutil.copy(made, folder / "data.db")
    remount(folder, "ro")
    said = open_anew(folder / "data.db").stderr.splitlines()[-1]
    assert re.search("[Rr]ead-only|may not be written", said)
    assert "backup" not in said


# Of a lock.


@pytest.mark.usefixtures("quick")
def test_a_lock_of_another_kind(made: Path) -> None:
    """A backup tool that locks the whole file, as databases on a network are copied."""
    script = (
        "import fcntl,sys;f=open(sys.argv[1],'r+b');fcntl.lockf(f,fcntl.LOCK_EX);print(1,flush=True);sys.stdin.read()"
    )
    tool = subprocess.Popen([sys.executable, "-c", script, made], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert tool.stdout is not None
    tool.stdout.readline()
    assert "another program holds it" in fails(made)
    tool.communicate()
    with Store(f"sqlite:///{made}") as store:
        assert has(store, "kept")


@pytest.mark.usefixtures("quick")
def test_a_lock_that_is_kept_for_good(made: Path) -> None:
    """A program with ``locking_mode=EXCLUSIVE``."""
    other = sqlite3.connect(made, isolation_level=None)
    other.execute("PRAGMA locking_mode=EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("COMMIT")
    assert "another program holds it" in fails(made)
    other.close()
    Store(f"sqlite:///{made}").close()


@pytest.mark.usefixtures("quick")
def test_a_lock_before_the_first_start(tmp_path: Path) -> None:
    """Of a file that is made and empty."""
    path = tmp_path / "data.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "another program holds it" in fails(path)
    other.close()
    Store(f"sqlite:///{path}").close()


def test_two_names_of_one_file(made: Path) -> None:
    """A link to it is the same database: the second program is refused."""
    link = made.with_name("link.db")
    link.symlink_to(made)
    with Store(f"sqlite:///{made}"), pytest.raises(InUseError, match="in use by another seedwatch"):
        Store(f"sqlite:///{link}")
    with Store(f"sqlite:///{link}") as store:
        assert has(store, "kept")


def test_two_names_of_one_folder(made: Path) -> None:
    """So is one in a folder that has two names."""
    other = made.parent.with_name(f"{made.parent.name}-link")
    other.symlink_to(made.parent)
    with Store(f"sqlite:///{made}"), pytest.raises(InUseError, match="in use by another seedwatch"):
        Store(f"sqlite:///{other / made.name}")
    other.unlink()


def test_a_lock_file_that_is_a_folder(made: Path) -> None:
    """Its name is in the words, and what is wrong with it."""
    lock = Path(f"{made}.lock")
    lock.unlink()
    lock.mkdir()
    assert re.search(r"\.lock.*(folder|directory)", fails(made))


def test_a_lock_held_by_nobody_is_no_lock(made: Path) -> None:
    """Left behind by a crash, with another one's words in it."""
    Path(f"{made}.lock").write_text("12345\n")
    with Store(f"sqlite:///{made}") as store:
        assert has(store, "kept")


def test_a_lock_of_the_lock_file_by_another_program(made: Path) -> None:
    """It cannot be told from another seedwatch, and is said to be one."""
    with Path(f"{made}.lock").open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(InUseError):
            Store(f"sqlite:///{made}")


# Of a file that is not what it was.


def alter(path: Path, do: str) -> None:
    with closing(sqlite3.connect(path)) as ours, ours:
        ours.executescript(do)
        ours.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def without_last_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def newer_format(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[18:20] = b"\x07\x07"
    path.write_bytes(data)


def pipe_in_place(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def folder_for(suffix: str) -> Callable[[Path], None]:
    return lambda path: Path(f"{path}{suffix}").mkdir()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without_last_page, "damaged"),
        (newer_format, "newer|damaged|no database|may not be written"),
        (lambda path: alter(path, "DROP TABLE alerts"), "damaged|lacks"),
        (lambda path: alter(path, "DELETE FROM alembic_version"), "layout|damaged|version"),
        (lambda path: alter(path, "UPDATE alembic_version SET version_num = 'zz'"), "layout|newer|damaged|version"),
        (lambda path: alter(path, "INSERT INTO alembic_version VALUES ('0001')"), "layout|damaged|version"),
        (folder_for("-wal"), "cannot be opened|folder"),
        (folder_for("-shm"), "cannot be opened|folder|disk fails"),
        (lambda path: path.write_bytes(b"\x1f\x8b\x08" + os.urandom(5000)), "no database"),
        (pipe_in_place, "no file|no database|cannot be"),
    ],
    ids=[
        "no last page", "format 7", "no table", "no version", "odd version", "two versions", "log a folder",
        "index a folder", "gzip", "pipe",
    ],
)  # fmt: skip
def test_files_that_are_not_what_they_were(made: Path, change: Callable[[Path], object], said: str) -> None:
    """Each has its own words, at the start, and the file stays as it is."""
    change(made)
    done = open_anew(made)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("bot.errors.StoreError"), done.stderr[-400:]
    assert re.search(said, last), last


def photos(path: Path) -> sqlite3.Connection:
    """Make another program's database, open as long as this is."""
    theirs = sqlite3.connect(path, isolation_level=None)
    theirs.execute("PRAGMA journal_mode=WAL")
    theirs.execute("CREATE TABLE photos (id)")
    theirs.execute("INSERT INTO photos VALUES (1)")
    return theirs


def test_the_index_of_another_database_beside_ours(made: Path, tmp_path: Path) -> None:
    """It is made anew."""
    with closing(photos(tmp_path / "other.db")):
        shutil.copy(tmp_path / "other.db-shm", f"{made}-shm")
    with Store(f"sqlite:///{made}") as store:
        assert has(store, "kept")
        assert store.problems() == []


def test_the_log_of_another_database_beside_ours(made: Path, tmp_path: Path) -> None:
    """SQLite takes it for the end of ours, and nothing in it says otherwise: at least it is not served."""
    with closing(photos(tmp_path / "other.db")):
        shutil.copy(tmp_path / "other.db-wal", f"{made}-wal")
    assert re.search("another program|damaged", fails(made))


@pytest.mark.parametrize("how", ["removed", "moved", "replaced"])
async def test_a_file_that_goes_away_while_we_run(here: World, how: str) -> None:
    """What is written into a file that nobody finds again is lost: told once, 503, and over when it is back."""
    path = here.folder / "seedwatch.db"
    async with here.process() as work:
        delivered_by_hand(work)
        away = here.folder / "away.db"
        os.link(path, away)
        path.unlink()
        if how == "replaced":
            shutil.copy(away, path)
        here.publish(ON_TOPIC)
        for _ in range(90):
            here.clock.advance(1)
            await work.jobs.tick()
        assert any("was taken away or replaced" in why for why in await work.health.not_ready())
        path.unlink(missing_ok=True)
        os.link(away, path)
        for _ in range(120):
            here.clock.advance(1)
            await work.jobs.tick()
        assert work.store.trouble is None
    assert here.telegram is not None
    told = [message.text for message in here.telegram.messages(ANA.id)]
    assert sum("Nothing can be stored" in text for text in told) == 1
    assert sum("can be used again" in text for text in told) == 1


AS_NOBODY = """
import asyncio, os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.errors import StoreError
from bot.store.engine import Store
Store(f"sqlite:///{sys.argv[1]}").close()
folder = Path(sys.argv[1]).parent
for each in (folder, *folder.iterdir()):
    os.chown(each, 65534, 65534)
os.seteuid(65534)
now = datetime(2026, 11, 27, tzinfo=UTC)
store = Store(f"sqlite:///{sys.argv[1]}")
def put(name):
    asyncio.run(store.write(lambda tx: tx.notes.put(name, "x", now)))
put("before")
os.seteuid(0)
for each in folder.iterdir():
    each.chmod(0o400)
folder.chmod(0o500)
os.seteuid(65534)
try:
    put("during")
    print("during")
except StoreError as error:
    print(error)
store.close()
try:
    Store(f"sqlite:///{sys.argv[1]}")
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_rights_that_change_while_we_run(made: Path) -> None:
    """What is open stays open, and the next start says who may not do what."""
    with tempfile.TemporaryDirectory() as folder:  # what pytest makes is its user's alone
        Path(folder).chmod(0o755)
        path = Path(folder, "theirs", "data.db")
        path.parent.mkdir()
        shutil.copy(made, path)
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, path], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
        )
    assert done.returncode == 0, done.stderr
    during, after = done.stdout.splitlines()
    assert during == "during" or "may not be written" in during
    assert re.search("may not be written|[Pp]ermission denied", after)
