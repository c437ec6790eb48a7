"""How do our calls travel to Telegram, and what if an answer holds something that the library cannot read?"""

import ssl
from functools import cache
from typing import Any, TypedDict

import httpx
import telegram
from telegram.request import HTTPXRequest

_SENDERS = 32  # connections; at 30 calls a second, each may take a second


class _Options(TypedDict):
    connect_timeout: float
    write_timeout: float
    read_timeout: float
    pool_timeout: float
    httpx_kwargs: dict[str, Any]


class PollRequest(HTTPXRequest):
    """One connection for polling.

    The library reads all updates of an answer or none: one that it cannot read would come back with every poll, and the
    bot would be deaf for ever. Here such an update is emptied, so that it is confirmed and gone.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer: dict[str, Any] = HTTPXRequest.parse_json_payload(payload)
        if isinstance(answer.get("result"), list):
            answer["result"] = [_readable(update) for update in answer["result"]]
        return answer


def poll_request() -> PollRequest:
    """Return a client for getUpdates: Telegram allows one poll at a time."""
    return PollRequest(connection_pool_size=1, **_options())


def send_request() -> HTTPXRequest:
    """Return a client for everything else."""
    return HTTPXRequest(connection_pool_size=_SENDERS, **_options())


def _readable(update: dict[str, Any]) -> dict[str, Any]:
    try:
        telegram.Update.de_json(update, None)
    except Exception:  # noqa: BLE001 one parse: whatever it stumbles over, the others must get through
        return {"update_id": update["update_id"]}
    return update


def _options() -> _Options:
    """Telegram may take its time to answer a send: giving up early is what makes duplicates. Times in seconds."""
    return {
        "connect_timeout": 10.0,
        "write_timeout": 10.0,
        "read_timeout": 20.0,
        "pool_timeout": 5.0,
        "httpx_kwargs": {"verify": _tls()},
    }


@cache
def _tls() -> ssl.SSLContext:
    """Read the certificates once: it takes tens of milliseconds, and each new connection pool would do it again."""
    return httpx.create_ssl_context()
