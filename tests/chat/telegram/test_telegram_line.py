"""Is nobody forgotten where thousands ask, and no operator left waiting behind them?"""

import asyncio
from collections import Counter
from typing import Any

import structlog
import telegram

from bot.chat.telegram.api.gateway import Errand, Gate
from bot.chat.telegram.line import Line
from bot.chat.turns import AT_ONCE
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_commands import Backlog, Commands, connected
from tests.fakes.telegram_server import ANA, Person, TelegramServer

ME = telegram.User(1, "Seedwatch", is_bot=True)
OPERATOR = 7
USERS = range(10_000, 12_000)
AGAIN = USERS[::8]  # who ask a second time before they have an answer
BOT = telegram.Bot("1:a")


def asked(number: int, user: int) -> telegram.Update:
    """Return what somebody wrote in their private chat."""
    person = {"id": user, "first_name": "somebody", "is_bot": False}
    chat = {"id": user, "type": "private", "first_name": "somebody"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": person, "text": "/help"}
    update = telegram.Update.de_json({"update_id": number, "message": message}, BOT)
    assert update is not None
    return update


class Office:
    """A line before Telegram's limits, on a clock that skips waits; ``answered`` is who was answered when."""

    def __init__(self, clock: SkippingClock) -> None:
        self.clock = clock
        self.gate = Gate(clock)
        self.answered: list[tuple[float, int]] = []
        self.told: list[float] = []
        self.came = asyncio.Event()
        self.line = Line(self._answer, operators=[str(OPERATOR)], log=structlog.get_logger())
        self.backlog = Backlog()
        self.line.keep_in(self.backlog)

    async def _answer(self, update: telegram.Update, _me: telegram.User) -> None:
        user = update.effective_user
        assert user is not None
        await self.gate.call(Errand(str(user.id), None), lambda: self._note(user.id))

    async def _note(self, user: int) -> None:
        self.answered.append((self.clock.monotonic(), user))
        self.came.set()

    async def tell(self, chats: range) -> None:
        """Send news to these chats, one after the other."""
        for chat in chats:
            await self.gate.call(Errand(str(chat), ("8f3k", 1)), self._note_told)

    async def _note_told(self) -> None:
        self.told.append(self.clock.monotonic())

    async def until_answered(self, count: int) -> None:
        while len(self.answered) < count:
            self.came.clear()
            await self.came.wait()


async def test_an_operator_is_answered_within_seconds_behind_two_thousand(clock: SkippingClock) -> None:
    """The others are answered in turn, none of them twice before everybody was once, and news go on all the time."""
    office = Office(clock)
    news = asyncio.gather(*(office.tell(range(20_000 + 1000 * n, 20_012 + 1000 * n)) for n in range(64)))
    both = [asked(number, user) for number, user in enumerate([*USERS, *AGAIN])]
    for start in range(0, len(both), 100):
        await office.line.take(both[start : start + 100], ME)
    begun = clock.monotonic()
    await office.line.take([asked(9999, OPERATOR)], ME)
    await office.until_answered(len(both) + 1)
    await news
    await office.gate.close()
    (when,) = [at for at, user in office.answered if user == OPERATOR]
    assert when - begun <= 2.0
    first = Counter(user for _, user in office.answered[: len(USERS) + 1])
    assert sum(count > 1 for count in first.values()) <= AT_ONCE
    assert Counter(user for _, user in office.answered) == Counter([OPERATOR, *USERS, *AGAIN])
    assert len(office.told) == 64 * 12
    end = office.told[-1]
    shares = [sum(second <= at < second + 2 for at in office.told) for second in range(0, int(end) - 2, 2)]
    assert min(shares) >= 25, "news are half of the calls while both wait"
    assert max(at for at, _ in office.answered) <= (len(both) + 64 * 12) / 29 * 1.05


async def test_what_has_to_wait_is_kept_and_done_by_the_next_run(clock: SkippingClock) -> None:
    """It is confirmed by then, so Telegram would not bring it again; and it is kept no longer than needed."""
    office = Office(clock)
    updates = [asked(number, user) for number, user in enumerate(USERS[:300])]
    await office.line.take(updates, ME)
    kept = len(office.backlog.items)
    assert kept >= 300 - 2 * AT_ONCE
    await office.line.close(0)
    done = {user for _, user in office.answered}
    await office.gate.close()
    after = Office(clock)
    after.backlog.items = office.backlog.items | {"99:1": asked(1, 5).to_dict()}
    after.line.keep_in(after.backlog)
    await after.line.resume(ME, BOT)
    await after.until_answered(len(after.backlog.items) - 1)
    again = [user for _, user in after.answered]
    assert done | set(again) == set(USERS[:300])
    assert again == sorted(again)
    await after.line.close(1)
    assert set(after.backlog.items) == {"99:1"}, "what another bot took is not ours"
    await after.gate.close()


async def test_where_nothing_can_be_kept_nothing_is_confirmed(clock: SkippingClock) -> None:
    """Telegram keeps it then."""
    office = Office(clock)
    office.backlog.broken = True
    await office.line.take([asked(number, user) for number, user in enumerate(USERS[:100])], ME)
    assert len(office.answered) == 100
    await office.gate.close()


async def test_a_crowd_is_confirmed_before_it_is_answered(
    server: TelegramServer, clock: SkippingClock, commands: Commands
) -> None:
    """Else what an operator says behind it would not even be seen by us."""
    backlog, answer = Backlog(), asyncio.Event()
    handle = commands.handle

    async def slow(command: Any) -> Any:
        if command.user != str(ANA.id):
            await answer.wait()
        return await handle(command)

    async with connected(server, slow, clock, operators=[str(ANA.id)]) as bot:
        bot.keep_in(backlog)
        for user in range(3000, 3060):
            server.say(user, "/help", user=Person(id=user, name=f"user {user}"))
        server.say(ANA.id, "/status")
        await server.wait_for(lambda: server.messages(ANA.id) and not server.unconfirmed)
        assert len(backlog.items) >= 60 - AT_ONCE
        answer.set()
        await server.wait_for(lambda: all(server.messages(user) for user in range(3000, 3060)))
    assert backlog.items == {}
