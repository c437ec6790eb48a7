"""Do the invariants hold where several processes share a server and die? Short; ``make soak`` runs the long one."""

import signal
from pathlib import Path

from tests.fakes import postgres
from tests.faults.fleet import fleet


@postgres.needs()
async def test_whoever_is_killed_nothing_is_lost(tmp_path: Path) -> None:
    """Every entry is stored once and told once, within a minute of the kill."""
    roles = ("scheduler", "chat", "worker", "worker")
    with postgres.database() as url:
        report = await fleet(tmp_path, url, rounds=3, entries=3, feeds=8, roles=roles, seed=20261127)
    assert report.finding is not None
    assert report.finding.wrong == (), report.table()
    assert report.finding.entries == report.served == 9
    assert sum(report.killed.values()) == 3
    assert max(report.rounds) < 60
    assert report.fell == {}
    assert report.end_codes <= {0, -signal.SIGTERM}  # one that stands by has nothing to bring to an end
