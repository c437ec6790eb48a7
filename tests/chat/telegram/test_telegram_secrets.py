"""Does the token stay out of every log and every error, also at DEBUG and when all goes wrong?"""

import logging
import traceback

import pytest
import structlog

from bot.chat.message import Message, Role, Section, Text
from bot.errors import SendError
from bot.model import Target
from tests.fakes.manual_clock import SkippingClock
from tests.fakes.telegram_commands import Commands, connected
from tests.fakes.telegram_server import ANA, Fault, TelegramServer

CANARY = "AAFcanary-canary_canary0123456789abc"
TOKEN = f"987654321:{CANARY}"
NEWS = Message(text="news", sections=(Section(Role.BODY, ((Text("news"),),)),))


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
async def test_no_log_record_and_no_traceback_holds_the_token(
    level: int, clock: SkippingClock, commands: Commands, caplog: pytest.LogCaptureFixture
) -> None:
    """Requests, failures of each kind, answers that quote our own address: none of them gives it away."""
    caplog.set_level(level)
    faults = [
        Fault.drop_after(),
        Fault.gateway(502),
        Fault.revoked(),
        Fault.forbidden(),
        Fault(status=200, raw=f"<html>no route to /bot{TOKEN}/sendMessage</html>"),
        Fault(status=500, raw=f"<html>failed: /bot{TOKEN}/sendMessage</html>"),
    ]
    texts = []
    with structlog.testing.capture_logs() as events:
        async with (
            TelegramServer(TOKEN) as server,
            connected(server, commands.handle, clock) as bot,
        ):
            server.fail_next("getMe", faults[-1])
            server.fail_next("getUpdates", faults[-2])
            server.say(ANA.id, "/start")
            await server.wait_for(lambda: server.messages(ANA.id))
            for fault in faults:
                server.fail_next("sendMessage", fault)
                with pytest.raises(SendError) as caught:
                    await bot.messenger.send(Target(platform="telegram", chat=str(ANA.id)), NEWS)
                texts.append("".join(traceback.format_exception(caught.value)))
            async with server.down():
                with pytest.raises(SendError) as caught:
                    await bot.messenger.send(Target(platform="telegram", chat=str(ANA.id)), NEWS)
                texts.append("".join(traceback.format_exception(caught.value)))
            texts.append(str(bot.problem()))
    formatter = logging.Formatter()
    texts += [formatter.format(record) for record in caplog.records]
    texts += [str(event) for event in events]
    assert len(texts) > len(faults)
    assert [text for text in texts if CANARY in text] == []
