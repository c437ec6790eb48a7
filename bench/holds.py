"""For how long does each write transaction keep the others waiting? The whole service on a topical farm.

    python bench/holds.py [--feeds 120] [--new 10]

Every feed is polled for the first time and again with ``--new`` new items, a sixteenth of them on topic, all feeds at
once; one chat is told of them. Printed are milliseconds from the moment when the writer had the database until
it began to commit (what the disk takes is not ours to mend): of computing in its thread, and by the clock, which grows
where the machine does other work. Exits with 1 where the 99th percentile of computing is above what we promise.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import structlog
import yaml
from sqlalchemy import event

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import farm, race
from bench.burst import Messenger, opened
from bot.store.engine import Store
from bot.work.service import Work

PROMISED = 20.0  # ms


class Holds:
    """Milliseconds for which the writer of a store was held, since the last look."""

    def __init__(self, store: Store) -> None:
        self._begun = (0.0, 0.0)
        self.held: list[tuple[float, float]] = []
        event.listen(store.database.writers, "begin", self._begin)
        event.listen(store.database.writers, "commit", self._end)

    def _begin(self, _: object) -> None:
        self._begun = (time.thread_time(), time.perf_counter())

    def _end(self, _: object) -> None:
        now = (time.thread_time(), time.perf_counter())
        self.held.append((1000 * (now[0] - self._begun[0]), 1000 * (now[1] - self._begun[1])))

    def tell(self, name: str) -> float:
        """Print what they were, and return the 99th percentile of computing."""
        computed, waited = sorted(each for each, _ in self.held), sorted(each for _, each in self.held)
        self.held.clear()
        print(f"{name:<12}{len(computed):>7}{_shares(computed)}{_shares(waited)}", flush=True)
        return computed[int(len(computed) * 0.99)]


def _shares(ordered: Sequence[float]) -> str:
    return "".join(
        f"{each:9.2f}" for each in (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)], ordered[-1])
    )


async def measure(home: Path, folder: Path, feeds: int) -> bool:
    """Poll both versions of a farm, and return whether the promise was kept."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    sources = farm.sources(farm.urls(folder, race.PORT), race.PORT)
    (home / "sources.yaml").write_text(yaml.safe_dump(sources), encoding="utf-8")

    async with opened(home, Messenger()) as work:
        holds, kept = Holds(work.store), True
        print(f"{'':12}{'':>7}{'computing, ms':>27}{'by the clock, ms':>27}")
        print(f"{'':12}{'turns':>7}" + f"{'p50':>9}{'p99':>9}{'most':>9}" * 2)
        for version, name in enumerate(("first look", "second look")):
            farm.show(folder, version)
            computed = time.process_time()
            await asyncio.gather(*(work.jobs.poll(f"farm-{place}") for place in range(feeds)))
            await delivered(work)
            kept = holds.tell(name) <= PROMISED and kept
            print(f"{'':12}{time.process_time() - computed:.2f} s of computing in all")
    return kept


async def delivered(work: Work) -> None:
    """Return when nothing is owed any more."""
    while await work.store.read(lambda tx: tx.alerts.waiting()):  # noqa: ASYNC110 - nobody tells us
        await asyncio.sleep(0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=120)
    parser.add_argument("--new", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holds-") as name:
        home, folder = Path(name), Path(name) / "farm"
        farm.write(folder, feeds=given.feeds, items=race.ITEMS, new=given.new, topical=True)
        race.end_in_order()
        with race.serving(folder):
            kept = asyncio.run(measure(home, folder, given.feeds))
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
