"""What may a start cost? What is slow to import is imported only by what needs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CARRIED = {"rich", "prompt_toolkit", "telegram", "slack_bolt", "slack_sdk", "apscheduler", "pgqueuer", "psycopg"}
CARRIED |= {"aiohttp.web", "feedparser", "PIL", "alembic", "httpx", "babel.dates", "trafilatura", "pygments"}
CARRIED |= {"sqlalchemy.dialects.postgresql"}
_SAYS_MODULES = """
import json, sys
sys.argv[0] = "seedwatch"
from bot.cli import main
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def _modules(*arguments: str, home: Path, **environment: str) -> set[str]:
    """Return what a command imported; it must end well."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "PYTHONPATH"}}
    done = subprocess.run(
        [sys.executable, "-c", _SAYS_MODULES, *arguments],
        cwd=home,
        env=kept | {"PYTHONPATH": str(Path(__file__).parents[2])} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a topic that watches no feeds."""
    seeds = Path(__file__).parents[2] / "seeds"
    text = f"version: 1\ntopic: {{name: T}}\nseeds: {json.dumps(str(seeds))}\nsources: []\n"
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_pass_that_finds_nothing_imports_little(home: Path) -> None:
    """Cron starts it every minute: no client, no matching, no grouping, no rendering, no verbs where nothing is due."""
    token = {"TELEGRAM_BOT_TOKEN": "123456:" + "a" * 35}
    assert "alembic" not in _modules("once", home=home, **token)  # makes the database, and no migration does
    found = _modules("once", "--json", home=home, **token)
    assert "sqlalchemy" in found
    assert found & (CARRIED | {"aiohttp", "bot.app"}) == set()
    rooms = ("bot.chat.rendering", "bot.chat.verbs", "bot.stories", "bot.topic")
    assert {name for name in found if name.startswith(rooms)} == set()


def test_the_version_needs_no_configuration(home: Path) -> None:
    """It is asked for by scripts, and answers at once."""
    found = _modules("--version", home=home)
    assert found & (CARRIED | {"aiohttp", "sqlalchemy", "pydantic", "yaml", "bot.config"}) == set()


def test_what_polls_carries_nothing_that_only_a_service_needs() -> None:
    """A pass in a pipe shows no cards, ticks with no clock and hears no commands."""
    code = "import bot.cli.one_pass, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, check=True)
    found = set(json.loads(done.stdout))
    assert found & ((CARRIED - {"rich"}) | {"rich.console", "bot.chat.verbs.table", "bot.work.schedule"}) == set()


def test_telegram_brings_nothing_that_only_others_need() -> None:
    """Its library's other uses take ten megabytes; what else needs them finds them as ever."""
    code = """
import bot.cli, json, sys
from bot.chat.platforms import DECLARED
from bot.chat.telegram.settings import PLATFORM
from bot.config.environment import read_settings
settings = read_settings({"TELEGRAM_BOT_TOKEN": "123456:" + "a" * 35}, None, DECLARED)
PLATFORM.connect(settings, handle=None, clock=None, log=None)
print(json.dumps(sorted(sys.modules)))
import cryptography.fernet, httpx._main
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, check=True)
    found = set(json.loads(done.stdout))
    assert found & {"telegram", "cryptography", "httpx._main", "pygments"} == {"telegram"}


def test_a_reader_of_documents_carries_no_service() -> None:
    """Two of them run while feeds are read, and each megabyte counts twice."""
    code = (
        "import bot.feeds.sandbox.feed_worker as worker, json, sys; worker.prepare(); print(json.dumps([*sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, check=True)
    found = set(json.loads(done.stdout))
    assert found & ((CARRIED - {"feedparser"}) | {"structlog", "asyncio", "aiohttp", "sqlalchemy", "yaml"}) == set()
