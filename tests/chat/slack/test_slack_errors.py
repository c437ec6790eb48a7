"""What became of a message: every error of Slack and of the network has one meaning."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.chat.slack.errors import error_code, retry_after, to_send_error
from bot.errors import SendFault

_CODES = {
    SendFault.CHANNEL: "channel_not_found not_in_channel is_archived restricted_action "
    "restricted_action_read_only_channel restricted_action_thread_only_channel ekm_access_denied no_permission "
    "missing_scope",
    SendFault.PLATFORM: "token_revoked account_inactive invalid_auth not_authed token_expired org_login_required",
    SendFault.RETRY: "ratelimited rate_limited service_unavailable request_timeout team_added_to_org",
    SendFault.UNKNOWN: "fatal_error internal_error",
    SendFault.MESSAGE: "msg_too_long no_text too_many_attachments invalid_arguments invalid_blocks message_not_found "
    "cant_update_message edit_window_closed",
    SendFault.ODD: "a_code_that_slack_invents_tomorrow",
}


class Answer:
    def __init__(self, status: int, data: Any, headers: dict[str, str] | None = None) -> None:
        self.status_code = status
        self.data = data
        self.headers = headers or {}


def refused(status: int, data: Any, headers: dict[str, str] | None = None) -> SlackApiError:
    return SlackApiError("The request to the Slack API failed.", Answer(status, data, headers))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(("fault", "code"), [(f, code) for f, codes in _CODES.items() for code in codes.split()])
def test_error_codes(fault: SendFault, code: str) -> None:
    """Slack's codes, as its reference describes them; the text names the code."""
    error = to_send_error(refused(200, {"ok": False, "error": code}))
    assert error.fault is fault
    assert error.platform_wide == (fault is SendFault.PLATFORM or "rate" in code)
    assert code in str(error) or error.platform_wide


@pytest.mark.parametrize(
    ("status", "data", "fault"),
    [
        (429, {}, SendFault.RETRY),
        (500, {}, SendFault.UNKNOWN),
        (502, "<html>", SendFault.UNKNOWN),
        (503, {"ok": False, "error": "service_unavailable"}, SendFault.RETRY),
        (200, {}, SendFault.UNKNOWN),
        (200, {"ok": False, "error": {"odd": 1}}, SendFault.UNKNOWN),
        (403, {}, SendFault.RETRY),
        (413, {}, SendFault.MESSAGE),
    ],
)
def test_answers_without_a_code(status: int, data: Any, fault: SendFault) -> None:
    """A gateway in between may have passed the request on (5xx) or not (4xx)."""
    assert to_send_error(refused(status, data)).fault is fault


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "1.5"}, 1.5),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "-5"}, 1),
        ({"Retry-After": "nan"}, 30),
        ({"Retry-After": "9" * 400}, 3600),
        ({"Retry-After": "soon"}, 30),
        ({}, 30),
        ({"Retry-After": "Mon, 21 Sep 2026 14:13:42 GMT", "Date": "Mon, 21 Sep 2026 14:13:00 GMT"}, 42),
        ({"Retry-After": "Mon, 21 Sep 2026 14:13:42 GMT"}, 30),
        ({"Retry-After": "Mon, 21 Sep 2026 14:13:42 GMT", "Date": "Mon, 21 Sep 2026 14:13:00"}, 30),
        ({"Retry-After": "Mon, 21 Sep 2026 14:00:00 GMT", "Date": "Mon, 21 Sep 2026 14:13:00 GMT"}, 1),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float) -> None:
    """Seconds, a date, nothing or nonsense: at least one second, at most an hour."""
    assert retry_after(headers) == seconds
    error = to_send_error(refused(429, {"ok": False, "error": "ratelimited"}, headers))
    assert (error.fault, error.retry_after, error.platform_wide) == (SendFault.RETRY, seconds, True)


@pytest.mark.parametrize(
    ("exc", "fault"),
    [
        (aiohttp.ClientConnectorDNSError(None, OSError(1, "no such host")), SendFault.RETRY),  # type: ignore[arg-type]
        (aiohttp.ConnectionTimeoutError("connecting"), SendFault.RETRY),
        (aiohttp.InvalidURL("https://[::1"), SendFault.RETRY),
        (aiohttp.SocketTimeoutError("reading"), SendFault.UNKNOWN),
        (aiohttp.ServerDisconnectedError(), SendFault.UNKNOWN),
        (aiohttp.ClientOSError(104, "reset"), SendFault.UNKNOWN),
        (aiohttp.ClientPayloadError("short"), SendFault.UNKNOWN),
        (TimeoutError(), SendFault.UNKNOWN),
        (AttributeError("'str' object has no attribute 'get'"), SendFault.UNKNOWN),
    ],
)
def test_network_errors(exc: Exception, fault: SendFault) -> None:
    """Before the request was written it is surely not sent; after that nobody knows."""
    error = to_send_error(exc)
    assert error.fault is fault
    assert not error.platform_wide


def test_only_slack_gives_codes() -> None:
    """Other exceptions have no error code."""
    assert error_code(ValueError("invalid_auth")) is None
