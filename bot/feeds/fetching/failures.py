"""What went wrong with this request, in one sentence without secrets?"""

import asyncio

import aiohttp

from bot.errors import FetchError

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
