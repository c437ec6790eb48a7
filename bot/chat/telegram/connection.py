"""How is the connection to Telegram made and taken down? By long polling, or by a webhook where one is set."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import telegram
from aiohttp import web
from structlog.typing import FilteringBoundLogger

from bot.chat.message import Chart
from bot.chat.platform import Connection, Handle
from bot.chat.telegram.answer import Answerer, Desk
from bot.chat.telegram.api.gateway import API_URL, PollRequest, Timing, keep_quiet, poll_request, send_request
from bot.chat.telegram.identity import Introduction
from bot.chat.telegram.line import Line
from bot.chat.telegram.listener import Listener
from bot.chat.telegram.messenger import TelegramMessenger
from bot.chat.telegram.webhook import Receiver
from bot.clock import Clock


def _png(chart: Chart) -> bytes:
    from bot.chat.rendering.charts import png  # noqa: PLC0415 - megabytes of libraries, and few chats ask for charts

    return png(chart)


@asynccontextmanager
async def connect(
    *,
    token: str,
    api_url: str | None,
    handle: Handle,
    clock: Clock,
    log: FilteringBoundLogger,
    webhook_url: str | None = None,
    operators: Sequence[str] = (),
    timing: Timing | None = None,
) -> AsyncIterator[Connection]:
    """Connect a bot and listen; everything runs in the caller's event loop.

    Returns at once, also while Telegram cannot be reached or refuses the token: ``Connection.problem`` says so, and
    sending raises ``SendError``. ``api_url`` is a Bot API server of one's own, without "/bot" at the end. Where
    api.telegram.org is blocked, a proxy is taken from ``HTTPS_PROXY`` or ``ALL_PROXY`` (``NO_PROXY`` is honoured).
    With ``webhook_url`` Telegram comes to us, at ``Connection.routes``; else we ask it. ``operators``: their user ids.
    """
    keep_quiet()
    timing = timing or Timing()
    async with AsyncExitStack() as stack:
        bot, polling = _bot(stack, token, api_url)
        messenger = TelegramMessenger(bot=bot, clock=clock, log=log, draw=_png)
        stack.push_async_callback(messenger.close)
        answerer = Answerer(bot=bot, messenger=messenger, handle=handle, clock=clock, log=log)
        introduction = Introduction(bot=bot, messenger=messenger, operators=operators, log=log)
        stack.push_async_callback(introduction.close)
        line = Line(answerer.carry_out, operators=operators, log=log)
        desk = Desk(bot=bot, introduction=introduction, line=line, clock=clock, log=log, timing=timing)
        listener, routes = _listener(desk, polling, webhook_url)
        task = asyncio.create_task(listener.run(), name="telegram-listener")
        stack.push_async_callback(listener.stop, task)
        yield Connection(
            platform="telegram",
            messenger=messenger,
            problem=lambda: "the listener ended, which it never should" if task.done() else listener.problem,
            routes=routes,
            keep_in=line.keep_in,
        )


def _listener(
    desk: Desk, polling: PollRequest, webhook_url: str | None
) -> tuple[Listener | Receiver, tuple[web.AbstractRouteDef, ...]]:
    if webhook_url is None:
        return Listener(desk, poll_request=polling), ()
    receiver = Receiver(desk, url=webhook_url)
    return receiver, (receiver.route(),)


def _bot(stack: AsyncExitStack, token: str, api_url: str | None) -> tuple[telegram.Bot, PollRequest]:
    """Return a bot and its way of asking for updates; both are shut down by ``stack``."""
    sending, polling = send_request(), poll_request()
    stack.push_async_callback(sending.shutdown)
    stack.push_async_callback(polling.shutdown)
    # Not entered as a context: that would fail without a network, with an error that quotes the token.
    base_url = f"{(api_url or API_URL).rstrip('/')}/bot"
    return telegram.Bot(token, base_url=base_url, request=sending, get_updates_request=polling), polling
