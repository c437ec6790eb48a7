"""Is nobody forgotten where thousands ask in Slack, and no operator left waiting behind them?"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import structlog
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import CapturingLogger

from bot.chat.slack.errors import Health
from bot.chat.slack.identity import OneWorkspace, Workspace
from bot.chat.slack.intake import Asked, Seen
from bot.chat.slack.listener import _MOST_OF_ONE, Listener
from bot.chat.turns import AT_ONCE
from tests.chat.slack.conftest import events
from tests.fakes.manual_clock import SkippingClock

OPERATOR = "U0"
USERS = [f"U{number}" for number in range(10_000, 12_000)]
AGAIN = USERS[::8]  # who ask a second time before they have an answer
TOOK = 0.2  # seconds for an answer


class Office:
    """A listener before an answerer who needs some time, on a clock that is moved by hand."""

    def __init__(self) -> None:
        self.clock = SkippingClock()
        self.log = CapturingLogger()
        self.answered: list[tuple[float, str]] = []
        self.refused: list[str] = []
        self._places: asyncio.Queue[asyncio.Event] = asyncio.Queue()
        workspace = Workspace(client=AsyncWebClient())
        self.listener = Listener(
            workspace.client,
            OneWorkspace(workspace),
            self,  # type: ignore[arg-type]
            health=Health(),
            seen=Seen(clock=self.clock, lifetime=60),
            operators=[OPERATOR],
            log=structlog.wrap_logger(self.log, processors=[]),
        )

    async def answer(self, asked: Asked) -> None:
        """Answer when time has passed."""
        done = asyncio.Event()
        self._places.put_nowait(done)
        await done.wait()
        self.answered.append((self.clock.monotonic(), asked.command.user))

    async def ask(self, user: str, channel: str) -> None:
        """Let somebody type a command."""

        async def ack(text: str = "") -> None:
            self.refused += [user] if text else []

        body = {"command": "/watch", "text": "help", "channel_id": channel, "user_id": user}
        await self.listener._on_slash(ack, body)  # type: ignore[arg-type]
        await asyncio.sleep(0)

    async def pass_time(self) -> None:
        """Let all answers that are under way be given."""
        self.clock.advance(TOOK)
        for _ in range(self._places.qsize()):
            self._places.get_nowait().set()
        for _ in range(5):
            await asyncio.sleep(0)

    @property
    def under_way(self) -> int:
        """How many answers are being made."""
        return self._places.qsize()


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    made = Office()
    yield made
    while made.under_way:
        await made.pass_time()
    await made.listener.close()


async def test_an_operator_is_answered_at_once_behind_two_thousand(office: Office) -> None:
    """The others are answered in turn, none of them twice before everybody was once."""
    for user in [*USERS, *AGAIN]:
        await office.ask(user, f"D{user}")
    assert office.under_way == AT_ONCE
    begun = office.clock.monotonic()
    await office.ask(OPERATOR, f"D{OPERATOR}")
    while office.under_way:
        await office.pass_time()
    (when,) = [at for at, user in office.answered if user == OPERATOR]
    assert when - begun <= TOOK
    first = Counter(user for _, user in office.answered[: len(USERS) + 1])
    assert sum(count > 1 for count in first.values()) <= AT_ONCE
    assert Counter(user for _, user in office.answered) == Counter([OPERATOR, *USERS, *AGAIN])
    assert office.refused == []


async def test_one_channel_that_floods_stands_before_nobody(office: Office) -> None:
    """Who asks elsewhere waits for one answer; what the channel has too much is refused with a word, and logged."""
    for number in range(500):
        await office.ask(f"U{number + 1}", "C1")
    await office.ask("U9000", "C2")
    await office.ask(OPERATOR, "C1")
    assert office.under_way == 3
    await office.pass_time()
    assert {user for _, user in office.answered} == {"U1", "U9000", OPERATOR}
    assert len(office.refused) == 500 - _MOST_OF_ONE
    assert "slack request not taken: too many at once" in events(office.log)


async def test_what_waits_is_answered_before_the_end(office: Office) -> None:
    """Slack does not bring it again."""
    for user in USERS[:40]:
        await office.ask(user, f"D{user}")
    closing = asyncio.create_task(office.listener.close())
    while not closing.done():
        await office.pass_time()
    assert len(office.answered) == 40
