"""May this database file be opened, and is it the one that was here before? Lock, mark and ballast."""

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

from sqlalchemy import make_url

from bot.errors import InUseError, StoreError

_MAGIC = b"SQLite format 3\0"  # sqlite.org/fileformat.html
_MARK = b"a database was made here\n"
BALLAST = 4 * 1024 * 1024  # bytes: more than a day of polls needs
_SHARE = 16  # ballast takes at most this fraction (1/16) of the free space


def path_of(url: str) -> Path:
    """Return the file that a database URL names, which need not exist. Raises StoreError."""
    parsed = make_url(url)
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError("DATABASE_URL: an in-memory database would lose alerts; use sqlite:///path/to/file.db")
    return Path(parsed.database)


def shown(url: str) -> str:
    """Return a database URL without its password."""
    return make_url(url).render_as_string(hide_password=True)


class Lock:
    """The right to write to a database file, held as long as this is open.

    It remembers whether a database ever existed there, so that a missing one is never replaced by an empty one.
    """

    def __init__(self, path: Path) -> None:
        """Take the lock, or say who has it. Raises StoreError."""
        self._path = path
        self._handles: list[int] = []
        # Opening the file under another name, through a link, must meet the same lock.
        for each in dict.fromkeys((path.absolute(), path.resolve())):
            try:
                self._take(each)
            except BaseException:
                self.close()
                raise

    def _take(self, path: Path) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            if path.parent.exists():  # otherwise the link leads nowhere
                self._handles.append(os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError as error:
            raise StoreError(
                f"the database {path} cannot be opened: {error.filename or path}: {error.strerror}"
            ) from error
        try:
            fcntl.flock(self._handles[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise InUseError(
                f"the database {path} is in use by another seedwatch; stop that one first, or give this one its own "
                "DATABASE_URL"
            ) from error

    def check_file(self) -> None:
        """Raise StoreError if the file is not the one that was there before, or is no database at all."""
        path = self._path
        begin_anew = f"put a backup in its place; to begin with an empty one, remove {path}.lock"
        made = any(os.pread(each, 1, 0) for each in self._handles)
        if not path.exists():
            if made:
                raise StoreError(f"the database {path} is gone: {begin_anew}")
            if path.is_symlink():
                raise StoreError(f"the database {path} cannot be opened: it is a link that leads to no file")
            return
        if not path.is_file():
            raise StoreError(f"the database {path} cannot be opened: it is no file, but a folder or a device")
        try:
            with path.open("rb") as file:
                head = file.read(len(_MAGIC))
        except OSError as error:
            raise StoreError(f"the database {path} cannot be read: {error.strerror}") from error
        if not head and made:
            raise StoreError(f"the database {path} is empty, and there was something in it: {begin_anew}")
        if head and head != _MAGIC:
            raise StoreError(
                f"the database {path} cannot be used: the file is no database; put a backup in its place, or let "
                "DATABASE_URL name another file"
            )

    def mark(self) -> None:
        """Remember that there is a database now."""
        with contextlib.suppress(OSError):  # if the disk is full, the next start will do it
            for each in self._handles:
                os.pwrite(each, _MARK, 0)

    def close(self) -> None:
        """Release the lock."""
        while self._handles:
            os.close(self._handles.pop())


class Ballast:
    """Space reserved on a database's disk, to be given up when the disk is full."""

    def __init__(self, path: Path) -> None:
        self._file = Path(f"{path}.ballast")

    def keep(self) -> None:
        """Reserve the space if there is plenty; otherwise do without."""
        with contextlib.suppress(OSError):
            size = min(BALLAST, shutil.disk_usage(self._file.parent).free // _SHARE)
            if not self._file.exists():
                with self._file.open("wb") as file:
                    os.posix_fallocate(file.fileno(), 0, max(size, 1))

    def free(self) -> bool:
        """Give the space up; return whether there was any."""
        try:
            self._file.unlink()
        except OSError:
            return False
        return True
