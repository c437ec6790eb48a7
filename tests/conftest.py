"""What holds for every test? The same examples each time: a search for new ones is a fuzzing run of its own."""

import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import settings

from bot.store.database import sqlite
from bot.store.database.opening import path_of
from bot.store.engine import Store

settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.load_profile("fixed")


@pytest.hookimpl(optionalhook=True)  # where pytest-xdist is not, nobody asks
def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more for every two cores: many tests wait for programs that they start, which idles a core."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + cores // 2


@pytest.fixture(scope="session", autouse=True)
def quick_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, ...]]:
    """A new database is a copy of one that was made before, and no test in this process waits for the disk.

    Programs that tests start have the real settings, which this gives.
    """
    with pytest.MonkeyPatch.context() as patch:
        real = sqlite.PRAGMAS
        patch.setattr(sqlite, "PRAGMAS", tuple(_no_wait(pragma) for pragma in sqlite.PRAGMAS))
        made = tmp_path_factory.mktemp("database") / "made.db"
        Store(f"sqlite:///{made}").close()
        check = sqlite.SqliteFile.before_migrations

        def copy_first(self: sqlite.SqliteFile) -> None:
            check(self)
            path = path_of(self.name)
            if not path.exists():
                shutil.copyfile(made, path)

        patch.setattr(sqlite.SqliteFile, "before_migrations", copy_first)
        yield real


def _no_wait(pragma: str) -> str:
    return "synchronous=OFF" if pragma.startswith("synchronous") else pragma
