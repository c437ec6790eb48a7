"""What do the store's tests share? A real database in a folder of its own: it costs milliseconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.engine import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/test.db"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened
