"""May we talk to this address? Checked for every socket, after names are resolved and at every redirect.

The check is made where the socket is opened, because numeric addresses never pass a resolver and a name can resolve to
another address a moment later. Names are resolved in threads of our own, so that a hanging name server blocks only
feeds.
"""

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

# Explicit, because ``ipaddress`` calls several of these global: NAT64, 6to4, Teredo, multicast, site-local.
# Source: the IANA special-purpose address registries; 168.63.129.16 is the host agent of Azure's machines.
_CLOSED_LIST = (
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 "
    "198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 "
    "::/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 "
    "5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8"
)
# Addresses that operators may name as their own: a model at home, a relay in the same network.
_OWN_LIST = "10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1/128 fc00::/7"
_OWN = tuple(ip_network(network) for network in _OWN_LIST.split())
_CLOSED: tuple[Network, ...] = tuple(ip_network(network) for network in _CLOSED_LIST.split())
_THREADS = 16
_MAX_ADDRESSES = 8  # tried in turn within one time limit; even if a name has 200


class RefusedError(OSError):
    """The guard said no; the text says why and what to write to allow it."""


class Guard:
    """Decides on addresses and ports. An allowed network is open on all its ports."""

    def __init__(self, *, allow_networks: Sequence[Network], allow_ports: Sequence[int]) -> None:
        self._networks = tuple(allow_networks)
        self._ports = allow_ports

    @classmethod
    def of_operators(cls) -> "Guard":
        """Return the guard for addresses that operators named themselves: private ones are allowed too, on all ports.

        Those that nobody means stay closed: link-local ones, where clouds keep their keys, multicast, reserved ones.
        """
        return cls(allow_networks=_OWN, allow_ports=range(1, 65536))

    def refusal(self, host: str, port: int) -> str | None:
        """Return why a numeric address may not be contacted, or None where it may."""
        try:
            address: Address = ip_address(host.partition("%")[0])
        except ValueError:
            return f"{host} is no internet address"
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        if _within(address, self._networks):
            return None
        if _within(address, _CLOSED):
            return f"{address} is not a public address; list its network under fetch: allow_networks if you mean it"
        if port not in self._ports:
            return f"port {port} is not open to feeds; list it under fetch: allow_ports if you mean it"
        return None

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Return a socket for an entry of ``getaddrinfo``; raises RefusedError. For ``aiohttp.TCPConnector``."""
        family, kind, protocol, _name, address = info
        refusal = self.refusal(str(address[0]), int(address[1]))
        if refusal is not None:
            raise RefusedError(refusal)
        return socket.socket(family=family, type=kind, proto=protocol)


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)


class Resolver(AbstractResolver):
    """The system's resolver with a bounded number of threads."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="resolve")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
        )
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=its_family,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for its_family, _kind, protocol, _name, address in found[:_MAX_ADDRESSES]
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
