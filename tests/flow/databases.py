"""The very same flow on both kinds of database."""

from collections.abc import Iterator

import pytest

from tests.fakes import postgres
from tests.flow import world


@pytest.fixture(params=postgres.KINDS, autouse=True)
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "sqlite":
        yield
        return
    with postgres.database() as url:
        monkeypatch.setattr(world, "DATABASE", url)
        yield
