"""Do the invariants hold where several processes share a server and die? Short; ``make soak`` runs the long one."""

import signal
from pathlib import Path

from tests.fakes import postgres
from tests.fakes.cluster import cluster
from tests.faults.fleet import fleet
from tests.faults.published import EMPTY


@postgres.needs()
async def test_whoever_is_killed_nothing_is_lost(tmp_path: Path) -> None:
    """Every entry is stored once and told once, within a minute of the kill, though platforms and feeds fail too."""
    roles = ("scheduler", "chat", "worker", "worker")
    with postgres.database() as url:
        async with fleet(tmp_path, url, documents=[EMPTY] * 8, roles=roles, seed=20261127) as made:
            for troubles in (False, False, True):
                await made.round(3, troubles=troubles)
            report = await made.finish()
    assert report.finding is not None
    assert report.finding.wrong == (), report.table()
    assert report.finding.entries == report.served == 9
    assert sum(report.killed.values()) == 3
    assert max(report.stored) < 60
    assert report.fell == {}
    assert report.end_codes <= {0, -signal.SIGTERM}  # one that stands by has nothing to bring to an end


@postgres.needs()
async def test_a_server_that_stops_again_and_again_is_found_again_within_half_a_minute(tmp_path: Path) -> None:
    """It is stopped without a farewell while a process is killed, four times in a row, and work goes on."""
    with cluster() as (url, restart):
        roles = ("scheduler", "chat", "worker", "worker")
        async with fleet(tmp_path, url, documents=[EMPTY] * 8, roles=roles, seed=7, restart=restart) as made:
            for _ in range(4):
                await made.round(3, troubles=False)
            report = await made.finish()
    assert report.finding is not None
    assert report.finding.wrong == (), report.table()
    assert report.finding.entries == report.served == 12
    assert report.restarts == 4
    assert max(report.stored) < 30
