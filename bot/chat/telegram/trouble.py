"""Why can Telegram not be listened to, and when is it worth another try?"""

from telegram.error import Conflict, InvalidToken

from bot.chat.telegram.errors import describe, to_send_error

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 30.0  # seconds between attempts while Telegram cannot be reached
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
    """Return the seconds to wait after so many failures in a row, the last of them this one."""
    if isinstance(exc, InvalidToken):
        return _REFUSED_WAIT
    asked: float = to_send_error(exc).retry_after or 0.0
    return max(asked, min(_FIRST_WAIT * 2.0 ** min(failures - 1, 10), _LONGEST_WAIT))
