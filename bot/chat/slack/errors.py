"""What became of a message that Slack did not acknowledge, and may it be sent again?

Error codes: the reference pages of chat.postMessage, chat.update and conversations.join.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.errors import SendError, SendFault


@dataclass(slots=True)
class Health:
    """The reasons, gravest first; None where that part is fine."""

    removed: str | None = None  # the app was uninstalled or its token revoked: Slack told us
    token: str | None = None  # Slack refuses the bot token
    socket: str | None = None  # the Socket Mode connection is down

    def problem(self) -> str | None:
        """Return the gravest reason in one line, or None."""
        return self.removed or self.token or self.socket


DEFAULT_WAIT = 30.0  # seconds, where Slack asks us to wait and does not say how long
LONGEST_WAIT = 3600.0
_TOO_MANY = 429
_TOO_LARGE = 413
_SERVER = 500

_CHANNEL = {
    "channel_not_found": "the channel does not exist any more, or the bot cannot see it",
    "not_in_channel": "the bot is not in this channel; type /invite @Seedwatch there",
    "is_archived": "the channel is archived",
    "restricted_action": "the workspace does not let the bot post here",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_only_channel": "the channel takes only replies",
    "restricted_action_non_threadable_channel": "the channel takes no replies",
    "channel_is_limited_access": "the channel is open only to some members",
    "ekm_access_denied": "administrators have suspended posting here",
    "no_permission": "the workspace does not let the bot post here",
    "access_denied": "the workspace does not let the bot post here",
    "missing_scope": "the app lacks a permission; add the scope and reinstall it",
    "messages_tab_disabled": "this person's tab for messages of the app is switched off",
    "cannot_dm_bot": "the chat is with a bot",
    "user_is_bot": "the chat is with a bot",
    "is_inactive": "the person has left",
}
_PLATFORM = {
    "token_revoked": "the bot token was revoked",
    "account_inactive": "the bot's account or workspace is gone",
    "invalid_auth": "the token is not valid",
    "not_authed": "no token was given",
    "token_expired": "the token has expired",
    "not_allowed_token_type": "this is the wrong kind of token",
    "org_login_required": "the workspace is being moved into an organisation",
}
_LIMITED = {"ratelimited", "rate_limited"}
_RETRY = {"service_unavailable", "request_timeout", "team_added_to_org", "external_channel_migrating"}
_UNKNOWN = {"fatal_error", "internal_error"}  # Slack: some aspect of the operation may have succeeded
_MESSAGE = (
    "msg_too_long no_text too_many_attachments too_many_contact_cards invalid_arguments invalid_arg_name "
    "invalid_array_arg invalid_charset invalid_form_data invalid_json json_not_object message_not_found "
    "cant_update_message cant_delete_message edit_window_closed update_failed as_user_not_supported "
    "attachment_payload_limit_exceeded invalid_metadata_format invalid_metadata_schema markdown_text_conflict "
    "thread_not_found cannot_reply_to_message"
)
_BLOCKS = {"invalid_blocks", "invalid_blocks_format"}
# Raised before a byte of the request was written.
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientConnectorCertificateError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)


class BlocksRefusedError(SendError):
    """Slack does not take the blocks; what they are made of may be newer than the workspace."""

    def __init__(self, code: str) -> None:
        super().__init__(f"Slack does not accept this message ({code})", fault=SendFault.MESSAGE)


def error_code(exc: BaseException) -> str | None:
    """Return Slack's own name of the error, where it gave one."""
    data = getattr(exc.response, "data", None) if isinstance(exc, SlackApiError) else None
    code = data.get("error") if isinstance(data, Mapping) else None
    return code if isinstance(code, str) else None


def to_send_error(exc: BaseException) -> SendError:
    """Classify what slack_sdk or aiohttp raised. The text never quotes them: they may hold addresses and bodies.

    A limit binds one method for the whole workspace, so its wait is platform-wide.
    """
    if isinstance(exc, SlackApiError):
        return _refused(exc)
    if isinstance(exc, _NOT_SENT):
        return SendError("Slack cannot be reached", fault=SendFault.RETRY, unreached=True)
    if isinstance(exc, (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError)):
        return SendError("Slack did not answer in time, or the connection broke", fault=SendFault.UNKNOWN)
    return SendError(f"Slack's answer could not be read ({type(exc).__name__})", fault=SendFault.UNKNOWN)


def _refused(exc: SlackApiError) -> SendError:
    code = error_code(exc)
    response = exc.response
    status = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    if status == _TOO_MANY or code in _LIMITED:
        wait = retry_after(getattr(response, "headers", None) or {})
        return SendError(
            f"Slack asks to wait {wait:.0f} seconds", fault=SendFault.RETRY, retry_after=wait, platform_wide=True
        )
    if code in _CHANNEL:
        return SendError(f"{_CHANNEL[code]} ({code})", fault=SendFault.CHANNEL)
    if code in _PLATFORM:
        return SendError(f"{_PLATFORM[code]} ({code})", fault=SendFault.PLATFORM, platform_wide=True)
    if code in _RETRY:
        return SendError(f"Slack is not ready ({code})", fault=SendFault.RETRY)
    if code in _UNKNOWN or (code is None and (status >= _SERVER or status < 400)):  # noqa: PLR2004 - HTTP's own border
        return SendError(f"Slack failed ({code or f'HTTP {status}'})", fault=SendFault.UNKNOWN)
    if code in _BLOCKS:
        return BlocksRefusedError(code)
    if code is None and status != _TOO_LARGE:
        return SendError(f"something before Slack refused the request (HTTP {status})", fault=SendFault.RETRY)
    known = code is None or code in _MESSAGE.split()
    fault = SendFault.MESSAGE if known else SendFault.ODD
    return SendError(f"Slack does not accept this message ({code or 'too large'})", fault=fault)


def retry_after(headers: Mapping[str, Any]) -> float:
    """Return the seconds of a Retry-After header, 1 to 3600; a date counts from the answer's own Date header."""
    given = {name.lower(): str(value) for name, value in headers.items()}
    text = given.get("retry-after", "").strip()
    try:
        wait = float(text)
    except ValueError:
        try:
            wait = (parsedate_to_datetime(text) - parsedate_to_datetime(given.get("date", ""))).total_seconds()
        except (ValueError, TypeError):  # no date, or one with and one without a zone
            wait = DEFAULT_WAIT
    return min(max(wait, 1.0), LONGEST_WAIT) if wait == wait else DEFAULT_WAIT  # noqa: PLR0124 - NaN is not itself
