"""How soon is it seen that the database can be used again?"""

import asyncio
from typing import Any

import pytest
import structlog

from bot.work.upkeep.operators import Operators
from bot.work.upkeep.storage import Storage
from tests.fakes.manual_clock import SkippingClock

OUTAGE = 300  # seconds


class Away:
    """A store that cannot be used, and counts how often that is tried."""

    trouble = "its server does not answer"
    tries = 0

    def __init__(self, *, alone: bool) -> None:
        self.alone = alone

    def look(self) -> None:
        """Find nothing new."""

    async def recover(self, _: object) -> bool:
        self.tries += 1
        return False


@pytest.mark.parametrize(("alone", "least", "most"), [(False, 55, 62), (True, 7, 10)])
def test_a_server_is_asked_every_few_seconds_and_a_file_more_and_more_seldom(
    alone: bool, least: int, most: int
) -> None:
    """However long a server was away, work goes on within five seconds; a damaged file is read seldom."""
    clock, away = SkippingClock(), Away(alone=alone)
    store: Any = away
    log = structlog.get_logger()
    operators = Operators(users=(), connections={}, log=log, language=lambda: "en")
    storage = Storage(store=store, operators=operators, clock=clock, log=log)

    async def wait() -> None:
        for _ in range(OUTAGE):
            assert not await storage.usable()
            clock.advance(1)

    asyncio.run(wait())
    assert least <= away.tries <= most
