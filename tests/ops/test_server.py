"""Can a supervisor see whether the service lives, is ready, and how much it did?"""

import aiohttp
import pytest

from bot.errors import ConfigError
from bot.ops import metrics, server


async def nothing_wrong() -> list[str]:
    return []


async def slack_down() -> list[str]:
    return ["slack: not connected"]


async def get(address: str, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address + path) as answer:
        return answer.status, await answer.text()


async def test_health_readiness_and_metrics() -> None:
    """Alive and ready are two questions; metrics are in Prometheus' format."""
    async with server.serve("127.0.0.1:0", ready=nothing_wrong) as address:
        assert await get(address, "/healthz") == (200, '{"status": "ok"}')
        assert (await get(address, "/readyz"))[0] == 200
        metrics.reloaded(successful=True)
        status, text = await get(address, "/metrics")
        assert status == 200
        assert "seedwatch_config_last_reload_successful 1.0" in text


async def test_what_does_not_work_is_named() -> None:
    """A load balancer sees 503, a person the reason."""
    async with server.serve("127.0.0.1:0", ready=slack_down) as address:
        status, text = await get(address, "/readyz")
        assert status == 503
        assert "slack: not connected" in text


async def test_a_taken_port_is_a_clear_error() -> None:
    """The error says which variable to change."""
    async with server.serve("127.0.0.1:0", ready=nothing_wrong) as address:
        taken = address.removeprefix("http://")
        with pytest.raises(ConfigError, match=r"LISTEN: cannot listen on 127\.0\.0\.1"):
            async with server.serve(taken, ready=nothing_wrong):
                pass
