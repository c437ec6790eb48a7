"""What does this HTTP answer mean? Status and headers in, times and errors out; nothing here talks to anybody."""

import asyncio
import math
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote, urlsplit

import aiohttp

from bot.errors import FetchError

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_MIN_RETRY = 1.0
_MAX_RETRY = 86400.0
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})")
_NEVER = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b")
_RANGE = re.compile(r"bytes\s*=?\s*0-(\d{1,18})/(\d{1,18})")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# A server that says "too many requests" without a time means: soon, but not at once.
_UNSAID_RETRY = 300.0
_PLAIN_CONNECTOR_ERRORS = (aiohttp.ClientConnectorSSLError, aiohttp.ClientConnectorDNSError)
# The first kind that fits gives the text.
_TEXTS: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientConnectorSSLError, "cannot agree with us on a TLS connection"),
    (aiohttp.ClientConnectorDNSError, "cannot be found: the name does not resolve"),
    (aiohttp.ClientPayloadError, "broke off in the middle of its answer"),
    (aiohttp.ServerDisconnectedError, "closed the connection without an answer"),
    (aiohttp.ClientResponseError, "gave an answer that is no proper HTTP"),
    (aiohttp.InvalidURL, "has an address that cannot be used"),
    (ValueError, "has an address that cannot be used"),
    (aiohttp.ClientError, "broke off the connection"),
    (OSError, "broke off the connection"),
)


def charset(content_type: str | None) -> str | None:
    """Return the charset that a Content-Type header names."""
    found = _CHARSET.search(content_type or "")
    return found[1] if found else None


def login(url: str) -> dict[str, str]:
    """Return the header for the user and password that are in an address, in UTF-8 as browsers send it (RFC 7617)."""
    said, at, _host = urlsplit(url).netloc.rpartition("@")
    if not at:
        return {}
    user, _, password = said.partition(":")
    packed = b64encode(f"{unquote(user)}:{unquote(password)}".encode("utf-8", "surrogateescape")).decode("ascii")
    return {"Authorization": f"Basic {packed}"}


def fresh_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return for how many seconds the answer may be kept: the longer of ``max-age`` and ``Expires``, or None."""
    control = headers.get("Cache-Control", "").lower()
    if _NEVER.search(control):
        return None
    said: list[float] = []
    if age := _MAX_AGE.search(control):
        said.append(float(age[1]))
    if (expires := _date(headers.get("Expires"))) is not None:
        said.append((expires - _their_now(headers, now)).total_seconds())
    longest = max(said, default=0.0)
    return longest if longest > 0 else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return how many seconds a server asks us to wait, 1 s to 1 day; None where it does not say.

    Dates are read against the server's own ``Date``, so that a wrong clock on either side does no harm. Anything
    else than a number or a date is ignored.
    """
    said = headers.get("Retry-After", "").strip()
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        when = _date(said)
        if when is None:
            return None
        seconds = (when - _their_now(headers, now)).total_seconds()
    if math.isnan(seconds):  # "nan" is a number to float()
        return None
    return min(max(seconds, _MIN_RETRY), _MAX_RETRY)


def is_whole(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer holds a whole document: 200, a proxy's 203, and a 206 whose part is all of it."""
    if status != 206:  # noqa: PLR2004
        return status in {200, 203}
    found = _RANGE.fullmatch(headers.get("Content-Range", "").strip().lower())
    return found is not None and int(found[1]) + 1 == int(found[2])


def refusal(status: int, headers: Mapping[str, str], host: str, now: datetime) -> FetchError:
    """Return the error that a status other than 200, 304 and redirects stands for."""
    if status == 410:  # noqa: PLR2004
        return FetchError(f"{host} says that the feed is gone for good (HTTP 410)", status=status, gone=True)
    wait = retry_after(headers, now) if status in {429, 503} else None
    if status == 429:  # noqa: PLR2004
        wait = _UNSAID_RETRY if wait is None else wait
    return FetchError(f"{host} {_meaning(status, headers)} (HTTP {status})", status=status, retry_after=wait)


def _meaning(status: int, headers: Mapping[str, str]) -> str:
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "wants a browser to pass a Cloudflare challenge"
    known = {
        401: "wants a login",
        402: "wants to be paid",
        403: "refuses us",
        404: "has no feed at this address",
        406: "does not give the formats that we accept",
        429: "says that we ask too often",
        451: "may not show this for legal reasons",
        503: "is overloaded or under repair",
    }
    if status in known:
        return known[status]
    return "failed" if status >= 500 else "gave an answer that is no feed"  # noqa: PLR2004


def _their_now(headers: Mapping[str, str], now: datetime) -> datetime:
    return _date(headers.get("Date")) or now


def _date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when


def to_fetch_error(error: Exception, host: str, seconds: float) -> FetchError:
    """Translate what the HTTP library and the system raise. ``seconds`` is the time limit that was in force.

    Texts of the library are not passed on where they could hold the URL, which can hold a password.
    """
    return FetchError(f"{host} {_what_happened(error, seconds)}")


def _what_happened(error: Exception, seconds: float) -> str:
    match error:
        case asyncio.TimeoutError():
            return f"did not answer completely within {seconds:g} s"
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or "it cannot be verified"
            return f"shows a certificate that we do not accept: {reason}"
        case aiohttp.ClientConnectorError() if not isinstance(error, _PLAIN_CONNECTOR_ERRORS):
            return f"cannot be reached: {error.os_error.strerror or error.os_error}"
    for kind, text in _TEXTS:
        if isinstance(error, kind):
            return text
    return f"could not be asked ({type(error).__name__})"
