"""Do the commands of the guides about running it work, in the order in which they stand there?"""

import asyncio
import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot.model import Subscription, Target
from bot.store.engine import Store
from tests.fakes.feed_server import ok, running
from tests.samples import NOW

TOP = Path(__file__).parents[2]
PROGRAMS = TOP / ".venv" / "bin"
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The seeds of a small topic."""
    if shutil.which("bash") is None or not (PROGRAMS / "seedwatch").exists():
        pytest.skip("no bash, or the program is not installed in .venv")
    shutil.copytree(TOP / "tests" / "flow" / "seeds", tmp_path / "seeds")
    (tmp_path / "documents").mkdir()
    text = "Rules for chip exports tightened\nThe ministry tightened its rules for exports of chips and of machines.\n"
    (tmp_path / "documents" / "rules.md").write_text(text, "utf-8")
    return tmp_path


def configure(folder: Path, url: str) -> None:
    (folder / "sources.yaml").write_text(
        "version: 1\ntopic: {name: Test}\nseeds: seeds/\nfetch: {allow_networks: [127.0.0.0/8]}\n"
        f"sources:\n  - id: bay\n    name: Bay\n    language: en\n    url: {url}\n",
        "utf-8",
    )


def run(folder: Path, guide: str) -> subprocess.CompletedProcess[str]:
    """Run every block of a guide in a row, as one shell would."""
    script = "set -eu\n" + "\n".join(BLOCK.findall((TOP / "docs" / guide).read_text("utf-8")))
    given = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "PATH", "TMPDIR"}}
    given["PATH"] = f"{PROGRAMS}{os.pathsep}{given['PATH']}"
    bash = shutil.which("bash") or "bash"
    return subprocess.run([bash, "-c", script], cwd=folder, env=given, capture_output=True, text=True, check=False)


async def test_operations(folder: Path) -> None:
    """Checking, changing, tuning, saving: each command succeeds, and says what the page says that it does."""
    title = "Lukashenko and Putin sign Union State decree on joint air defence in Minsk"
    at = format_datetime(datetime.now(UTC))
    item = f"<item><title>{title}</title><link>https://bay.example.org/1</link><pubDate>{at}</pubDate></item>"
    async with running() as feeds:
        feeds.script("/feed", ok(f"<rss version='2.0'><channel><title>Bay</title>{item}</channel></rss>"))
        configure(folder, feeds.url())
        ran = await asyncio.to_thread(run, folder, "operations.md")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for said in ("0 errors", "bay-courier", "1 new entry,", "alert_at 0.60: 1 entry,", "0 added"):
        assert said in ran.stdout + ran.stderr
    assert title in (folder / "stories.csv").read_text("utf-8")
    assert "formerly: [bay]" in (folder / "sources.yaml").read_text("utf-8")
    for name in ("saved.db", "moved.db"):
        with Store(f"sqlite:///{folder / name}", looking=True) as store:
            assert await store.read(lambda tx: tx.stories.count()) == 1


def test_privacy(folder: Path) -> None:
    """The chat of the page is gone, and the other one is still there."""
    configure(folder, "https://bay.example.org/feed")
    with Store(f"sqlite:///{folder}/data/seedwatch.db") as store, store.begin() as tx:
        for chat in ("-1001234", "-5"):
            target = Target(platform="telegram", chat=chat)
            tx.channels.save(Subscription(channel_id=0, target=target, title="Desk", since=NOW))
    ran = run(folder, "privacy.md")
    assert ran.returncode == 0, ran.stderr
    with Store(f"sqlite:///{folder}/data/seedwatch.db") as store, store.begin() as tx:
        assert [each.target.chat for each in tx.channels.all()] == ["-5"]


def test_the_readme_counts_what_there_is() -> None:
    """Its numbers of feeds are those of the list that comes with it, and it keeps to one screen."""
    text = (TOP / "README.md").read_text("utf-8")
    listed = (TOP / "sources.yaml").read_text("utf-8")
    feeds = len(re.findall(r"^  - id: ", listed, re.MULTILINE))
    disabled = len(re.findall(r"^    enabled: false", listed, re.MULTILINE))
    assert f"{feeds} feeds, {feeds - disabled} of\nthem enabled" in text
    assert len(text.splitlines()) <= 60
