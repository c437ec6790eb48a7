"""What do the store's tests share? A real database of their own, of each kind: it costs milliseconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.engine import Store
from tests.fakes import postgres


@pytest.fixture(params=postgres.KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def url(kind: str, tmp_path: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path}/test.db"
        return
    with postgres.database() as made:
        yield made


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened
