"""Do the invariants hold when the program is killed again and again? A short run; ``make soak`` is the long one."""

from pathlib import Path

from tests.faults.chaos import chaos


async def test_what_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Some rounds with kills at named points and anywhere, faults of the platform and of feeds."""
    report = await chaos(tmp_path, rounds=3, entries=6, seed=20261127)
    assert report.finding is not None
    assert report.finding.wrong == (), report.table()
    assert report.finding.entries == report.served == 18
    assert sum(report.kills.values()) == 3
    assert report.end_code == 0
    assert report.end_seconds < 10
