"""What does a poll of a thousand feeds cost, beside what people could use instead? Each in turn, in one run.

    python bench/race.py FARM [--topical FARM] [--rounds 3] [--feeds 1000] [--only NAME ...] [--json FILE]

FARM is a folder that ``bench/farm.py write`` made. Each round starts every program three times from nothing: cold (all
is new), warm (nothing changed) and incremental (a few new items in each feed). Counted are the seconds of computing of
the program and of all its children, user and system, and the memory of all of them together; the server is not part of
that. Ratios are medians of pairs of one round, so that a busy machine weighs on both sides. Programs that are not
installed are left out: newsboat and sfeed are packages of Debian, ``reader`` one of PyPI (``--peers`` names the Python
that has it).
"""

import argparse
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import which
from statistics import median
from urllib.request import urlopen

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import farm

HERE = Path(__file__).parent
ITEMS = 30  # of a feed of a farm, as ``bench/farm.py`` writes it
PHASES = ("cold", "warm", "incremental")
with socket.create_server(("127.0.0.1", 0)) as _listening:
    PORT: int = _listening.getsockname()[1]  # a free one: two runs at once would poll each other's farm
FLOORS = {"cold": "lean", "warm": "lean", "incremental": "lean-known"}

_READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[2])
for url in open(sys.argv[1]).read().split():
    reader.add_feed(url, exist_ok=True)
reader.update_feeds(workers=10, scheduled=False)
print(reader.get_entry_counts().total)
"""
_LOOP = """
import json, pathlib, sqlite3, sys, feedparser, httpx
store = sqlite3.connect(sys.argv[2])
store.execute("CREATE TABLE IF NOT EXISTS tags (url TEXT PRIMARY KEY, tag TEXT)")
store.execute("CREATE TABLE IF NOT EXISTS entries (id TEXT PRIMARY KEY, title TEXT, text TEXT)")
tags = dict(store.execute("SELECT url, tag FROM tags"))
with httpx.Client() as client:
    for url in pathlib.Path(sys.argv[1]).read_text().split():
        got = client.get(url, headers={"If-None-Match": tags[url]} if url in tags else {})
        if got.status_code != 200:
            continue
        store.execute("INSERT OR REPLACE INTO tags VALUES (?, ?)", (url, got.headers["etag"]))
        for entry in feedparser.parse(got.content).entries:
            row = (entry.get("id") or entry.get("link"), entry.get("title"), entry.get("summary"))
            store.execute("INSERT OR IGNORE INTO entries VALUES (?, ?, ?)", row)
        store.commit()
print(store.execute("SELECT count(*) FROM entries").fetchone()[0])
"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one run took: seconds of computing, seconds, megabytes of all processes together."""

    cpu: float
    seconds: float
    megabytes: float


class Racer:
    """One program: ``prepare`` writes what it needs into a folder and returns its command line."""

    def __init__(self, name: str, prepare: Callable[[Path, Sequence[str]], list[str]]) -> None:
        self.name = name
        self._prepare = prepare

    def start(self, home: Path, urls: Sequence[str]) -> list[str]:
        (home / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
        return self._prepare(home, urls)


def seedwatch(home: Path, urls: Sequence[str]) -> list[str]:
    path = home / "sources.yaml"
    path.write_text(yaml.safe_dump(farm.sources(urls, PORT)), encoding="utf-8")
    return [sys.executable, "-m", "bot", "once", "--config", str(path), "--json"]


def lean(home: Path, _urls: Sequence[str], *more: str) -> list[str]:
    names = yaml.safe_load((farm.SEEDS / "names.yaml").read_text(encoding="utf-8"))["entities"]
    words = {form.lower().rstrip("*") for each in names for forms in each["aliases"].values() for form in forms}
    (home / "words.txt").write_text("\n".join(sorted(words)), encoding="utf-8")
    return [
        sys.executable,
        str(HERE / "lean.py"),
        *(str(home / name) for name in ("urls.txt", "db", "words.txt")),
        *more,
    ]


def newsboat(home: Path, _urls: Sequence[str]) -> list[str]:
    (home / "config").write_text("reload-threads 4\n", encoding="utf-8")
    files = [f"--{what}={home / name}" for what, name in (("url-file", "urls.txt"), ("cache-file", "db"))]
    return ["newsboat", *files, f"--config-file={home / 'config'}", "-x", "reload"]


def sfeed(home: Path, urls: Sequence[str]) -> list[str]:
    lines = [f'feed "{place}" "{url}"' for place, url in enumerate(urls)]
    text = "\n".join([f'sfeedpath="{home / "feeds"}"', "maxjobs=16", "feeds() {", *lines, "}"])
    (home / "sfeedrc").write_text(text, encoding="utf-8")
    return ["sfeed_update", str(home / "sfeedrc")]


def _script(python: str, program: str, home: Path, _urls: Sequence[str]) -> list[str]:
    return [python, "-c", program, str(home / "urls.txt"), str(home / "db")]


def racers(peers: str | None) -> list[Racer]:
    """Return the programs that are installed, ours and the floors first."""
    found = [Racer("seedwatch", seedwatch), Racer("lean", lean)]
    found.append(Racer("lean-known", lambda home, urls: lean(home, urls, "--known")))
    if which("newsboat"):
        found.append(Racer("newsboat", newsboat))
    if which("sfeed_update"):
        found.append(Racer("sfeed", sfeed))
    if peers:
        peers = str(Path(peers).absolute())  # not resolved: it would lead out of its environment
        found += [
            Racer("reader", partial(_script, peers, _READER)),
            Racer("feedparser loop", partial(_script, peers, _LOOP)),
        ]
    return found


def run(command: list[str], home: Path) -> Cost:
    """Run a program to its end and return what it and its children took; raises RuntimeError where it failed."""
    home_only = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONPATH": str(HERE.parent)}
    started = time.monotonic()
    with (home / "out").open("w") as out:
        process = subprocess.Popen(command, cwd=home, env=home_only, stdout=out, stderr=subprocess.STDOUT)
        highest = [0.0]
        watching = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, highest, watching))
        watch.start()
        try:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        finally:
            if process.returncode is None:
                process.terminate()
            watching.set()
            watch.join()
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {(home / 'out').read_text()[-500:]}")
    return Cost(
        cpu=used.ru_utime + used.ru_stime,
        seconds=time.monotonic() - started,
        megabytes=highest[0],  # the system's own figure counts what we were before the program took our place
    )


def _watch(pid: int, highest: list[float], done: threading.Event) -> None:
    while True:
        highest[0] = max(highest[0], megabytes(pid))
        if done.wait(0.1):
            return


def megabytes(pid: int) -> float:
    """Return what a process and its children hold; memory that they share counts once."""
    total = 0.0
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            total += sum(megabytes(int(child)) for child in (task / "children").read_text().split())
    return total


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """Serve a farm; what is within begins once it answers."""
    process = subprocess.Popen([sys.executable, str(HERE / "farm.py"), "serve", str(folder), "--port", str(PORT)])
    try:
        while not _answers():
            if process.poll() is not None:
                raise RuntimeError("the farm's server ended")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()
        farm.show(folder, 0)  # as it was before


def _answers() -> bool:
    with suppress(OSError), urlopen(f"http://127.0.0.1:{PORT}/00000.xml"):
        return True
    return False


def end_in_order() -> None:
    """Let SIGTERM end this program as Ctrl-C does: what it started ends with it."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))


def race(folder: Path, feeds: int, rounds: int, those: Sequence[Racer]) -> dict[str, dict[str, list[Cost]]]:
    """Return by program and phase what each round took."""
    urls = farm.urls(folder, PORT)[:feeds]
    costs: dict[str, dict[str, list[Cost]]] = {each.name: {phase: [] for phase in PHASES} for each in those}
    with serving(folder):
        for number in range(rounds):
            order = [*those[number % len(those) :], *those[: number % len(those)]]
            for each in order:
                with tempfile.TemporaryDirectory(prefix="race-") as name:
                    command = each.start(Path(name), urls)
                    for phase in PHASES:
                        farm.show(folder, int(phase == "incremental"))
                        if phase != "cold" and each.name == "seedwatch":
                            _all_due(Path(name))
                        costs[each.name][phase].append(cost := run(command, Path(name)))
                        took = f"{cost.cpu:7.2f} s CPU {cost.seconds:7.2f} s {cost.megabytes:5.0f} MB"
                        print(f"{each.name:<16}{phase:<12}{took}", file=sys.stderr)
    return costs


def _all_due(home: Path) -> None:
    """Make every feed of ours due again: the others ask whenever they are started."""
    with sqlite3.connect(home / "data" / "seedwatch.db") as store:
        store.execute("UPDATE feeds SET due = '2020-01-01 00:00:00.000000'")
    store.close()


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost]) -> float:
    """Return the median of what we take of what they take, round by round."""
    return median(one.cpu / other.cpu for one, other in zip(ours, theirs, strict=True))


def extra(plain: Sequence[Cost], topical: Sequence[Cost], entries: int) -> str:
    """Say what an entry on topic costs more than another one: the same farm was polled with and without."""
    more = median(one.cpu - other.cpu for one, other in zip(topical, plain, strict=True))
    return f"an entry on topic costs {1000 * more / entries:.2f} ms more than another one"


def table(costs: dict[str, dict[str, list[Cost]]]) -> str:
    """Return medians and ratios as Markdown."""
    lines = [
        "| program | " + " | ".join(f"{phase}, s" for phase in PHASES) + " | memory, MB |",
        "|---|---|---|---|---|",
    ]
    for name, phases in costs.items():
        cells = [f"{median(cost.cpu for cost in phases[phase]):.2f}" for phase in PHASES]
        peak = max(cost.megabytes for cost in phases["cold"])
        lines.append(f"| {name} | {' | '.join(cells)} | {peak:.0f} |")
    ours = costs.get("seedwatch")
    if ours is None or len(costs) == 1:
        return "\n".join(lines)
    lines += ["", "| ours divided by | " + " | ".join(PHASES) + " |", "|---|---|---|---|"]
    for name, phases in costs.items():
        if name != "seedwatch":
            lines.append(f"| {name} | {' | '.join(f'{ratio(ours[phase], phases[phase]):.2f}' for phase in PHASES)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("farm", type=Path)
    parser.add_argument("--topical", type=Path, help="a topical farm of as many feeds; ours only")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--feeds", type=int, default=1000)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--peers", help="a Python that has reader, feedparser and httpx")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    end_in_order()
    those = [each for each in racers(given.peers) if not given.only or each.name in given.only]
    found = {"plain": race(given.farm, given.feeds, given.rounds, those)}
    if given.topical:
        found["topical"] = race(
            given.topical, given.feeds, given.rounds, [each for each in those if each.name == "seedwatch"]
        )
    for name, costs in found.items():
        print(f"{name} farm, {given.feeds} feeds, {given.rounds} rounds\n\n{table(costs)}\n")
    if given.topical and "seedwatch" in found["plain"]:
        plain, topical = (found[name]["seedwatch"]["cold"] for name in ("plain", "topical"))
        print(extra(plain, topical, given.feeds * ITEMS // farm.TOPICAL))
    if given.json:
        told = {
            kind: {
                name: {phase: [vars(cost) for cost in those] for phase, those in phases.items()}
                for name, phases in costs.items()
            }
            for kind, costs in found.items()
        }
        given.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
