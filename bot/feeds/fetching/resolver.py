"""Which addresses does a name have? Asked in threads of our own, so that a hanging name server blocks only feeds."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

_THREADS = 16
_MAX_ADDRESSES = 8  # tried in turn within one time limit; even if a name has 200


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
