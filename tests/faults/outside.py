"""What is around the program that chaos kills? Feeds, a chat on each platform, and an address that is closed to it."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from tests.fakes.feed_server import FeedServer, running
from tests.fakes.slack_server import SlackServer
from tests.fakes.telegram_server import ANA, TelegramServer

CHANNEL = "C1"  # of Slack
CLOSED = "127.0.0.2"  # an address that the configuration does not allow


@dataclass(kw_only=True)
class Outside:
    """What the program talks to."""

    feeds: FeedServer
    telegram: TelegramServer
    slack: SlackServer
    trap: FeedServer  # at an address that is not allowed

    def told(self) -> int:
        """Return how many messages the chats have."""
        return len(self.telegram.messages(ANA.id)) + len(self.slack.messages(CHANNEL))


@asynccontextmanager
async def opened() -> AsyncIterator[Outside]:
    """Start all of it."""
    async with AsyncExitStack() as stack:
        made = Outside(
            feeds=await stack.enter_async_context(running()),
            telegram=await stack.enter_async_context(TelegramServer()),
            slack=await stack.enter_async_context(SlackServer()),
            trap=await stack.enter_async_context(running(host=CLOSED)),
        )
        made.telegram.chats.meet(ANA.id, ANA)
        made.slack.can_read = True
        yield made
