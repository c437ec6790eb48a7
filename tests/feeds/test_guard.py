"""Can anybody make us talk to a machine that is none of our business?"""

import socket
from contextlib import suppress
from ipaddress import ip_network

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.config import FetchSettings
from bot.errors import FetchError
from bot.feeds.fetching.fetch import Fetcher
from bot.feeds.fetching.guard import Guard
from tests.fakes.feed_server import FeedServer, ok, status
from tests.fakes.manual_clock import SkippingClock
from tests.feeds.conftest import LOOPBACK, a_cursor, a_feed, fetching

CLOSED = (
    "127.0.0.1 127.8.9.1 ::1 0.0.0.0 :: 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 "
    "fd00::1 fe80::1 fe80::1%eth0 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::7f00:1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: "
    "2001:0:1::1 fec0::1 ff02::1 224.0.0.1 239.255.255.250 255.255.255.255 240.0.0.1 168.63.129.16 198.18.0.1 192.0.2.1"
)
OPEN = (
    "8.8.8.8 93.184.216.34 172.32.0.1 100.128.0.1 169.253.0.1 2606:4700::1111 2a00:1450:4001:830::200e ::ffff:8.8.8.8"
)
SPELLINGS = (
    "127.0.0.1 2130706433 0x7f000001 0177.0.0.1 127.1 0 0.0.0.0 [::1] [::ffff:127.0.0.1] localhost good@127.0.0.1"
)
SETTINGS = FetchSettings()


class Names(AbstractResolver):
    """A resolver that gives each answer once, then the last one for ever."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(
                hostname=host, host=one, port=port, family=socket.AF_INET, proto=0, flags=socket.AI_NUMERICHOST
            )
            for one in addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


def a_guard(**changes: object) -> Guard:
    return Guard(**{"allow_networks": (), "allow_ports": SETTINGS.allow_ports, **changes})  # type: ignore[arg-type] # by name


@pytest.mark.parametrize("address", CLOSED.split())
def test_closed_addresses(address: str) -> None:
    """S1: nothing but public unicast addresses, however they are wrapped."""
    assert "not a public address" in str(a_guard().refusal(address, 443))


@pytest.mark.parametrize("address", OPEN.split())
def test_open_addresses(address: str) -> None:
    """The guard must not be one that says no to all."""
    assert a_guard().refusal(address, 443) is None


@pytest.mark.parametrize(
    ("port", "fine"), [(80, True), (443, True), (8080, True), (22, False), (6379, False), (25, False)]
)
def test_ports(port: int, fine: bool) -> None:
    """S6: feeds live on web ports."""
    assert (a_guard().refusal("8.8.8.8", port) is None) == fine


def test_an_allowed_network_is_open_on_all_ports() -> None:
    """An intranet's feeds live where its admins put them; what lies beside stays closed."""
    guard = a_guard(allow_networks=(ip_network("10.1.0.0/16"), ip_network("fd00:1::/32")))
    assert guard.refusal("10.1.2.3", 6379) is None
    assert guard.refusal("::ffff:10.1.2.3", 80) is None
    assert guard.refusal("fd00:1::5", 80) is None
    assert guard.refusal("10.2.0.1", 80) is not None
    assert guard.refusal("8.8.8.8", 6379) is not None


@pytest.mark.parametrize("host", SPELLINGS.split())
async def test_no_spelling_of_loopback_connects(clock: SkippingClock, server: FeedServer, host: str) -> None:
    """S2: names, numbers in every base, IPv6 and a user name that looks like a host."""
    server.script("/feed", ok())
    async with Fetcher(SETTINGS, clock) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(a_feed(f"http://{host}:{server.port}/feed"), a_cursor())
    assert server.connections == 0


@pytest.mark.parametrize("dot", ["\u3002", "\uff0e", "\uff61"])
async def test_dots_of_other_scripts_are_dots(clock: SkippingClock, server: FeedServer, dot: str) -> None:
    """S2: 127。0。0。1 is 127.0.0.1 to some."""
    async with Fetcher(SETTINGS, clock) as fetcher:
        with pytest.raises(FetchError):
            await fetcher.fetch(a_feed(f"http://127.0.0.1:{server.port}/feed".replace(".", dot)), a_cursor())
    assert server.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.2", "0x7f000002", "[::ffff:127.0.0.2]", "10.0.0.1", "169.254.169.254"])
async def test_redirects_pass_the_guard_too(clock: SkippingClock, server: FeedServer, host: str) -> None:
    """S3: one open server cannot send us to a closed one."""
    server.script("/feed", status(301, Location=f"http://{host}:{server.port}/secret"))
    settings = FetchSettings(allow_networks=(ip_network("127.0.0.1/32"),))
    async with fetching(clock, settings=settings) as fetcher:
        with pytest.raises(FetchError, match=r"not a public address|cannot be"):
            await fetcher.fetch(a_feed(server.url()), a_cursor())
    assert server.connections == 1


async def test_a_name_that_changes_its_mind_is_refused(clock: SkippingClock, server: FeedServer) -> None:
    """S4: what counts is the address that is connected, not the one that was asked for before."""
    async with Fetcher(SETTINGS, clock, Names(["127.0.0.1"], ["127.0.0.1"])) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="not a public address"):
                await fetcher.fetch(a_feed(server.url(host="rebind.example.org")), a_cursor())
    assert server.connections == 0


@pytest.mark.parametrize(("allowed", "connections"), [("127.0.0.1/32", 1), ("127.0.0.2/32", 0)])
async def test_of_mixed_addresses_only_open_ones_are_tried(
    clock: SkippingClock, server: FeedServer, allowed: str, connections: int
) -> None:
    """S4: an open address in the list does not open the closed one beside it, nor close itself."""
    server.script("/feed", ok(b"<rss/>"))
    settings = FetchSettings(allow_networks=(ip_network(allowed),))
    async with fetching(clock, resolver=Names(["10.0.0.1", "127.0.0.1"]), settings=settings) as fetcher:
        with suppress(FetchError):
            await fetcher.fetch(a_feed(server.url(host="mixed.example.org")), a_cursor())
    assert server.connections == connections


async def test_proxies_of_the_environment_are_ignored(
    clock: SkippingClock, server: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S7: behind a proxy the guard would see only the proxy."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.script("/feed", ok(b"<rss/>"))
    async with fetching(clock, settings=FetchSettings(allow_networks=LOOPBACK)) as fetcher:
        assert (await fetcher.fetch(a_feed(server.url()), a_cursor())).body == b"<rss/>"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "data:text/xml,x", "/feed", ""]
)
async def test_other_schemes_are_no_feeds(fetcher: Fetcher, url: str) -> None:
    """S5: should one slip through the configuration, it still is not opened."""
    with pytest.raises(FetchError):
        await fetcher.fetch(a_feed(url), a_cursor())


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "192.168.7.7", "172.16.0.1", "::1", "fd00::1", "93.184.216.34"]
)
def test_what_operators_named_may_be_private(address: str) -> None:
    """A model at home, on any port."""
    assert Guard.of_operators().refusal(address, 11434) is None


@pytest.mark.parametrize(
    "address",
    ["169.254.169.254", "fe80::1", "224.0.0.1", "0.0.0.0", "168.63.129.16", "::ffff:169.254.169.254", "240.0.0.1"],
)
def test_what_nobody_means_stays_closed(address: str) -> None:
    """Where clouds keep their keys."""
    assert Guard.of_operators().refusal(address, 80) is not None
