"""Are broken certificates and name servers clear errors that stay where they belong?"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from ipaddress import ip_network

import pytest
import trustme
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fetching.guard import Resolver
from tests.fakes.feed_server import FeedServer, ok, raw, running
from tests.fakes.manual_clock import SkippingClock
from tests.feeds.conftest import a_cursor, a_feed, fetching

Serve = Callable[..., AbstractAsyncContextManager[FeedServer]]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def serve(authority: trustme.CA) -> Serve:
    @asynccontextmanager
    async def one(name: str) -> AsyncIterator[FeedServer]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        async with running(tls=context) as server:
            yield server.script("/feed", ok(b"<rss/>"))

    return one


@pytest.fixture
def trusted(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine's default context trust the tests' authority, and nothing more."""
    context = ssl.create_default_context()
    authority.configure_trust(context)
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", context)


@pytest.mark.usefixtures("trusted")
async def test_a_good_certificate_is_accepted(fetcher: Fetcher, serve: Serve) -> None:
    """F-x: the tests below fail for their reason and not because TLS never works here."""
    async with serve("127.0.0.1") as server:
        assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == b"<rss/>"


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_for_another_host_is_not(fetcher: Fetcher, serve: Serve) -> None:
    """F-x: the name is checked, and the error names the reason."""
    async with serve("other.example.org") as server:
        with pytest.raises(FetchError, match=r"do not accept: (IP address|Hostname) mismatch"):
            await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert server.asked == []


async def test_a_certificate_of_nobody_we_know_is_not(fetcher: Fetcher, serve: Serve) -> None:
    """F-x: never a fallback to no verification."""
    async with serve("127.0.0.1") as server:
        with pytest.raises(FetchError, match=r"certificate that we do not accept: .*(local issuer|self.signed)"):
            await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert server.asked == []


async def test_a_server_that_speaks_no_tls_is_a_clear_error(fetcher: Fetcher) -> None:
    """F-x: https on a plain port."""

    async def plain(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(FetchError, match="TLS"):
            await fetcher.fetch(a_feed(f"https://127.0.0.1:{port}/feed"), a_cursor())


async def test_a_handshake_that_hangs_ends_with_the_time_limit(fetcher: Fetcher) -> None:
    """F-x: the limit covers the handshake."""
    silent = socket.create_server(("127.0.0.1", 0))
    with silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/feed"
        with pytest.raises(FetchError, match=r"within 0\.05 s"):
            await fetcher.fetch(a_feed(url, timeout=0.05), a_cursor())


class Unwell(AbstractResolver):
    """A resolver for which one name hangs and the others do not exist, except one."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        if host == "hangs.example.org":
            await asyncio.get_running_loop().create_future()
        if host == "many.example.org":
            return [
                ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)
            ] * 200
        raise OSError(None, "Name or service not known")

    async def close(self) -> None:
        """Nothing is open."""


async def test_names_that_do_not_resolve_are_clear_errors(clock: SkippingClock, server: FeedServer) -> None:
    """F-y: a missing name, and healthy feeds beside one that hangs."""
    server.script("/feed", ok(b"<rss/>"))
    async with fetching(clock, resolver=Unwell()) as fetcher:
        hanging = asyncio.create_task(fetcher.fetch(a_feed(server.url(host="hangs.example.org")), a_cursor()))
        with pytest.raises(FetchError, match="does not resolve"):
            await fetcher.fetch(a_feed(server.url(host="gone.example.org")), a_cursor())
        assert (await fetcher.fetch(a_feed(server.url(host="many.example.org")), a_cursor())).body == b"<rss/>"
        assert not hanging.done()
        hanging.cancel()


async def test_a_name_that_hangs_ends_with_the_time_limit(clock: SkippingClock) -> None:
    """F-y: the limit covers the look-up."""
    async with fetching(clock, resolver=Unwell()) as fetcher:
        with pytest.raises(FetchError, match=r"within 0\.05 s"):
            await fetcher.fetch(a_feed("http://hangs.example.org/feed", timeout=0.05), a_cursor())


class TwoFamilies(AbstractResolver):
    """A resolver that gives an IPv6 address on which nobody listens before the IPv4 address that works."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        both = ((socket.AF_INET6, "::1"), (socket.AF_INET, "127.0.0.1"))
        return [
            ResolveResult(hostname=host, host=address, port=port, family=its, proto=0, flags=socket.AI_NUMERICHOST)
            for its, address in both
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def test_broken_ipv6_does_not_hide_working_ipv4(clock: SkippingClock, server: FeedServer) -> None:
    """The other address family is tried."""
    server.script("/feed", ok(b"<rss/>"))
    settings = FetchSettings(allow_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")))
    async with fetching(clock, resolver=TwoFamilies(), settings=settings) as fetcher:
        assert (await fetcher.fetch(a_feed(server.url(host="both.example.org")), a_cursor())).body == b"<rss/>"


async def test_the_systems_resolver_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """F-y: so many threads, so many addresses, and the loop goes on meanwhile."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"192.0.2.{n}", 80)) for n in range(200)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    resolver = Resolver()
    assert resolver._threads._max_workers == 16
    assert [one["host"] for one in await resolver.resolve("x.example.org", 80)] == [f"192.0.2.{n}" for n in range(8)]
    await resolver.close()


async def test_errors_hold_no_secret(fetcher: Fetcher, server: FeedServer) -> None:
    """Whatever happens to a request, user, password and query stay out of the text."""
    server.script("/feed?key=secret", raw(b"rubbish"))
    for port in (server.port, 9):
        with pytest.raises(FetchError) as caught:
            await fetcher.fetch(a_feed(f"http://secret:secret@127.0.0.1:{port}/feed?key=secret"), a_cursor())
        assert "secret" not in str(caught.value)
