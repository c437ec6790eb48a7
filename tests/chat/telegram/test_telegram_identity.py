"""Does the question "who are we?" to Telegram tell what will not work?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.chat.telegram.identity import whoami
from tests.fakes.telegram_server import TelegramServer


async def test_the_name_and_the_time_are_told(server: TelegramServer) -> None:
    """The bot's name as people type it, and the clock of the server that answered."""
    identity = await whoami(token=server.token, api_url=server.url)
    assert identity.name.startswith("@")
    assert identity.problems == ()
    assert identity.server_time is not None
    assert abs(datetime.now(UTC) - identity.server_time) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("rights", "words"),
    [
        ({"can_join_groups": False}, "/setjoingroups"),
        ({"can_read_all_group_messages": True}, "/setprivacy"),
    ],
)
async def test_rights_that_are_not_as_they_should_be(
    rights: dict[str, Any], words: str, server: TelegramServer
) -> None:
    """Each is named with the command of @BotFather that changes it."""
    server.profile.me |= rights
    identity = await whoami(token=server.token, api_url=server.url)
    assert [words in problem for problem in identity.problems] == [True]
