"""Who may have the configuration read anew over HTTP, and what are they told?"""

from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest

from bot.config.reload import Reloaded
from bot.config.sources.file import load
from bot.ops import metrics, server

TOKEN = "a-token-of-sixteen"


async def nothing_wrong() -> list[str]:
    return []


@dataclass
class Asked:
    """Counts reloads, and answers with ``answer``."""

    answer: Reloaded
    times: int = field(default=0)

    async def __call__(self) -> Reloaded:
        self.times += 1
        return self.answer


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "names.yaml").write_text("entities: [{id: a, name: Aland, kind: place}]\n", "utf-8")
    path = tmp_path / "sources.yaml"
    path.write_text(
        "version: 1\ntopic: {name: T}\nseeds: seeds\n"
        "sources: [{id: one, name: One, url: 'https://example.org/feed'}]\n",
        "utf-8",
    )
    return Asked(Reloaded(config=load(path), changed=True))


async def post(address: str, **headers: str) -> tuple[int, str]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    async with aiohttp.ClientSession() as session, session.post(address + "/-/reload", headers=given) as answer:
        return answer.status, await answer.text()


async def test_this_machine_may_ask(asked: Asked) -> None:
    """Without a token whoever is on the machine may; GET changes nothing."""
    async with server.serve("127.0.0.1:0", ready=nothing_wrong, reload=asked) as address:
        assert await post(address) == (200, '{"status": "loaded", "sources": 1}')
        async with aiohttp.ClientSession() as session, session.get(address + "/-/reload") as answer:
            assert answer.status == 405
    assert asked.times == 1


@pytest.mark.parametrize("name", ["X_Forwarded_For", "Forwarded", "Via", "Origin", "X_Real_IP"])
async def test_what_a_proxy_or_a_browser_passes_on_may_not(asked: Asked, name: str) -> None:
    """Webhooks share the port, so a proxy on this machine speaks for the whole internet."""
    async with server.serve("127.0.0.1:0", ready=nothing_wrong, reload=asked) as address:
        assert (await post(address, **{name: "https://example.org"}))[0] == 403
    assert asked.times == 0


async def test_with_a_token_only_who_has_it(asked: Asked) -> None:
    """A token counts from anywhere, and nothing else does."""
    async with server.serve("127.0.0.1:0", ready=nothing_wrong, reload=asked, token=TOKEN) as address:
        assert (await post(address))[0] == 403
        assert (await post(address, Authorization="Bearer wrong"))[0] == 403
        assert (await post(address, Authorization=f"Bearer {TOKEN}", X_Forwarded_For="203.0.113.9"))[0] == 200
    assert asked.times == 1


async def test_a_refused_file_is_told(asked: Asked) -> None:
    """The answer has the problems and a status that a script sees; metrics count both outcomes."""
    asked.answer = Reloaded(config=asked.answer.config, changed=False, problems="line 3: no", refused=True)
    async with server.serve("127.0.0.1:0", ready=nothing_wrong, reload=asked) as address:
        assert await post(address) == (422, '{"status": "refused", "problems": ["line 3: no"]}')
    metrics.reloaded(successful=False)
    text = metrics.exposition().decode()
    assert 'seedwatch_config_reloads_total{result="refused"}' in text
    assert "seedwatch_fetch_duration_seconds_bucket" in text
