"""How fast does one alert reach 10,000 Telegram chats, and does another story wait for it? Against Telegram's limits.

    python bench/fanout.py [--chats 10000] [--speed 1]

A local Bot API server in a process of its own refuses with 429 what comes too fast: more than 30 calls in a second, 300
in ten or two to one chat in one. Calls may come 0.3 s closer to each other than they were sent, as they do on a machine
that is busy with both sides; over ten seconds that hides no more than 3 %. All chats are sent to at once, through the
real library over HTTP; who is told to come later does. Half-way a second story goes to 10 other chats. With
``--speed 4`` the seconds of both sides are four times shorter; then jitter weighs four times as much. Exits with 1
where it takes more than 1 % longer than the limit asks for, where the second story takes more than 5 seconds, or where
a call was refused.
"""

import argparse
import asyncio
import multiprocessing
import sys
import time
from collections import defaultdict, deque
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import structlog
import telegram

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.chat.message import Action, Button, Link, Message, Role, Section, Text
from bot.chat.rendering.charts import png
from bot.chat.telegram.api.gateway import keep_quiet, send_request
from bot.chat.telegram.limits import OVERALL
from bot.chat.telegram.messenger import TelegramMessenger
from bot.errors import SendError
from bot.model import Target
from tests.fakes.fast_clock import FastClock
from tests.fakes.telegram_server import Fault, TelegramServer

JITTER = 0.3  # seconds
SECOND_CHATS = 10
SLOWER, LATER = 1.01, 5.0  # what we promise: the factor to the limit's own time, and seconds of the second story
FIRST_CHAT, SECOND_CHAT = 1_000_000, 2_000_000


class Judge:
    """Keeps the limits of the platform; ``came`` are the times of each chat's calls."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._windows = [(deque[float](maxlen=count), seconds) for count, seconds in (OVERALL, (300, 10.0))]
        self.came: dict[int, list[float]] = defaultdict(list)
        self.refused = 0

    def __call__(self, method: str, given: dict[str, Any]) -> Fault | None:
        if not method.startswith("send"):
            return None
        now = time.monotonic() * self._speed
        of_chat = self.came[given["chat_id"]]
        full = any(len(times) == times.maxlen and now - times[0] < span - JITTER for times, span in self._windows)
        if full or (of_chat and now - of_chat[-1] < 1.0 - JITTER):
            self.refused += 1
            return Fault.flood(3)
        for times, _ in self._windows:
            times.append(now)
        of_chat.append(now)
        return None


def serve(pipe: Connection, chats: int, speed: float) -> None:
    async def run() -> None:
        judge = Judge(speed)
        async with TelegramServer() as server:
            server.judge = judge
            for start, count in ((FIRST_CHAT, chats), (SECOND_CHAT, SECOND_CHATS)):
                for chat in range(start, start + count):
                    server.chats.add(chat)
            pipe.send((server.url, server.token))
            await asyncio.to_thread(pipe.recv)
            pipe.send((judge.refused, dict(judge.came), server.refused))

    asyncio.run(run())


def alert(story: str) -> Message:
    why = Button("Why matched", Action.WHY, story)
    votes = Button("👍 Relevant", Action.UP, story), Button("👎 Not relevant", Action.DOWN, story)
    return Message(
        text="The ferry to the island runs again",
        sections=(
            Section(Role.HEAD, ((Link("The ferry to the island runs again", "https://harbour.example/ferry"),),)),
            Section(Role.BODY, ((Text("After nine weeks of repairs the first boat left at six.", foreign=True),),)),
            Section(Role.WHY, ((Text("Why:", bold=True), Text(f" ferry, island · story {story}")),)),
        ),
        buttons=((why,), votes),
        story=story,
        revision=1,
    )


async def send(messenger: TelegramMessenger, clock: FastClock, chat: int, message: Message) -> int:
    """Send as the service does: again when told to; return how often that was."""
    again = 0
    while True:
        try:
            await messenger.send(Target(platform="telegram", chat=str(chat)), message)
        except SendError as error:
            if error.retry_after is None:
                raise
            again += 1
            await clock.sleep(error.retry_after)
        else:
            return again


async def measure(url: str, token: str, chats: int, speed: float) -> tuple[int, float]:
    """Return how often a call was told to come later, and when the second story was there to be sent."""
    keep_quiet()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    request = send_request()
    clock = FastClock(datetime.now(UTC), speed)
    bot = telegram.Bot(token, base_url=f"{url}/bot", request=request)
    messenger = TelegramMessenger(bot=bot, clock=clock, log=structlog.get_logger(), draw=png)
    async with asyncio.TaskGroup() as group:
        first = [
            group.create_task(send(messenger, clock, chat, alert("8f3k")))
            for chat in range(FIRST_CHAT, FIRST_CHAT + chats)
        ]
        await clock.sleep(chats / OVERALL[0] / 2)
        came = time.monotonic() * speed
        second = [
            group.create_task(send(messenger, clock, chat, alert("2kd9")))
            for chat in range(SECOND_CHAT, SECOND_CHAT + SECOND_CHATS)
        ]
    await messenger.close()
    await request.shutdown()
    return sum(task.result() for task in (*first, *second)), came


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--speed", type=float, default=1.0)
    given = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, given.chats, given.speed))
    server.start()
    url, token = ours.recv()
    cpu = time.process_time()
    again, story_came = asyncio.run(measure(url, token, given.chats, given.speed))
    cpu = time.process_time() - cpu
    ours.send("done")
    refused, came, wrong = ours.recv()
    server.join()
    sent = given.chats + SECOND_CHATS
    times = sorted(when for of_chat in came.values() for when in of_chat)
    least = (sent - OVERALL[0]) / OVERALL[0] * OVERALL[1]
    took = times[-1] - times[0]
    second = [came[chat][0] - story_came for chat in range(SECOND_CHAT, SECOND_CHAT + SECOND_CHATS)]
    print(f"chats served            {len(came)} of {sent}, each once: {all(len(each) == 1 for each in came.values())}")
    print(f"time                    {took:.1f} s, {took / least:.3f} of the {least:.1f} s that the limit asks for")
    print(f"refused by the server   {refused} for speed, {len(wrong)} for what was in them")
    print(f"told to come later      {again} ({again / sent:.2f} a message)")
    print(f"second story            first chat after {min(second):.2f} s, last after {max(second):.2f} s")
    print(f"processor time          {1000 * cpu / sent:.2f} ms a message")
    good = len(times) == sent and took <= least * SLOWER and not refused and not wrong and max(second) <= LATER
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
