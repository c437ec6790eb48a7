"""How fast is all of it? Runs the measurements and writes docs/performance.md.

    python bench/report.py [--full] [--peers PYTHON]

Short: 250 feeds, one round, databases of up to 300,000 entries: under five minutes on a machine that does nothing else.
``--full``: 1,000 feeds, three rounds, a topical farm too, a million entries, and alerts to 10,000 chats. ``--peers``
names a Python that has ``reader``, feedparser and httpx. Farms are written anew into a folder that goes with the run.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
_HEAD = """# How fast it is

This page is written by a run of `bench/report.py` (`make bench`, `make bench-full`); nothing in it is typed. Seconds
are seconds of computing of a program and all its children. They grow where a machine does other work too, so what
counts are the ratios: both sides of each were measured in one run, in turn.

Run of {day}: {feeds} feeds, {rounds}; {cores} cores, load {load:.1f} at the start and {after:.1f} at the end, Python
{python}, `{commit}`.

"""
_RACE = """## A poll, beside other programs

Each program polls a farm of invented feeds three times: cold (all is new), warm (nothing changed) and incremental (two
new items in each feed). *lean* is a straight line of the same steps that promises nothing, *lean-known* one that stops
at the first item it knows: floors, not products. Newsboat and sfeed are Debian's, reader is PyPI's; the
feedparser loop is the first one that people write. See `bench/race.py`.

"""
_GROWTH = """
## As the database grows

Milliseconds of computing in the write transaction of a poll, and in what a digest asks of the past. See
`bench/growth.py`.

"""
_DELIVERY = """
## A message

Claim, render and record, beside what the platform's library takes. See `bench/delivery.py`, and `bench/fanout.py` for
the platform's limits.

"""
_MEMORY = """
## Memory

The running service with a Telegram beside it: megabytes of its process tree, while feeds are polled for the first time
and a minute after that. See `bench/memory.py`.

"""


def run(script: str, *arguments: str) -> str:
    """Return what a measurement printed; one that misses what it promises says so in what it prints."""
    done = subprocess.run(
        [sys.executable, str(HERE / script), *arguments], stdout=subprocess.PIPE, text=True, check=False
    )
    if not done.stdout:
        raise RuntimeError(f"{script} ended with {done.returncode}")
    return done.stdout.strip()


def block(text: str) -> str:
    return f"```text\n{text}\n```\n"


def race(folder: Path, *, full: bool, peers: str | None) -> str:
    """Race on farms that are written for it."""
    feeds = "1000" if full else "250"
    farms = ["plain", "topical"] if full else ["plain"]
    for name in farms:
        more = ["--topical"] if name == "topical" else []
        subprocess.run(
            [sys.executable, str(HERE / "farm.py"), "write", str(folder / name), "--feeds", feeds, *more], check=True
        )
    options = ["--feeds", feeds, "--rounds", "3" if full else "1"]
    options += ["--topical", str(folder / "topical")] if full else []
    options += ["--peers", peers] if peers else []
    return run("race.py", str(folder / "plain"), *options)


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, stdout=subprocess.PIPE, text=True, check=False
    )
    return done.stdout.strip() or "no commit"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--peers")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        raced = race(Path(name), full=given.full, peers=given.peers)
        held = run(
            "memory.py", str(Path(name) / "plain"), "--feeds", "68", *(["--feeds", "1000"] if given.full else [])
        )
    grown = run("growth.py", "--entries", "30000", "1000000" if given.full else "300000")
    delivered = [run("delivery.py")]
    if given.full:
        delivered.append(run("fanout.py"))
    head = _HEAD.format(
        day=datetime.now(UTC).date(),
        feeds="1,000" if given.full else "250",
        rounds="three rounds" if given.full else "one round",
        cores=os.cpu_count(),
        load=load,
        after=os.getloadavg()[0],
        python=platform.python_version(),
        commit=commit(),
    )
    page = head + _RACE + raced + "\n" + _GROWTH + block(grown) + _DELIVERY + block("\n".join(delivered))
    page += _MEMORY + block(held)
    PAGE.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main()
