"""Is each failure named for what it is? Through the real library, over HTTP."""

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.chat.message import Message, Role, Section, SentId, Text
from bot.chat.platform import Connection
from bot.chat.telegram.api.transport import NotWrittenError
from bot.chat.telegram.errors import to_send_error
from bot.config.findings.masking import without_secrets
from bot.errors import SendError, SendFault
from bot.model import Target
from tests.fakes.telegram_server import ANA, Fault, TelegramServer

HERE = Target(platform="telegram", chat=str(ANA.id))
NEWS = Message(text="news", sections=(Section(Role.BODY, ((Text("news"),),)),))

CHANNEL, MESSAGE, RETRY, UNKNOWN = SendFault.CHANNEL, SendFault.MESSAGE, SendFault.RETRY, SendFault.UNKNOWN

ANSWERS = [
    *(
        (Fault.forbidden(text), CHANNEL)
        for text in (
            "bot was blocked by the user",
            "user is deactivated",
            "bot was kicked from the group chat",
            "bot was kicked from the supergroup chat",
            "bot was kicked from the channel chat",
            "bot is not a member of the group chat",
            "bot is not a member of the supergroup chat",
            "bot is not a member of the channel chat",
            "the group chat was deleted",
            "bot can't initiate conversation with a user",
            "bot can't send messages to bots",
        )
    ),
    *(
        (Fault.bad_request(text), CHANNEL)
        for text in (
            "chat not found",
            "private chat not found",
            "message thread not found",
            "TOPIC_CLOSED",
            "TOPIC_DELETED",
            "topic closed",
            "not enough rights to send text messages to the chat",
            "have no rights to send a message",
            "need administrator rights in the channel chat",
            "CHAT_WRITE_FORBIDDEN",
            "CHAT_RESTRICTED",
            "CHANNEL_PRIVATE",
            "CHANNEL_INVALID",
            "CHAT_ID_INVALID",
            "CHAT_ADMIN_REQUIRED",
            "CHAT_GUEST_SEND_FORBIDDEN",
            "CHAT_SEND_PLAIN_FORBIDDEN",
            "INPUT_USER_DEACTIVATED",
            "have no write access to the chat",
            "PEER_ID_INVALID",
            "USER_IS_BLOCKED",
            "group chat was deactivated",
            "user not found",
        )
    ),
    *(
        (Fault.bad_request(text), MESSAGE)
        for text in (
            "Text is too long",
            "message is too long",
            "message text is empty",
            "reply markup is too long",
            "BUTTON_DATA_INVALID",
            "message to be replied not found",
            "message caption is too long",
            "BUTTON_URL_INVALID",
            "IMAGE_PROCESS_FAILED",
            "not enough rights to send photos to the chat",
            "CHAT_SEND_DOCS_FORBIDDEN",
        )
    ),
    (Fault.bad_request("something new that nobody has seen yet"), SendFault.ODD),
    (Fault.revoked(), SendFault.PLATFORM),
    (Fault(status=404, description="Not Found"), SendFault.PLATFORM),
    (Fault.restart(), UNKNOWN),
    (Fault.gateway(502), UNKNOWN),
    (Fault.gateway(504), UNKNOWN),
    (Fault.gateway(503), RETRY),
    (Fault.captive_portal(), UNKNOWN),
    (Fault(status=302, raw=""), UNKNOWN),
    (Fault.drop_before(), UNKNOWN),
    (Fault.drop_after(), UNKNOWN),
]


@pytest.fixture
async def greeted(server: TelegramServer, bot: Connection) -> Connection:
    server.chats.meet(ANA.id, ANA)
    return bot


@pytest.mark.parametrize(("fault", "expected"), ANSWERS, ids=lambda value: getattr(value, "description", None))
async def test_each_answer_has_its_name(
    server: TelegramServer, greeted: Connection, fault: Fault, expected: SendFault
) -> None:
    """What a caller does next depends on nothing but this."""
    server.fail_next("sendMessage", fault)
    with pytest.raises(SendError) as caught:
        await greeted.messenger.send(HERE, NEWS)
    assert caught.value.fault is expected
    assert len(server.called("sendMessage")) == 1


@pytest.mark.parametrize(("asked", "waited"), [(3, 3.0), (3600, 3600.0), (0, 1.0)])
async def test_a_flood_says_how_long_to_wait(
    server: TelegramServer, greeted: Connection, asked: int, waited: float
) -> None:
    """At least a second, also where Telegram names none."""
    server.fail_next("sendMessage", Fault.flood(asked))
    with pytest.raises(SendError) as caught:
        await greeted.messenger.send(HERE, NEWS)
    assert (caught.value.fault, caught.value.retry_after) == (RETRY, waited)
    assert not caught.value.platform_wide


async def test_a_flood_answer_that_makes_no_sense_still_means_wait(server: TelegramServer, greeted: Connection) -> None:
    """The library passes on what it got; "too many" is clear without a number."""
    server.fail_next("sendMessage", Fault.flood("soon"))
    with pytest.raises(SendError) as caught:
        await greeted.messenger.send(HERE, NEWS)
    assert (caught.value.fault, caught.value.retry_after) == (RETRY, 1.0)


async def test_a_moved_chat_names_its_new_id(server: TelegramServer, greeted: Connection) -> None:
    """The subscription moves there and the message is sent again."""
    server.fail_next("sendMessage", Fault.moved(-1009))
    with pytest.raises(SendError) as caught:
        await greeted.messenger.send(HERE, NEWS)
    assert (caught.value.fault, caught.value.moved_to) == (SendFault.MOVED, "-1009")


async def test_a_refused_connection_is_definitely_not_sent(server: TelegramServer, greeted: Connection) -> None:
    """Nothing was written, so nothing can be there twice."""
    async with server.down():
        with pytest.raises(SendError) as caught:
            await greeted.messenger.send(HERE, NEWS)
    assert caught.value.fault is RETRY
    assert server.messages(ANA.id) == []


async def test_a_lost_answer_is_not_sent_again_behind_our_back(server: TelegramServer, greeted: Connection) -> None:
    """The message is there once, and we say that we do not know."""
    server.fail_next("sendMessage", Fault.drop_after())
    with pytest.raises(SendError) as caught:
        await greeted.messenger.send(HERE, NEWS)
    assert caught.value.fault is UNKNOWN
    assert len(server.messages(ANA.id)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("message to edit not found", MESSAGE),
        ("message can't be edited", MESSAGE),
        ("MESSAGE_ID_INVALID", MESSAGE),
        ("chat not found", CHANNEL),
    ],
)
async def test_an_edit_that_cannot_be_made_says_so(
    server: TelegramServer, greeted: Connection, text: str, expected: SendFault
) -> None:
    """The story's first message may be gone; the caller decides what then."""
    sent = await greeted.messenger.send(HERE, NEWS)
    server.fail_next("editMessageText", Fault.bad_request(text))
    with pytest.raises(SendError) as caught:
        await greeted.messenger.edit(HERE, sent, NEWS)
    assert caught.value.fault is expected


async def test_an_edit_whose_answer_is_lost_may_be_repeated(server: TelegramServer, greeted: Connection) -> None:
    """It says the same however often it is made: try again, and "not modified" is success."""
    sent = await greeted.messenger.send(HERE, NEWS)
    changed = Message(text="more", sections=(Section(Role.BODY, ((Text("more"),),)),))
    server.fail_next("editMessageText", Fault.drop_after())
    with pytest.raises(SendError) as caught:
        await greeted.messenger.edit(HERE, sent, changed)
    assert caught.value.fault is RETRY
    await greeted.messenger.edit(HERE, sent, changed)
    assert [(message.text, message.edits) for message in server.messages(ANA.id)] == [("more", 1)]


async def test_an_id_that_is_none_of_telegrams_cannot_be_edited(greeted: Connection) -> None:
    """A Slack timestamp in the wrong place is a message that will never be found."""
    with pytest.raises(SendError) as caught:
        await greeted.messenger.edit(HERE, SentId(id="17.02"), NEWS)
    assert caught.value.fault is MESSAGE


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (httpx.ConnectError("refused"), RETRY),
        (httpx.ConnectTimeout("slow"), RETRY),
        (httpx.PoolTimeout("full"), RETRY),
        (httpx.ProxyError("no"), RETRY),
        (httpx.WriteTimeout("slow"), UNKNOWN),
        (httpx.WriteError("reset"), UNKNOWN),
        (httpx.ReadTimeout("slow"), UNKNOWN),
        (httpx.ReadError("reset"), UNKNOWN),
        (httpx.RemoteProtocolError("closed"), UNKNOWN),
        (NotWrittenError(), RETRY),
        (None, UNKNOWN),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("kind", [TimedOut, NetworkError])
def test_what_happened_before_the_write_is_told_from_what_came_after(
    kind: type[TelegramError], cause: Exception, expected: SendFault
) -> None:
    """The library calls both "timed out"; what caused it knows better."""
    error = kind("timed out")
    error.__cause__ = cause
    assert to_send_error(error).fault is expected


@pytest.mark.parametrize(
    ("cause", "unreached"),
    [
        (NotWrittenError(), True),
        (httpx.ConnectError("refused"), True),
        (httpx.LocalProtocolError("a header that cannot be written"), False),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"), False),
        (httpx.ReadTimeout("slow"), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_cannot_be_written_is_no_outage(cause: Exception, unreached: bool) -> None:
    """A message that fails by itself is not tried anew whenever another one arrives."""
    error = NetworkError("failed")
    error.__cause__ = cause
    assert to_send_error(error).unreached is unreached


def test_a_bad_request_is_no_network_error() -> None:
    """Though the library's classes say so: repeating it would go on for ever."""
    assert issubclass(BadRequest, NetworkError)
    assert to_send_error(BadRequest("Bad Request: text is too long")).permanent


def test_an_error_text_never_holds_a_token() -> None:
    """Addresses contain it, and some errors quote addresses."""
    url = "http://h/bot123456:AAF-canary_canary/sendMessage"
    assert "canary" not in str(to_send_error(NetworkError(f"no route to {url}")))
    assert without_secrets(f"GET {url} at 12:30") == "GET http://h/bot••••/sendMessage at 12:30"
