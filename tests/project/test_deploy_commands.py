"""Do the commands of deploy/README.md, of the backup job and of docs/capacity.md do what is said there?"""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from bot.model import Subscription, Target
from bot.store.engine import Store
from tests.fakes import postgres
from tests.samples import NOW

TOP = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent
GUIDE = (TOP / "deploy" / "README.md").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small topic and two chats, in a file."""
    if not (PROGRAMS / "seedwatch").exists():
        pytest.skip("the program is not installed")
    shutil.copytree(TOP / "tests" / "flow" / "seeds", tmp_path / "seeds")
    (tmp_path / "sources.yaml").write_text(
        "version: 1\ntopic: {name: Test}\nseeds: seeds/\n"
        "sources: [{id: bay, name: Bay, language: en, url: 'https://bay.example.org/feed'}]\n",
        "utf-8",
    )
    with Store(f"sqlite:///{tmp_path}/seedwatch.db") as store, store.begin() as tx:
        for chat in ("-1001234", "-5"):
            target = Target(platform="telegram", chat=chat)
            tx.channels.save(Subscription(channel_id=0, target=target, title="Desk", since=NOW))
    return tmp_path


def run(folder: Path, command: str, database: str) -> None:
    """Run a line in a shell, with the program on its path; it must succeed."""
    given = {"HOME": str(folder), "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "DATABASE_URL": database}
    done = subprocess.run(
        ["/bin/sh", "-euc", command], cwd=folder, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def chats(url: str) -> set[str]:
    """Return the chats that a database knows."""
    with Store(url, looking=True) as store, store.begin(turn=False) as tx:
        return {each.target.chat for each in tx.channels.all()}


def told(pattern: str) -> str:
    """Return the command of the guide that is like this."""
    found = re.search(rf"`({pattern})`", " ".join(GUIDE.split()))
    assert found is not None, f"the guide has no {pattern}"
    return found[1]


@postgres.needs()
def test_to_a_server_saved_and_back(folder: Path) -> None:
    """From a file to PostgreSQL, a backup before an update, and that put into an empty database: all is there."""
    first, whole = f"sqlite:///{folder}/seedwatch.db", {"-1001234", "-5"}
    there = told(r"seedwatch db copy sqlite:////var/\S+ postgresql://…").replace(
        "sqlite:////var/lib/seedwatch/seedwatch.db", first
    )
    back = told(r"seedwatch db copy sqlite:///before\.db postgresql://…")
    with postgres.database(empty=True) as url, postgres.database(empty=True) as anew:
        run(folder, there.replace("postgresql://…", url), first)
        assert chats(url) == whole
        run(folder, told(r"seedwatch backup before\.db"), url)
        run(folder, told(r"seedwatch forget telegram:-1001234") + " --yes", url)  # at a terminal it would ask
        assert chats(url) == {"-5"}
        run(folder, back.replace("postgresql://…", anew), anew)
        assert chats(anew) == whole


@postgres.needs()
def test_the_backup_job_saves_and_looks_at_what_it_saved(folder: Path) -> None:
    """Its script is run as it stands; a copy that cannot be opened makes it fail, and the next run saves again."""
    objects = yaml.safe_load_all((TOP / "deploy" / "kubernetes" / "backup.yaml").read_text("utf-8"))
    job = next(each for each in objects if each["kind"] == "CronJob")
    container = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    assert container["command"] == ["sh", "-euc"]
    place = folder / "backups"
    place.mkdir()
    script = container["args"][0].replace("/backups", str(place))
    with postgres.database() as url:
        with Store(url) as store, store.begin() as tx:
            target = Target(platform="telegram", chat="-5")
            tx.channels.save(Subscription(channel_id=0, target=target, title="Desk", since=NOW))
        run(folder, script, url)
        (saved,) = place.glob("seedwatch-*.db")
        assert chats(f"sqlite:///{saved}") == {"-5"}
        with closing(sqlite3.connect(saved)) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        run(folder, script, url)  # once a day
        assert list(place.glob("seedwatch-*.db")) == [saved]


def test_the_plan_is_what_its_script_says() -> None:
    """The figures of docs/capacity.md are those of bench/capacity.py with its defaults."""
    said = subprocess.run(
        [sys.executable, str(TOP / "bench" / "capacity.py")], capture_output=True, text=True, check=True
    ).stdout
    page = (TOP / "docs" / "capacity.md").read_text("utf-8")
    shown = [page.partition(f"\n| {name} |")[2].splitlines()[0] for name in ("10 thousand", "1 million", "100 million")]
    for line, row in zip(said.splitlines()[1:], shown, strict=True):
        computed = [float(each.strip("%")) for each in line.replace(",", "").split()[1:4]]
        written = [float(each.replace(",", "")) for each in re.findall(r"[\d,.]*\d", row.partition("–")[0])]
        for one, other in zip(computed, written, strict=False):
            assert one == pytest.approx(other, rel=0.05, abs=0.5)
        assert len(written) >= 2
