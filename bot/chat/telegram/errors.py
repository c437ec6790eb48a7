"""What became of a message, given what the library raised? Telegram's whole knowledge of failure in one table.

Order matters: in python-telegram-bot ``BadRequest`` and ``TimedOut`` are kinds of ``NetworkError``.
"""

import math
import re
from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.chat.telegram.api.transport import NotWrittenError
from bot.config.findings.masking import without_secrets
from bot.errors import SendError, SendFault

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0  # seconds between attempts while Telegram cannot be reached
_LONGEST_ASKED = 86_400.0  # seconds that we wait at most because Telegram says so
_REFUSED_WAIT = 60.0  # seconds between attempts while the token is refused: only a person can mend that


def explain(exc: Exception) -> str:
    """Return in one line what is wrong and what to do about it."""
    if isinstance(exc, Conflict):
        return (
            "another program polls Telegram with the same token, so commands are lost between the two "
            "(alerts still go out): stop the other one, or give each its own bot"
        )
    if isinstance(exc, InvalidToken):
        return "Telegram refuses the token: get the current one from @BotFather and set TELEGRAM_BOT_TOKEN"
    if isinstance(exc, TimeoutError):
        return "Telegram holds the connection and does not answer"
    return f"Telegram cannot be reached: {describe(exc)}"


def wait_after(exc: Exception, failures: int) -> float:
    """Return the seconds to wait after this many ``failures`` in a row, this one included."""
    if isinstance(exc, InvalidToken):
        return _REFUSED_WAIT
    asked: float = to_send_error(exc).retry_after or 0.0
    return max(asked, min(_FIRST_WAIT * 2.0 ** min(failures - 1, 10), _LONGEST_WAIT))


MIN_WAIT = 1.0
"""Seconds to wait where Telegram says "Too Many Requests" and names no time, or zero."""

_NO_CONNECTION = (NotWrittenError, httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# Before these the request had not been written: no bytes of it can have reached Telegram.
_BEFORE_WRITE = (
    *_NO_CONNECTION,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
    httpx.LocalProtocolError,
    UnicodeEncodeError,
)
# Texts of 400 that speak of the chat (telegram-bot-api Client.cpp and Telegram's own upper-case codes).
_CHAT = re.compile(
    r"chat not found|thread not found|topic[_ ](?:closed|deleted|not found)|topic_id_invalid|user not found"
    r"|(?:peer|chat)_id_invalid|channel_(?:private|invalid)|not enough rights|no rights to send|have no right"
    r"|no write access|need administrator rights|admin_required|(?:write|guest_send|send_plain)[_ ]forbidden"
    r"|chat_restricted|is_blocked|is[_ ]deactivated"
    r"|was deactivated|was deleted|was kicked|is not a member|input_user_deactivated|group chat was"
)
# The chat takes words, but no pictures or no files.
_NO_MEDIA = re.compile(
    r"not enough rights to send (?:photos|documents|media)|chat_send_(?:photos|docs|media)_forbidden"
)
# Texts of 400 that speak of the message: sending it again cannot help.
_MESSAGE = re.compile(
    r"too long|is empty|must be non-empty|can't parse|not modified|no text in the message|message to (?:edit|"
    r"be replied|reply|delete|forward|copy)|can't be (?:edited|deleted)|button_|reply markup|"
    r"wrong (?:file|type|http url|remote)|image_process|photo_|(?:file|message)_(?:id_invalid|too_long|empty)|entity|"
    r"entities|unsupported|inline keyboard|"
    r"failed to get http url|caption|media_(?:invalid|empty|caption)|webpage_"
)
_NOT_MODIFIED = "message is not modified"
_MARKUP = "can't parse entities"
_NO_TEXT = "there is no text in the message to edit"
_TOO_MANY = re.compile(r"too many requests(?:: retry after (\d+))?")
_MOST = 200  # characters of a foreign answer that an error text repeats


def to_send_error(exc: Exception) -> SendError:
    """Translate whatever a call of the library raised.

    A 5xx is unknown, 503 excepted: a gateway that gives up on the server behind it cannot say whether that server had
    taken the message, while 503 says that nobody took it. Anything not understood is unknown too: the request may have
    been carried out.
    """
    text = describe(exc)
    if isinstance(exc, ChatMigrated):
        return SendError(text, fault=SendFault.MOVED, moved_to=str(exc.new_chat_id))
    if isinstance(exc, InvalidToken):
        return SendError(f"Telegram refuses the token ({text})", fault=SendFault.PLATFORM)
    if isinstance(exc, RetryAfter):
        return SendError(text, fault=SendFault.RETRY, retry_after=_sane(_seconds(exc.retry_after)))
    if isinstance(exc, NetworkError) and (too_many := _TOO_MANY.search(text.lower())):
        return SendError(text, fault=SendFault.RETRY, retry_after=_sane(float(too_many[1] or 0)))
    return SendError(text, fault=_fault(exc, text.lower()), unreached=_is_one(exc, _NO_CONNECTION))


def _is_one(exc: Exception, kinds: tuple[type[Exception], ...]) -> bool:
    return isinstance(exc, kinds) or isinstance(exc.__cause__, kinds)


def _fault(exc: Exception, text: str) -> SendFault:
    if isinstance(exc, Forbidden):
        return SendFault.CHANNEL
    if isinstance(exc, BadRequest):
        if _CHAT.search(text) and not _NO_MEDIA.search(text):
            return SendFault.CHANNEL
        return SendFault.MESSAGE if _MESSAGE.search(text) or _NO_MEDIA.search(text) else SendFault.ODD
    if isinstance(exc, Conflict) or _is_one(exc, _BEFORE_WRITE):
        return SendFault.RETRY
    if isinstance(exc, NetworkError) and "service unavailable" in text:
        return SendFault.RETRY
    return SendFault.UNKNOWN


def is_unchanged(exc: BaseException | None) -> bool:
    """Whether an edit was refused because the message already says it: that is what we wanted."""
    return isinstance(exc, BadRequest) and _NOT_MODIFIED in str(exc).lower()


def is_bad_markup(exc: BaseException | None) -> bool:
    """Whether Telegram could not read our HTML; the same words without markup can still be sent."""
    return isinstance(exc, BadRequest) and _MARKUP in str(exc).lower()


def has_no_text(exc: BaseException | None) -> bool:
    """Whether the message to edit is a picture or a file: its words are a caption."""
    return isinstance(exc, BadRequest) and _NO_TEXT in str(exc).lower()


def takes_no_media(exc: BaseException | None) -> bool:
    """Whether the chat's members, and so we, may send words but no pictures or files."""
    return isinstance(exc, BadRequest) and _NO_MEDIA.search(str(exc).lower()) is not None


def describe(exc: Exception) -> str:
    """Return the error in words, short and without the token, which is a part of every address we call."""
    return without_secrets(str(exc) or type(exc).__name__)[:_MOST]


def _sane(seconds: float) -> float:
    """Return a wait that can be obeyed: what is not a number, or longer than a day, is a mistake of theirs."""
    return min(max(seconds, MIN_WAIT), _LONGEST_ASKED) if math.isfinite(seconds) else _LONGEST_WAIT


def _seconds(wait: int | timedelta) -> float:
    """Return the wait that the library passes on unchecked: 0 where it is not a number."""
    if isinstance(wait, timedelta):
        return wait.total_seconds()
    try:
        return float(wait)
    except (TypeError, ValueError):
        return 0.0
