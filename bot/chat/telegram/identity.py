"""Whose token is this? One question to Telegram; nothing is sent, and nobody listens."""

from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx
import telegram
from telegram.request import HTTPXRequest

from bot.chat.identity import Identity
from bot.chat.telegram import API_URL, keep_quiet, to_send_error

_SECONDS = 10.0  # for each step of the request


async def whoami(*, token: str, api_url: str | None) -> Identity:
    """Ask Telegram who the token belongs to. Raises SendError where it is refused or cannot be reached."""
    keep_quiet()
    times: list[datetime] = []

    async def note_time(response: httpx.Response) -> None:
        if date := response.headers.get("Date"):
            times.append(parsedate_to_datetime(date))

    request = HTTPXRequest(
        connect_timeout=_SECONDS, read_timeout=_SECONDS, httpx_kwargs={"event_hooks": {"response": [note_time]}}
    )
    bot = telegram.Bot(token, base_url=f"{(api_url or API_URL).rstrip('/')}/bot", request=request)
    try:
        me = await bot.get_me()
    except Exception as error:
        raise to_send_error(error) from error
    finally:
        await request.shutdown()
    return Identity(name=f"@{me.username}", problems=tuple(_problems(me)), server_time=times[-1] if times else None)


def _problems(me: telegram.User) -> list[str]:
    found = []
    if me.can_join_groups is False:
        found.append("it cannot be added to groups; allow that in @BotFather with /setjoingroups")
    if me.can_read_all_group_messages:
        found.append("it is sent every message of its groups and needs none; use /setprivacy in @BotFather")
    return found
